"""Favourites, in the logs of the people whose they are."""

from typing import Any

from sqlalchemy import Row, select, update

from parley.changes import person_log
from parley.errors import Conflict, NotFound
from parley.protocol.favourites import Favourite
from parley.speech.sentences import say
from parley.store.database import Transaction
from parley.store.own import favourites
from parley.store.positions import changed_positions, with_moved
from parley.store.rows import made
from parley.store.units import WriteTransaction
from parley.store.vectors import Upsert

MOST = 100
WRITTEN = Upsert(favourites)


async def put(tx: WriteTransaction, person: int, room: int, *, before: int | None) -> Favourite:
    """Returns the room's place among the favourites. Rooms whose number changes with it are told as well."""
    there = [int(one.room) for one in await listed(tx, person)]
    if before is not None and before not in there:
        raise NotFound("This room is not among your favourites.", field="before")
    if room not in there and len(there) >= MOST:
        raise Conflict(say("You have {count} favourites, which are the most. Remove one of them first.", count=MOST))
    await _number(tx, person, with_moved(there, room, before=before))
    row = await _known(tx, person, room)
    assert row is not None  # noqa: S101 - it was there, or has just been written
    return made(Favourite, row)


async def remove(tx: WriteTransaction, person: int, room: int) -> Favourite:
    """Returns what was the favourite; what never was has no place in any log."""
    known = await _known(tx, person, room)
    if known is None:
        return Favourite(room=str(room), position=0, until=0, rev=0)
    if known.until is not None:
        return made(Favourite, known)
    rev = tx.rev(person_log(person))
    await tx.run(update(favourites).where(*_at(person, room)).values(until=rev, rev=rev))
    ended = Favourite(room=str(room), position=known.position, until=rev, rev=rev)
    tx.changed(person_log(person), ended)
    return ended


async def listed(tx: Transaction, person: int) -> list[Favourite]:
    own = (favourites.c.person == person, favourites.c.until.is_(None))
    rows = await tx.all(select(favourites).where(*own).order_by(favourites.c.position, favourites.c.room))
    return [made(Favourite, row) for row in rows]


async def _number(tx: WriteTransaction, person: int, ordered: list[int]) -> None:
    known = {int(one.room): one.position for one in await listed(tx, person)}
    moved = changed_positions(ordered, known)
    rows = [(person, room, position, None, tx.rev(person_log(person))) for room, position in moved]
    await tx.update(WRITTEN, rows)
    for _, room, position, _, rev in rows:
        tx.changed(person_log(person), Favourite(room=str(room), position=position, rev=rev))


async def _known(tx: Transaction, person: int, room: int) -> Row[Any] | None:
    return await tx.one(select(favourites).where(*_at(person, room)))


def _at(person: int, room: int) -> tuple[Any, ...]:
    return (favourites.c.person == person, favourites.c.room == room)
