"""The judge is tested on mentions: it finds people who were not told, and those who should not have been."""

import pytest
from msgspec import structs

from tests.torture.dump import Kept, Room, Stay
from tests.torture.evening import an_evening
from tests.torture.following import follows, is_followed
from tests.torture.mentioning import mentions

SAID = Kept(1, 5, "1", "a1", "hello @bob and @eve", mentions={"bob": "2"})


@pytest.fixture
def room() -> Room:
    """Ada mentions bob, who is there, and eve, who comes later."""
    stays = {"1": [Stay(1, None, 1)], "2": [Stay(2, None, 1)], "3": [Stay(6, None, 1)]}
    return Room(
        *(6, 1, [SAID], {}),
        stays=stays,
        mentions={1: {"2": True}},
        handles={"ada": "1", "bob": "2", "eve": "3"},
    )


def kinds(room: Room, restoring: set[tuple[str, int]] | None = None) -> set[str]:
    return {violation.kind for violation in mentions("17", room, restoring or set())}


def say(room: Room, **changes: object) -> None:
    room.messages[0] = structs.replace(room.messages[0], **changes)


def test_a_good_room_passes(room: Room) -> None:
    assert kinds(room) == set()


def test_somebody_who_was_not_told_is_found(room: Room) -> None:
    room.mentions.clear()
    assert kinds(room) == {"loss"}


def test_so_is_one_who_is_told_that_it_is_over(room: Room) -> None:
    room.mentions = {1: {"2": False}}
    assert kinds(room) == {"loss"}


def test_who_left_after_that_may_have_been_told_or_not(room: Room) -> None:
    room.stays["2"] = [Stay(2, 6, 1)]
    assert kinds(room) == set()
    room.mentions.clear()
    assert kinds(room) == set()


def test_nobody_is_told_of_what_they_say_themselves(room: Room) -> None:
    say(room, sender="2")
    room.mentions.clear()
    assert kinds(room) == set()


def test_a_message_that_mentions_somebody_who_was_not_there_is_found(room: Room) -> None:
    say(room, mentions={"bob": "2", "eve": "3"})
    room.mentions[1]["3"] = True
    assert kinds(room) == {"mention"}


def test_so_is_one_that_does_not_mention_somebody_who_was(room: Room) -> None:
    say(room, mentions={})
    room.mentions.clear()
    assert kinds(room) == {"mention"}


def test_what_was_edited_or_restored_stands_at_another_place(room: Room) -> None:
    say(room, rev=7, edited=True)
    assert kinds(room) == set()
    say(room, edited=False)
    assert kinds(room) == {"mention"}
    assert kinds(room, {("17", 1)}) == set()


def test_somebody_who_was_never_in_the_room_is_not_told(room: Room) -> None:
    del room.stays["2"]
    assert "leak" in kinds(room)


def test_nor_one_who_may_not_see_it(room: Room) -> None:
    room.stays["2"] = [Stay(2, None, 2)]
    assert "leak" in kinds(room)


def test_a_message_that_does_not_name_those_whom_it_mentions_is_found(room: Room) -> None:
    say(room, body="hello", edited=True)
    assert kinds(room) == {"ghost"}


@pytest.mark.parametrize("is_erased", [True, False])
def test_somebody_who_is_still_told_of_what_is_not_there_is_found(room: Room, is_erased: bool) -> None:
    if is_erased:
        say(room, body="", erased=True, mentions={})
    else:
        room.mentions[2] = {"2": True}
    assert kinds(room) == {"ghost"}


def test_jobs_that_tell_are_waited_for(room: Room) -> None:
    room.settling = 1
    assert not is_followed({"17": room})
    assert "job" in {violation.kind for violation in follows("17", room)}


def test_the_judge_of_a_run_looks_for_all_that() -> None:
    evening = an_evening()
    evening.lobby.mentions[1] = {"eve": True}
    assert evening.kinds() == {"ghost"}
