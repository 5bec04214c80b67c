"""All that a person said, for the copy that they take along: window by window of each room and thread.

No index leads from a person to their messages. Windows bound what one statement looks at, also where somebody said
little among millions of messages.
"""

from collections.abc import AsyncIterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Row, func, select

from parley.basics.times import rfc3339
from parley.store.database import Database, Transaction
from parley.store.forwards import parts_of
from parley.store.listing import Told
from parley.store.poll_tables import polls
from parley.store.schema import heads, messages, stays, versions
from parley.store.thread_tables import threads
from parley.things import forwarded_of, notice_of

# Places of a log that one statement looks at.
WINDOW = 2_000
# Rooms, or threads of a room, that are looked at together.
LOGS = 200


async def portions(database: Database, person: int) -> AsyncIterator[list[Told]]:
    """Also what they said in rooms that they have left: it is theirs."""
    async for rooms in _some(database, _rooms, person):
        async for said in _in_logs(database, rooms, person):
            yield said
        for room in rooms:
            async for some in _some(database, _threads, room):
                async for said in _in_logs(database, some, person):
                    yield said


async def _some(database: Database, page: Any, of: int) -> AsyncIterator[list[int]]:
    """Ids in their order, some at a time."""
    after = 0
    while ids := await database.read(page, of, after):
        yield ids
        after = ids[-1]


async def _rooms(tx: Transaction, person: int, after: int) -> list[int]:
    been = select(stays.c.room).where(stays.c.person == person, stays.c.room > after).distinct()
    return [row.room for row in await tx.all(been.order_by(stays.c.room).limit(LOGS))]


async def _threads(tx: Transaction, room: int, after: int) -> list[int]:
    there = select(threads.c.id).where(threads.c.room == room, threads.c.id > after)
    return [row.id for row in await tx.all(there.order_by(threads.c.id).limit(LOGS))]


async def _in_logs(database: Database, logs: list[int], person: int) -> AsyncIterator[list[Told]]:
    for log in await database.read(_spoken_in, logs, person):
        for after in range(log.first - 1, log.seq, WINDOW):
            if said := await database.read(_window, log.log, after, person):
                yield said


async def _spoken_in(tx: Transaction, logs: list[int], person: int) -> Sequence[Row[Any]]:
    """Those of these logs in which they said something, with their first and last places."""
    theirs = select(messages.c.seq).where(messages.c.room == heads.c.log, messages.c.sender == person).exists()
    first = select(func.min(messages.c.seq)).where(messages.c.room == heads.c.log).scalar_subquery()
    there = select(heads.c.log, heads.c.seq, first.label("first")).where(heads.c.log.in_(logs), theirs)
    return await tx.all(there.order_by(heads.c.log))


async def _window(tx: Transaction, log: int, after: int, person: int) -> list[Told]:
    """What they said there and did not delete, with what it said before it was edited, and what it asks as a poll."""
    here = (messages.c.room == log, messages.c.seq > after, messages.c.seq <= after + WINDOW)
    said = (*here, messages.c.sender == person, messages.c.erased_at.is_(None))
    rows = await tx.all(select(messages).where(*said).order_by(messages.c.seq))
    if not rows:
        return []
    before: dict[int, list[Told]] = {}
    if any(row.edited_at is not None for row in rows):
        for row in await tx.all(_of(versions, said).order_by(versions.c.seq, versions.c.rev)):
            before.setdefault(row.seq, []).append({"at": rfc3339(row.at), "body": row.body})
    asked: dict[int, Told] = {}
    if any(row.poll for row in rows):
        asked = {row.seq: _poll(row) for row in await tx.all(_of(polls, said))}
    return [_told(row, before.get(row.seq, []), asked.get(row.seq)) for row in rows]


def _of(table: Any, said: tuple[Any, ...]) -> Any:
    """The rows of a table that are about these messages."""
    same = (messages.c.room == table.c.room) & (messages.c.seq == table.c.seq)
    return select(table).join(messages, same).where(*said)


def _told(row: Row[Any], before: list[Told], poll: Told | None) -> Told:
    """Of what they forwarded, their note: the rest is somebody else's."""
    copy = forwarded_of(row)
    return {
        "room": str(row.in_room or row.room),
        "thread": row.root,
        "seq": row.seq,
        "at": rfc3339(row.created_at),
        "body": row.body if copy is None else parts_of(row.body, copy.lines)[0],
        "is_forwarded": copy is not None,
        "reply_to": row.reply_to,
        "edited_at": None if row.edited_at is None else rfc3339(row.edited_at),
        "before": before,
        "poll": poll,
        "notice": None if (notice := notice_of(row)) is None else notice.kind,
    }


def _poll(row: Row[Any]) -> Told:
    """What it asks. How others voted is theirs."""
    return {
        "question": row.question,
        "options": msgspec.json.decode(row.options),
        "multiple": bool(row.multiple),
        "anonymous": bool(row.anonymous),
        "closes_at": None if row.closes_at is None else rfc3339(row.closes_at),
        "closed_at": None if row.closed_at is None else rfc3339(row.closed_at),
    }
