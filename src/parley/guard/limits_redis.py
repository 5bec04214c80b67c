"""Token buckets that several processes share, in Redis. What waits while one round trip is out goes with the next.

Redis's own clock counts, because the processes' clocks differ. While Redis is away each process counts for itself:
nobody is refused for that, and nobody gets more than a burst from each process.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import NamedTuple

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from parley.basics.amounts import Rate
from parley.basics.journal import described
from parley.basics.outages import Outage
from parley.guard.limits import Limits, RateClass

TIMEOUT_SECONDS = 0.5
# After a failure Redis is left alone for so long, so that a dead one costs one command a second its patience.
AWAY_SECONDS = 1.0
BATCH_LIMIT = 500
FAILURES = (RedisError, OSError, TimeoutError)

# As in parley.guard.limits: a bucket is one number, when it will be full again, and a key that is gone is a full one.
# KEYS: the buckets. ARGV: the time in milliseconds or '', then for each bucket what is spent and its span, both as
# milliseconds of refilling, and 1 if it is to be spent whether it is there or not.
TAKE = """
local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local function keep(key, full_at)
  redis.call('SET', key, string.format('%.3f', full_at), 'PX', math.ceil(full_at - now) + 10000)
end
local waits = {}
for n, key in ipairs(KEYS) do
  local spent, span, forced = tonumber(ARGV[3 * n - 1]), tonumber(ARGV[3 * n]), ARGV[3 * n + 1] == '1'
  local most = now + 2 * span
  local full_at = math.max(now, tonumber(redis.call('GET', key) or now))
  if full_at > most then
    full_at = most
    keep(key, full_at)
  end
  waits[n] = forced and 0 or math.max(0, math.floor(full_at + spent - now - span + 0.5))
  if waits[n] == 0 then keep(key, math.max(now, math.min(full_at + spent, most))) end
end
return waits
"""


class _Take(NamedTuple):
    bucket: str
    spent_ms: float
    span_ms: float
    # None for a charge, which waits for no answer.
    answer: "asyncio.Future[int | None] | None"
    key: str
    rate: RateClass
    cost: float


class RedisLimits:
    """`name` keeps several Parleys on one Redis apart. `clock` is for tests, which move it."""

    def __init__(
        self,
        url: str,
        rates: Mapping[RateClass, Rate],
        *,
        name: str,
        fallback: Limits,
        clock: Callable[[], int] | None = None,
    ) -> None:
        self._redis = Redis.from_url(
            url,
            socket_timeout=TIMEOUT_SECONDS,
            socket_connect_timeout=TIMEOUT_SECONDS,
            retry=Retry(NoBackoff(), 1),  # for a connection that was closed while nobody used it
        )
        self._script = self._redis.register_script(TAKE)
        self._rates = {one: rate for one, rate in rates.items() if rate is not None}
        self._name = name
        self._fallback = fallback
        self._clock = clock
        self._waiting: list[_Take] = []
        self._asking: asyncio.Task[None] | None = None
        self._away_until = 0.0
        self._outage = Outage("limits_without_redis")

    async def take(self, key: str, rate: RateClass, cost: float = 1) -> int | None:
        if rate not in self._rates:
            return None
        loop = asyncio.get_running_loop()
        if loop.time() < self._away_until:
            return await self._fallback.take(key, rate, cost)
        answer: asyncio.Future[int | None] = loop.create_future()
        self._enqueue(key, rate, cost, answer)
        return await answer

    def charge(self, key: str, rate: RateClass, cost: float) -> None:
        if rate not in self._rates:
            return
        if asyncio.get_running_loop().time() < self._away_until:
            self._fallback.charge(key, rate, cost)
        else:
            self._enqueue(key, rate, cost, None)

    async def close(self) -> None:
        if self._asking is not None:
            await self._asking
        self._outage.close()
        await self._redis.aclose()

    def _enqueue(self, key: str, rate: RateClass, cost: float, answer: "asyncio.Future[int | None] | None") -> None:
        burst, per_second = self._rates[rate]
        bucket = f"parley:{self._name}:limit:{rate}:{key}"
        spent = cost if answer is None else min(cost, burst)
        self._waiting.append(
            _Take(bucket, spent * 1000 / per_second, burst * 1000 / per_second, answer, key, rate, cost)
        )
        if self._asking is None:
            self._asking = asyncio.get_running_loop().create_task(self._ask_for_all())

    async def _ask_for_all(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:BATCH_LIMIT], self._waiting[BATCH_LIMIT:]
                for take, wait_ms in zip(batch, await self._ask(batch), strict=True):
                    if take.answer is not None and not take.answer.done():  # the caller may have gone away
                        take.answer.set_result(wait_ms or None)
        finally:
            self._asking = None

    async def _ask(self, batch: list[_Take]) -> list[int | None]:
        numbers = [number for take in batch for number in (take.spent_ms, take.span_ms, int(take.answer is None))]
        now = "" if self._clock is None else self._clock()
        try:
            waits: list[int | None] = await self._script(keys=[take.bucket for take in batch], args=[now, *numbers])
        except FAILURES as problem:
            self._outage.failed(described(problem))
            self._away_until = asyncio.get_running_loop().time() + AWAY_SECONDS
            return [await self._fall_back(take) for take in batch]
        return waits

    async def _fall_back(self, take: _Take) -> int | None:
        if take.answer is not None:
            return await self._fallback.take(take.key, take.rate, take.cost)
        self._fallback.charge(take.key, take.rate, take.cost)
        return None
