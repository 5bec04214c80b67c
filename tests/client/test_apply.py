"""Whatever order, repetition and overlap the frames of a log arrive in, the state that they leave is the log's own."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from parley.client.answers import apply_page
from parley.client.apply import apply, is_hole, logs_behind
from parley.client.span import KEPT
from parley.client.state import NOTHING_KNOWN
from parley.protocol.messages import Message
from parley.protocol.rooms import Membership, Stay
from parley.protocol.sync import Beat, Changes, Gone
from tests.client.lobby import (
    LOBBY,
    MEMBER,
    ROOM_LOG,
    changes,
    opened,
    own_changes,
    page,
    read_up_to,
    reset,
    said,
    welcome,
)

# A log: at each rev either the next message or another version of an earlier one.


@st.composite
def logs(draw: st.DrawFn) -> list[Message]:
    log: list[Message] = []
    for rev in range(3, 3 + draw(st.integers(1, 30))):
        newest = max((message.seq for message in log), default=0)
        edited = draw(st.integers(1, newest)) if newest and draw(st.booleans()) else newest + 1
        log.append(said(edited, rev=rev, body=f"{edited} as of {rev}"))
    return log


@st.composite
def stretches(draw: st.DrawFn, log: list[Message]) -> list[Changes]:
    """The log as frames, some of them more than once or overlapping, as resuming makes them."""
    frames, cursor = [], 2
    while cursor < log[-1].rev:
        start = draw(st.integers(2, cursor))
        to = draw(st.integers(cursor + 1, log[-1].rev))
        frames.append(changes(start, to, *newest_of(log, start, to)))
        cursor = to
    return frames


def newest_of(log: list[Message], from_: int, to: int) -> list[Message]:
    """As the server reads them: one row per message, as it is at `to`."""
    rows = {message.seq: message for message in log if from_ < message.rev <= to}
    return list(rows.values())


def rows_of(log: list[Message]) -> list[Message]:
    rows = {message.seq: message for message in log}
    return [rows[seq] for seq in sorted(rows)]


@settings(deadline=None)
@given(st.data())
def test_frames_leave_the_rows_of_the_log(data: st.DataObject) -> None:
    log = data.draw(logs())
    state = opened()
    for frame in data.draw(stretches(log)):
        assert not is_hole(state, frame)
        state = apply(state, frame)
    assert list(state.rooms["7"].messages) == rows_of(log)
    assert state.rooms["7"].cursor == state.rooms["7"].head == log[-1].rev


@settings(deadline=None)
@given(st.data())
def test_frames_that_are_held_until_their_hole_is_filled_lose_nothing(data: st.DataObject) -> None:
    log = data.draw(logs())
    waiting = data.draw(st.permutations(data.draw(stretches(log))))
    state = opened()
    while waiting:
        ready = [frame for frame in waiting if not is_hole(state, frame)]
        assert ready, "a repair would be needed, though nothing was lost"
        state = apply(state, ready[0])
        waiting = [frame for frame in waiting if frame is not ready[0]]
    assert list(state.rooms["7"].messages) == rows_of(log)


@settings(deadline=None)
@given(st.data())
def test_what_a_process_reads_late_and_tells_in_stretches_is_asked_for_where_messages_are_missing(
    data: st.DataObject,
) -> None:
    """Every message is in the stretch of its last change, perhaps after others that were said after it."""
    log = data.draw(logs())
    head, state = log[-1].rev, opened()
    cuts = data.draw(st.sets(st.integers(3, head)))
    for from_, to in pairwise(sorted({2, *cuts, head})):
        frame = changes(from_, to, *(message for message in newest_of(log, 2, head) if from_ < message.rev <= to))
        if is_hole(state, frame):
            known = state.rooms["7"].cursor or 0
            state = apply(state, changes(known, head, *newest_of(log, known, head)))
        state = apply(state, frame)
    assert list(state.rooms["7"].messages) == rows_of(log)
    assert not state.rooms["7"].has_after


@settings(deadline=None)
@given(st.data())
def test_applying_a_frame_again_changes_nothing(data: st.DataObject) -> None:
    log = data.draw(logs())
    state = opened()
    for frame in data.draw(stretches(log)):
        state = apply(state, frame)
        assert apply(state, frame) == state


@settings(deadline=None)
@given(st.data())
def test_pages_join_to_one_range_that_the_frames_keep_up_to_date(data: st.DataObject) -> None:
    log = data.draw(logs())
    rows, head = rows_of(log), log[-1].rev
    newest = data.draw(st.integers(1, len(rows)))
    state = apply_page(
        apply(NOTHING_KNOWN, welcome(head=head)), page(head, *rows[-newest:], has_before=newest < len(rows))
    )
    while (first := state.rooms["7"].messages[0].seq) > 1:
        size = data.draw(st.integers(1, 10))
        state = apply_page(state, page(head, *rows[max(0, first - 1 - size) : first - 1], has_before=first - size > 1))
    edited = said(1, rev=head + 1, body="edited")
    state = apply(state, changes(head, head + 1, edited))
    assert list(state.rooms["7"].messages) == [edited, *rows[1:]]
    assert not state.rooms["7"].has_before


def test_a_frame_behind_a_hole_shows_that_something_is_missing_and_nothing_else() -> None:
    state = opened()
    frame = changes(4, 5, said(3, rev=5))
    assert is_hole(state, frame)
    state = apply(state, frame)
    assert state.rooms["7"].messages == ()
    assert state.rooms["7"].cursor == 2
    assert logs_behind(state) == [ROOM_LOG]


def test_what_was_said_after_something_erased_later_waits_for_it() -> None:
    """A process that reads the table may tell the log in two stretches, and finds the message only in the second."""
    first, second, third = said(1, rev=3), structs.replace(said(2, rev=7), body="", erased=True), said(3, rev=5)
    state = opened(first, head=3)
    early, late = changes(3, 6, third), changes(6, 7, second)
    assert is_hole(state, early)
    state = apply(state, early)
    assert is_hole(state, late)
    assert state.rooms["7"].messages == (first,)
    state = apply(state, changes(3, 7, third, second))
    assert state.rooms["7"].messages == (first, second, third)
    assert not state.rooms["7"].has_after
    assert not any(is_hole(state, frame) for frame in (early, late))


def test_nothing_waits_for_what_is_not_kept_any_more() -> None:
    state = opened(said(1, rev=3), head=3)
    beginning = structs.replace(LOBBY, first_seq=3, rev=6)
    frame = changes(3, 6, said(3, rev=5), beginning)
    assert not is_hole(state, frame)
    assert apply(state, frame).rooms["7"].messages == (said(3, rev=5),)


def test_a_beat_shows_a_lost_last_frame() -> None:
    assert logs_behind(apply(opened(), Beat(heads={ROOM_LOG: 3, "room:8": 9}))) == [ROOM_LOG]


def test_a_room_that_is_only_listened_to_keeps_its_newest_messages() -> None:
    state = opened()
    for seq in range(1, KEPT + 11):
        state = apply(state, changes(seq + 1, seq + 2, said(seq, rev=seq + 2)))
    room = state.rooms["7"]
    assert [message.seq for message in room.messages] == list(range(11, KEPT + 11))
    assert room.has_before


def test_a_reset_begins_again_from_the_newest_page() -> None:
    state = opened(said(1, rev=2))
    frame = reset(900, LOBBY, said(600, rev=900), has_before=True)
    room = apply(state, frame).rooms["7"]
    assert (room.cursor, room.has_before, [message.seq for message in room.messages]) == (900, True, [600])
    assert apply(apply(state, frame), changes(2, 3, said(2, rev=3))).rooms["7"] == room


def test_a_reset_drops_what_it_does_not_tell() -> None:
    bob, eve = (Stay(person=id_, role="member", since=2, until=None, rev=2) for id_ in ("2", "3"))
    state = apply(opened(), changes(2, 3, bob, eve))
    room = apply(state, reset(9, LOBBY, eve)).rooms["7"]
    assert (room.open_stays, room.members_complete) == ([eve], True)


def test_a_reset_that_was_overtaken_takes_nothing_back() -> None:
    state = apply(opened(said(1, rev=2)), changes(2, 9, said(2, rev=9)))
    assert apply(state, reset(8, LOBBY, said(1, rev=2))) == state


def test_another_epoch_drops_everything() -> None:
    state = apply(opened(said(1, rev=2)), welcome(epoch="e2", head=5))
    assert state.rooms["7"].cursor is None
    assert state.rooms["7"].messages == ()
    assert state.epoch == "e2"


def test_whoever_is_gone_has_nothing_of_the_room() -> None:
    state = apply(opened(), Gone(log=ROOM_LOG, at=9))
    assert state.rooms == {}
    assert state.open_memberships == []


def test_news_of_an_earlier_stays_end_do_not_end_this_one() -> None:
    again = own_changes(1, 2, Membership(room="7", role="member", since=20, until=None, first_seq=1, rev=2))
    state = apply(apply(opened(), again), Gone(log=ROOM_LOG, at=9))
    assert "7" in state.rooms


def test_a_welcome_that_was_overtaken_does_not_take_back_a_join() -> None:
    """`sync.get` answers with a welcome too, and what it read may be older than what an answer has brought since."""
    joined = own_changes(1, 2, MEMBER, rooms={"7": LOBBY})
    state = apply(apply(NOTHING_KNOWN, welcome(memberships=())), joined)
    assert "7" in apply(state, welcome(own=1, memberships=())).rooms


def test_what_is_unread_is_counted_in_rooms_that_were_never_opened_too() -> None:
    state = apply(NOTHING_KNOWN, welcome(reads=[read_up_to(2, rev=1)], last_seq=5))
    assert state.unread("7") == 3
    state = apply(state, changes(2, 3, said(6, rev=3)))
    assert state.unread("7") == 4
    state = apply(state, own_changes(1, 2, read_up_to(6, rev=2)))
    assert state.unread("7") == 0
