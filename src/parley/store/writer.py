"""Group commit: a lane takes everything that is pending, commits it in one transaction, answers and publishes.

No timer and no linger: the next batch is what arrived while the last one was committing, so batches grow with load.
"""

import asyncio
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Any, TypeVar

import structlog

from parley.basics.failpoints import reach
from parley.basics.metrics import Metrics
from parley.changes import Change
from parley.errors import Internal, ParleyError, Unavailable
from parley.store.batch import Committed
from parley.store.units import Unit

In = TypeVar("In")
Out = TypeVar("Out")
Publish = Callable[[Sequence[Change]], None]

# A larger batch would make all of its callers wait; a longer queue is an overload.
BATCH_LIMIT = 1_000
PENDING_LIMIT = 20_000
# A batch keeps its logs locked, and another process's batch that waits for one of them fails after 5 s. On a machine
# that did much else, batches of 1,000 units took that long, and two processes failed each other's for minutes.
BATCH_SECONDS = 1.0
LEAST_LIMIT = 16
STOPPING = "The server is stopping. Try again."
OVERLOADED = "The server has more to write than it can. Try again."

log = structlog.get_logger("parley.writer")


class Lane:
    """Pending units and at most one batch under way. `start` begins to commit a batch."""

    def __init__(self, start: Callable[[list[Unit[Any, Any]]], None], publish: Publish, metrics: Metrics) -> None:
        self._start = start
        self._publish = publish
        self._loop = asyncio.get_running_loop()
        self._pending: list[Unit[Any, Any]] = []
        self._limit = BATCH_LIMIT
        self._idle = asyncio.Event()
        self._idle.set()
        self._closed = False
        self._metrics = metrics
        metrics.writer_queue.watch(lambda: len(self._pending))

    def submit(self, unit: Unit[In, Out]) -> "asyncio.Future[Out]":
        if self._closed or len(self._pending) >= PENDING_LIMIT:
            refused = Unavailable(STOPPING if self._closed else OVERLOADED, retry_after_ms=1_000)
            unit.answer.set_exception(refused)
            return unit.answer
        self._pending.append(unit)
        if self._idle.is_set():
            self._idle.clear()
            # After everything else that is ready now, so that what comes in one turn of the loop goes in one batch.
            self._loop.call_soon(self._next)
        return unit.answer

    def committed(self, batch: Committed) -> None:
        """On the loop, after the commit: start the next batch, answer, publish.

        Callers who await an answer run in the next turn of the loop, as does the writing of what is published. Answered
        first, a sender gets the answer and the frame of the message in one write (5 % less CPU a message).
        """
        self._learn(len(batch.outcomes), batch.ended - batch.began)
        self._next()
        reach("before-publish")
        self._metrics.commit_seconds.observe(batch.ended - batch.began)
        self._metrics.changes.add(by=len(batch.changes))
        for unit, outcome in batch.outcomes:
            _answer(unit, outcome)
        try:
            if batch.changes:
                self._publish(batch.changes)
                self._metrics.delivery_seconds.observe(perf_counter() - batch.ended, "here")
        except Exception:  # the rows are on disk, and their senders have been answered
            log.exception("publish_failed", changes=len(batch.changes))

    def failed(self, units: Sequence[Unit[Any, Any]], problem: BaseException) -> None:
        """The database failed. Whether it committed is unknown: a retry with the same client_id finds out."""
        self._metrics.commit_failures.add()
        log.error("commit_failed", units=len(units), error=repr(problem))
        self._limit = max(LEAST_LIMIT, min(self._limit, len(units) // 2))
        for unit in units:
            _answer(unit, Unavailable("The database cannot be written just now. Try again.", retry_after_ms=1_000))
        self._next()

    async def drain(self) -> None:
        """Accept nothing new, and finish what is pending."""
        self._closed = True
        await self._idle.wait()

    def _next(self) -> None:
        if self._pending:
            batch, self._pending = self._pending[: self._limit], self._pending[self._limit :]
            reach("unit-taken")
            self._metrics.batch_units.observe(len(batch))
            self._start(batch)
        else:
            self._idle.set()

    def _learn(self, units: int, seconds: float) -> None:
        """After a batch that took too long, the next are smaller; then they grow step by step."""
        if seconds > BATCH_SECONDS:
            self._limit = max(LEAST_LIMIT, min(self._limit, int(units * BATCH_SECONDS / seconds)))
        else:
            self._limit = min(BATCH_LIMIT, 2 * self._limit)


def _answer(unit: Unit[Any, Any], outcome: Any) -> None:
    if unit.answer.done():
        return  # the caller was cancelled; the write was not
    if not isinstance(outcome, BaseException):
        unit.answer.set_result(outcome)
    elif isinstance(outcome, ParleyError):
        unit.answer.set_exception(outcome)
    else:
        log.error("unit_failed", error=repr(outcome), exc_info=outcome)
        unit.answer.set_exception(Internal("The server made a mistake. Its log says more."))
