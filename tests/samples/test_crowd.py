from collections import Counter
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.actions.names import clean_name
from parley.samples.crowd import PRIVATE, Crowd, Said, people_of, rooms_of, sizes_of, talk_of
from parley.samples.languages import LANGUAGES

EVERY = tuple(LANGUAGES.values())


def crowd(people: int = 60, rooms: int = 12, members: int = 15, messages: int = 3_000, seed: int = 1) -> Crowd:
    return Crowd(people, rooms, members, messages, EVERY, seed)


@st.composite
def crowds(draw: st.DrawFn) -> Crowd:
    people, rooms = draw(st.integers(1, 200)), draw(st.integers(1, 60))
    members = draw(st.integers(-(-people // rooms), people))
    return crowd(people, rooms, members, seed=draw(st.integers()))


@given(crowds())
def test_rooms_have_the_members_asked_for_and_everybody_has_a_room(one: Crowd) -> None:
    rooms = list(rooms_of(one))
    assert len(rooms) == one.rooms
    assert [len(room.members) for room in rooms] == sizes_of(one)
    assert sum(sizes_of(one)) == one.rooms * one.members
    assert all(len(set(room.members)) == len(room.members) > 0 for room in rooms)
    assert {person for room in rooms for person in room.members} == set(range(one.people))


def test_a_few_rooms_are_large_and_most_of_the_talk_is_in_them() -> None:
    one = crowd(people=1_000, rooms=50, members=40, messages=5_000)
    sizes = sizes_of(one)
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 4 * one.members
    assert sizes[-1] < one.members
    said = Counter(said.room for said in talk(one))
    assert said.total() == one.messages
    assert sum(said[place] for place in range(5)) > one.messages / 3
    assert len(said) == one.rooms


def test_names_and_slugs_are_each_rooms_own() -> None:
    rooms = list(rooms_of(crowd(people=500, rooms=400)))
    slugs = [room.slug for room in rooms if room.slug is not None]
    assert len(slugs) == len(set(slugs)) == 400 - 400 // PRIVATE
    assert len({room.name for room in rooms}) > 350  # some words are the same in several languages


def test_only_members_speak_and_are_spoken_to() -> None:
    one = crowd()
    rooms = list(rooms_of(one))
    handles = [f"user-{place}" for place in range(one.people)]
    for said in talk_of(one, rooms, handles):
        assert said.sender in rooms[said.room].members
        if said.body.startswith("@"):
            assert handles.index(said.body.split()[0][1:]) in rooms[said.room].members


def test_names_are_kept_as_they_are() -> None:
    names = {person.name for person in people_of(crowd(people=5_000))}
    assert len(names) > 1_500
    assert {name for name in names if clean_name(name) != name} == set()


def test_the_same_seed_gives_the_same_crowd_and_another_one_another() -> None:
    assert list(people_of(crowd())) == list(people_of(crowd()))
    assert list(rooms_of(crowd())) == list(rooms_of(crowd()))
    assert talk(crowd()) == talk(crowd())
    assert talk(crowd()) != talk(crowd(seed=2))


def test_more_messages_begin_with_the_same_ones() -> None:
    assert talk(crowd(messages=5_000))[:3_000] == talk(crowd())


def test_a_million_messages_are_not_made_before_they_are_asked_for() -> None:
    one = crowd(messages=10**9)
    assert len(list(islice(talk_of(one, list(rooms_of(one)), ["ada"] * one.people), 10))) == 10


@pytest.mark.parametrize("code", LANGUAGES)
def test_one_language_alone_is_a_crowd_too(code: str) -> None:
    one = Crowd(3, 2, 2, 50, [LANGUAGES[code]], 1)
    assert all(said.body for said in talk(one))


def talk(one: Crowd) -> list[Said]:
    return list(talk_of(one, list(rooms_of(one)), [f"user-{place}" for place in range(one.people)]))
