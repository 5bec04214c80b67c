"""Erasing messages, and restoring what was erased by mistake.

Erasing moves what a message said, and the rows about it, into `trash`, which no reader of logs knows. A job empties
that when the time to undo is over. Restoring moves everything back, with new places in the logs.
"""

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Row, and_, delete, select, update

from parley.changes import ROOM, Log
from parley.errors import Gone
from parley.policies import UNDO_MS
from parley.protocol.messages import Message
from parley.store import forwards, jobs, mentions, reminders, threads
from parley.store.beside import searched
from parley.store.database import Transaction
from parley.store.jobs import JobKind
from parley.store.logs import people_in
from parley.store.messages import drop_about
from parley.store.quotes import quotes_in
from parley.store.rows import made, resting
from parley.store.schema import messages, trash
from parley.store.units import WriteTransaction
from parley.store.vectors import Upsert
from parley.things import THINGS, Thing

ABOUT = tuple(kind for kind in THINGS if kind.message is not None)
THROWN = Upsert(trash)
NOTHING_SAID: dict[str, Any] = {"body": "", "edited_at": None, "mentions": None, "forwarded": None, "notice": None}
# What else is in a message's row goes to the trash and comes back with it.
MARKS = ("mentions", "forwarded", "notice")
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(dict[str, list[dict[str, Any]]]).decode


class Purge(Struct, frozen=True, kw_only=True):
    """The erasure of a message: a later one of the same message has another `rev`. `room` is the id of its log."""

    room: int
    seq: int
    rev: int


PURGE = JobKind("erasure.purge", Purge)


async def erase(tx: WriteTransaction, log: Log, seq: int, *, by: int) -> int:
    """Move the text, the history and the reactions away. The place, the sender and the client_id stay. Returns the new
    `rev`.
    """
    room = log.id
    await threads.summarise_one(tx, room, seq)
    rev = tx.rev(log)
    said = await _said(tx, room, seq)
    about: dict[str, list[dict[str, Any]]] = {messages.name: [{name: getattr(said, name) for name in MARKS}]}
    for kind in ABOUT:
        about[kind.table] = [row._asdict() for row in await _rows_about(tx, kind, room, seq)]
    await tx.update(THROWN, [(room, seq, rev, said.body, said.edited_at, _encode(about).decode())])
    await drop_about(tx, room, seq, seq)
    await _change(tx, log, seq, rev=rev, **NOTHING_SAID, erased_at=tx.now, erased_by=by)
    purge = Purge(room=room, seq=seq, rev=rev)
    await jobs.add(tx, PURGE, purge, key=f"{room}:{seq}:{rev}", due_at=tx.now + UNDO_MS)
    return rev


async def erase_for_good(tx: WriteTransaction, log: Log, seq: int, *, by: int) -> None:
    """The same, with the thread about it, and nobody can undo it."""
    await drop_about(tx, log.id, seq, seq)
    await threads.drop(tx, log.id, seq, seq)
    await forwards.drop(tx, log.id, seq)
    await _change(tx, log, seq, rev=tx.rev(log), **NOTHING_SAID, erased_at=tx.now, erased_by=by)


async def logs_to_restore(tx: Transaction, log: Log, seq: int) -> tuple[Log, ...]:
    """The logs that restoring a message changes: its own, and those of the people who reacted to it."""
    thrown = await _thrown(tx, log.id, seq)
    rows = _decode(thrown.about) if thrown is not None else {}
    return tuple({log: None, **dict.fromkeys(of for of, _, _ in _named(rows, log) if of is not None)})


async def restore(tx: WriteTransaction, of: Log, seq: int) -> int | None:
    """Move everything back, and tell it all anew. Returns the message's new `rev`; None, and nothing is moved, if it
    was restored and erased again meanwhile, so that more logs would have to be locked.
    """
    room = of.id
    thrown = await _thrown(tx, room, seq)
    if thrown is None:
        raise Gone("This message is gone for good.", field="seq")
    about = _decode(thrown.about)
    named = list(_named(about, of))
    if any(log is not None and log not in tx.heads for log, _, _ in named):
        return None
    await tx.run(delete(trash).where(trash.c.room == room, trash.c.seq == seq))
    rev = tx.rev(of)
    back = {"body": thrown.body, "edited_at": thrown.edited_at, "erased_at": None, "erased_by": None}
    # A process of the version before has not thrown all of them away.
    (said,) = about.get(messages.name) or ({},)
    marks = {name: said.get(name) for name in MARKS}
    await _change(tx, of, seq, rev=rev, **back, **marks)
    for log, kind, row in named:
        values = row if log is None else row | {kind.rev: tx.rev(log)}
        await tx.insert(resting(kind).table, [tuple(values[column.name] for column in resting(kind).table.columns)])
    await _tell_about(tx, of, seq)
    return rev


async def purge(tx: WriteTransaction, erasure: Purge) -> None:
    """Forget what was erased, the thread about it, the reminders of it and its copies elsewhere, unless it has been
    restored.
    """
    of_message = and_(trash.c.room == erasure.room, trash.c.seq == erasure.seq)
    if await tx.run(delete(trash).where(of_message, trash.c.rev == erasure.rev)):
        # On PostgreSQL, the follower may have put these words in while the erasure was being committed.
        await tx.run(delete(searched).where(searched.c.room == erasure.room, searched.c.seq == erasure.seq))
        await threads.drop(tx, erasure.room, erasure.seq, erasure.seq)
        await forwards.drop(tx, erasure.room, erasure.seq)
        await forwards.take_away_later(tx, erasure.room, erasure.seq)
        await mentions.drop(tx, erasure.room, erasure.seq)
        await reminders.end_about(tx, erasure.room, erasure.seq)


def _named(rows: dict[str, list[dict[str, Any]]], of: Log) -> Iterable[tuple[Log | None, Thing, dict[str, Any]]]:
    """What was about a message, in its order, with the log that tells it; None for what no log tells."""
    for kind in ABOUT:
        for row in sorted(rows.get(kind.table, ()), key=lambda row: row[kind.rev]):
            yield (_log_of(kind, row, of) if kind.travels else None), kind, row


def _log_of(kind: Thing, row: dict[str, Any], of: Log) -> Log:
    """The log that tells a row about a message of this log: the same one, or a person's."""
    return of if kind.log == ROOM else Log(kind.log, row[kind.log_column or ""])


async def _tell_about(tx: WriteTransaction, of: Log, seq: int) -> None:
    for kind in ABOUT:
        for row in await _rows_about(tx, kind, of.id, seq) if kind.travels else ():
            thing = made(kind.wire, row)
            tx.changed(_log_of(kind, row._asdict(), of), thing, people=await people_in(tx, [thing]))


async def _change(tx: WriteTransaction, log: Log, seq: int, **values: Any) -> None:
    room = log.id
    await tx.run(update(messages).where(messages.c.room == room, messages.c.seq == seq).values(**values))
    row = await _said(tx, room, seq)
    changed = made(Message, row)
    if row.mentions or await mentions.are_about(tx, room, seq):
        due = mentions.Settle(room=int(changed.room), log=room, seq=seq, rev=changed.rev, root=row.root or 0)
        await mentions.settle_later(tx, [due])
    if log.kind == ROOM:
        await mentions.settle_thread_later(tx, room, seq, rev=changed.rev)
    quotes = await quotes_in(tx, log, [changed])
    tx.changed(log, changed, people=await people_in(tx, [changed], quotes), quotes=tuple(quotes))


async def _said(tx: Transaction, room: int, seq: int) -> Row[Any]:
    (row,) = await tx.all(select(messages).where(messages.c.room == room, messages.c.seq == seq))
    return row


async def _thrown(tx: Transaction, room: int, seq: int) -> Row[Any] | None:
    return await tx.one(select(trash).where(trash.c.room == room, trash.c.seq == seq))


async def _rows_about(tx: Transaction, kind: Thing, room: int, seq: int) -> list[Row[Any]]:
    rests = resting(kind)
    assert rests.message is not None  # noqa: S101 - these kinds are about one
    of_room, place = rests.message
    return list(await tx.all(select(rests.table).where(of_room == room, place == seq).order_by(rests.rev)))
