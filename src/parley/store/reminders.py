"""Reminders, in the logs of their people, and the jobs that make them due."""

from typing import Any, NamedTuple

from msgspec import Struct
from sqlalchemy import Row, delete, func, select, update

from parley.basics.ids import new_id
from parley.changes import person_log
from parley.protocol.reminders import Reminder
from parley.store import jobs
from parley.store.database import Transaction
from parley.store.jobs import JobKind
from parley.store.later_tables import reminders
from parley.store.rows import made
from parley.store.standing import NONE, Ask
from parley.store.units import WriteTransaction


class RingReminder(Struct, frozen=True, kw_only=True):
    """Makes a reminder due."""

    reminder: int


RING = JobKind("reminder.ring", RingReminder)


class About(NamedTuple):
    """A message: the id of its log, its room, the root of the thread that it is in, and its place."""

    log: int | None = None
    room: int | None = None
    root: int | None = None
    seq: int | None = None


NO_MESSAGE = About()


async def create(
    tx: WriteTransaction, person: int, *, known_by: tuple[str, bytes], about: About, text: str, at: int
) -> Reminder:
    """`known_by` is the `client_id` and what is kept of the request."""
    id_, rev = new_id(), tx.rev(person_log(person))
    await tx.insert(reminders, [(id_, person, *known_by, at, rev, None, rev, *about, text, 0)])
    await _time(tx, id_, at)
    return await _told(tx, id_)


def ask_of(row: Row[Any], session: int = NONE) -> Ask | None:
    """The question whether its person sees the message; none if it is about no message."""
    if row.seq is None:
        return None
    return Ask(session, row.person, row.room, row.seq, row.log, row.root or NONE)


async def by_client_id(tx: Transaction, person: int, client_id: str) -> Row[Any] | None:
    return await tx.one(select(reminders).where(reminders.c.person == person, reminders.c.client_id == client_id))


async def by_id(tx: Transaction, id_: int) -> Row[Any] | None:
    """Also one that has ended."""
    return await tx.one(select(reminders).where(reminders.c.id == id_))


async def rows_of(tx: Transaction, person: int) -> list[Row[Any]]:
    """The rows of those that are there, the earliest first."""
    own = (reminders.c.person == person, reminders.c.until.is_(None))
    return list(await tx.all(select(reminders).where(*own).order_by(reminders.c.at, reminders.c.id)))


async def number_of(tx: Transaction, person: int) -> int:
    own = (reminders.c.person == person, reminders.c.until.is_(None))
    row = await tx.one(select(func.count()).select_from(reminders).where(*own))
    return 0 if row is None else int(row[0])


async def change(tx: WriteTransaction, row: Row[Any], *, text: str | None = None, at: int | None = None) -> Reminder:
    """With a new time it waits again, also if it was due."""
    values: dict[str, Any] = {} if text is None else {"text": text}
    if at is not None:
        values |= {"at": at, "due": 0}
        await jobs.cancel(tx, RING, key=str(row.id))
        await _time(tx, row.id, at)
    return await _change(tx, row, **values)


async def complete(tx: WriteTransaction, row: Row[Any]) -> Reminder:
    await jobs.cancel(tx, RING, key=str(row.id))
    return await end(tx, row)


async def end(tx: WriteTransaction, row: Row[Any]) -> Reminder:
    return await _change(tx, row, text="", until=tx.heads[person_log(row.person)].head + 1)


async def ring(tx: WriteTransaction, row: Row[Any]) -> None:
    await _change(tx, row, due=1)


async def people_with(tx: Transaction, log: int, seq: int) -> list[int]:
    """Those who want to be reminded of a message."""
    about = (reminders.c.log == log, reminders.c.seq == seq, reminders.c.until.is_(None))
    return [row.person for row in await tx.all(select(reminders.c.person).where(*about).distinct())]


async def end_about(tx: WriteTransaction, log: int, seq: int) -> None:
    """A message is gone for good. Of people whose logs are not locked nothing is changed: they had none before."""
    about = (reminders.c.log == log, reminders.c.seq == seq, reminders.c.until.is_(None))
    for row in await tx.all(select(reminders).where(*about)):
        if person_log(row.person) in tx.heads:
            await complete(tx, row)


async def drop_all(tx: WriteTransaction, person: int) -> None:
    """Of an account that is deleted, with the jobs."""
    for row in await rows_of(tx, person):
        await jobs.cancel(tx, RING, key=str(row.id))
    await tx.run(delete(reminders).where(reminders.c.person == person))


async def _time(tx: WriteTransaction, id_: int, at: int) -> None:
    await jobs.add(tx, RING, RingReminder(reminder=id_), key=str(id_), due_at=at)


async def _change(tx: WriteTransaction, row: Row[Any], **values: Any) -> Reminder:
    rev = tx.rev(person_log(row.person))
    await tx.run(update(reminders).where(reminders.c.id == row.id).values(**values, rev=rev))
    return await _told(tx, row.id)


async def _told(tx: WriteTransaction, id_: int) -> Reminder:
    row = await by_id(tx, id_)
    assert row is not None  # noqa: S101 - it has just been written
    changed = made(Reminder, row)
    tx.changed(person_log(row.person), changed)
    return changed
