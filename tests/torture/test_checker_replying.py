"""The judge is tested on threads: it finds replies that are lost, doubled, invented, or read by the wrong people."""

from typing import Any

import pytest

from tests.torture.dump import Kept, Thread
from tests.torture.evening import CLOCK, LOBBY, Evening, an_evening, asked
from tests.torture.events import Erasing, Event, Joining, Replied, Replying, ThreadRead

ROOT = 1
FIRST, SECOND = Kept(1, 1, "bob", "b1", "b1 by bob"), Kept(2, 2, "ada", "t2", "t2 by ada")


def replying(reply: Kept, *, is_twice: bool = False) -> Replying:
    return Replying(
        at=next(CLOCK),
        person=reply.sender,
        room=LOBBY,
        root=ROOT,
        client_id=reply.client_id,
        body=reply.body,
        is_twice=is_twice,
    )


def replied(reply: Kept) -> Replied:
    return Replied(at=next(CLOCK), person=reply.sender, room=LOBBY, root=ROOT, client_id=reply.client_id, seq=reply.seq)


def read(*replies: Kept, person: str = "bob", asked_at: float | None = None) -> ThreadRead:
    asked_at = next(CLOCK) if asked_at is None else asked_at
    told = [(reply.seq, reply.client_id, reply.body) for reply in replies]
    return ThreadRead(at=next(CLOCK), asked_at=asked_at, person=person, room=LOBBY, root=ROOT, replies=told)


@pytest.fixture
def evening() -> Evening:
    """Bob and ada reply to ada's first message."""
    evening = an_evening()
    events: list[Event] = [replying(FIRST), replied(FIRST), replying(SECOND), replying(SECOND), replied(SECOND)]
    evening.add(*events, read(FIRST, SECOND))
    evening.lobby.threads[ROOT] = Thread(2, [FIRST, SECOND])
    return evening


def test_a_good_history_passes(evening: Evening) -> None:
    assert evening.kinds() == set()


def test_what_got_no_answer_may_be_there_or_not(evening: Evening) -> None:
    third = Kept(3, 3, "bob", "b3", "b3 by bob")
    evening.add(replying(third), read(FIRST, SECOND))
    assert evening.kinds() == set()
    evening.lobby.threads[ROOT] = Thread(3, [FIRST, SECOND, third])
    assert evening.kinds() == set()


def test_a_thread_goes_with_its_message(evening: Evening) -> None:
    evening.add(Erasing(at=next(CLOCK), person="ada", room=LOBBY, seq=ROOT))
    evening.lobby.messages[0] = Kept(ROOT, 8, "ada", "a1", "", erased=True)
    evening.lobby.threads.clear()
    assert not evening.kinds() & {"loss", "tally"}


def test_the_room_tells_of_a_thread_about_an_erased_message(evening: Evening) -> None:
    evening.lobby.messages[0] = Kept(ROOT, 8, "ada", "a1", "", erased=True)
    assert "unerased" in evening.kinds()


@pytest.mark.parametrize(
    ("thread", "found"),
    [
        (Thread(1, [FIRST]), {"loss"}),
        (Thread(None), {"loss"}),
        (Thread(2, [FIRST, Kept(3, 3, "ada", "t2", "t2 by ada")]), {"loss", "numbering"}),
        (Thread(3, [FIRST, SECOND, Kept(3, 3, "ada", "t2", "t2 by ada")]), {"loss", "duplicate"}),
        (Thread(3, [FIRST, SECOND, Kept(3, 3, "eve", "e3", "e3 by eve")]), {"ghost"}),
        (Thread(2, [FIRST, Kept(2, 2, "ada", "t2", "something else")]), {"ghost"}),
        (Thread(3, [FIRST, SECOND]), {"tally"}),
    ],
    ids=["lost", "thread lost", "hole", "doubled", "invented", "changed", "miscounted"],
)
def test_a_thread_that_is_wrong(evening: Evening, thread: Thread, found: set[str]) -> None:
    evening.lobby.threads[ROOT] = thread
    assert evening.kinds() == found


def test_two_answers(evening: Evening) -> None:
    evening.add(Replied(at=next(CLOCK), person="bob", room=LOBBY, root=ROOT, client_id="b1", seq=2))
    assert evening.kinds() == {"answers"}


def test_a_page_without_a_reply_that_was_answered_before(evening: Evening) -> None:
    evening.add(read(FIRST))
    assert evening.kinds() == {"loss"}


def test_a_page_that_was_asked_for_before_the_answer(evening: Evening) -> None:
    evening.add(read(FIRST, asked_at=evening.history[evening.find(Replied, client_id="b1")].at))
    assert evening.kinds() == set()


def test_a_page_with_a_hole(evening: Evening) -> None:
    third = Kept(3, 3, "bob", "b3", "b3 by bob")
    evening.add(replying(third), read(FIRST, third))
    evening.lobby.threads[ROOT] = Thread(3, [FIRST, SECOND, third])
    assert "hole" in evening.kinds()


def test_a_page_with_what_nobody_said(evening: Evening) -> None:
    evening.add(read(FIRST, SECOND, Kept(3, 3, "eve", "e3", "e3 by eve")))
    assert evening.kinds() == {"ghost"}


def test_a_page_for_somebody_who_has_left(evening: Evening) -> None:
    evening.add(read(FIRST, SECOND, person="eve"))
    assert evening.kinds() == {"leak"}


def test_a_page_for_somebody_who_comes_back(evening: Evening) -> None:
    evening.add(Joining(at=next(CLOCK), person="eve", room=LOBBY), read(FIRST, SECOND, person="eve"))
    assert evening.kinds() == set()


@pytest.mark.parametrize(("is_twice", "found"), [(True, set[str]()), (False, {"half"})])
def test_a_reply_that_is_in_the_room_as_well(evening: Evening, is_twice: bool, found: set[str]) -> None:
    in_room = evening.lobby.messages[2]
    reply: dict[str, Any] = {"sender": in_room.sender, "client_id": in_room.client_id, "body": in_room.body}
    third = Kept(3, 3, **reply)
    evening.add(asked("a3"), replying(third, is_twice=is_twice))
    evening.lobby.threads[ROOT] = Thread(3, [FIRST, SECOND, third])
    assert evening.kinds() == found


def test_a_reply_that_should_be_in_the_room_as_well(evening: Evening) -> None:
    third = Kept(3, 3, "bob", "b3", "b3 by bob")
    evening.add(replying(third, is_twice=True))
    evening.lobby.threads[ROOT] = Thread(3, [FIRST, SECOND, third])
    assert evening.kinds() == {"half"}
