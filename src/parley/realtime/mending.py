"""Reads missing changes of a log from the table: behind a hole, or when the sweep finds the log ahead."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Generic, TypeVar

from parley.basics.metrics import Metrics
from parley.changes import Log
from parley.realtime.audience import Audience
from parley.realtime.frames import Packet
from parley.realtime.persist import persist

R = TypeVar("R")
# How long an overtaken packet may take before the table is read.
HOLE_SECONDS = 0.02

ReadLog = Callable[[Log, int], Awaitable[list[Packet]]]  # what follows a place, up to the log's head


class Mending(Generic[R]):
    """One per hub. `tell` delivers the packets that were read."""

    def __init__(
        self,
        audiences: Mapping[Log, Audience[R]],
        read: ReadLog,
        tell: Callable[[Audience[R], Iterable[Packet]], None],
        metrics: Metrics,
    ) -> None:
        self._audiences = audiences
        self._read = read
        self._tell = tell
        self._metrics = metrics
        self._doubts: asyncio.Queue[Log] = asyncio.Queue()
        self._doubted: set[Log] = set()

    async def run(self) -> None:
        """One log at a time. If reading fails, the next sweep finds the log again."""
        await persist(self._mend, name="mend_failed", pause_seconds=HOLE_SECONDS)

    def doubt(self, log: Log) -> None:
        if log not in self._doubted:
            self._doubted.add(log)
            self._doubts.put_nowait(log)

    def wait_for_overtaken(self, log: Log, audience: Audience[R]) -> None:
        """If the audience has a hole, give the packet that belongs there a moment to arrive."""
        if audience.has_hole:
            wait = 0.0 if audience.is_overfull else HOLE_SECONDS
            asyncio.get_running_loop().call_later(wait, self._doubt_hole, log)

    def _doubt_hole(self, log: Log) -> None:
        audience = self._audiences.get(log)
        if audience is not None and audience.has_hole:
            self._metrics.holes.add()
            self.doubt(log)

    async def _mend(self) -> None:
        log = await self._doubts.get()
        self._doubted.discard(log)
        audience = self._audiences.get(log)
        while audience is not None and audience.cursor is not None:
            cursor = audience.cursor
            for packet in await self._read(log, cursor):
                self._tell(audience, audience.hear(packet))
            if audience.cursor == cursor:
                break
        if audience is not None and audience.cursor is not None:
            audience.forget_early()
