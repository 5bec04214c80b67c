"""The sweep: compares what this process has received with the table.

It compares every log that has subscribers here every ten seconds, a shard in doubt at once, and all of them every
second while the bus is down. With them it checks the sessions of the sockets here, and each session when it expires.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

import structlog

from parley.basics.failpoints import reach
from parley.basics.metrics import Metrics
from parley.changes import Log
from parley.realtime.bus import SHARDS, Bus, shard_of
from parley.realtime.hub import Hub
from parley.realtime.persist import persist

log = structlog.get_logger("parley.sweep")

ROUND_SECONDS = 10
TICK_SECONDS = 1.0

# The heads of these logs; when these sessions expire, without those that have ended.
ReadHeads = Callable[[Sequence[Log]], Awaitable[dict[Log, int]]]
ReadEpoch = Callable[[], Awaitable[str]]
ReadLive = Callable[[Sequence[int]], Awaitable[dict[int, int]]]


class Sweep:
    """One per process."""

    def __init__(
        self,
        hub: Hub,
        *,
        heads: ReadHeads,
        live: ReadLive,
        epoch: ReadEpoch,
        metrics: Metrics,
        now: Callable[[], int],
    ) -> None:
        self._hub = hub
        self._metrics = metrics
        self._read_epoch = epoch
        self._epoch: str | None = None
        self._heads = heads
        self._live = live
        self._now = now
        self._doubted: set[int] = set()
        self._something = asyncio.Event()
        self._something.set()  # the first sweep runs at once, to learn the epoch
        self._turn = 0
        self._next_turn_at = 0.0

    def doubt(self, shard: int) -> None:
        self._doubted.add(shard)
        self._something.set()

    async def run(self, bus: Bus) -> None:
        async def turn() -> None:
            with suppress(TimeoutError):
                async with asyncio.timeout(TICK_SECONDS):
                    await self._something.wait()
            shards = self._due(everything=bus.is_down)
            try:
                await self._sweep(shards)
            except Exception:  # the database may be unreachable: these shards stay in doubt
                self._doubted |= shards
                raise

        await persist(turn, name="sweep_failed", pause_seconds=TICK_SECONDS)

    def _due(self, *, everything: bool) -> set[int]:
        """The shards in doubt; once a second also the next tenth of all shards, or all of them."""
        self._something.clear()
        due, self._doubted = self._doubted, set()
        now = asyncio.get_running_loop().time()
        if now >= self._next_turn_at:
            self._next_turn_at = now + TICK_SECONDS
            self._turn = (self._turn + 1) % ROUND_SECONDS
            due |= {shard for shard in range(SHARDS) if everything or shard % ROUND_SECONDS == self._turn}
        return due

    async def _sweep(self, shards: set[int]) -> None:
        await self._compare_epoch()
        logs = [log for log in self._hub.followed() if shard_of(log.id) in shards]
        if logs:
            heads = await self._heads(logs)
            reach("sweep-read")
            behind = self._hub.compare(heads)
            if behind:
                self._metrics.sweep_repairs.add(by=behind)
                log.info("sweep_repairs", logs=behind)
        await self._look_at_sessions(shards)

    async def _look_at_sessions(self, shards: set[int]) -> None:
        now = self._now()
        due = [one for one in self._hub.receivers() if one.session_expires_at <= now or shard_of(one.person) in shards]
        live = await self._live([one.session for one in due]) if due else {}
        for receiver in due:
            if receiver.session in live:
                receiver.session_expires_at = live[receiver.session]
            else:
                receiver.end_session()

    async def _compare_epoch(self) -> None:
        epoch = await self._read_epoch()
        if self._epoch is not None and epoch != self._epoch:
            self._metrics.epoch_changes.add()
            log.warning("epoch_changed", sockets=len(self._hub))
            self._hub.begin_anew()
        self._epoch = epoch
