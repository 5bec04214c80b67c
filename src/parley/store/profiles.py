"""What people's cards show, as it changes.

A change is a profile in the server's log, which everybody but guests follows. Guests know the people of their rooms: in
those, the server sends the person's stay again, with the new card.
"""

from typing import Any

from msgspec import Struct
from sqlalchemy import Row, select, update

from parley.basics.folding import name_key
from parley.basics.times import milliseconds
from parley.changes import THE_SERVER, Log, room_log
from parley.protocol.people import Card, Profile
from parley.protocol.rooms import Stay
from parley.standing import about_of, kept_of
from parley.store import jobs
from parley.store import people as people_store
from parley.store.database import Transaction
from parley.store.jobs import JobKind
from parley.store.schema import people, stays
from parley.store.units import WriteTransaction


class ClearStatus(Struct, frozen=True, kw_only=True):
    """Takes a person's status away, once its time is over."""

    person: int


CLEAR_STATUS = JobKind("status.clear", ClearStatus)


async def logs_of(tx: Transaction, person: int) -> tuple[Log, ...]:
    """The logs that carry a new card."""
    return THE_SERVER, *map(room_log, await _with_guests(tx, person))


async def change(tx: WriteTransaction, row: Row[Any], **values: object) -> Card:
    """The person's card with these columns of their row changed. All logs of `logs_of` have to be locked."""
    named = {"handle": row.handle, "name": row.name} | values
    keys = {
        "folded": people_store.searched(str(named["handle"]), str(named["name"])),
        "name_key": name_key(str(named["name"])),
    }
    rev = tx.rev(THE_SERVER)
    await tx.run(update(people).where(people.c.id == row.id).values(**values, **keys, rev=rev))
    cards = await people_store.cards(tx, [row.id])
    tx.changed(THE_SERVER, Profile(person=str(row.id), rev=rev), people=cards)
    for room in await _with_guests(tx, row.id):
        await _say_again(tx, room, row.id, cards)
    return cards[str(row.id)]


async def time_status(tx: WriteTransaction, person: int, until: int | None) -> None:
    """Take the status away then, instead of when the one before ended."""
    await jobs.cancel(tx, CLEAR_STATUS, key=str(person))
    if until is not None:
        await jobs.add(tx, CLEAR_STATUS, ClearStatus(person=person), key=str(person), due_at=until)


async def clear_status(tx: WriteTransaction, person: int) -> None:
    row = await people_store.by_id(tx, person)
    about = about_of(None if row is None else row.about)
    status = about.status
    if row is None or status is None or status.until is None or milliseconds(status.until) > tx.now:
        return
    await change(tx, row, about=kept_of(type(about)(pronouns=about.pronouns, time_zone=about.time_zone)))


async def _with_guests(tx: Transaction, person: int) -> list[int]:
    """The rooms in which they are together with a guest."""
    guests = select(stays.c.room).join(people, people.c.id == stays.c.person)
    guests = guests.where(stays.c.until.is_(None), people.c.role == "guest")
    own = (stays.c.person == person, stays.c.until.is_(None), stays.c.room.in_(guests))
    return [row.room for row in await tx.all(select(stays.c.room).where(*own).order_by(stays.c.room))]


async def _say_again(tx: WriteTransaction, room: int, person: int, cards: dict[str, Card]) -> None:
    log = room_log(room)
    # One of them came in at this moment. A guest who still read the old card gets the new one with the next message.
    if log not in tx.heads:
        return
    rev = tx.rev(log)
    own = (stays.c.room == room, stays.c.person == person, stays.c.until.is_(None))
    if not await tx.run(update(stays).where(*own).values(rev=rev)):
        return
    row = await tx.one(select(stays).where(*own))
    assert row is not None  # noqa: S101 - for the type checker: the statement before has changed it
    tx.changed(log, Stay(person=str(person), role=row.role, since=row.since, until=None, rev=rev), people=cards)
