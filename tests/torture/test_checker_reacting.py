"""The judge is tested on reactions: it finds lost ones, invented ones, and wrong tallies."""

import pytest

from tests.torture.dump import Kept
from tests.torture.evening import CLOCK, LOBBY, Evening, an_evening
from tests.torture.events import Mentioned, Reacted, Reacting

FIRST, THUMB = 1, "👍"


def reacting(person: str = "bob", *, is_there: bool = True, answered: bool = True) -> list[Reacting | Reacted]:
    asked = Reacting(at=next(CLOCK), person=person, room=LOBBY, seq=FIRST, emoji=THUMB, is_there=is_there)
    told = Reacted(at=next(CLOCK), person=person, room=LOBBY, seq=FIRST, emoji=THUMB, is_there=is_there)
    return [asked, told] if answered else [asked]


def mentioned(person: str, upto: int) -> Mentioned:
    return Mentioned(at=next(CLOCK), person=person, device=f"{person}'s", room=LOBBY, seq=FIRST, upto=upto)


@pytest.fixture
def evening() -> Evening:
    """Ada and bob react to the first message."""
    evening = an_evening()
    evening.add(*reacting("ada"), *reacting("bob"), mentioned("bob", 7))
    evening.lobby.reactions[FIRST, THUMB] = ["ada", "bob"]
    evening.lobby.tallies[FIRST, THUMB] = (2, ["ada", "bob"])
    return evening


def test_a_good_history_passes(evening: Evening) -> None:
    assert evening.kinds() == set()


def test_so_does_one_in_which_both_took_it_back(evening: Evening) -> None:
    evening.add(*reacting("ada", is_there=False), *reacting("bob", is_there=False))
    evening.lobby.reactions.clear()
    evening.lobby.tallies.clear()
    assert evening.kinds() == set()


@pytest.mark.parametrize("is_taken_back", [True, False])
def test_what_got_no_answer_may_be_there_or_not(evening: Evening, is_taken_back: bool) -> None:
    evening.add(*reacting("bob", is_there=False, answered=False))
    if is_taken_back:
        evening.lobby.reactions[FIRST, THUMB], evening.lobby.tallies[FIRST, THUMB] = ["ada"], (1, ["ada"])
    assert evening.kinds() == set()


def test_one_that_was_answered_and_is_not_there(evening: Evening) -> None:
    evening.lobby.reactions[FIRST, THUMB], evening.lobby.tallies[FIRST, THUMB] = ["ada"], (1, ["ada"])
    assert evening.kinds() == {"loss"}


def test_one_that_was_taken_back_and_is_there(evening: Evening) -> None:
    evening.add(*reacting("bob", is_there=False))
    assert evening.kinds() == {"loss"}


def test_one_that_nobody_asked_for(evening: Evening) -> None:
    evening.lobby.reactions[FIRST, THUMB].append("eve")
    evening.lobby.tallies[FIRST, THUMB] = (3, ["ada", "bob", "eve"])
    assert evening.kinds() == {"ghost"}


@pytest.mark.parametrize("tally", [(1, ["ada"]), (2, ["ada"]), (2, ["ada", "eve"]), (3, ["ada", "bob"]), None])
def test_a_tally_that_is_wrong(evening: Evening, tally: tuple[int, list[str]] | None) -> None:
    evening.lobby.tallies.clear()
    if tally is not None:
        evening.lobby.tallies[FIRST, THUMB] = tally
    assert evening.kinds() == {"tally"}


def test_some_that_outlive_their_message(evening: Evening) -> None:
    evening.lobby.messages[0] = Kept(FIRST, 8, "ada", "a1", "", erased=True)
    assert "unerased" in evening.kinds()


def test_somebody_who_hears_of_one_after_they_left(evening: Evening) -> None:
    evening.add(mentioned("eve", 7))
    assert evening.kinds() == {"leak"}


def test_somebody_who_hears_of_one_to_what_they_may_not_see(evening: Evening) -> None:
    stay = evening.lobby.stays["bob"][0]
    evening.lobby.stays["bob"][0] = type(stay)(stay.since, stay.until, first_seq=2)
    assert "old place" in evening.kinds()
