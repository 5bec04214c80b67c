"""Derives what follows from logs, beside all other processes that do the same."""

import asyncio
from collections.abc import Iterable, Sequence
from functools import partial
from time import perf_counter
from typing import Any, NamedTuple

import structlog

from parley.actions.context import Services
from parley.basics.journal import described
from parley.basics.outages import Outage
from parley.changes import Change, Log
from parley.errors import ParleyError, Unavailable
from parley.store import followers
from parley.store.database import Transaction
from parley.store.followers import Behind, Cursor, Follower, Told
from parley.store.pauses import pause_ms
from parley.store.units import WriteTransaction, write_alone

# What a process that died has left, and what one of an older version has written, is found after this long.
LOOK_SECONDS = 10.0
# Failures that are further apart are two outages. The database may take its whole time-out to say that it is away.
QUIET_SECONDS = 30.0
LOGS_AT_ONCE = 100
TRIES = 8

log = structlog.get_logger("parley.followers")


# A stretch of a log, and what was derived from it.
Taken = tuple[Told, Any]


class Next(NamedTuple):
    """What was derived from some logs, those that may have more, and those to be taken alone."""

    taken: list[Taken]
    left: list[Log]
    alone: list[Log]


class Following:
    """One per process. Every commit wakes it."""

    def __init__(self, services: Services, all_followers: tuple[Follower[Any], ...]) -> None:
        self._services = services
        self._followers = all_followers
        self._awake: dict[str, set[Log]] = {follower.name: set() for follower in all_followers}
        self._something = {follower.name: asyncio.Event() for follower in all_followers}
        self._behind: dict[str, Behind] = {}
        self._begun: set[str] = set()
        self._outage = Outage("followers_put_off", quiet=QUIET_SECONDS)
        metrics = services.metrics
        for follower in all_followers:
            for outcome in ("done", "failed", "set_aside"):
                metrics.follower_changes.expect(follower.name, outcome)
            metrics.follower_behind.watch(partial(self._figure, follower.name, 1), follower.name)
            metrics.follower_set_aside.watch(partial(self._figure, follower.name, 2), follower.name)

    def wake(self, changes: Iterable[Change]) -> None:
        logs = {change.log for change in changes}
        for follower in self._followers:
            awake = {one for one in logs if one.kind == follower.logs}
            if awake:
                self._awake[follower.name] |= awake
                self._something[follower.name].set()

    async def run(self) -> None:
        try:
            async with asyncio.TaskGroup() as tasks:
                for follower in self._followers:
                    tasks.create_task(self._look_for_ever(follower))
                    tasks.create_task(self._derive_for_ever(follower))
        finally:
            self._outage.close()

    async def look(self) -> None:
        """Find out what is owed, whoever committed it, and derive it."""
        for follower in self._followers:
            await self._look(follower)

    async def follow(self, follower: Follower[Any], logs: Iterable[Log]) -> None:
        """Derive what one follower owes of these logs, up to their heads or to the changes that fail."""
        waiting = list(logs)
        while waiting:
            began = perf_counter()
            waiting, alone = await self._together(follower, waiting)
            await self._rest(follower, began)
            for log in alone:
                await self._follow_alone(follower, log)

    async def _look(self, follower: Follower[Any]) -> None:
        database = self._services.database
        if follower.name not in self._begun:
            await write_alone(self._services.writer, (), partial(followers.begin, follower=follower))
            self._begun.add(follower.name)
        while logs := await database.read(followers.owed, follower, self._services.now(), LOGS_AT_ONCE):
            await self.follow(follower, logs)
        self._behind[follower.name] = await database.read(followers.behind, follower)

    async def _look_for_ever(self, follower: Follower[Any]) -> None:
        while True:
            try:
                await self._look(follower)
            except Exception as problem:  # noqa: BLE001 - the database is away, or has what cannot be read
                self._outage.failed(described(problem))
            await asyncio.sleep(LOOK_SECONDS)

    async def _derive_for_ever(self, follower: Follower[Any]) -> None:
        something = self._something[follower.name]
        while True:
            await something.wait()
            await asyncio.sleep(follower.rest_seconds)
            something.clear()
            awake, self._awake[follower.name] = self._awake[follower.name], set()
            try:
                await self.follow(follower, sorted(awake))
            except Exception as problem:  # noqa: BLE001 - looking finds what is owed, and who fails at it waits
                self._outage.failed(described(problem))

    async def _together(self, follower: Follower[Any], logs: list[Log]) -> tuple[list[Log], list[Log]]:
        """Take as many changes of these logs as fit into one transaction. Returns the logs that may have more, and
        those that something is wrong with.
        """
        next_ = await self._services.database.read(_next, follower, logs)
        if not next_.taken:
            return next_.left, next_.alone
        taken = {told.log for told, _ in next_.taken}
        written = await self._written(follower, next_.taken)
        if isinstance(written, Exception):
            return next_.left, [*next_.alone, *sorted(taken)]
        # Another process has derived the rest, and perhaps not as far.
        return [*sorted(taken - written), *next_.left], next_.alone

    async def _follow_alone(self, follower: Follower[Any], of: Log) -> None:
        """The same for a log at which something fails: by halves, until the change that fails is alone."""
        most = follower.stretch
        while most:
            began = perf_counter()
            most = await self._step(follower, of, most)
            await self._rest(follower, began)

    async def _step(self, follower: Follower[Any], of: Log, most: int) -> int:
        """Take so many changes at most. Returns how many to take next: if these fail, fewer, until the one that fails
        is alone.
        """
        cursor, told, derived = await self._services.database.read(_derived, follower, of, most, self._services.now())
        if cursor.is_void:
            await write_alone(self._services.writer, (), partial(followers.begin_anew, follower=follower, log=of))
            return follower.stretch
        if told is None:
            return 0
        written = derived if isinstance(derived, Exception) else await self._written(follower, [(told, derived)])
        if not isinstance(written, Exception):
            return min(2 * most, follower.stretch)
        if len(told.things) > 1:
            return len(told.things) // 2
        return follower.stretch if await self._failed(follower, told, cursor, described(written)) else 0

    async def _written(self, follower: Follower[Any], taken: Sequence[Taken]) -> set[Log] | Exception:
        """Commit what was derived with the cursors. Returns the logs in which that was done here and by no other
        process, or what was wrong with it.
        """
        wrong: list[Exception] = []

        async def work(tx: WriteTransaction) -> set[Log]:
            moved = await followers.advance(tx, follower, [told for told, _ in taken])
            try:
                if moved:
                    await follower.keep(tx, [derived for told, derived in taken if told.log in moved])
            except Exception as problem:
                wrong.append(problem)
                raise
            return moved

        try:
            moved = await write_alone(self._services.writer, (), work)
        except Unavailable:
            raise  # whatever the effect saw of it, that was the database
        except ParleyError:
            if not wrong:
                raise
            return wrong[-1]
        by = sum(len(told.things) for told, _ in taken if told.log in moved)
        self._services.metrics.follower_changes.add(follower.name, "done", by=by)
        return moved

    async def _failed(self, follower: Follower[Any], told: Told, cursor: Cursor, error: str) -> bool:
        """Try one change again later, or set it aside, so that the rest goes on. Whether it was set aside."""
        tries = cursor.tries + 1
        is_over = tries >= TRIES
        at = {"follower": follower.name, "log": told.log.id, "rev": told.upto, "tries": tries}
        log.warning("follower_failed", **at, set_aside=is_over, error=error)

        async def work(tx: WriteTransaction) -> bool:
            if is_over:
                return await followers.pass_over(tx, follower, told, error=error)
            due_at = tx.now + pause_ms(tries)
            return await followers.put_off(tx, follower, told, tries=tries, due_at=due_at, error=error)

        if await write_alone(self._services.writer, (), work):  # else another process has moved the cursor meanwhile
            self._services.metrics.follower_changes.add(follower.name, "set_aside" if is_over else "failed")
        return is_over

    async def _rest(self, follower: Follower[Any], began: float) -> None:
        if follower.share < 1:
            await asyncio.sleep((perf_counter() - began) * (1 / follower.share - 1))

    def _figure(self, follower: str, place: int) -> float:
        found = self._behind.get(follower)
        return 0 if found is None else found[place]


async def _next(tx: Transaction, follower: Follower[Any], logs: list[Log]) -> Next:
    """What comes next and what follows from it, in one snapshot, of as many of these logs as fit into a stretch."""
    looked_at = logs[:LOGS_AT_ONCE]
    room, next_ = follower.stretch, Next([], logs[LOGS_AT_ONCE:], [])
    at = dict(zip(looked_at, await followers.cursors_of(tx, follower, looked_at), strict=True))
    for place, (of, cursor) in enumerate(at.items(), 1):
        if cursor.is_void or cursor.tries:
            next_.alone.append(of)
            continue
        told = await followers.told(tx, follower, of, cursor.rev, most=room)
        if told.upto == told.after:
            continue
        try:
            next_.taken.append((told, await follower.derive(tx, told)))
        except Exception:  # noqa: BLE001 - it is seen again, and told, where the log is taken alone
            next_.alone.append(of)
            room = 0  # on PostgreSQL, nothing more can be read in this transaction
        room -= max(1, len(told.things))
        if room <= 0:
            next_.left[:0] = looked_at[place if told.is_whole else place - 1 :]
            break
    return next_


async def _derived(
    tx: Transaction, follower: Follower[Any], of: Log, most: int, now: int
) -> tuple[Cursor, Told | None, Any]:
    """The same for one log. An exception in the place of what was derived says that it was not."""
    (cursor,) = await followers.cursors_of(tx, follower, [of])
    if cursor.is_void or cursor.is_put_off(now):
        return cursor, None, None
    told = await followers.told(tx, follower, of, cursor.rev, most=1 if cursor.tries else most)
    if told.upto == told.after:
        return cursor, None, None
    try:
        return cursor, told, await follower.derive(tx, told)
    except Exception as problem:  # noqa: BLE001 - whatever one change does to a follower, the others go on
        return cursor, told, problem
