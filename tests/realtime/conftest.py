"""A hub over a table that a test fills."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from parley.basics.metrics import Metrics
from parley.changes import Log
from parley.realtime import mending
from parley.realtime.frames import Packet
from parley.realtime.hub import Hub
from parley.realtime.recent import Recent


@pytest.fixture
def table() -> dict[Log, list[Packet]]:
    """The packets that the table has of each log."""
    return {}


@pytest.fixture
def recent() -> Recent:
    return Recent()


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
async def hub(
    table: dict[Log, list[Packet]], recent: Recent, metrics: Metrics, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Hub]:
    monkeypatch.setattr(mending, "HOLE_SECONDS", 0.001)

    async def read(log: Log, after: int) -> list[Packet]:
        return [packet for packet in table.get(log, []) if packet.to > after]

    hub = Hub(read, recent, metrics)
    running = asyncio.ensure_future(hub.run())
    yield hub
    running.cancel()
