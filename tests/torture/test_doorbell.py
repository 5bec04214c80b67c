"""The proxy before Redis is tested too: it passes on whole messages in order, whatever harm it is set to do."""

from collections.abc import AsyncIterator
from random import Random
from typing import NamedTuple

import pytest
from redis.asyncio import Redis
from redis.asyncio.client import PubSub

from tests.cast import PATIENCE
from tests.services.valkey import Valkey
from tests.torture.doorbell import REPEATED, Doorbell

SHARD = 7
CHANNEL = f"parley:doorbell:{SHARD}"
# Larger than what is read at once, and with what ends a line of the protocol in it.
LARGE = b"\r\n*3\r\n$7\r\nmessage\r\n" * 10_000


class Bell(NamedTuple):
    """A doorbell, a subscriber behind it, and a publisher that bypasses it."""

    doorbell: Doorbell
    listening: PubSub
    redis: Redis

    async def publish(self, *payloads: bytes) -> None:
        for payload in payloads:
            await self.redis.publish(CHANNEL, payload)

    async def heard(self, count: int) -> list[bytes]:
        found = []
        for _ in range(count):
            message = await self.listening.get_message(ignore_subscribe_messages=True, timeout=PATIENCE)
            assert message is not None
            found.append(message["data"])
        return found


@pytest.fixture(params=[2, 3], ids=["RESP2", "RESP3"])
async def bell(request: pytest.FixtureRequest, valkey: Valkey) -> AsyncIterator[Bell]:
    async with (
        Doorbell(valkey.port, Random(1)) as doorbell,
        Redis(port=doorbell.port, protocol=request.param) as behind,
        Redis.from_url(valkey.url()) as redis,
        behind.pubsub() as listening,
    ):
        await listening.subscribe(CHANNEL)
        await listening.get_message(timeout=PATIENCE)
        yield Bell(doorbell, listening, redis)


async def test_what_is_published_arrives_whole(bell: Bell) -> None:
    await bell.publish(b"", LARGE, b"last")
    assert await bell.heard(3) == [b"", LARGE, b"last"]


async def test_what_is_late_keeps_its_order_also_before_what_is_not(bell: Bell) -> None:
    bell.doorbell.late = 0.2
    await bell.publish(b"late", LARGE)
    await bell.doorbell.has_heard(SHARD)
    bell.doorbell.late = 0.0
    await bell.publish(b"in time")
    assert await bell.heard(3) == [b"late", LARGE, b"in time"]
    assert bell.doorbell.delayed >= 1


async def test_what_is_held_arrives_when_it_is_let_go(bell: Bell) -> None:
    bell.doorbell.hold()
    await bell.publish(b"held", LARGE)
    await bell.doorbell.has_heard(SHARD)
    assert await bell.listening.get_message(timeout=0.1) is None
    bell.doorbell.release()
    assert await bell.heard(2) == [b"held", LARGE]


async def test_the_last_of_a_shard_are_repeated_as_they_came(bell: Bell) -> None:
    payloads = [LARGE, *(f"{n}".encode() for n in range(REPEATED))]
    await bell.publish(*payloads)
    assert await bell.heard(len(payloads)) == payloads
    assert bell.doorbell.repeat(SHARD) == REPEATED
    assert bell.doorbell.repeat(SHARD + 1) == 0
    assert await bell.heard(REPEATED) == payloads[1:]


async def test_what_is_lost_takes_nothing_else_along(bell: Bell) -> None:
    bell.doorbell.losing = 1.0
    await bell.publish(b"lost", LARGE)
    while bell.doorbell.lost < 2:
        await bell.redis.ping()
    bell.doorbell.losing = 0.0
    await bell.publish(b"not lost")
    assert await bell.heard(1) == [b"not lost"]
