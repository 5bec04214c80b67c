"""Messages that filters hold, in the logs of the people who wrote them, until a moderator has decided.

What they say goes as soon as that is done. The row stays, so that its author's devices hear of it and a retry of the
message is answered: see `end`.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, func, or_, select, update

from parley.basics.ids import new_id
from parley.basics.times import DAY, rfc3339
from parley.changes import Log, person_log
from parley.protocol.held import Held, HeldMessage
from parley.protocol.messages import SendMessage
from parley.store.database import Transaction
from parley.store.report_tables import held
from parley.store.reports import KEPT_MS
from parley.store.rows import made
from parley.store.schema import messages, rooms
from parley.store.units import WriteTransaction

# What one transaction forgets: their authors' logs are locked for as long as that takes.
BATCH = 100
# An empty body is that of a room that was deleted: it has not been let out of the log yet.
WAITING = (held.c.until.is_(None), held.c.dropped == 0, held.c.body != "")


async def add(tx: WriteTransaction, person: int, command: SendMessage, *, digest: bytes, reason: str) -> Held:
    """The person's log and the room's are locked."""
    rev, id_ = tx.rev(person_log(person)), new_id()
    where = (int(command.room), command.thread or 0)
    said = (command.reply_to, int(command.also_in_room), command.body, reason, tx.now)
    await tx.insert(held, [(id_, person, *where, command.client_id, digest, *said, 0, rev, None, rev)])
    return await _told(tx, id_)


async def by_id(tx: Transaction, id_: int) -> Row[Any] | None:
    """Also one that is over."""
    return await tx.one(select(held).where(held.c.id == id_))


async def by_client_id(tx: Transaction, person: int, room: int, root: int, client_id: str) -> Row[Any] | None:
    named = (held.c.person == person, held.c.room == room, held.c.root == root, held.c.client_id == client_id)
    return await tx.one(select(held).where(*named))


async def was_sent(tx: Transaction, log: int, person: int, client_id: str) -> bool:
    """Whether a log has a message of this name."""
    named = (messages.c.room == log, messages.c.sender == person, messages.c.client_id == client_id)
    return await tx.one(select(messages.c.seq).where(*named)) is not None


def is_waiting(row: Row[Any]) -> bool:
    return row.until is None and not row.dropped and bool(row.body)


async def number_of(tx: Transaction, person: int) -> int:
    row = await tx.one(select(func.count()).select_from(held).where(held.c.person == person, *WAITING))
    return 0 if row is None else int(row[0])


async def listed(tx: Transaction, person: int) -> list[Held]:
    """All that is in their log, the oldest first."""
    own = (held.c.person == person, held.c.until.is_(None))
    return [made(Held, row) for row in await tx.all(select(held).where(*own).order_by(held.c.id))]


async def page(
    tx: Transaction, *, room: int | None, unseen_by: int, before: int | None, limit: int
) -> list[HeldMessage]:
    """What waits, newest first, without what one person said."""
    where: list[ColumnElement[bool]] = [*WAITING, held.c.person != unseen_by]
    if room is not None:
        where.append(held.c.room == room)
    if before is not None:
        where.append(held.c.id < before)
    of_all = select(held, rooms.c.name, rooms.c.kind).join(rooms, rooms.c.id == held.c.room)
    rows = await tx.all(of_all.where(*where).order_by(held.c.id.desc()).limit(limit))
    return [_message(row) for row in rows]


async def drop(tx: WriteTransaction, row: Row[Any]) -> Held:
    """It is not sent, and its author's devices say so until they put that away."""
    return await _change(tx, row, dropped=1, body="", reason="")


async def end(tx: WriteTransaction, row: Row[Any]) -> Held:
    """It was sent or withdrawn, or had its time: what is left of it is that it was there."""
    until = tx.heads[person_log(row.person)].head + 1
    return await _change(tx, row, body="", reason="", until=until)


async def end_in(tx: WriteTransaction, person: int, room: int) -> None:
    """Of somebody who leaves the room. Their log is locked."""
    there = (held.c.person == person, held.c.room == room, held.c.until.is_(None))
    for row in await tx.all(select(held).where(*there)):
        await end(tx, row)


async def empty_room(tx: WriteTransaction, room: int) -> None:
    """Forget what was held in a room that is deleted. The rows end as their authors are let out."""
    await tx.run(update(held).where(held.c.room == room).values(body="", reason=""))


async def drop_by(tx: WriteTransaction, person: int) -> None:
    """Of an account that is deleted."""
    await tx.run(delete(held).where(held.c.person == person))


async def overdue(tx: Transaction, now: int) -> Sequence[Row[Any]]:
    """Some of what nobody has decided about, or put away, for too long or for longer than its room keeps messages."""
    is_old_there = and_(rooms.c.keep_days > 0, held.c.at <= now - rooms.c.keep_days * DAY)
    is_due = or_(held.c.at <= now - KEPT_MS, is_old_there)
    found = select(held).join(rooms, rooms.c.id == held.c.room).where(held.c.until.is_(None), is_due)
    return await tx.all(found.order_by(held.c.id).limit(BATCH))


def logs_of(rows: Sequence[Row[Any]]) -> list[Log]:
    return sorted({person_log(row.person) for row in rows})


async def clean(tx: WriteTransaction, rows: Sequence[Row[Any]]) -> None:
    """End those that are still there."""
    ids = [row.id for row in rows]
    for row in await tx.all(select(held).where(held.c.id.in_(ids), held.c.until.is_(None))) if ids else ():
        await end(tx, row)


async def _change(tx: WriteTransaction, row: Row[Any], **values: Any) -> Held:
    rev = tx.rev(person_log(row.person))
    await tx.run(update(held).where(held.c.id == row.id).values(**values, rev=rev))
    return await _told(tx, row.id)


async def _told(tx: WriteTransaction, id_: int) -> Held:
    row = await by_id(tx, id_)
    assert row is not None  # noqa: S101 - it has just been written
    changed = made(Held, row)
    tx.changed(person_log(row.person), changed)
    return changed


def _message(row: Row[Any]) -> HeldMessage:
    return HeldMessage(
        id=str(row.id),
        room=str(row.room),
        room_name=row.name,
        room_kind=row.kind,
        thread=row.root or None,
        reply_to=row.reply_to,
        also_in_room=bool(row.also_in_room),
        sender=str(row.person),
        body=row.body,
        reason=row.reason,
        at=rfc3339(row.at),
    )
