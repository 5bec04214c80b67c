"""Deleting rooms: closing one at once, and erasing what was in it a batch at a time.

The room's row stays, without its name, and so do its slugs and the rows that say who was in it and when: they tell
clients that come back later that they are out.
"""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import Row, delete, select

from parley.protocol.rooms import Room
from parley.store import held, jobs, reports, threads
from parley.store import rooms as rooms_store
from parley.store.beside import bans
from parley.store.database import Transaction
from parley.store.jobs import JobKind
from parley.store.messages import drop_about
from parley.store.retention import BATCH
from parley.store.schema import messages, stays
from parley.store.units import WriteTransaction

# So many people leave in one transaction.
LEAVING = 100


class Delete(Struct, frozen=True, kw_only=True):
    """Lets everybody out of a deleted room, and erases what was said in it."""

    room: int


DELETE = JobKind("room.delete", Delete)


async def close(tx: WriteTransaction, row: Row[Any]) -> Room:
    """From here on nobody reads it or writes in it."""
    nothing = {"name": "", "topic": "", "description": "", "default_since": None, "keep_days": 0}
    closed = await rooms_store.change(tx, row, deleted_at=tx.now, **nothing)
    await reports.drop_room(tx, row.id)
    await held.empty_room(tx, row.id)
    await jobs.add(tx, DELETE, Delete(room=row.id), key=str(row.id), due_at=tx.now)
    return closed


async def members(tx: Transaction, room: int) -> Sequence[Row[Any]]:
    """Some of those who are still in it."""
    return await tx.all(
        select(stays).where(stays.c.room == room, stays.c.until.is_(None)).order_by(stays.c.since).limit(LEAVING)
    )


async def let_out(tx: WriteTransaction, room: int, people: Sequence[int]) -> None:
    row = await rooms_store.by_id(tx, room)
    for person in people if row is not None else ():
        stay = await rooms_store.open_stay(tx, room, person)
        if stay is not None and row is not None:
            await rooms_store.let_out(tx, rooms_store.room_of(row), stay)


async def erase(tx: WriteTransaction, room: int) -> bool:
    """Erase a batch of what was said, beginning with the oldest. Whether there is more."""
    row = await rooms_store.by_id(tx, room)
    _, last = await rooms_store.counters(tx, room)
    if row is None or row.first_kept > last:
        await tx.run(delete(bans).where(bans.c.room == room))
        return False
    first = min(row.first_kept + BATCH, last + 1)
    await threads.drop(tx, room, row.first_kept, first - 1)
    await drop_about(tx, room, row.first_kept, first - 1)
    await tx.run(delete(messages).where(messages.c.room == room, messages.c.seq < first))
    await rooms_store.change(tx, row, first_kept=first)
    return True
