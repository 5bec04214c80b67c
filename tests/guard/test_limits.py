"""Every implementation of the contract passes `TestLimits`; what is memory's own comes after it."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from uuid import uuid4

import pytest

from parley.basics.amounts import Rate, rate
from parley.guard.limits import MOST_BUCKETS, RATE_CLASSES, Limits, MemoryLimits, RateClass
from parley.guard.limits_redis import RedisLimits
from parley.settings import Settings
from tests.services.valkey import Valkey

Make = Callable[[Mapping[RateClass, Rate]], AbstractAsyncContextManager[Limits]]
THREE_AT_ONCE: Mapping[RateClass, Rate] = {"send": (3, 2), "read": (1, 1), "write": None}


class Clock:
    def __init__(self) -> None:
        self.ms = 1_800_000_000_000

    def __call__(self) -> int:
        return self.ms


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    with Valkey() as valkey:
        yield valkey.url()


@pytest.fixture(params=["memory", "redis"])
def make(request: pytest.FixtureRequest, clock: Clock) -> Make:
    @asynccontextmanager
    async def memory(rates: Mapping[RateClass, Rate]) -> AsyncIterator[Limits]:
        yield MemoryLimits(rates, clock)

    @asynccontextmanager
    async def redis(rates: Mapping[RateClass, Rate]) -> AsyncIterator[Limits]:
        url: str = request.getfixturevalue("redis_url")
        limits = RedisLimits(url, rates, name=uuid4().hex, fallback=NoLimits(), clock=clock)
        yield limits
        await limits.close()

    return {"memory": memory, "redis": redis}[request.param]


class NoLimits:
    """In place of the fallback, where falling back would be a fault."""

    async def take(self, key: str, rate: RateClass, cost: float = 1) -> int | None:
        raise AssertionError("Redis was there, and was not asked")

    def charge(self, key: str, rate: RateClass, cost: float) -> None:
        raise AssertionError("Redis was there, and was not asked")


class TestLimits:
    @pytest.fixture
    async def limits(self, make: Make) -> AsyncIterator[Limits]:
        async with make(THREE_AT_ONCE) as limits:
            yield limits

    async def test_a_burst_passes_and_the_next_is_told_when(self, limits: Limits) -> None:
        assert [await limits.take("ada", "send") for _ in range(4)] == [None, None, None, 500]

    async def test_whoever_waits_as_long_as_told_is_let_through_once(self, limits: Limits, clock: Clock) -> None:
        await take_all(limits, "ada")
        wait = await limits.take("ada", "send")
        assert wait is not None
        clock.ms += wait - 1
        assert await limits.take("ada", "send") == 1
        clock.ms += 1
        assert await limits.take("ada", "send") is None
        assert await limits.take("ada", "send") == 500

    async def test_asking_again_meanwhile_costs_nothing(self, limits: Limits, clock: Clock) -> None:
        await take_all(limits, "ada")
        for _ in range(100):
            assert await limits.take("ada", "send") == 500
        clock.ms += 500
        assert await limits.take("ada", "send") is None

    async def test_a_long_rest_gives_one_burst_and_no_more(self, limits: Limits, clock: Clock) -> None:
        await take_all(limits, "ada")
        clock.ms += 3_600_000
        assert await take_all(limits, "ada") == 3

    async def test_over_time_the_rate_holds(self, limits: Limits, clock: Clock) -> None:
        taken = 0
        for _ in range(1000):
            taken += await limits.take("ada", "send") is None
            clock.ms += 10
        assert taken == 3 + 19  # ten seconds at two a second, of which the last is due at the end

    async def test_people_and_classes_do_not_share(self, limits: Limits) -> None:
        await take_all(limits, "ada")
        assert await limits.take("bob", "send") is None
        assert await limits.take("ada", "read") is None

    async def test_off_and_unnamed_are_without_limit(self, limits: Limits) -> None:
        for _ in range(1000):
            assert await limits.take("ada", "write") is None
            assert await limits.take("ada", "sign_in") is None

    async def test_a_clock_set_back_does_not_lock_out(self, limits: Limits, clock: Clock) -> None:
        await take_all(limits, "ada")
        clock.ms -= 3_600_000
        wait = await limits.take("ada", "send")
        assert wait is not None
        assert wait <= 500 + 1500  # as long as somebody waits who owes a burst
        clock.ms += wait
        assert await limits.take("ada", "send") is None

    async def test_what_costs_more_takes_more(self, limits: Limits, clock: Clock) -> None:
        assert await limits.take("ada", "send", 2.5) is None
        assert await limits.take("ada", "send", 1.5) == 500
        assert await limits.take("ada", "send", 0.5) is None
        clock.ms += 1_500
        assert await limits.take("ada", "send", 100) is None
        assert await limits.take("ada", "send") == 500

    async def test_what_was_done_is_charged_and_delays_what_comes(self, limits: Limits, clock: Clock) -> None:
        limits.charge("ada", "send", 4)
        assert await limits.take("ada", "send") == 1_000
        clock.ms += 1_000
        assert await limits.take("ada", "send") is None

    async def test_nobody_owes_more_than_a_burst(self, limits: Limits, clock: Clock) -> None:
        for _ in range(10):
            limits.charge("ada", "send", 1_000)
        assert await limits.take("ada", "send") == 500 + 1_500
        clock.ms += 2_000
        assert await limits.take("ada", "send") is None

    async def test_what_is_given_back_is_never_more_than_was_taken(self, limits: Limits) -> None:
        assert await take_all(limits, "ada") == 3
        limits.charge("ada", "send", -1)
        assert await take_all(limits, "ada") == 1
        limits.charge("ada", "send", -100)
        assert await take_all(limits, "ada") == 3

    async def test_the_default_rates_are_rates(self, make: Make) -> None:
        rates = {name: rate(getattr(Settings(), f"rate_{name}")) for name in RATE_CLASSES}
        async with make(rates) as limits:
            for name in RATE_CLASSES:
                assert await limits.take("ada", name) is None


async def test_idle_buckets_are_forgotten(clock: Clock) -> None:
    limits = MemoryLimits(THREE_AT_ONCE, clock)
    for number in range(50_000):
        await limits.take(f"address {number}", "read")
        clock.ms += 10
    assert len(limits) < 2_500


async def test_a_flood_of_addresses_is_bounded_and_does_not_free_the_flooder(clock: Clock) -> None:
    limits = MemoryLimits({"sign_in": (10, 0.2)}, clock)
    while await limits.take("mallory", "sign_in") is None:
        pass
    for number in range(MOST_BUCKETS + 10):
        await limits.take(f"address {number}", "sign_in")
    assert len(limits) <= MOST_BUCKETS
    assert await limits.take("mallory", "sign_in") is not None


async def take_all(limits: Limits, key: str) -> int:
    taken = 0
    while await limits.take(key, "send") is None:
        taken += 1
    return taken
