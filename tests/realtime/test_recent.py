"""Catch-ups from memory: the same as from the table, made once, and limited in size."""

import asyncio
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from parley.changes import Change, rev_of, room_log
from parley.protocol.sync import Changes, Reset
from parley.realtime import recent as recent_module
from parley.realtime.frames import encode, packets, text_frame
from parley.realtime.recent import Recent, complete_to
from parley.things import kind_of, packed, unpacked
from tests.realtime.test_frames import ADA, BOB, LOBBY, ROOM_ROW, said, stayed

THE_LOBBY = room_log(LOBBY)


def told(*changes: Change) -> Recent:
    """A process that has sent these, one commit each."""
    recent = Recent()
    for change in changes:
        for packet in packets([change]):
            recent.told(packet)
    return recent


async def no_reading() -> Changes | Reset:
    raise AssertionError("the table was read")


class Table:
    """Answers up to the given places, once it may, and counts its reads."""

    def __init__(self, *upto: int) -> None:
        self.readings = 0
        self.is_asked = asyncio.Event()
        self.may_answer = asyncio.Event()
        self._upto = list(upto)

    async def read(self) -> Changes:
        upto = self._upto[self.readings]
        self.readings += 1
        self.is_asked.set()
        await self.may_answer.wait()
        return Changes(from_=0, to=upto, log=f"room:{LOBBY}")


# A room's life: messages, people who come and go, the room's own row, in commits of some changes each.
deeds = st.sampled_from(["say", "say", "say", "come", "go", "rename"])
lives = st.lists(st.lists(deeds, min_size=1, max_size=4), min_size=1, max_size=12)


def commits(life: list[list[str]]) -> list[list[Change]]:
    rev, inside, made = 0, dict[int, int](), []
    for deeds in life:
        changes = []
        for deed in deeds:
            rev += 1
            if deed == "go" and inside:
                person, since = inside.popitem()
                changes.append(stayed(LOBBY, rev, person, since=since, until=rev))
            elif deed == "come":
                inside[1_000 + rev] = rev
                changes.append(stayed(LOBBY, rev, 1_000 + rev, since=rev))
            elif deed == "rename":
                changes.append(Change(THE_LOBBY, msgspec.structs.replace(ROOM_ROW, name=f"{rev}", rev=rev)))
            else:
                changes.append(said(LOBBY, rev, ADA if rev % 2 else BOB))
        made.append(changes)
    return made


def table_after(changes: list[Change], cursor: int) -> Changes:
    """One row per thing, in its newest state: those above the cursor, in order of `rev`."""
    rows: dict[Any, Struct] = {}
    people = {}
    for change in changes:
        rows[kind_of(change.thing).key_of(change.thing)] = change.thing
        people.update(change.people)
    newer = sorted((thing for thing in rows.values() if rev_of(thing) > cursor), key=rev_of)
    named = {id_ for thing in newer for id_ in kind_of(thing).people_of(thing)}
    return Changes(
        from_=cursor,
        to=changes[-1].rev,
        log=f"room:{LOBBY}",
        things=packed(newer),
        people={id_: people[id_] for id_ in sorted(named, key=int)},
    )


@given(lives)
async def test_byte_for_byte_it_is_what_the_table_gives_at_every_cursor(life: list[list[str]]) -> None:
    recent, changes = Recent(), []
    for commit in commits(life):
        changes += commit
        for packet in packets(commit):
            recent.told(packet)
        head = changes[-1].rev
        for cursor in range(head):
            answer = await recent.since(THE_LOBBY, cursor, head, no_reading)
            assert answer.data == text_frame(encode(table_after(changes, cursor)))


async def test_what_was_told_twice_from_the_table_and_the_bus_is_there_once() -> None:
    recent = told(said(LOBBY, 5))
    for packet in packets([said(LOBBY, 5), said(LOBBY, 6)]):
        recent.told(packet)
    answer = await recent.since(THE_LOBBY, 4, 6, no_reading)
    assert isinstance(answer.frame, Changes)
    assert [rev_of(thing) for thing in unpacked(answer.frame.things)] == [5, 6]


@pytest.mark.parametrize(("cursor", "head"), [(3, 7), (4, 8), (None, 7)], ids=["older", "newer", "the newest page"])
async def test_what_the_ring_does_not_hold_is_read(cursor: int | None, head: int) -> None:
    recent, table = told(said(LOBBY, 5), said(LOBBY, 6), said(LOBBY, 7)), Table(8)
    table.may_answer.set()
    answer = await recent.since(THE_LOBBY, cursor, head, table.read)
    assert (complete_to(answer.frame), table.readings) == (8, 1)


async def test_a_ring_with_a_hole_begins_behind_it() -> None:
    recent, table = told(said(LOBBY, 5), said(LOBBY, 7)), Table(7)
    table.may_answer.set()
    await recent.since(THE_LOBBY, 6, 7, no_reading)
    await recent.since(THE_LOBBY, 4, 7, table.read)
    assert table.readings == 1


async def test_more_than_a_replay_holds_is_for_the_table_to_say() -> None:
    recent, table = told(*(said(LOBBY, rev) for rev in range(1, 5))), Table(4)
    table.may_answer.set()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recent_module, "REPLAY_LIMIT", 3)
        await recent.since(THE_LOBBY, 1, 4, no_reading)
        await recent.since(THE_LOBBY, 0, 4, table.read)
    assert table.readings == 1


class TestReading:
    async def test_it_is_once_for_all_who_ask_and_for_those_who_come_after(self) -> None:
        recent, table = Recent(), Table(7)
        asking = [asyncio.ensure_future(recent.since(THE_LOBBY, 4, head, table.read)) for head in (5, 6, 7)]
        await asyncio.sleep(0)
        table.may_answer.set()
        first, *others = await asyncio.gather(*asking)
        assert all(other is first for other in others)
        assert await recent.since(THE_LOBBY, 4, 7, table.read) is first
        assert table.readings == 1

    async def test_one_begun_before_the_askers_snapshot_is_not_for_them(self) -> None:
        """Otherwise they would miss commits between that read and their subscription."""
        recent, table = Recent(), Table(6, 7)
        early = asyncio.ensure_future(recent.since(THE_LOBBY, 4, 6, table.read))
        late = [asyncio.ensure_future(recent.since(THE_LOBBY, 4, 7, table.read)) for _ in range(3)]
        await asyncio.sleep(0)
        table.may_answer.set()
        assert complete_to((await early).frame) == 6
        assert {complete_to((await one).frame) for one in late} == {7}
        assert table.readings == 2

    async def test_one_that_fails_fails_for_those_who_waited_and_the_next_reads_again(self) -> None:
        recent, table = Recent(), Table(7)

        async def away() -> Changes:
            raise OSError("the database is away")

        outcomes = await asyncio.gather(
            *(recent.since(THE_LOBBY, 4, 7, away) for _ in range(3)), return_exceptions=True
        )
        assert all(isinstance(outcome, OSError) for outcome in outcomes)
        table.may_answer.set()
        assert complete_to((await recent.since(THE_LOBBY, 4, 7, table.read)).frame) == 7

    async def test_whoever_goes_away_takes_it_from_nobody(self) -> None:
        recent, table = Recent(), Table(7)
        first, second = [asyncio.ensure_future(recent.since(THE_LOBBY, 4, 7, table.read)) for _ in range(2)]
        await table.is_asked.wait()
        first.cancel()
        table.may_answer.set()
        assert complete_to((await second).frame) == 7

    async def test_another_history_of_the_database_has_nothing_in_common_with_this_one(self) -> None:
        recent, table = told(said(LOBBY, 5)), Table(5, 5, 5)
        recent.keep_to("one")
        under_way = asyncio.ensure_future(recent.since(THE_LOBBY, 3, 5, table.read))
        await table.is_asked.wait()
        recent.keep_to("another")
        table.may_answer.set()
        await under_way
        for cursor in (3, 4):
            await recent.since(THE_LOBBY, cursor, 5, table.read)
        assert table.readings == 3


class TestBounds:
    async def test_a_room_keeps_its_last_stretches(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(recent_module, "RING_BYTES", 2_000)
        recent, table = told(*(said(LOBBY, rev) for rev in range(1, 100))), Table(99)
        table.may_answer.set()
        assert recent.held_bytes <= 2_000
        await recent.since(THE_LOBBY, 98, 99, no_reading)
        await recent.since(THE_LOBBY, 0, 99, table.read)

    async def test_of_many_rooms_those_that_spoke_last_are_kept(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(recent_module, "RINGS_BYTES", 10_000)
        recent, table = told(*(said(room, 1) for room in range(1, 100))), Table(1)
        table.may_answer.set()
        assert 9_000 < recent.held_bytes <= 10_000
        await recent.since(room_log(99), 0, 1, no_reading)
        await recent.since(room_log(1), 0, 1, table.read)

    async def test_answers_are_forgotten_the_oldest_first(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(recent_module, "CATCH_UPS_BYTES", 1_000)
        recent, table = Recent(), Table(*[200] * 101)
        table.may_answer.set()
        for cursor in range(100):
            await recent.since(THE_LOBBY, cursor, 200, table.read)
        assert recent.held_bytes <= 1_000
        await recent.since(THE_LOBBY, 99, 200, no_reading)
        await recent.since(THE_LOBBY, 0, 200, table.read)

    async def test_a_room_that_is_forgotten_costs_nothing(self) -> None:
        recent = told(said(LOBBY, 5))
        recent.forget(THE_LOBBY)
        recent.forget(THE_LOBBY)
        assert recent.held_bytes == 0
