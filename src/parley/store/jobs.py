"""Jobs: work that is due at a certain time, a row each. The transaction that causes a job adds its row.

A process leases what is due: it moves `due_at` to the end of its lease and raises the job's fence. What a job changes
in the database commits together with its completion, under that fence. So it happens once, whoever is stopped or
killed meanwhile.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, Row, and_, delete, func, or_, select, text, update

from parley.basics.ids import new_id
from parley.store.beside import jobs
from parley.store.database import Transaction
from parley.store.pauses import TOLERATED_MS, longest_of
from parley.store.units import WriteTransaction

P = TypeVar("P", bound=Struct)

# A payload holds ids and places, never what people wrote, so any of them fits.
PAYLOAD_LIMIT = 1_000
ERROR_LIMIT = 500
_ADD = text(
    "INSERT INTO jobs (id, kind, key, payload, created_at, due_at, fence, tries) "
    "VALUES (:id, :kind, :key, :payload, :now, :due_at, 0, 0) ON CONFLICT (kind, key) DO NOTHING"
)
_decode = msgspec.json.decode
_encode = msgspec.json.Encoder().encode
_is_alive = jobs.c.dead_at.is_(None)


@dataclass(frozen=True)
class JobKind(Generic[P]):
    """A kind of job, and the form of its payload."""

    name: str
    payload: type[P]


class Leased(NamedTuple):
    """A job and the right to do it, until the lease ends and somebody else leases it."""

    id: int
    kind: str
    payload: str
    key: str
    fence: int
    tries: int


class Waits(NamedTuple):
    """What jobs may wait for: the kinds that are done once, those that come back, and how long a lease lasts."""

    once: Collection[str]
    again: Collection[str]
    lease_ms: int


class Survey(NamedTuple):
    """When the next job is due, and how many are dead."""

    next_due: int | None
    dead: int


async def add(tx: WriteTransaction, kind: JobKind[P], payload: P, *, key: str, due_at: int) -> None:
    """Add a job. If there is one of this kind and key already, nothing changes."""
    told = _encode(payload).decode()
    if len(told) > PAYLOAD_LIMIT:
        raise ValueError(f"the payload of a {kind.name} has {len(told)} characters, and {PAYLOAD_LIMIT} are the most")
    row = {"id": new_id(), "kind": kind.name, "payload": told, "key": key, "now": tx.now, "due_at": due_at}
    await tx.run(_ADD.bindparams(**row))


async def cancel(tx: WriteTransaction, kind: JobKind[Any], *, key: str) -> None:
    """Delete the job of this kind and key undone, if there is one."""
    await tx.run(delete(jobs).where(jobs.c.kind == kind.name, jobs.c.key == key))


def payload_of(kind: JobKind[P], job: Leased) -> P:
    return _decode(job.payload, type=kind.payload)


async def survey(tx: Transaction, kinds: Collection[str]) -> Survey:
    """Look without locking anything. Jobs of other kinds are left to a process that knows them."""
    next_due = await tx.one(select(func.min(jobs.c.due_at).label("at")).where(_is_alive, jobs.c.kind.in_(kinds)))
    dead = await tx.one(select(func.count().label("number")).where(jobs.c.dead_at.is_not(None)))
    return Survey(next_due.at if next_due is not None else None, dead.number if dead is not None else 0)


async def lease(tx: WriteTransaction, kinds: Collection[str], *, for_ms: int, most: int) -> list[Leased]:
    """Take what is due. On PostgreSQL, jobs that another process is leasing in this moment are skipped."""
    due = (
        select(jobs.c.id)
        .where(_is_alive, jobs.c.kind.in_(kinds), jobs.c.due_at <= tx.now)
        .order_by(jobs.c.due_at, jobs.c.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    ids = [row.id for row in await tx.all(due)]
    if not ids:
        return []
    taken = update(jobs).where(jobs.c.id.in_(ids))
    await tx.run(taken.values(due_at=tx.now + for_ms, fence=jobs.c.fence + 1, tries=jobs.c.tries + 1))
    columns = (jobs.c.id, jobs.c.kind, jobs.c.payload, jobs.c.key, jobs.c.fence, jobs.c.tries)
    rows = {row.id: Leased._make(row) for row in await tx.all(select(*columns).where(jobs.c.id.in_(ids)))}
    return [rows[id_] for id_ in ids]


# Each of these five returns False, and changes nothing, if the job was leased anew meanwhile or dropped.


async def complete(tx: WriteTransaction, job: Leased) -> bool:
    """The job is done with this transaction."""
    return bool(await tx.run(delete(jobs).where(*_held(job))))


async def repeat(tx: WriteTransaction, job: Leased, *, due_at: int) -> bool:
    """This turn of the job is done with this transaction, and its next one is due then."""
    return await _settle(tx, job, due_at=due_at, tries=0, error=None)


async def hold(tx: WriteTransaction, job: Leased, *, until: int) -> bool:
    """The lease lasts until then."""
    return await _settle(tx, job, due_at=until)


async def put_off(tx: WriteTransaction, job: Leased, *, due_at: int, error: str) -> bool:
    """It failed, and is tried again then."""
    return await _settle(tx, job, due_at=due_at, error=error[:ERROR_LIMIT])


async def bury(tx: WriteTransaction, job: Leased, *, error: str) -> bool:
    """It failed for good, and stays until somebody retries or drops it."""
    return await _settle(tx, job, dead_at=tx.now, error=error[:ERROR_LIMIT])


async def bring_forward(tx: WriteTransaction, kind: JobKind[Any], *, to: int) -> None:
    """Have jobs of a kind that are due after that be due then."""
    later = (jobs.c.kind == kind.name, jobs.c.due_at > to, _is_alive)
    await tx.run(update(jobs).where(*later).values(due_at=to))


async def are_overlong(tx: Transaction, waits: Waits, now: int) -> bool:
    """Whether jobs wait for longer than a pause or a lease lasts, since a process's clock was ahead."""
    return await tx.one(select(jobs.c.id).where(*_overlong(waits, now)).limit(1)) is not None


async def end_overlong(tx: WriteTransaction, waits: Waits) -> None:
    """Have them be due now. The fence of a lease is not raised before somebody takes the job."""
    await tx.run(update(jobs).where(*_overlong(waits, tx.now)).values(due_at=tx.now))


async def listed(tx: Transaction, *, only_dead: bool, most: int) -> Sequence[Row[Any]]:
    """The dead ones first, then those that are due next."""
    which = select(jobs).where(jobs.c.dead_at.is_not(None)) if only_dead else select(jobs)
    return await tx.all(which.order_by(jobs.c.dead_at.is_(None), jobs.c.due_at, jobs.c.id).limit(most))


async def retry(tx: WriteTransaction, ids: Collection[int]) -> int:
    """Make these jobs due now, with all their tries again, and return how many of them there are."""
    return await tx.run(update(jobs).where(jobs.c.id.in_(ids)).values(due_at=tx.now, tries=0, dead_at=None))


async def drop(tx: WriteTransaction, ids: Collection[int]) -> int:
    """Delete these jobs undone, and return how many of them there were."""
    return await tx.run(delete(jobs).where(jobs.c.id.in_(ids)))


async def dead_ones(tx: Transaction) -> list[int]:
    return [row.id for row in await tx.all(select(jobs.c.id).where(jobs.c.dead_at.is_not(None)))]


async def _settle(tx: WriteTransaction, job: Leased, **values: Any) -> bool:
    return bool(await tx.run(update(jobs).where(*_held(job)).values(**values)))


def _overlong(waits: Waits, now: int) -> tuple[ColumnElement[bool], ...]:
    """A job that was leased before waits for its pause, for the end of its lease, or to go on at once; one that comes
    back may wait for its next turn. One that was never leased keeps its time, unless it was due when it was added.
    """
    was_leased = or_(
        and_(jobs.c.kind.in_(waits.once), jobs.c.fence > 0), and_(jobs.c.kind.in_(waits.again), jobs.c.tries > 0)
    )
    is_too_long = and_(
        jobs.c.due_at > now + waits.lease_ms + TOLERATED_MS, jobs.c.due_at - longest_of(jobs.c.tries) > now
    )
    was_due = and_(jobs.c.fence == 0, jobs.c.due_at == jobs.c.created_at, jobs.c.due_at > now + TOLERATED_MS)
    known = jobs.c.kind.in_([*waits.once, *waits.again])
    return (_is_alive, known, or_(and_(was_leased, is_too_long), was_due))


def _held(job: Leased) -> tuple[ColumnElement[bool], ...]:
    return (jobs.c.id == job.id, jobs.c.fence == job.fence, _is_alive)
