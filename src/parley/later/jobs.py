"""Does the jobs that are due, beside all other processes that do the same.

A job's work gets a `Turn`. What it changes in the database it hands to `Turn.complete`, in whose transaction the job
is done: so it happens once. What it does outside the database comes before that, and happens again if the process dies
in between: its receiver has to know `key`.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import msgspec
import structlog
from msgspec import Struct

from parley.actions.context import Services
from parley.basics.journal import described
from parley.basics.outages import Outage
from parley.changes import Log
from parley.errors import Conflict, ParleyError
from parley.store import jobs
from parley.store.jobs import JobKind, Leased, Waits
from parley.store.pauses import pause_ms
from parley.store.units import WriteTransaction, write_alone

# A process that is killed or stopped keeps others from its jobs for this long.
LEASE_MS = 60_000
LOOK_SECONDS = 1.0
# Done at the same time by one process.
TOGETHER = 8
TRIES = 16
# How often it looks for jobs that wait since a server's clock was ahead.
MEND_SECONDS = 10.0
# A database that is away may take its whole time-out to say so, each time.
QUIET_SECONDS = 30.0

TAKEN_OVER = "Another process took this job over, or somebody dropped it."

log = structlog.get_logger("parley.jobs")

# What a job changes in the database. True means that there is more: its next turn is due at once.
Effect = Callable[[WriteTransaction], Awaitable[bool | None]]


Online = Callable[[Collection[int]], Awaitable[Collection[int]]]


async def nobody(_: Collection[int]) -> Collection[int]:
    """Where nobody can be connected."""
    return ()


async def _nothing(_: WriteTransaction) -> None:
    pass


@dataclass
class Turn:
    """One try at a job."""

    services: Services
    job: Leased
    # When there is a next turn, for jobs that come back.
    every_ms: int | None
    # Which of these people are online.
    online: Online
    is_complete: bool = field(default=False, init=False)
    is_lost: bool = field(default=False, init=False)
    # When this turn is over, unless its lease is renewed.
    deadline: asyncio.Timeout | None = field(default=None, init=False)
    # What the effect raised: of that the writer's answer says only that it is in the log.
    problem: Exception | None = field(default=None, init=False)

    @property
    def key(self) -> str:
        return self.job.key

    async def renew(self, effect: Effect = _nothing) -> None:
        """Keep the job for another lease from now. Work that may take longer than one does this in between.

        With an effect, both commit together; or neither, if the job is somebody else's by now.
        """

        async def work(tx: WriteTransaction) -> None:
            await effect(tx)
            if not await jobs.hold(tx, self.job, until=tx.now + LEASE_MS):
                self.is_lost = True
                raise Conflict(TAKEN_OVER)

        await write_alone(self.services.writer, (), work)
        if self.deadline is not None:
            self.deadline.reschedule(asyncio.get_running_loop().time() + LEASE_MS / 1000)

    async def complete(self, effect: Effect = _nothing, *logs: Log) -> None:
        """Commit the effect, which changes these logs, and the job's completion together; or neither, if the job is
        somebody else's by now.
        """

        async def work(tx: WriteTransaction) -> None:
            try:
                is_more = await effect(tx)
            except Exception as problem:
                self.problem = problem
                raise
            if is_more or self.every_ms is not None:
                pause = 0 if is_more else self.every_ms or 0
                is_mine = await jobs.repeat(tx, self.job, due_at=tx.now + pause)
            else:
                is_mine = await jobs.complete(tx, self.job)
            if not is_mine:
                self.is_lost = True
                raise Conflict(TAKEN_OVER)

        await write_alone(self.services.writer, logs, work)
        self.is_complete = True


@dataclass(frozen=True)
class Duty:
    """How jobs of a kind are done. With `every_ms` there is always one of them, and it comes back: first after that
    time, or `at_once`. No other job waits for one that `is_long`, which renews its lease.
    """

    kind: JobKind[Any]
    work: Callable[[Turn, Any], Awaitable[None]]
    every_ms: int | None = None
    at_once: bool = False
    is_long: bool = False


class Runner:
    """One per process."""

    def __init__(self, services: Services, duties: tuple[Duty, ...], online: Online = nobody) -> None:
        self._services = services
        self._duties: Mapping[str, Duty] = {duty.kind.name: duty for duty in duties}
        self._online = online
        self._awake = asyncio.Event()
        self._has_begun = False
        self._mend_at = float("-inf")
        self._apart: asyncio.TaskGroup | None = None
        self._next_due: int | None = None
        self._dead = 0
        for duty in duties:
            for outcome in ("done", "failed", "dead", "lost"):
                services.metrics.jobs.expect(duty.kind.name, outcome)
        services.metrics.jobs_dead.watch(lambda: self._dead)
        services.metrics.jobs_overdue.watch(self._overdue_seconds)

    async def run(self) -> None:
        async with asyncio.TaskGroup() as self._apart:
            await self._look_for_ever()

    def wake(self) -> None:
        """Look at once: this process has just committed something that is due."""
        self._awake.set()

    async def look(self) -> bool:
        """Do some of what is due. Whether there was anything."""
        if not self._has_begun:
            await write_alone(self._services.writer, (), self._begin)
            self._has_begun = True
        await self._mend()
        found = await self._services.database.read(jobs.survey, self._duties.keys())
        self._next_due, self._dead = found.next_due, found.dead
        if found.next_due is None or found.next_due > self._services.now():
            return False
        leasing = partial(jobs.lease, kinds=self._duties.keys(), for_ms=LEASE_MS, most=TOGETHER)
        leased = await write_alone(self._services.writer, (), leasing)
        together = []
        for job in leased:
            if self._apart is not None and self._duties[job.kind].is_long:
                self._apart.create_task(self._do(job))
            else:
                together.append(self._do(job))
        await asyncio.gather(*together)
        return bool(leased)

    async def _mend(self) -> None:
        """End the waits that are too long because a clock was ahead. Not those of long jobs: a process whose clock is
        ahead may still be doing them, and they would begin again and again.
        """
        time = asyncio.get_running_loop().time()
        if time < self._mend_at:
            return
        self._mend_at = time + MEND_SECONDS
        short = [duty for duty in self._duties.values() if not duty.is_long]
        once = [duty.kind.name for duty in short if duty.every_ms is None]
        again = [duty.kind.name for duty in short if duty.every_ms is not None]
        waits = Waits(once, again, LEASE_MS)
        if await self._services.database.read(jobs.are_overlong, waits, self._services.now()):
            await write_alone(self._services.writer, (), partial(jobs.end_overlong, waits=waits))

    async def _look_for_ever(self) -> None:
        outage = Outage("jobs_put_off", quiet=QUIET_SECONDS)
        try:
            while True:
                self._awake.clear()
                try:
                    is_busy = await self.look()
                except Exception as problem:  # noqa: BLE001 - the database is away, or has what cannot be read
                    outage.failed(described(problem))
                    is_busy = False
                if not is_busy:
                    with suppress(TimeoutError):
                        async with asyncio.timeout(LOOK_SECONDS):
                            await self._awake.wait()
        finally:
            outage.close()

    async def _begin(self, tx: WriteTransaction) -> None:
        """Those that come back are there from the first start on, and no later than they come back now."""
        for duty in self._duties.values():
            if duty.every_ms is not None:
                first = tx.now if duty.at_once else tx.now + duty.every_ms
                await jobs.add(tx, duty.kind, duty.kind.payload(), key="", due_at=first)
                await jobs.bring_forward(tx, duty.kind, to=tx.now + duty.every_ms)

    async def _do(self, job: Leased) -> None:
        """Whatever goes wrong with one job costs no other one anything."""
        duty = self._duties[job.kind]
        turn = Turn(self._services, job, duty.every_ms, self._online)
        try:
            await self._try(duty, turn)
            outcome = "done"
        except Exception as problem:  # noqa: BLE001 - what a job raises is written into its row
            outcome = "lost" if turn.is_lost else await self._failed(duty, job, turn.problem or problem)
        self._services.metrics.jobs.add(job.kind, outcome)

    async def _try(self, duty: Duty, turn: Turn) -> None:
        payload: Struct = jobs.payload_of(duty.kind, turn.job)
        async with asyncio.timeout(LEASE_MS / 1000) as turn.deadline:
            await duty.work(turn, payload)
        if not turn.is_complete:
            await turn.complete()

    async def _failed(self, duty: Duty, job: Leased, problem: Exception) -> str:
        """Put it off, or bury it. One that comes back is never buried: somebody would have to notice that."""
        is_unreadable = isinstance(problem, msgspec.MsgspecError)
        is_dead = (is_unreadable or job.tries >= TRIES) and duty.every_ms is None
        error = f"its payload cannot be read: {problem}" if is_unreadable else described(problem)
        log.warning("job_failed", kind=job.kind, job=job.id, tries=job.tries, dead=is_dead, error=error)

        async def work(tx: WriteTransaction) -> bool:
            if is_dead:
                return await jobs.bury(tx, job, error=error)
            return await jobs.put_off(tx, job, due_at=tx.now + pause_ms(job.tries), error=error)

        try:
            is_mine = await write_alone(self._services.writer, (), work)
        except ParleyError:
            return "failed"  # the database is away: its lease ends by itself
        if not is_mine:
            return "lost"
        return "dead" if is_dead else "failed"

    def _overdue_seconds(self) -> float:
        now = self._services.now()
        return max(0, now - (self._next_due or now)) / 1000
