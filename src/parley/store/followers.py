"""Followers: what is derived from logs after the commit, a cursor for each follower and log.

A follower reads a log from its cursor on, in a snapshot. What it derives from that commits together with the cursor,
if the cursor still stands where it was read. So each change has its effect once, whichever process derives it, and
however many try: a follower needs no lease.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from msgspec import Struct
from sqlalchemy import Select, and_, bindparam, case, delete, func, or_, select, text, update

from parley.changes import Log
from parley.store import facts
from parley.store.beside import cursors, set_aside
from parley.store.database import Transaction
from parley.store.logs import things_changed
from parley.store.pauses import longest_ms, longest_of
from parley.store.schema import heads
from parley.store.units import WriteTransaction
from parley.store.vectors import Lookup, Update

# What follows from a stretch of one log.
Derived = TypeVar("Derived")
# What one transaction derives from.
STRETCH = 500
ERROR_LIMIT = 500
_NEW = text(
    "INSERT INTO cursors (follower, log, rev, is_void, tries, due_at) "
    "VALUES (:follower, :log, 0, 0, 0, 0) ON CONFLICT (follower, log) DO NOTHING"
)
_AT_THE_HEAD = text(
    "INSERT INTO cursors (follower, log, rev, is_void, tries, due_at) "
    "SELECT :follower, log, head, 0, 0, 0 FROM heads WHERE kind = :kind AND head > 0 "
    "ON CONFLICT (follower, log) DO NOTHING"
)
_CURSOR = Lookup(
    "cursors",
    (cursors.c.follower, cursors.c.log),
    (cursors.c.rev, cursors.c.is_void, cursors.c.tries, cursors.c.due_at),
)
# What another process holds just now it derives itself. Waiting for it, a batch would keep its senders waiting.
_LOCKED = (
    select(cursors.c.log, cursors.c.rev)
    .where(cursors.c.follower == bindparam("of_follower"), cursors.c.log.in_(bindparam("of_logs", expanding=True)))
    .where(cursors.c.is_void == 0)
    .with_for_update(skip_locked=True)
)
_PUT_OFF = (
    update(cursors)
    .where(cursors.c.follower == bindparam("of_follower"), cursors.c.log == bindparam("of_log"))
    .where(cursors.c.rev == bindparam("at"), cursors.c.is_void == 0)
    .values({name: bindparam(name) for name in ("tries", "due_at", "error")})
)
_ADVANCED = Update(
    cursors, (cursors.c.rev, cursors.c.tries, cursors.c.due_at, cursors.c.error), (cursors.c.follower, cursors.c.log)
)


class Told(NamedTuple):
    """What a follower hears of a log: the things that changed between two places, in order of `rev`, and whether these
    are all.
    """

    log: Log
    after: int
    things: Sequence[Struct]
    upto: int
    is_whole: bool


@dataclass(frozen=True)
class Follower(Generic[Derived]):
    """A follower of all logs of a kind.

    `derive` reads in the snapshot of the changes of one log, and returns what follows from them. `keep` writes what was
    derived from several logs. `forget` deletes all that was derived from a log, unless deriving it anew replaces it.
    One that is added later begins with what is there, or with what comes. With `kinds` it hears of those things alone:
    it learns that others have changed, and the server does not read them for it. It takes `stretch` changes at most in
    one transaction, of as many logs as have them, and derives what was committed after a rest, so that busy logs cost
    one transaction instead of one each time. It works for no more than its share of the time: a server that is busy
    sends first, and such a follower comes later.
    """

    name: str
    logs: int
    derive: Callable[[Transaction, Told], Awaitable[Derived]]
    keep: Callable[[WriteTransaction, Sequence[Derived]], Awaitable[None]]
    forget: Callable[[WriteTransaction, Log], Awaitable[None]]
    kinds: tuple[type[Struct], ...] | None = None
    begins: Literal["beginning", "head"] = "beginning"
    stretch: int = STRETCH
    rest_seconds: float = 2.0
    share: float = 1.0


class Cursor(NamedTuple):
    """How far a follower has come in a log, and how often it has failed at the next change."""

    rev: int = 0
    is_void: int = 0
    tries: int = 0
    due_at: int = 0

    def is_put_off(self, now: int) -> bool:
        """Not by a clock that was ahead: a wait that is longer than a pause is over."""
        return now < self.due_at <= now + longest_ms(self.tries)


class Behind(NamedTuple):
    """How much a follower has not taken yet, and how many changes it could not take."""

    logs: int
    changes: int
    set_aside: int


async def begin(tx: WriteTransaction, follower: Follower[Any]) -> None:
    """Called at each start. Only the first one of all decides where a follower begins."""
    name = f"follower:{follower.name}"
    if await facts.get(tx, name) is None:
        if follower.begins == "head":
            await tx.run(_AT_THE_HEAD, {"follower": follower.name, "kind": follower.logs})
        await facts.put(tx, name, str(tx.now))


async def owed(tx: Transaction, follower: Follower[Any], now: int, most: int) -> list[Log]:
    """Some logs with changes that the follower has not taken, or that are to be derived anew."""
    is_too_long = cursors.c.due_at - longest_of(cursors.c.tries) > now
    is_due = or_(cursors.c.due_at.is_(None), cursors.c.due_at <= now, is_too_long)
    rows = await tx.all(_with_cursor(follower).where(_is_behind(), is_due).limit(most))
    return [Log(follower.logs, row.log) for row in rows]


async def behind(tx: Transaction, follower: Follower[Any]) -> Behind:
    left = case((cursors.c.is_void == 1, heads.c.head), else_=heads.c.head - func.coalesce(cursors.c.rev, 0))
    found = _with_cursor(follower).where(_is_behind()).add_columns(left.label("left")).subquery()
    row = await tx.one(select(func.count().label("logs"), func.coalesce(func.sum(found.c.left), 0).label("changes")))
    aside = await tx.one(select(func.count().label("number")).where(set_aside.c.follower == follower.name))
    return Behind(int(row.logs), int(row.changes), int(aside.number)) if row and aside else Behind(0, 0, 0)


async def cursors_of(tx: Transaction, follower: Follower[Any], logs: Sequence[Log]) -> list[Cursor]:
    """How far it is in each of these logs."""
    found = await tx.find(_CURSOR, [(follower.name, log.id) for log in logs])
    return [Cursor(*found.get((follower.name, log.id), ())) for log in logs]


async def told(tx: Transaction, follower: Follower[Any], log: Log, after: int, *, most: int) -> Told:
    things, upto, is_cut = await things_changed(tx, log, after, most, of=follower.kinds)
    return Told(log, after, things, upto, not is_cut)


async def advance(tx: WriteTransaction, follower: Follower[Any], told: Sequence[Told]) -> set[Log]:
    """Move the cursors of these logs on, and return the logs in which it moved. In the others another process has
    derived the same, or is about to.
    """
    for one in told:
        if one.after == 0:
            await tx.run(_NEW, {"follower": follower.name, "log": one.log.id})
    rows = await tx.all(_LOCKED, {"of_follower": follower.name, "of_logs": [one.log.id for one in told]})
    at = {row.log: row.rev for row in rows}
    moved = [one for one in told if at.get(one.log.id) == one.after]
    await tx.update(_ADVANCED, [(one.upto, 0, 0, None, follower.name, one.log.id) for one in moved])
    return {one.log for one in moved}


async def put_off(
    tx: WriteTransaction, follower: Follower[Any], told: Told, *, tries: int, due_at: int, error: str
) -> bool:
    """The next change has failed, and is tried again then."""
    if told.after == 0:
        await tx.run(_NEW, {"follower": follower.name, "log": told.log.id})
    where = {"of_follower": follower.name, "of_log": told.log.id, "at": told.after}
    return bool(await tx.run(_PUT_OFF, {**where, "tries": tries, "due_at": due_at, "error": error[:ERROR_LIMIT]}))


async def pass_over(tx: WriteTransaction, follower: Follower[Any], told: Told, *, error: str) -> bool:
    """Set one change aside, which has failed too often, and go on behind it."""
    if not await advance(tx, follower, [told]):
        return False
    thing = str(told.things[0].__struct_config__.tag) if told.things else ""
    row = (follower.name, told.log.id, told.upto, thing, error[:ERROR_LIMIT], tx.now)
    await tx.insert(set_aside, [row])
    return True


async def make_void(tx: WriteTransaction, follower: Follower[Any]) -> None:
    """Have everything derived anew, log by log. What was derived before stays until its log's turn."""
    await tx.run(update(cursors).where(cursors.c.follower == follower.name).values(is_void=1, tries=0, due_at=0))


async def begin_anew(tx: WriteTransaction, follower: Follower[Any], log: Log) -> None:
    """It is the turn of this log: forget what was derived from it, and begin at its beginning."""
    of_log = and_(cursors.c.follower == follower.name, cursors.c.log == log.id)
    if await tx.run(update(cursors).where(of_log, cursors.c.is_void == 1).values(rev=0, is_void=0)):
        await follower.forget(tx, log)
        aside = and_(set_aside.c.follower == follower.name, set_aside.c.log == log.id)
        await tx.run(delete(set_aside).where(aside))


async def listed_aside(tx: Transaction, follower: Follower[Any], most: int) -> Sequence[Any]:
    return await tx.all(
        select(set_aside).where(set_aside.c.follower == follower.name).order_by(set_aside.c.at.desc()).limit(most)
    )


def _with_cursor(follower: Follower[Any]) -> Select[Any]:
    """The logs that it follows, each with its cursor if there is one."""
    mine = and_(cursors.c.follower == follower.name, cursors.c.log == heads.c.log)
    return select(heads.c.log).outerjoin(cursors, mine).where(heads.c.kind == follower.logs)


def _is_behind() -> Any:
    return or_(heads.c.head > func.coalesce(cursors.c.rev, 0), cursors.c.is_void == 1)
