"""Scheduled messages, in the logs of the people who wrote them, and the jobs that send them."""

from typing import Any

from msgspec import Struct
from sqlalchemy import Row, and_, delete, func, or_, select, update

from parley.basics.ids import new_id
from parley.changes import person_log
from parley.protocol.scheduled import Scheduled
from parley.store import jobs
from parley.store.beside import jobs as jobs_table
from parley.store.database import Transaction
from parley.store.jobs import JobKind
from parley.store.later_tables import scheduled
from parley.store.rows import made
from parley.store.units import WriteTransaction


class SendScheduled(Struct, frozen=True, kw_only=True):
    """Sends a scheduled message."""

    scheduled: int


SEND = JobKind("scheduled.send", SendScheduled)


async def create(
    tx: WriteTransaction,
    person: int,
    *,
    known_by: tuple[str, bytes],
    room: int,
    root: int | None,
    reply_to: int | None,
    body: str,
    at: int,
) -> Scheduled:
    """`known_by` is the `client_id` and what is kept of the request."""
    id_, rev = new_id(), tx.rev(person_log(person))
    await tx.insert(scheduled, [(id_, person, *known_by, at, rev, None, rev, room, root, reply_to, body, None)])
    await _time(tx, id_, at)
    return await _told(tx, id_)


async def by_client_id(tx: Transaction, person: int, client_id: str) -> Row[Any] | None:
    return await tx.one(select(scheduled).where(scheduled.c.person == person, scheduled.c.client_id == client_id))


async def by_id(tx: Transaction, id_: int) -> Row[Any] | None:
    """Also one that was sent or cancelled."""
    return await tx.one(select(scheduled).where(scheduled.c.id == id_))


async def listed(tx: Transaction, person: int) -> list[Scheduled]:
    """Those that were not sent yet, the next one first."""
    own = (scheduled.c.person == person, scheduled.c.until.is_(None))
    rows = await tx.all(select(scheduled).where(*own).order_by(scheduled.c.at, scheduled.c.id))
    return [made(Scheduled, row) for row in rows]


async def is_next(tx: Transaction, row: Row[Any]) -> bool:
    """Whether nothing that the same person scheduled for an earlier time in the same place is still to be sent."""
    same = (
        scheduled.c.person == row.person,
        scheduled.c.room == row.room,
        scheduled.c.root.is_not_distinct_from(row.root),
    )
    earlier = or_(scheduled.c.at < row.at, and_(scheduled.c.at == row.at, scheduled.c.id < row.id))
    waiting = (scheduled.c.until.is_(None), scheduled.c.failed.is_(None))
    keys = [str(found.id) for found in await tx.all(select(scheduled.c.id).where(*same, *waiting, earlier))]
    # One whose job died waits for somebody who looks after the server, and nothing else waits for that one.
    alive = (jobs_table.c.kind == SEND.name, jobs_table.c.key.in_(keys), jobs_table.c.dead_at.is_(None))
    return not keys or await tx.one(select(jobs_table.c.id).where(*alive).limit(1)) is None


async def number_of(tx: Transaction, person: int) -> int:
    own = (scheduled.c.person == person, scheduled.c.until.is_(None))
    row = await tx.one(select(func.count()).select_from(scheduled).where(*own))
    return 0 if row is None else int(row[0])


async def change(tx: WriteTransaction, row: Row[Any], *, body: str | None = None, at: int | None = None) -> Scheduled:
    """With a new time, one that failed is tried again then. A job that is sending it at this moment has lost it."""
    values: dict[str, Any] = {} if body is None else {"body": body}
    if at is not None:
        values |= {"at": at, "failed": None}
        await jobs.cancel(tx, SEND, key=str(row.id))
        await _time(tx, row.id, at)
    return await _change(tx, row, **values)


async def cancel(tx: WriteTransaction, row: Row[Any]) -> Scheduled:
    await jobs.cancel(tx, SEND, key=str(row.id))
    return await end(tx, row)


async def end(tx: WriteTransaction, row: Row[Any]) -> Scheduled:
    """It was sent or cancelled: what is left of it is that it was there."""
    return await _change(tx, row, body="", failed=None, until=tx.heads[person_log(row.person)].head + 1)


async def fail(tx: WriteTransaction, id_: int, *, reason: str) -> None:
    row = await by_id(tx, id_)
    if row is not None and row.until is None:
        await _change(tx, row, failed=reason)


async def drop_all(tx: WriteTransaction, person: int) -> None:
    """Of an account that is deleted, with the jobs."""
    own = (scheduled.c.person == person, scheduled.c.until.is_(None))
    for row in await tx.all(select(scheduled.c.id).where(*own)):
        await jobs.cancel(tx, SEND, key=str(row.id))
    await tx.run(delete(scheduled).where(scheduled.c.person == person))


async def _time(tx: WriteTransaction, id_: int, at: int) -> None:
    await jobs.add(tx, SEND, SendScheduled(scheduled=id_), key=str(id_), due_at=at)


async def _change(tx: WriteTransaction, row: Row[Any], **values: Any) -> Scheduled:
    rev = tx.rev(person_log(row.person))
    await tx.run(update(scheduled).where(scheduled.c.id == row.id).values(**values, rev=rev))
    return await _told(tx, row.id)


async def _told(tx: WriteTransaction, id_: int) -> Scheduled:
    row = await by_id(tx, id_)
    assert row is not None  # noqa: S101 - it has just been written
    changed = made(Scheduled, row)
    tx.changed(person_log(row.person), changed)
    return changed
