"""The judge is tested on what follows a commit."""

import pytest
from msgspec import structs

from tests.torture.dump import ALL, Counted, Kept, Room, Rows, Thread, of_rows
from tests.torture.following import follows, is_followed

SAID = Kept(1, 4, "ada", "a1", "hello")
EMPTY = Kept(2, 6, "ada", "a2", "", erased=True)
REPLY = Kept(1, 3, "ada", "a3", "hello to you")


@pytest.fixture
def room() -> Room:
    """Two messages, of which one was erased just now, and one member."""
    members = {"ada": (0, 0)}
    return Room(
        *(6, 2, [SAID, EMPTY], members),
        counted=Counted(6, 1, 2, 2),
        trash={2: (6, 1)},
        threads={1: Thread(1, [REPLY])},
        indexed=[(0, 1, 4), (1, 1, 3)],
        taken={(1, 4): 1, (2, 5): 1, (2, 6): 1},
    )


def kinds(room: Room) -> set[str]:
    return {violation.kind for violation in follows("17", room)}


def test_a_room_that_was_counted_rightly_passes(room: Room) -> None:
    assert kinds(room) == set()
    assert is_followed({"17": room})


@pytest.mark.parametrize("wrong", [{"members": 2}, {"seq": 1}, {"said": 3}, {"rev": 5}])
def test_one_that_was_counted_wrongly_is_found(room: Room, wrong: dict[str, int]) -> None:
    room.counted = structs.replace(Counted(6, 1, 2, 2), **wrong)
    assert kinds(room) == {"follower"}


def test_one_that_was_not_counted_is_found(room: Room) -> None:
    room.counted = None
    assert kinds(room) == {"follower"}
    assert not is_followed({"17": room})


def test_a_follower_that_has_not_come_to_the_end_is_waited_for(room: Room) -> None:
    room.behind = 1
    assert not is_followed({"17": room})


@pytest.mark.parametrize(
    "indexed",
    [
        [(0, 1, 4)],
        [(0, 1, 4), (1, 1, 3), (1, 1, 3)],
        [(0, 1, 3), (1, 1, 3)],
        [(0, 1, 4), (1, 1, 3), (0, 2, 5)],
        [(1, 1, 4), (1, 1, 3)],
    ],
    ids=["missing", "twice", "old", "erased", "elsewhere"],
)
def test_what_the_search_should_not_know_or_should_is_found(room: Room, indexed: list[tuple[int, int, int]]) -> None:
    room.indexed = indexed
    assert kinds(room) == {"follower"}


@pytest.mark.parametrize(
    "taken", [{(1, 4): 1, (2, 5): 1}, {(1, 4): 2, (2, 6): 1}, {(2, 6): 1}], ids=["not the last", "twice", "never"]
)
def test_what_a_follower_took_twice_or_never_is_found(room: Room, taken: dict[tuple[int, int], int]) -> None:
    room.taken = taken
    assert kinds(room) == {"follower"}


def test_a_change_that_was_set_aside_is_found(room: Room) -> None:
    room.set_aside = 1
    assert kinds(room) == {"follower"}


@pytest.mark.parametrize("purges", [0, 2])
def test_an_erasure_that_nobody_will_forget_or_somebody_twice_is_found(room: Room, purges: int) -> None:
    room.trash = {2: (6, purges)}
    assert kinds(room) == {"job"}


@pytest.mark.parametrize("place", [1, 2, 9])
def test_what_is_kept_of_a_message_that_was_not_erased_is_found(room: Room, place: int) -> None:
    room.trash = {place: (5, 1)}
    assert kinds(room) == {"trash"}


def test_what_is_left_of_a_thread_that_is_gone_is_waited_for_and_found() -> None:
    """No room has it any more, so a room answers for it."""
    rows: Rows = {name: [] for name in ALL} | {"rooms": [(17, 0, 0, "all")], "counted": [(17, 0, 0, 0, 0)]}
    whole = of_rows(rows)
    assert is_followed(whole)
    assert kinds(whole["17"]) == set()
    assert not is_followed(of_rows(rows | {"behind": [(99, 1)]}))
    assert kinds(of_rows(rows | {"indexed": [(99, 5, 1, 2)]})["17"]) == {"follower"}
    assert kinds(of_rows(rows | {"aside": [(99, 1)]})["17"]) == {"follower"}
