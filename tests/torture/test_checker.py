"""The judge is tested: it passes a good history, and finds and names each fault that is planted in it."""

from pathlib import Path

import pytest

from tests.torture.checker import check, doors
from tests.torture.dump import Kept, Room
from tests.torture.evening import CLOCK, LOBBY, Evening, answered, asked, refused, shown
from tests.torture.events import Answered, Ended, Marked, Reached, Shown
from tests.torture.history import History, read


def test_a_good_history_passes(evening: Evening) -> None:
    assert check(evening.history, evening.dump) == []


def test_so_does_one_that_was_written_and_read(evening: Evening, tmp_path: Path) -> None:
    with History(tmp_path / "history") as history:
        for event in evening.history:
            history.add(event)
    assert list(read(tmp_path / "history")) == evening.history
    assert check(read(tmp_path / "history"), evening.dump) == []


def test_what_got_no_answer_may_be_there_or_not(evening: Evening) -> None:
    evening.add(asked("a4"))
    assert evening.kinds() == set()
    evening.lobby.messages.append(Kept(4, 8, "ada", "a4", "a4 by ada"))
    evening.lobby.seq, evening.lobby.head = 4, 8
    evening.change(evening.find(Ended, person="bob"), rooms={LOBBY: (8, 4)})
    assert evening.kinds() == set()


def test_a_lost_message_is_found(evening: Evening) -> None:
    evening.lobby.messages.pop()
    evening.lobby.seq = 2
    assert "loss" in evening.kinds()


def test_one_at_another_place_than_was_answered_is_found(evening: Evening) -> None:
    evening.change(evening.find(Answered, client_id="a3"), seq=2)
    assert "loss" in evening.kinds()


def test_two_answers_that_differ_are_found(evening: Evening) -> None:
    evening.add(asked("a1"), answered("a1", 2))
    assert "answers" in evening.kinds()


def test_a_message_that_is_there_twice_is_found(evening: Evening) -> None:
    evening.lobby.messages.append(Kept(4, 8, "ada", "a1", "a1 by ada"))
    evening.lobby.seq = 4
    assert "duplicate" in evening.kinds()


def test_a_hole_in_the_numbers_is_found(evening: Evening) -> None:
    evening.lobby.messages[2] = Kept(4, 7, "ada", "a3", "a3 by ada")
    assert "numbering" in evening.kinds()


def test_a_message_above_the_rooms_head_is_found(evening: Evening) -> None:
    evening.lobby.head = 6
    assert "numbering" in evening.kinds()


def test_two_messages_that_changed_places_are_found(evening: Evening) -> None:
    """The later one was sent after the earlier one had been answered."""
    first, second, third = evening.lobby.messages
    evening.lobby.messages[:] = [first, Kept(2, 6, *said_in(third)), Kept(3, 7, *said_in(second))]
    evening.change(evening.find(Answered, client_id="a2"), seq=3)
    evening.change(evening.find(Answered, client_id="a3"), seq=2)
    assert {"order", "reorder"} <= evening.kinds()


def test_a_device_that_was_shown_another_order_is_found(evening: Evening) -> None:
    evening.change(evening.find(Shown, person="bob", seq=2), client_id="a3", body="a3 by ada")
    assert evening.kinds() == {"reorder"}


def test_an_invented_message_is_found(evening: Evening) -> None:
    evening.lobby.messages.append(Kept(4, 8, "bob", "b1", "never said"))
    evening.lobby.seq, evening.lobby.head = 4, 8
    assert "ghost" in evening.kinds()


def test_an_invented_message_on_a_device_is_found(evening: Evening) -> None:
    evening.add(shown("bob", Kept(4, 8, "ada", "a4", "never said")))
    assert evening.kinds() == {"ghost"}


def test_what_was_changed_on_its_way_is_found(evening: Evening) -> None:
    evening.lobby.messages[0] = Kept(1, 4, "ada", "a1", "not what she said")
    assert {"ghost", "loss"} <= evening.kinds()


def test_what_was_refused_for_good_and_is_there_is_found(evening: Evening) -> None:
    evening.add(asked("a4"), refused("a4", for_good=True))
    evening.lobby.messages.append(Kept(4, 8, "ada", "a4", "a4 by ada"))
    evening.lobby.seq, evening.lobby.head = 4, 8
    assert "refused" in evening.kinds()


def test_a_device_with_a_hole_is_found(evening: Evening) -> None:
    del evening.history[evening.find(Shown, person="bob", seq=2)]
    assert evening.kinds() == {"hole"}


def test_a_device_that_is_shown_something_twice_is_found(evening: Evening) -> None:
    evening.add(shown("bob", evening.lobby.messages[2]))
    assert evening.kinds() == {"hole"}


@pytest.mark.parametrize("rooms", [{LOBBY: (6, 2)}, {}, {LOBBY: (7, 3), "den": (1, 0)}])
def test_a_device_that_does_not_know_what_there_is_in_the_end_is_found(
    evening: Evening, rooms: dict[str, tuple[int, int]]
) -> None:
    evening.change(evening.find(Ended, person="bob"), rooms=rooms)
    assert evening.kinds() == {"behind"}


def test_an_api_that_tells_something_else_than_is_kept_is_found(evening: Evening) -> None:
    told = {LOBBY: Room(7, 2, evening.lobby.messages[:2], {})}
    assert [violation.kind for violation in doors(evening.dump, told)] == ["doors"]
    assert list(doors(evening.dump, {LOBBY: Room(7, 3, evening.lobby.messages, {})})) == []


def marked(generation: int, seq: int) -> Marked:
    return Marked(at=next(CLOCK), person="bob", room=LOBBY, generation=generation, seq=seq)


def reached(generation: int, seq: int) -> Reached:
    return Reached(at=next(CLOCK), device="bob's", room=LOBBY, since=2, generation=generation, seq=seq)


def read_up_to(evening: Evening, generation: int, seq: int) -> None:
    evening.lobby.members["bob"] = (generation, seq)
    evening.change(evening.find(Ended, person="bob"), reads={LOBBY: (generation, seq)})


def test_reading_on_and_marking_unread_passes(evening: Evening) -> None:
    evening.add(marked(0, 1), reached(0, 1), marked(0, 3), reached(0, 3), marked(1, 2), reached(1, 2))
    read_up_to(evening, 1, 2)
    assert evening.kinds() == set()


def test_reading_that_goes_back_inside_a_generation_is_found(evening: Evening) -> None:
    evening.add(reached(0, 3), reached(0, 2))
    assert evening.kinds() == {"reading"}


def test_a_read_position_that_was_answered_and_is_lost_is_found(evening: Evening) -> None:
    evening.add(marked(0, 3))
    read_up_to(evening, 0, 2)
    assert evening.kinds() == {"reading"}


def test_a_device_that_does_not_know_in_the_end_how_far_its_person_has_read_is_found(evening: Evening) -> None:
    evening.add(marked(0, 3))
    evening.lobby.members["bob"] = (0, 3)
    assert evening.kinds() == {"behind"}


def said_in(message: Kept) -> tuple[str, str, str]:
    return message.sender, message.client_id, message.body
