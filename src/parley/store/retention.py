"""Retention: rooms that keep their messages for some days only, and what of them is older than that."""

from itertools import takewhile

from sqlalchemy import delete, select

from parley.store import reports, threads
from parley.store import rooms as rooms_store
from parley.store.database import Transaction
from parley.store.messages import drop_about
from parley.store.schema import messages, rooms
from parley.store.units import WriteTransaction

DAY_MS = 24 * 60 * 60 * 1000
# What one transaction drops: others who write wait for as long as that takes.
BATCH = 1_000


async def overdue_rooms(tx: Transaction, now: int) -> list[int]:
    """The rooms whose oldest message has had its time. Nobody who writes waits for the others to be looked at."""
    oldest = (messages.c.room == rooms.c.id) & (messages.c.seq == rooms.c.first_kept)
    is_due = messages.c.created_at < now - rooms.c.keep_days * DAY_MS
    found = select(rooms.c.id).join(messages, oldest).where(rooms.c.keep_days > 0, is_due).order_by(rooms.c.id)
    return [row.id for row in await tx.all(found)]


async def forget(tx: WriteTransaction, room: int) -> int:
    """Drop the room's oldest messages, as far as they have had their time, and say so in its log. How many."""
    row = await rooms_store.by_id(tx, room)
    if row is None or not row.keep_days:
        return 0
    oldest = await tx.all(
        select(messages.c.seq, messages.c.created_at)
        .where(messages.c.room == room, messages.c.seq >= row.first_kept)
        .order_by(messages.c.seq)
        .limit(BATCH)
    )
    # Places decide what is older, and the clock how far that goes: what is kept has no holes, whatever a clock did.
    until = tx.now - row.keep_days * DAY_MS
    due = list(takewhile(lambda message: message.created_at < until, oldest))
    if due:
        first = due[-1].seq + 1
        await threads.drop(tx, room, row.first_kept, first - 1)
        await drop_about(tx, room, row.first_kept, first - 1)
        await reports.drop_said(tx, room, row.first_kept, first - 1)
        await tx.run(delete(messages).where(messages.c.room == room, messages.c.seq < first))
        await rooms_store.change(tx, row, first_kept=first)
    return len(due)
