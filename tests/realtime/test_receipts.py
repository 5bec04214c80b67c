"""Who learns what somebody has seen, and what a room with too many members costs."""

import asyncio
from collections.abc import Collection, Mapping, Sequence

import pytest

from parley.basics.metrics import Metrics
from parley.basics.times import rfc3339
from parley.changes import room_log
from parley.realtime import receipts
from parley.realtime.hub import Hub
from parley.realtime.receipts import Receipts
from parley.realtime.signal_bus import Notice
from tests.realtime.listener import entered, listen
from tests.realtime.test_frames import ADA, BOB, DEN, LOBBY
from tests.realtime.test_typists import Recording, Waiting

AT = 1_795_000_000_000
EVE = 303


def notice(room: int = LOBBY, *, to: tuple[int, ...] = (BOB,)) -> Notice:
    return Notice(kind="seen", log=room_log(room), person=ADA, seq=4, at=AT, to=to)


class Table:
    """What is in the table, and what it was asked."""

    def __init__(self) -> None:
        self.found: dict[int, list[Notice] | None] = {}
        self.asked: list[dict[int, set[int]]] = []
        self.problem: Exception | None = None
        self.was_asked = asyncio.Event()

    async def read(self, marked: Mapping[int, Collection[int]]) -> Mapping[int, Sequence[Notice] | None]:
        self.asked.append({room: set(people) for room, people in marked.items()})
        self.was_asked.set()
        problem, self.problem = self.problem, None
        if problem is not None:
            raise problem
        return {room: self.found[room] for room in marked}


@pytest.fixture
def bus() -> Recording:
    return Recording()


@pytest.fixture
def table() -> Table:
    return Table()


@pytest.fixture
def telling(hub: Hub, bus: Recording, table: Table, metrics: Metrics) -> Receipts:
    return Receipts(hub.followers, bus, table.read, metrics)


async def until_told(telling: Receipts, waiting: Waiting) -> None:
    """Runs until one of them has a signal."""
    waiting.news.clear()
    running = asyncio.create_task(telling.run())
    async with asyncio.timeout(60):
        await waiting.news.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


def bob_waits(hub: Hub) -> Waiting:
    bob = Waiting(hub, BOB)
    hub.subscribe(bob, entered(BOB, {LOBBY: 2, DEN: 2}))
    return bob


async def test_those_who_may_know_and_follow_the_room_are_told(
    hub: Hub, telling: Receipts, bus: Recording, metrics: Metrics
) -> None:
    ada, bob, eve = (listen(hub, person, {LOBBY: 2}) for person in (ADA, BOB, EVE))
    beside, elsewhere = listen(hub, BOB, {LOBBY: 2}, session=2), listen(hub, BOB, {DEN: 2}, session=3)
    telling.hear(notice())
    signal = {"type": "signal", "kind": "seen", "log": f"room:{LOBBY}", "person": str(ADA), "seq": 4}
    assert bob.signals == beside.signals == [signal | {"at": rfc3339(AT)}]
    assert ada.signals == eve.signals == elsewhere.signals == []
    assert bus.published == []
    assert metrics.signals.values["seen",] == 2


async def test_marks_of_a_moment_are_one_read_and_are_told_at_the_other_processes_too(
    hub: Hub, telling: Receipts, bus: Recording, table: Table
) -> None:
    bob = bob_waits(hub)
    table.found = {LOBBY: [notice()], DEN: []}
    for person, room in ((ADA, LOBBY), (EVE, LOBBY), (ADA, LOBBY), (EVE, DEN)):
        telling.say(person, room)
    await until_told(telling, bob)
    assert table.asked == [{LOBBY: {ADA, EVE}, DEN: {EVE}}]
    assert bus.published == [notice()]
    assert len(bob.signals) == 1


async def test_a_room_with_too_many_members_is_not_looked_at_again_for_a_while(
    hub: Hub, telling: Receipts, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    bob = bob_waits(hub)
    table.found = {LOBBY: None, DEN: [notice(DEN)]}
    for _ in range(3):
        telling.say(ADA, LOBBY)
        telling.say(ADA, DEN)
        await until_told(telling, bob)
    assert table.asked == [{LOBBY: {ADA}, DEN: {ADA}}, {DEN: {ADA}}, {DEN: {ADA}}]
    monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: float("inf"))
    telling.say(ADA, LOBBY)
    monkeypatch.undo()
    table.found[LOBBY] = [notice()]
    await until_told(telling, bob)
    assert table.asked[-1] == {LOBBY: {ADA}}


async def test_a_table_that_cannot_be_read_ends_nothing(
    hub: Hub, telling: Receipts, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receipts, "RETRY_SECONDS", 0.01)
    bob = bob_waits(hub)
    table.found = {LOBBY: [notice()]}
    table.problem = OSError("away")
    running = asyncio.create_task(telling.run())
    telling.say(ADA, LOBBY)
    async with asyncio.timeout(60):
        await table.was_asked.wait()
    telling.say(ADA, LOBBY)
    async with asyncio.timeout(60):
        await bob.news.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert len(table.asked) == 2


async def test_what_is_marked_after_a_read_waits_and_is_told_together(
    hub: Hub, telling: Receipts, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    rested: list[float] = []
    woken = asyncio.Event()

    async def rest(seconds: float) -> None:
        rested.append(seconds)
        if len(rested) == 1:
            for person in (ADA, BOB, EVE):
                telling.say(person, LOBBY)
        else:
            woken.set()
            await asyncio.Event().wait()

    monkeypatch.setattr(receipts, "rest", rest)
    table.found = {LOBBY: [notice()]}
    running = asyncio.create_task(telling.run())
    telling.say(ADA, LOBBY)
    async with asyncio.timeout(60):
        await woken.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert table.asked == [{LOBBY: {ADA}}, {LOBBY: {ADA, BOB, EVE}}]
    assert min(rested) >= receipts.REST_SECONDS


async def test_of_too_many_waiting_rooms_the_newest_is_not_told(
    telling: Receipts, metrics: Metrics, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receipts, "WAITING_LIMIT", 2)
    for room in (1, 2, 1, 3):
        telling.say(ADA, room)
    assert metrics.signals_shed.values["receipts",] == 1
