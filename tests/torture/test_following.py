"""The judge is tested on what follows a commit."""

import pytest
from msgspec import structs

from tests.torture import greeting
from tests.torture.dump import Counted, Greeter, Kept, Room, Stay
from tests.torture.following import follows, is_followed

SAID = Kept(1, 24, "ada", "a1", "hello")
EMPTY = Kept(2, 26, "ada", "a2", "", erased=True)
ADA, BOB_CAME, BOB_LEFT = ("ada", 1), ("bob", 7), ("bob", 21)
# The first of these comes to be noted after two failures, the other never.
AT_FIRST, NEVER = ("carol", 10), ("dave", 20)


@pytest.fixture
def room() -> Room:
    """Two messages, of which one was erased just now, and three members. Bob has left."""
    stays = {"ada": [Stay(1, None, 1)], "bob": [Stay(7, 21, 1)], "carol": [Stay(10, None, 1)]}
    stays["dave"] = [Stay(20, None, 1)]
    noted = [ADA, BOB_CAME, AT_FIRST, BOB_LEFT]
    return Room(
        26,
        2,
        [SAID, EMPTY],
        dict.fromkeys(("ada", "carol", "dave"), (0, 0)),
        stays,
        counted=Counted(26, 3, 2, 2),
        trash={2: (26, 1)},
        set_aside={greeting.NAME: [20]},
        greeter=Greeter(26, noted, [key(*change) for change in noted]),
    )


def key(person: str, rev: int) -> str:
    return greeting.key_of("17", person, rev)


def kinds(room: Room) -> set[str]:
    return {violation.kind for violation in follows("17", room)}


def test_a_room_that_was_counted_and_greeted_rightly_passes(room: Room) -> None:
    assert kinds(room) == set()
    assert is_followed({"17": room})


@pytest.mark.parametrize("wrong", [{"members": 2}, {"seq": 1}, {"said": 3}, {"rev": 5}])
def test_one_that_was_counted_wrongly_is_found(room: Room, wrong: dict[str, int]) -> None:
    room.counted = structs.replace(Counted(26, 3, 2, 2), **wrong)
    assert kinds(room) == {"follower"}


def test_one_that_was_not_counted_is_found(room: Room) -> None:
    room.counted = None
    assert kinds(room) == {"follower"}
    assert not is_followed({"17": room})


def test_a_change_that_another_follower_set_aside_is_found(room: Room) -> None:
    room.set_aside["directory"] = [24]
    assert kinds(room) == {"follower"}


class TestGreeting:
    def test_it_is_over_when_it_has_come_to_the_head_and_its_jobs_are_done(self, room: Room) -> None:
        room.greeter.waiting = [key(*BOB_LEFT)]
        assert not is_followed({"17": room})
        room.greeter.waiting, room.greeter.rev = [], 25
        assert not is_followed({"17": room})

    @pytest.mark.parametrize("change", [ADA, AT_FIRST, BOB_LEFT])
    def test_a_change_that_was_neither_noted_nor_set_aside_is_found(self, room: Room, change: tuple[str, int]) -> None:
        room.greeter.noted.remove(change)
        room.greeter.greeted.remove(key(*change))
        assert kinds(room) == {"follower"}

    def test_a_beginning_that_nobody_saw_before_its_end_is_none(self, room: Room) -> None:
        room.greeter.noted.remove(BOB_CAME)
        room.greeter.greeted.remove(key(*BOB_CAME))
        assert kinds(room) == set()

    def test_one_that_was_noted_twice_is_found(self, room: Room) -> None:
        room.greeter.noted.append(ADA)
        assert kinds(room) == {"follower"}

    def test_so_is_one_that_never_was(self, room: Room) -> None:
        room.greeter.noted.append(("ada", 3))
        room.greeter.greeted.append(key("ada", 3))
        assert kinds(room) == {"follower"}

    def test_so_is_one_that_cannot_be_noted(self, room: Room) -> None:
        room.greeter.noted.append(NEVER)
        room.greeter.greeted.append(key(*NEVER))
        assert kinds(room) == {"follower"}

    @pytest.mark.parametrize("aside", [[], [20, 20], [20, 10]], ids=["lost", "twice", "one that can be taken"])
    def test_what_is_set_aside_wrongly_is_found(self, room: Room, aside: list[int]) -> None:
        room.set_aside[greeting.NAME] = aside
        assert kinds(room) == {"follower"}

    def test_a_job_that_was_not_done_is_found(self, room: Room) -> None:
        room.greeter.greeted.remove(key(*ADA))
        assert kinds(room) == {"job"}

    @pytest.mark.parametrize("again", [ADA, NEVER])
    def test_so_is_one_that_was_done_twice_or_that_nobody_wanted(self, room: Room, again: tuple[str, int]) -> None:
        room.greeter.greeted.append(key(*again))
        assert kinds(room) == {"job"}


@pytest.mark.parametrize("purges", [0, 2])
def test_an_erasure_that_nobody_will_forget_or_somebody_twice_is_found(room: Room, purges: int) -> None:
    room.trash = {2: (26, purges)}
    assert kinds(room) == {"job"}


@pytest.mark.parametrize("place", [1, 2, 9])
def test_what_is_kept_of_a_message_that_was_not_erased_is_found(room: Room, place: int) -> None:
    room.trash = {place: (25, 1)}
    assert kinds(room) == {"trash"}
