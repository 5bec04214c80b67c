"""What RedisLimits promises beyond the contract, which it passes in test_limits.py."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from redis.asyncio import Redis

from parley.basics.amounts import Rate
from parley.basics.times import now_ms
from parley.guard.limits import MemoryLimits, RateClass
from parley.guard.limits_redis import RedisLimits
from tests.proxy import Proxy
from tests.services.ports import free_port
from tests.services.valkey import Valkey

RATES: dict[RateClass, Rate] = {"send": (10, 0.1)}


@pytest.fixture
async def valkey() -> AsyncIterator[Valkey]:
    with Valkey() as server:
        yield server


def limits_on(url: str, name: str) -> RedisLimits:
    return RedisLimits(url, RATES, name=name, fallback=MemoryLimits(RATES, now_ms))


async def taken_of(limits: RedisLimits, count: int) -> int:
    return [await limits.take("ada", "send") for _ in range(count)].count(None)


async def test_processes_share_and_other_parleys_do_not(valkey: Valkey) -> None:
    name = uuid4().hex
    async with AsyncExitStack() as stack:
        one, two, other = (limits_on(valkey.url(), one) for one in (name, name, uuid4().hex))
        for limits in (one, two, other):
            stack.push_async_callback(limits.close)
        assert await taken_of(one, 6) + await taken_of(two, 6) == 10
        assert await taken_of(other, 6) == 6


async def test_what_is_asked_at_once_goes_in_few_round_trips(valkey: Valkey) -> None:
    limits = limits_on(valkey.url(), uuid4().hex)
    async with Redis.from_url(valkey.url()) as redis:
        before = (await redis.info("commandstats")).get("cmdstat_evalsha", {"calls": 0})["calls"]
        answers = await asyncio.gather(*(limits.take(f"person {n % 100}", "send") for n in range(1_200)))
        calls = (await redis.info("commandstats"))["cmdstat_evalsha"]["calls"] - before
    await limits.close()
    assert answers.count(None) == 1_000
    assert calls <= 4


async def test_whoever_goes_away_takes_nobody_along(valkey: Valkey) -> None:
    limits = limits_on(valkey.url(), uuid4().hex)
    gone = asyncio.ensure_future(limits.take("ada", "send"))
    stays = asyncio.ensure_future(limits.take("ada", "send"))
    await asyncio.sleep(0)
    gone.cancel()
    assert await stays is None
    await limits.close()


async def test_buckets_do_not_stay_in_redis(valkey: Valkey) -> None:
    limits = limits_on(valkey.url(), uuid4().hex)
    await limits.take("ada", "send")
    async with Redis.from_url(valkey.url()) as redis:
        [key] = [key async for key in redis.scan_iter("parley:*:limit:send:ada")]
        assert 10_000 < await redis.pttl(key) <= 21_000
    await limits.close()


async def test_without_redis_each_process_counts_for_itself_and_nobody_waits_for_it() -> None:
    limits = limits_on(f"redis://127.0.0.1:{free_port()}/0", uuid4().hex)
    assert await taken_of(limits, 12) == 10
    began = time.monotonic()
    for _ in range(1_000):
        await limits.take("ada", "send")
    assert time.monotonic() - began < 5
    await limits.close()


async def test_redis_counts_again_once_it_is_back(valkey: Valkey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parley.guard.limits_redis.AWAY_SECONDS", 0.0)
    async with Proxy(urlsplit(valkey.url()).port or 0) as network, Redis.from_url(valkey.url()) as redis:
        limits = limits_on(network.url.replace("http", "redis"), uuid4().hex)
        assert await taken_of(limits, 12) == 10
        network.is_down = True
        network.cut()
        assert await taken_of(limits, 12) == 10  # the process's own count
        network.is_down = False
        assert await taken_of(limits, 1) == 0
        assert len([key async for key in redis.scan_iter("parley:*:limit:send:ada")]) == 1
        await limits.close()
