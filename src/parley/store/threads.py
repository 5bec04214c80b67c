"""Threads: opening them, what their rooms show of them, and dropping them with the messages that they are about.

Who writes in a thread locks the head of its room as well. So a batch can tell, in the room's log, what became of its
threads, and nobody writes in a thread whose root is being taken away.
"""

from typing import NamedTuple

from sqlalchemy import Row, delete, func, insert, select, update

from parley.basics.ids import new_id
from parley.changes import THREAD, Log, room_log, thread_log
from parley.protocol.messages import Message
from parley.protocol.threads import FACES_LIMIT
from parley.protocol.threads import Thread as Summary
from parley.store import people
from parley.store.beside import searched
from parley.store.database import Transaction
from parley.store.rows import made, resting
from parley.store.schema import messages
from parley.store.thread_tables import summaries, threads
from parley.store.units import WriteTransaction
from parley.things import THINGS

# The id of a thread that nobody has opened.
UNOPENED = 0


class Thread(NamedTuple):
    """A thread's log by its id, and the place of its root in the room."""

    id: int
    root: int


async def find(tx: Transaction, room: int, root: int) -> Thread:
    """The thread about a message. It can be there without its root, which says nothing of who may see either."""
    row = await tx.one(select(threads.c.id).where(threads.c.room == room, threads.c.root == root))
    return Thread(UNOPENED if row is None else row.id, root)


async def room_of(tx: Transaction, thread: int) -> tuple[int, Thread] | None:
    """The room that a thread is in."""
    row = await tx.one(select(threads).where(threads.c.id == thread))
    return None if row is None else (row.room, Thread(row.id, row.root))


async def open_thread(tx: WriteTransaction, room: int, root: int) -> Thread:
    """A thread without a reply yet. The root must be there, and the room's head locked."""
    thread = new_id()
    await tx.create(thread_log(thread))
    await tx.run(insert(threads).values(id=thread, room=room, root=root))
    await tx.run(
        insert(summaries).values(
            room=room, seq=root, thread=thread, head=0, number=0, counted=0, last_at=tx.now, first="", rev=0
        )
    )
    return Thread(thread, root)


async def summary(tx: Transaction, room: int, root: int) -> Summary | None:
    of_root = (summaries.c.room == room, summaries.c.seq == root, summaries.c.until.is_(None))
    row = await tx.one(select(summaries).where(*of_root))
    return None if row is None else made(Summary, row)


async def summarise(tx: WriteTransaction) -> None:
    """Tell the rooms of all threads in which the batch has written, once each."""
    for log in [log for log in tx.touched if log.kind == THREAD]:
        row = await tx.one(select(summaries).where(summaries.c.thread == log.id))
        # Without a row the root was erased: the thread went with it.
        if row is not None:
            await _summarise(tx, log, row)


async def summarise_one(tx: WriteTransaction, room: int, root: int) -> None:
    """Tell the room of one thread at once. Before its root is erased: the summary that restoring brings back has to
    know what the batch has written there.
    """
    row = await tx.one(select(summaries).where(summaries.c.room == room, summaries.c.seq == root))
    if row is not None and thread_log(row.thread) in tx.touched:
        await _summarise(tx, thread_log(row.thread), row)


async def drop(tx: WriteTransaction, room: int, first: int, last: int) -> None:
    """Delete the threads about the messages between two places, for good, with all that is in them."""
    of_room = (threads.c.room == room, threads.c.root.between(first, last))
    gone = [row.id for row in await tx.all(select(threads.c.id).where(*of_room))]
    if not gone:
        return
    for kind in THINGS:
        rests = resting(kind)
        if rests.message is not None:
            await tx.run(delete(rests.table).where(rests.message[0].in_(gone)))
            # What rooms and people have of these threads refers to them.
            if "thread" in rests.table.c:
                await tx.run(delete(rests.table).where(rests.table.c.thread.in_(gone)))
    await tx.run(delete(messages).where(messages.c.room.in_(gone)))
    await tx.run(delete(searched).where(searched.c.room.in_(gone)))
    await tx.run(delete(threads).where(threads.c.id.in_(gone)))


async def _summarise(tx: WriteTransaction, log: Log, row: Row[tuple[object, ...]]) -> None:
    room = room_log(row.room)
    if any(_is_of(log, change.log, change.thing, row.counted) for change in tx.changes):
        number, first, last_at = await _counted_anew(tx, log, row.last_at)
    else:
        number, first, last_at = row.number, row.first.split(), row.last_at
    said = (messages.c.room == log.id, messages.c.seq > row.counted, messages.c.erased_at.is_(None))
    news = await tx.all(select(messages.c.sender, messages.c.created_at).where(*said).order_by(messages.c.seq))
    for reply in news:
        number, last_at = number + 1, reply.created_at
        if len(first) < FACES_LIMIT and str(reply.sender) not in first:
            first.append(str(reply.sender))
    rev = tx.rev(room)
    values = {
        "head": tx.heads[log].head,
        "number": number,
        "counted": tx.heads[log].seq,
        "last_at": last_at,
        "first": " ".join(first),
        "until": None if number else rev,
        "rev": rev,
    }
    await tx.run(update(summaries).where(summaries.c.thread == log.id).values(**values))
    told = await tx.one(select(summaries).where(summaries.c.thread == log.id))
    assert told is not None  # noqa: S101 - it has just been written
    tx.changed(room, made(Summary, told), people=await people.cards(tx, map(int, first)))


def _is_of(log: Log, changed: Log, thing: object, counted: int) -> bool:
    """Whether this is a change of a reply that was counted: it may have been erased, or be back."""
    return changed == log and isinstance(thing, Message) and thing.seq <= counted


async def _counted_anew(tx: Transaction, log: Log, last_at: int) -> tuple[int, list[str], int]:
    """The replies that were counted before this batch and are there now: how many, who said the first, and when the
    last one was said.
    """
    row = await tx.one(select(summaries.c.counted).where(summaries.c.thread == log.id))
    counted = 0 if row is None else row.counted
    there = (messages.c.room == log.id, messages.c.seq <= counted, messages.c.erased_at.is_(None))
    number, last = func.count(), func.max(messages.c.seq)
    rows = await tx.all(
        select(messages.c.sender, number.label("number"), last.label("last"))
        .where(*there)
        .group_by(messages.c.sender)
        .order_by(func.min(messages.c.seq))
    )
    newest = max((row.last for row in rows), default=None)
    if newest is not None:
        of_newest = (messages.c.room == log.id, messages.c.seq == newest)
        (found,) = await tx.all(select(messages.c.created_at).where(*of_newest))
        last_at = found.created_at
    return sum(row.number for row in rows), [str(row.sender) for row in rows[:FACES_LIMIT]], last_at
