"""Answers beside frames: they may be older than what is known by now, and take nothing of it back."""

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from parley.client.answers import PageUnderWay, apply_details, apply_own, apply_page, is_stale
from parley.client.apply import apply, is_hole, logs_behind
from parley.client.state import NOTHING_KNOWN
from parley.protocol.messages import Message, MessagePage
from parley.protocol.rooms import RoomDetails, Stay
from parley.protocol.sync import Changes, Gone
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
from tests.client.test_apply import logs, newest_of, rows_of

SIZE = 5


class Reader:
    """Somebody who pages about in a log while it goes on: each page is read anywhere between what was known when it
    was asked for and the log's last change.
    """

    def __init__(self, data: st.DataObject, log: list[Message]) -> None:
        self.state = apply(NOTHING_KNOWN, welcome())
        self._data = data
        self._log = log
        self._told = 2
        self._under_way: list[tuple[PageUnderWay, MessagePage]] = []

    def read_on(self) -> None:
        """Ask for pages and be given them, or neither; two can be under way."""
        while self._data.draw(st.booleans()):
            is_given = self._data.draw(st.booleans())
            if self._under_way and is_given:
                self._be_given()
            elif len(self._under_way) < 2:
                self._ask()

    def hear(self, to: int) -> None:
        """The changes up to a place, and with those that are known to be missing."""
        known = self.state.rooms["7"].cursor
        frame = changes(self._told, to, *newest_of(self._log, self._told, to))
        if known is not None and is_hole(self.state, frame):
            frame = changes(known, to, *newest_of(self._log, known, to))
        for asked, _ in self._under_way:
            asked.meanwhile.append(frame)
        self.state, self._told = apply(self.state, frame), to

    def finish(self) -> None:
        while self._under_way:
            self._be_given()
        self.hear(self._told)

    def _ask(self) -> None:
        head = self._data.draw(st.integers(self._told, self._log[-1].rev))
        rows = rows_of([message for message in self._log if message.rev <= head])
        start = self._data.draw(st.integers(0, max(0, len(rows) - 1)))
        shown = rows[start : start + SIZE]
        told = page(head, *shown, has_before=start > 0, has_after=start + SIZE < len(rows))
        self._under_way.append((PageUnderWay(self.state, ROOM_LOG), told))

    def _be_given(self) -> None:
        asked, told = self._under_way.pop(self._data.draw(st.integers(0, len(self._under_way) - 1)))
        if not asked.is_refused(self.state, told):
            self.state = apply_page(self.state, told, asked.meanwhile)


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_pages_between_frames_show_every_message_as_the_log_last_told_it(data: st.DataObject) -> None:
    log = data.draw(logs())
    reader = Reader(data, log)
    for to in sorted({*data.draw(st.sets(st.integers(3, log[-1].rev))), log[-1].rev}):
        reader.read_on()
        reader.hear(to)
    reader.finish()
    room = reader.state.rooms["7"]
    if room.cursor is not None:
        first = room.messages[0].seq if room.messages else 1
        rows = [row for row in rows_of(log) if row.seq >= first]
        assert list(room.messages) == (rows[: len(room.messages)] if room.has_after else rows)
        assert room.has_before == (first > 1)
        assert not logs_behind(reader.state)


def test_a_first_page_opens_a_room_however_busy_it_is() -> None:
    state = apply(NOTHING_KNOWN, welcome())
    told = [changes(seq + 1, seq + 2, said(seq, rev=seq + 2)) for seq in range(1, 20)]
    for frame in told:
        state = apply(state, frame)
    state = apply_page(state, page(9, *(said(seq, rev=seq + 2) for seq in range(1, 8))), told)
    room = state.rooms["7"]
    assert ([message.seq for message in room.messages], room.cursor, room.head) == ([*range(1, 20)], 21, 21)


def test_what_changed_outside_the_range_while_a_page_was_under_way_is_in_it() -> None:
    state = apply_page(apply(NOTHING_KNOWN, welcome(head=9)), page(9, said(8, rev=8), said(9, rev=9), has_before=True))
    erased = structs.replace(said(6, rev=10), body="", erased=True)
    meanwhile = changes(9, 10, erased)
    state = apply(state, meanwhile)
    older = page(9, said(6, rev=6), said(7, rev=7), has_before=True, has_after=True)
    assert not is_stale(state, older)
    room = apply_page(state, older, [meanwhile]).rooms["7"]
    assert [(message.seq, message.erased) for message in room.messages] == [
        (6, True),
        (7, False),
        (8, False),
        (9, False),
    ]


def test_the_newest_page_ends_with_what_was_said_while_it_was_under_way() -> None:
    """The range was elsewhere, where nothing new is shown."""
    early = page(9, said(1, rev=3), said(2, rev=4), has_after=True)
    state = apply_page(apply(NOTHING_KNOWN, welcome(head=9)), early)
    frames: list[Changes] = [changes(9, 11, said(9, rev=11)), changes(11, 12, said(8, rev=12))]
    for frame in frames:
        state = apply(state, frame)
    newest = page(9, said(6, rev=8), said(7, rev=9), has_before=True)
    room = apply_page(state, newest, frames).rooms["7"]
    assert ([message.seq for message in room.messages], room.has_after) == ([6, 7, 8, 9], False)


def test_an_empty_page_that_was_read_first_and_came_last_hides_nothing() -> None:
    state = apply_page(apply(NOTHING_KNOWN, welcome(head=2)), page(2))
    state = apply_page(state, page(4, said(2, rev=4), has_before=True))
    assert apply_page(state, page(2)).rooms["7"].has_before
    assert not apply_page(state, page(4)).rooms["7"].has_before


def test_a_page_from_before_a_reset_is_refused() -> None:
    state = opened(said(1, rev=2))
    under_way = PageUnderWay(state, ROOM_LOG)
    state = apply(state, reset(900, LOBBY, said(600, rev=900), has_before=True))
    old = page(899, said(600, rev=800))
    assert under_way.is_refused(state, old)
    assert apply_page(state, old) == state
    assert not under_way.is_refused(state, page(900))


def test_a_page_of_another_epoch_is_refused() -> None:
    state = opened(said(1, rev=2))
    under_way = PageUnderWay(state, ROOM_LOG)
    assert under_way.is_refused(apply(state, welcome(epoch="e2")), page(900))


def test_a_page_of_an_earlier_stay_is_refused() -> None:
    state = opened(said(1, rev=2))
    under_way = PageUnderWay(state, ROOM_LOG)
    again = structs.replace(MEMBER, since=20, rev=2)
    state = apply(apply(state, Gone(log=ROOM_LOG, at=9)), own_changes(1, 2, again, rooms={"7": LOBBY}))
    assert under_way.is_refused(state, page(900))


def test_an_answer_that_was_overtaken_takes_no_position_back() -> None:
    state = apply(NOTHING_KNOWN, welcome(own=3, reads=[read_up_to(5, rev=3)], last_seq=9))
    assert apply_own(state, read_up_to(4, rev=2)).reads["7"].seq == 5
    state = apply_own(state, read_up_to(7, rev=4))
    assert apply(state, welcome(own=3, reads=[read_up_to(5, rev=3)], last_seq=9)).unread("7") == 2


ADA = Stay(person="1", role="owner", since=2, until=None, rev=2)
BOB = Stay(person="2", role="member", since=3, until=None, rev=3)


def details(head: int, *members: Stay) -> RoomDetails:
    return RoomDetails(
        room=LOBBY,
        head=head,
        last_seq=0,
        membership=MEMBER,
        members=list(members),
        members_complete=True,
        people={},
    )


def test_a_complete_list_of_members_says_by_silence_who_has_left() -> None:
    state = apply(opened(), changes(2, 3, BOB))
    assert apply_details(state, details(4, ADA)).rooms["7"].open_stays == [ADA]


def test_who_came_and_left_after_the_list_of_members_was_read_is_not_taken_from_it() -> None:
    eve = Stay(person="3", role="member", since=5, until=None, rev=5)
    state = opened()
    for frame in (changes(2, 4, structs.replace(BOB, until=4, rev=4)), changes(4, 5, eve)):
        state = apply(state, frame)
    assert apply_details(state, details(3, ADA, BOB)).rooms["7"].open_stays == [ADA, eve]


def test_a_list_of_members_from_before_a_reset_is_refused() -> None:
    state = apply(opened(), reset(900, LOBBY, ADA))
    assert is_stale(state, details(800, ADA, BOB))
    assert apply_details(state, details(800, ADA, BOB)) == state
