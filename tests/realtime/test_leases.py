"""What processes tell each other through a real Redis about who is there."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest
from redis.asyncio import Redis

from parley.realtime import presence
from parley.realtime.leases import LeasesAway, LoneLeases, brighter
from parley.realtime.leases_redis import CHUNK, LEASE_SECONDS, LEAVE_SECONDS, TIMEOUT_SECONDS, RedisLeases
from tests.services.valkey import Valkey


@pytest.fixture(scope="module")
def valkey_of_its_own() -> Iterator[Valkey]:
    with Valkey() as server:
        yield server


@pytest.fixture
async def redis(valkey_of_its_own: Valkey) -> AsyncIterator["Redis"]:
    async with Redis.from_url(valkey_of_its_own.url(), decode_responses=True) as redis:
        await redis.flushall()
        yield redis


@asynccontextmanager
async def two(valkey: Valkey) -> AsyncIterator[tuple[RedisLeases, RedisLeases]]:
    name = uuid4().hex
    first, second = RedisLeases(valkey.url(), name=name), RedisLeases(valkey.url(), name=name)
    try:
        yield first, second
    finally:
        for one in (first, second):
            await one._redis.aclose()


async def keys(redis: "Redis") -> list[str]:
    """Those of the processes."""
    return [str(key) for key in await redis.keys("parley:*:presence:*") if await redis.type(key) == "hash"]


async def test_alone_nobody_is_elsewhere() -> None:
    leases = LoneLeases()
    await leases.put({1: "online"})
    assert await leases.elsewhere([1]) == {}
    await leases.leave()
    await leases.run()


def test_online_anywhere_is_online_and_away_only_nowhere_else() -> None:
    assert brighter("away", "online") == brighter("online", "away") == brighter(None, "online") == "online"
    assert brighter("away", None) == brighter("away", "away") == "away"
    assert brighter(None, None) is None


def test_a_killed_process_leaves_nobody_present_for_more_than_75_seconds() -> None:
    """Its leases run out, then the others look."""
    assert LEASE_SECONDS + presence.LOOK_SECONDS + TIMEOUT_SECONDS <= 75
    assert presence.FREEZE_SECONDS >= LEASE_SECONDS


@pytest.mark.usefixtures("redis")
async def test_each_is_told_of_the_other_and_not_of_itself(valkey_of_its_own: Valkey) -> None:
    async with two(valkey_of_its_own) as (first, second):
        await first.put({1: "online", 2: "away"})
        await second.put({2: "online"})
        assert await first.elsewhere([1, 2, 3]) == {2: "online"}
        assert await second.elsewhere([1, 2, 3]) == {1: "online", 2: "away"}
        await first.put({1: None, 2: None})
        assert await second.elsewhere([1, 2, 3]) == {}


@pytest.mark.usefixtures("redis")
async def test_more_people_than_one_question_may_have(valkey_of_its_own: Valkey) -> None:
    async with two(valkey_of_its_own) as (first, second):
        everybody = range(1, 2 * CHUNK + 2)
        await first.put(dict.fromkeys(everybody, "online"))
        assert (await second.elsewhere(everybody)).keys() == set(everybody)


async def test_they_end_by_redis_s_own_clock_and_what_has_ended_is_forgotten(
    redis: "Redis", valkey_of_its_own: Valkey
) -> None:
    async with two(valkey_of_its_own) as (first, second):
        await second.put({2: "online"})
        await first.put({1: "online"})
        for key in await keys(redis):
            assert LEASE_SECONDS - 10 < await redis.pttl(key) / 1000 <= LEASE_SECONDS
            if await redis.hexists(key, "1"):
                await redis.delete(key)  # what Redis does when the time is over
        assert await second.elsewhere([1]) == {}
        (processes,) = [key for key in await redis.keys("parley:*:presence:*") if await redis.type(key) == "set"]
        assert await redis.scard(processes) == 1


async def test_a_process_that_ends_leaves_its_people_some_seconds(redis: "Redis", valkey_of_its_own: Valkey) -> None:
    async with two(valkey_of_its_own) as (first, second):
        await first.put({1: "online"})
        await first.leave()
        await first.put({3: "online"})
        (key,) = await keys(redis)
        assert 0 < await redis.pttl(key) / 1000 <= LEAVE_SECONDS
        assert await second.elsewhere([1, 3]) == {1: "online"}


async def test_a_redis_that_has_lost_its_keys_is_noticed_and_told_everything_again(
    redis: "Redis", valkey_of_its_own: Valkey
) -> None:
    async with two(valkey_of_its_own) as (first, second):
        await first.put({1: "online", 2: "away"})
        await second.put({2: "online"})
        await redis.flushall()
        with pytest.raises(LeasesAway, match="lost"):
            await second.elsewhere([1])
        assert await second.elsewhere([1]) == {}  # this is why it is frozen for a while
        await first.put({2: None})
        assert await second.elsewhere([1, 2]) == {1: "online"}
        with pytest.raises(LeasesAway, match="lost"):
            await first.elsewhere([1, 2])
        assert await first.elsewhere([1, 2]) == {2: "online"}


async def test_it_is_also_said_if_it_is_noticed_while_writing(redis: "Redis", valkey_of_its_own: Valkey) -> None:
    async with two(valkey_of_its_own) as (first, second):
        await first.put({1: "online"})
        await second.put({2: "online"})
        await redis.flushall()
        await first.put({3: "away"})
        with pytest.raises(LeasesAway, match="lost"):
            await first.elsewhere([2])
        assert await first.elsewhere([2]) == {}
        with pytest.raises(LeasesAway, match="lost"):
            await second.elsewhere([1])
        assert await second.elsewhere([1, 3]) == {1: "online", 3: "away"}


async def test_what_could_not_be_written_is_written_later(redis: "Redis", valkey_of_its_own: Valkey) -> None:
    async with two(valkey_of_its_own) as (first, second):
        await first.put({1: "online", 2: "online"})
        (key,) = await keys(redis)
        await redis.delete(key)
        await redis.set(key, "in the way")
        with pytest.raises(LeasesAway):
            await first.put({1: None, 3: "away"})
        with pytest.raises(LeasesAway):
            await second.elsewhere([1])
        await redis.delete(key)
        with pytest.raises(LeasesAway, match="was away"):
            await first.elsewhere([1])
        assert await first.elsewhere([1]) == {}
        assert await second.elsewhere([1, 2, 3]) == {2: "online", 3: "away"}


async def test_without_redis_others_cannot_be_asked() -> None:
    leases = RedisLeases("redis://127.0.0.1:1/0", name="nobody")
    with pytest.raises(LeasesAway):
        await leases.put({1: "online"})
    with pytest.raises(LeasesAway):
        await leases.elsewhere([1])
    await leases.leave()
