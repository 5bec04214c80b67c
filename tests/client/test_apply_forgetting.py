"""Rooms that drop their oldest messages, as the client's pure function takes it in."""

import pytest
from msgspec import structs

from parley.client.answers import apply_page
from parley.client.apply import apply
from parley.client.state import NOTHING_KNOWN
from parley.protocol.messages import Message
from parley.protocol.sync import Changes
from tests.client.lobby import LOBBY, changes, opened, page, read_up_to, said, welcome


def forgotten(from_: int, to: int, first: int, *messages: Message) -> Changes:
    """A stretch in which the room has dropped everything before this place."""
    return changes(from_, to, *messages, structs.replace(LOBBY, keep_days=30, first_seq=first, rev=to))


def test_what_a_room_does_not_keep_any_more_is_dropped() -> None:
    state = apply(opened(*(said(seq, rev=seq) for seq in range(1, 7)), head=6), forgotten(6, 7, 5))
    room = state.rooms["7"]
    assert ([message.seq for message in room.messages], room.has_before, room.last_seq) == ([5, 6], False, 6)


@pytest.mark.parametrize("has_before", [True, False])
def test_nothing_is_before_what_begins_where_the_room_does(has_before: bool) -> None:
    shown = page(6, said(5, rev=5), said(6, rev=6), has_before=has_before)
    state = apply(apply_page(apply(NOTHING_KNOWN, welcome(head=6)), shown), forgotten(6, 7, 5))
    assert not state.rooms["7"].has_before


def test_what_was_missed_and_is_not_kept_any_more_leaves_no_hole() -> None:
    known = opened(said(1, rev=1), said(2, rev=2))
    room = apply(known, forgotten(2, 9, 7, said(7, rev=7), said(8, rev=8))).rooms["7"]
    assert ([message.seq for message in room.messages], room.has_before, room.has_after) == ([7, 8], False, False)


def test_what_was_missed_and_dropped_altogether_is_counted_and_not_unread() -> None:
    state = apply(NOTHING_KNOWN, welcome(reads=[read_up_to(2, rev=1)], last_seq=2))
    state = apply(apply_page(state, page(2, said(1, rev=1), said(2, rev=2))), forgotten(2, 9, 7))
    assert (state.rooms["7"].last_seq, state.rooms["7"].messages, state.unread("7")) == (6, (), 0)
    state = apply(state, changes(9, 10, said(7, rev=10)))
    assert ([message.seq for message in state.rooms["7"].messages], state.unread("7")) == ([7], 1)


def test_where_all_that_was_shown_is_dropped_there_is_more_to_read_after_it() -> None:
    early = page(9, said(1, rev=1), said(2, rev=2), has_after=True)
    state = apply(apply_page(apply(NOTHING_KNOWN, welcome(head=9)), early), forgotten(9, 10, 5))
    for seq in (10, 11):
        state = apply(state, changes(seq, seq + 1, said(seq, rev=seq + 1)))
    room = state.rooms["7"]
    assert (room.messages, room.has_before, room.has_after, room.cursor) == ((), False, True, 12)
    newest = apply_page(state, page(12, said(10, rev=11), said(11, rev=12), has_before=True)).rooms["7"]
    assert ([message.seq for message in newest.messages], newest.has_after) == ([10, 11], False)
