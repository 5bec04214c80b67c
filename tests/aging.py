"""Time that passes for messages: what was said becomes old, and the server finds out."""

import asyncio

from sqlalchemy import func, select, update

from parley.changes import room_log
from parley.later import retention
from parley.process.app import Running
from parley.store.beside import jobs
from parley.store.database import Transaction
from parley.store.erasures import PURGE
from parley.store.retention import DAY_MS
from parley.store.schema import messages, trash
from parley.store.units import WriteTransaction, write_alone
from tests.cast import PATIENCE


async def grow_old(server: Running, room: int, upto: int, *, days: int) -> None:
    """Everything up to this place was said so many days earlier than it was."""

    async def work(tx: WriteTransaction) -> None:
        aged = messages.c.created_at - days * DAY_MS
        await tx.run(update(messages).where(messages.c.room == room, messages.c.seq <= upto).values(created_at=aged))

    await write_alone(server.services.writer, (room_log(room),), work)


async def expire(server: Running) -> int:
    """The server looks for what rooms need not keep, and drops it. How many messages that was."""
    before = await server.services.database.read(_messages)
    await server.runner.look()  # there is a job to be made due only after its first look
    await make_due(server, retention.FIND.name)
    async with asyncio.timeout(PATIENCE):
        while await server.services.database.read(_is_at_work, server.services.now()):
            await server.runner.look()
    return before - await server.services.database.read(_messages)


async def make_due(server: Running, kind: str, *, key: str | None = None) -> None:
    """All jobs of a kind, or the one with this key."""
    which = [jobs.c.kind == kind, *([jobs.c.key == key] if key is not None else [])]

    async def work(tx: WriteTransaction) -> None:
        await tx.run(update(jobs).where(*which).values(due_at=tx.now))

    await write_alone(server.services.writer, (), work)


async def forget(server: Running, room: int, upto: int) -> int:
    """In a room that keeps messages for less than a year: all up to this place is due, and dropped."""
    await grow_old(server, room, upto, days=365)
    return await expire(server)


async def purge(server: Running) -> None:
    """What was erased cannot be undone any more."""
    await make_due(server, PURGE.name)
    async with asyncio.timeout(PATIENCE):
        while await server.services.database.read(lambda tx: tx.all(select(trash.c.room))):
            await server.runner.look()


async def _messages(tx: Transaction) -> int:
    row = await tx.one(select(func.count().label("number")).select_from(messages))
    return int(row.number) if row is not None else 0


async def _is_at_work(tx: Transaction, now: int) -> bool:
    """Something is to be dropped, or looked for now or by somebody who has leased that."""
    ten_minutes = now + 9 * 60_000
    is_searching = (jobs.c.kind == retention.FIND.name) & (jobs.c.due_at < ten_minutes)
    return await tx.one(select(jobs.c.id).where((jobs.c.kind == retention.DROP.name) | is_searching)) is not None
