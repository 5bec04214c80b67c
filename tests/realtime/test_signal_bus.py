"""Signals between two processes over a real Redis: who hears what, and what is dropped."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest
from redis.asyncio import Redis
from structlog.testing import capture_logs

from parley.basics.metrics import Metrics
from parley.changes import room_log
from parley.realtime.bus import SHARDS
from parley.realtime.packing import Parcel, seal
from parley.realtime.signal_bus import LoneSignalBus, Notice
from parley.realtime.signal_bus_redis import OUTGOING_LIMIT, RedisSignalBus
from tests.services.valkey import Valkey

KEY = b"k" * 32
PATIENCE = 120.0
LOBBY, ELSEWHERE = 7, 8


class Ear:
    """One process's end of the bus, and what it has heard."""

    def __init__(self, url: str, name: str, key: bytes = KEY) -> None:
        self.metrics = Metrics()
        self.heard: asyncio.Queue[Notice] = asyncio.Queue()
        self.bus = RedisSignalBus(url, name=name, key=key, hear=self._hear, metrics=self.metrics)

    def _hear(self, notices: Sequence[Notice]) -> None:
        for notice in notices:
            self.heard.put_nowait(notice)

    async def next(self) -> Notice:
        async with asyncio.timeout(PATIENCE):
            return await self.heard.get()


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with Valkey() as server:
        yield server.url()


@asynccontextmanager
async def running(*ears: Ear) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(ear.bus.run()) for ear in ears]
    yield
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def listened_to(url: str, name: str, *shards: int) -> dict[int, str]:
    """The channels of these shards, once somebody listens to exactly these."""
    async with asyncio.timeout(PATIENCE), Redis.from_url(url, decode_responses=True) as redis:
        while True:
            channels = await redis.pubsub_channels(f"parley:{name}:signals:*:[0-9]*")
            found = {int(channel.rpartition(":")[2]): channel for channel in map(str, channels)}
            if found.keys() == set(shards):
                return found


def typing(room: int) -> Notice:
    return Notice(kind="typing", log=room_log(room), person=5, is_typing=True)


async def test_alone_there_is_nobody_to_be_told() -> None:
    bus = LoneSignalBus()
    bus.follow(LOBBY)
    bus.publish(typing(LOBBY))
    bus.forget(LOBBY)
    await bus.run()


async def test_others_hear_what_they_follow_and_nobody_hears_themselves(url: str) -> None:
    name = uuid4().hex
    first, second = Ear(url, name), Ear(url, name)
    first.bus.follow(LOBBY)
    first.bus.follow(ELSEWHERE)
    second.bus.follow(LOBBY)
    async with running(first, second):
        await listened_to(url, name, LOBBY, ELSEWHERE)
        first.bus.publish(typing(ELSEWHERE))
        first.bus.publish(typing(LOBBY))
        second.bus.publish(typing(ELSEWHERE))
        assert await second.next() == typing(LOBBY)
        assert await first.next() == typing(ELSEWHERE)
        assert first.heard.empty()
        assert second.heard.empty()


async def test_it_listens_as_long_as_anybody_here_follows_something_there(url: str) -> None:
    name = uuid4().hex
    ear = Ear(url, name)
    ear.bus.follow(LOBBY)
    ear.bus.follow(LOBBY + SHARDS)
    async with running(ear):
        await listened_to(url, name, LOBBY)
        ear.bus.forget(LOBBY)
        ear.bus.follow(ELSEWHERE)
        await listened_to(url, name, LOBBY, ELSEWHERE)
        ear.bus.forget(LOBBY + SHARDS)
        await listened_to(url, name, ELSEWHERE)


async def test_too_many_are_dropped_and_counted(url: str) -> None:
    ear = Ear(url, uuid4().hex)
    for _ in range(OUTGOING_LIMIT + 3):
        ear.bus.publish(typing(LOBBY))
    assert ear.metrics.signals_shed.values["bus",] == 3


async def test_what_redis_does_not_take_is_dropped_and_counted() -> None:
    ear = Ear("redis://127.0.0.1:1/0", "nobody")
    ear.bus.publish(typing(LOBBY))
    with pytest.raises(Exception, match=r"refused|connect"):
        await ear.bus._send()
    assert ear.metrics.signals_shed.values["bus",] == 1


async def test_forged_ones_are_counted_and_seldom_logged(url: str) -> None:
    name = uuid4().hex
    ear, other = Ear(url, name), Ear(url, name)
    forger = Ear(url, name, b"o" * 32)
    ear.bus.follow(LOBBY)
    async with running(ear, other, forger), Redis.from_url(url) as redis:
        channel = (await listened_to(url, name, LOBBY))[LOBBY]
        with capture_logs() as logged:
            for _ in range(20):
                await redis.publish(channel, b"x" * 40)
            await redis.publish(channel, b"")
            parcel = Parcel(process="p", shard=LOBBY, number=1, packets=[])
            await redis.publish(channel, seal(parcel, KEY))  # replayed from the other channel
            other.bus.publish(typing(LOBBY))
            assert await ear.next() == typing(LOBBY)
        assert ear.metrics.bus_forged.values[()] == 21
        assert [line["event"] for line in logged] == ["forged_signal"]
