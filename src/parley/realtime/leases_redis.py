"""Leases that processes share, in Redis: one hash a process, of people and what they do there.

Redis's own clock ends a lease, because the processes' clocks differ. Renewing all the leases of a process is one
command, however many people are connected to it.
"""

import asyncio
from collections.abc import Collection, Mapping
from contextlib import suppress
from uuid import uuid4

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from parley.realtime.leases import Here, LeasesAway, brighter
from parley.realtime.persist import persist

# Others look every five seconds, so a killed process leaves nobody online for more than 75 seconds.
LEASE_SECONDS = 68.0
RENEW_SECONDS = 20.0
LEAVE_SECONDS = 10.0
RETRY_SECONDS = 1.0
TIMEOUT_SECONDS = 1.0
CHUNK = 1_000
VERSION = 1
FAILURES = (RedisError, OSError, TimeoutError)
# A hash without fields would not be there, and one that is not there says that Redis has lost it.
MARK = "process"

# KEYS: the set of processes. ARGV: this process, then people. Returns 0 if this process's own leases are not there.
READ = """
local found = {0}
for _, process in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  local key = KEYS[1] .. ':' .. process
  if process == ARGV[1] then
    found[1] = redis.call('EXISTS', key)
  elseif redis.call('EXISTS', key) == 1 then
    found[#found + 1] = redis.call('HMGET', key, unpack(ARGV, 2))
  else
    redis.call('SREM', KEYS[1], process)
  end
end
return found
"""


class RedisLeases:
    """`name` keeps several Parleys on one Redis apart."""

    def __init__(self, url: str, *, name: str) -> None:
        self._redis = Redis.from_url(
            url,
            decode_responses=True,
            socket_timeout=TIMEOUT_SECONDS,
            socket_connect_timeout=TIMEOUT_SECONDS,
            retry=Retry(NoBackoff(), 1),  # for a connection that was closed while nobody used it
        )
        self._script = self._redis.register_script(READ)
        self._process = uuid4().hex
        self._processes = f"parley:{name}:presence:v{VERSION}"
        self._key = f"{self._processes}:{self._process}"
        self._held: dict[int, Here] = {}
        self._is_written = False
        self._has_left = False
        # Redis was away or has lost its keys, and nobody who asks was told yet.
        self._had_trouble = False
        # Two writes over two connections could change places.
        self._writing = asyncio.Lock()

    async def put(self, changes: Mapping[int, Here | None]) -> None:
        for person, here in changes.items():
            if here is None:
                self._held.pop(person, None)
            else:
                self._held[person] = here
        if changes:
            await self._write(changes)

    async def elsewhere(self, people: Collection[int]) -> dict[int, Here]:
        if not self._is_written:
            await self._write({})
        if self._had_trouble:
            self._had_trouble = False
            raise LeasesAway("Redis was away, or has lost the leases: those of others may be missing, too.")
        found: dict[int, Here] = {}
        wanted = list(people)
        for start in range(0, len(wanted), CHUNK):
            chunk = wanted[start : start + CHUNK]
            for states in await self._read(chunk):
                for person, here in zip(chunk, states, strict=True):
                    if (known := brighter(found.get(person), here)) is not None:
                        found[person] = known
        return found

    async def leave(self) -> None:
        async with self._writing:
            self._has_left = True
            with suppress(*FAILURES):  # then they run out by themselves, a little later
                await self._redis.pexpire(self._key, int(LEAVE_SECONDS * 1000))

    async def run(self) -> None:
        async def renew() -> None:
            await self._write({})
            await asyncio.sleep(RENEW_SECONDS)

        try:
            await persist(renew, name="leases_unavailable", pause_seconds=RETRY_SECONDS)
        finally:
            await self._redis.aclose()

    async def _read(self, chunk: list[int]) -> list[list[Here | None]]:
        try:
            is_there, *states = await self._script(keys=[self._processes], args=[self._process, *chunk])
        except FAILURES as problem:
            raise LeasesAway(str(problem)) from problem
        if not is_there:
            self._is_written = False
            raise LeasesAway("Redis has lost the leases: those of others may be missing, too.")
        found: list[list[Here | None]] = states
        return found

    async def _write(self, changes: Mapping[int, Here | None]) -> None:
        """Write what has changed, or everything if that is not there, and renew all."""
        async with self._writing:
            if self._has_left:
                return
            try:
                if self._is_written and not await self._renewed():
                    self._is_written, self._had_trouble = False, True
                await self._store(changes if self._is_written else self._held, whole=not self._is_written)
                self._is_written = True
            except FAILURES as problem:
                self._is_written, self._had_trouble = False, True
                raise LeasesAway(str(problem)) from problem

    async def _renewed(self) -> bool:
        return bool(await self._redis.pexpire(self._key, int(LEASE_SECONDS * 1000)))

    async def _store(self, changes: Mapping[int, Here | None], *, whole: bool) -> None:
        async with self._redis.pipeline(transaction=True) as pipe:
            present = [text for person, here in changes.items() if here is not None for text in (str(person), here)]
            gone = [str(person) for person, here in changes.items() if here is None]
            if whole:
                _ = pipe.delete(self._key)
            _ = pipe.sadd(self._processes, self._process)
            _ = pipe.hset(self._key, items=[MARK, "", *present])
            if gone:
                _ = pipe.hdel(self._key, *gone)
            _ = pipe.pexpire(self._key, int(LEASE_SECONDS * 1000))
            await pipe.execute()
