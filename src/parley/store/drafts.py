"""Drafts, in the logs of the people who write them."""

from typing import Any, NamedTuple

from sqlalchemy import Row, func, select, update

from parley.basics.ids import request_hash
from parley.basics.times import rfc3339
from parley.changes import person_log
from parley.errors import Conflict
from parley.protocol.drafts import Draft
from parley.speech.sentences import say
from parley.store.database import Transaction
from parley.store.own import drafts
from parley.store.rows import made
from parley.store.units import WriteTransaction
from parley.store.vectors import Upsert

# All of them are in the welcome of everybody who connects.
MOST = 200
WRITTEN = Upsert(drafts)


class Place(NamedTuple):
    """Where somebody writes: a room, or the thread about the message at this place in it."""

    person: int
    room: int
    thread: int


async def put(tx: WriteTransaction, place: Place, body: str, reply_to: int | None, *, base: int | None) -> Draft:
    """Returns the draft that is there now."""
    known = await _known(tx, place)
    digest = request_hash(body, str(reply_to or ""))
    if known is not None and bytes(known.digest) == digest and (known.until is None or _was_late(known, base)):
        return made(Draft, known)
    if (known is None or known.until is not None) and await _number_of(tx, place.person) >= MOST:
        raise Conflict(
            say("You have {count} drafts, which are the most. Send or delete one of them first.", count=MOST)
        )
    await tx.update(WRITTEN, [(*place, body, reply_to, tx.now, digest, None, tx.rev(person_log(place.person)))])
    return await _told(tx, place)


async def remove(tx: WriteTransaction, place: Place) -> Draft:
    """Returns what was the draft; what never was has no place in any log."""
    known = await _known(tx, place)
    if known is None:
        return Draft(room=str(place.room), thread=place.thread, body="", at=rfc3339(tx.now), until=0, rev=0)
    if known.until is not None:
        return made(Draft, known)
    rev = tx.rev(person_log(place.person))
    await tx.run(update(drafts).where(*_at(place)).values(body="", reply_to=None, until=rev, rev=rev))
    return await _told(tx, place)


async def remove_in(tx: WriteTransaction, person: int, room: int) -> None:
    """Somebody is not in the room any more."""
    theirs = (drafts.c.person == person, drafts.c.room == room, drafts.c.until.is_(None))
    for row in await tx.all(select(drafts.c.thread).where(*theirs).order_by(drafts.c.thread)):
        await remove(tx, Place(person, room, row.thread))


async def page(tx: Transaction, person: int, *, before: int | None, limit: int) -> list[Draft]:
    """What somebody has begun to write, the last changed first; at most so much."""
    earlier = [drafts.c.rev < before] if before is not None else []
    of_person = (drafts.c.person == person, drafts.c.until.is_(None))
    rows = await tx.all(select(drafts).where(*of_person, *earlier).order_by(drafts.c.rev.desc()).limit(limit))
    return [made(Draft, row) for row in rows]


def _was_late(known: Row[Any], base: int | None) -> bool:
    """Whether a put of the text that ended here was sent before its device knew that it has."""
    return base is not None and base < known.rev


async def _number_of(tx: Transaction, person: int) -> int:
    of_person = (drafts.c.person == person, drafts.c.until.is_(None))
    row = await tx.one(select(func.count()).select_from(drafts).where(*of_person))
    return 0 if row is None else int(row[0])


async def _told(tx: WriteTransaction, place: Place) -> Draft:
    row = await _known(tx, place)
    assert row is not None  # noqa: S101 - it has just been written
    changed = made(Draft, row)
    tx.changed(person_log(place.person), changed)
    return changed


async def _known(tx: Transaction, place: Place) -> Row[Any] | None:
    return await tx.one(select(drafts).where(*_at(place)))


def _at(place: Place) -> tuple[Any, ...]:
    return (drafts.c.person == place.person, drafts.c.room == place.room, drafts.c.thread == place.thread)
