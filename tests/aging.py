"""Time that passes for messages: what was said becomes old, and the server finds out."""

from sqlalchemy import update

from parley.actions.retention import expire
from parley.changes import room_log
from parley.process.app import Running
from parley.store.retention import DAY_MS
from parley.store.schema import messages
from parley.store.units import WriteTransaction, write_alone


async def grow_old(server: Running, room: int, upto: int, *, days: int) -> None:
    """Everything up to this place was said so many days earlier than it was."""

    async def work(tx: WriteTransaction) -> None:
        aged = messages.c.created_at - days * DAY_MS
        await tx.run(update(messages).where(messages.c.room == room, messages.c.seq <= upto).values(created_at=aged))

    await write_alone(server.services.writer, (room_log(room),), work)


async def forget(server: Running, room: int, upto: int) -> int:
    """In a room that keeps messages for less than a year: all up to this place is due, and dropped."""
    await grow_old(server, room, upto, days=365)
    return await expire(server.services)
