"""What the sweep compares, and when."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from parley.basics.metrics import Metrics
from parley.changes import Enter, Log
from parley.realtime import sweep as sweep_module
from parley.realtime.bus import SHARDS, MemoryBus, shard_of
from parley.realtime.frames import Packet
from parley.realtime.hub import Hub
from parley.realtime.recent import Recent
from parley.realtime.sweep import ROUND_SECONDS, Sweep

PERSON_ID = 1_000
NEVER = 2**62


class Listener:
    """A connection that only records."""

    def __init__(self) -> None:
        self.person, self.session = PERSON_ID, 5
        self.session_expires_at = NEVER
        self.is_guest = False
        self.session_ended = asyncio.Event()

    def send(self, data: bytes) -> None: ...

    def signal(self, key: object | None, data: bytes) -> None: ...

    def beat(self, data: bytes) -> None: ...

    def drain(self, reconnect_after_ms: int) -> None: ...

    def end_session(self) -> None:
        self.session_ended.set()


class Table:
    """Answers the sweep, and records what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Log] = []
        self.ended: set[int] = set()
        self.news = asyncio.Event()

    async def heads(self, logs: Sequence[Log]) -> dict[Log, int]:
        self.asked += logs
        self.news.set()
        return {}

    async def live(self, ids: Sequence[int]) -> dict[int, int]:
        return dict.fromkeys(set(ids) - self.ended, NEVER)

    async def epoch(self) -> str:
        return "one"

    async def log(self, log: Log, place: int) -> list[Packet]:
        return []


def sweep_of(hub: Hub, table: Table) -> Sweep:
    return Sweep(hub, heads=table.heads, live=table.live, epoch=table.epoch, metrics=Metrics(), now=lambda: 1_000)


class Down(MemoryBus):
    is_down = True


@pytest.fixture
def table() -> Table:
    return Table()


@pytest.fixture
def hub(table: Table) -> Hub:
    hub = Hub(table.log, Recent(), Metrics())
    listener = Listener()
    hub.attach(listener)
    rooms = range(64, 64 + SHARDS)
    hub.subscribe(listener, [Enter(person=PERSON_ID, room=room, since=1, first_seq=1) for room in rooms])
    return hub


async def shards_asked(table: Table, sweep: Sweep, bus: MemoryBus, *, looks: int) -> set[int]:
    """The shards that the sweep read from the table in so many reads."""
    async with running(sweep, bus), asyncio.timeout(30):
        for _ in range(looks):
            await table.news.wait()
            table.news.clear()
    return {shard_of(log) for _, log in table.asked}


@asynccontextmanager
async def running(sweep: Sweep, bus: MemoryBus) -> AsyncIterator[None]:
    task = asyncio.create_task(sweep.run(bus))
    yield
    task.cancel()
    await asyncio.wait([task])


@pytest.fixture(autouse=True)
def quick_ticks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep_module, "TICK_SECONDS", 0.05)


async def test_a_round_looks_at_everything(hub: Hub, table: Table) -> None:
    sweep = sweep_of(hub, table)
    assert await shards_asked(table, sweep, MemoryBus(hub.deliver), looks=ROUND_SECONDS) == set(range(SHARDS))


async def test_while_the_bus_is_down_every_look_is_at_everything(hub: Hub, table: Table) -> None:
    sweep = sweep_of(hub, table)
    assert await shards_asked(table, sweep, Down(hub.deliver), looks=1) == set(range(SHARDS))


async def test_a_shard_in_doubt_is_looked_at_at_once(hub: Hub, table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep_module, "TICK_SECONDS", 3600)
    sweep = sweep_of(hub, table)
    async with running(sweep, MemoryBus(hub.deliver)), asyncio.timeout(30):
        await table.news.wait()
        table.news.clear()
        table.asked.clear()
        sweep.doubt(33)
        await table.news.wait()
    assert {shard_of(log) for _, log in table.asked} == {33}


async def test_a_socket_whose_session_has_ended_is_told(hub: Hub, table: Table) -> None:
    (listener,) = hub.receivers()
    assert isinstance(listener, Listener)
    table.ended = {listener.session}
    sweep = sweep_of(hub, table)
    async with running(sweep, Down(hub.deliver)):
        await asyncio.wait_for(listener.session_ended.wait(), 30)
