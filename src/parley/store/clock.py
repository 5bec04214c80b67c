"""One clock for all processes on one PostgreSQL: the database's.

Otherwise a host whose clock is an hour off would refuse the others' access tokens, and begin sessions that have already
expired for them. Nothing is ordered by this clock, so a correction may go either way.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import structlog
from sqlalchemy import text

from parley.basics.failpoints import CLOCK_OFFSET_MS
from parley.basics.times import now_ms
from parley.errors import Unavailable
from parley.store.database import Database, Transaction

COMPARE_SECONDS = 10.0
# Smaller differences are left alone: the query itself takes time, and synchronised clocks differ by less.
TOLERANCE_MS = 1_000
THERE = text("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS ms")

log = structlog.get_logger("parley.clock")


class SharedClock:
    """This machine's clock, corrected."""

    def __init__(self, own: Callable[[], int]) -> None:
        self._own = own
        self._correction_ms = 0

    def __call__(self) -> int:
        return self._own() + self._correction_ms

    @asynccontextmanager
    async def following(self, database: Database) -> AsyncIterator[None]:
        """The clock is correct when the block begins, and is kept correct inside it."""
        await database.read(self.compare)
        task = asyncio.get_running_loop().create_task(self._follow(database))
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def compare(self, tx: Transaction) -> None:
        before = self()
        row = await tx.one(THERE)
        took = self() - before
        behind = (row.ms if row is not None else before) - before - took // 2
        if took < TOLERANCE_MS < abs(behind):
            self._correction_ms += behind
            log.warning("clock_corrected", by_ms=self._correction_ms)

    async def _follow(self, database: Database) -> None:
        while True:
            await asyncio.sleep(COMPARE_SECONDS)
            with suppress(Unavailable):  # the sweep already logs that, every second
                await database.read(self.compare)


def own_now_ms() -> int:
    """This machine's clock, which a test may have set wrong."""
    return now_ms() + CLOCK_OFFSET_MS
