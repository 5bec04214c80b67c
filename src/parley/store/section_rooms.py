"""The rooms in people's sections, in the logs of the people whose sections they are."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, select

from parley.changes import person_log
from parley.protocol.sections import SectionRoom
from parley.store.database import Transaction
from parley.store.own import section_rooms, sections
from parley.store.positions import changed_positions
from parley.store.rows import made
from parley.store.units import WriteTransaction
from parley.store.vectors import Upsert

WRITTEN = Upsert(section_rooms)


async def put(tx: WriteTransaction, person: int, room: int, section: int, *, order: list[int]) -> SectionRoom:
    """Returns the room's place in the section, whose rooms are in this `order` from now on."""
    known = {int(one.room): one.position for one in await in_section(tx, person, section)}
    moved = changed_positions(order, known)
    await _write(tx, person, [(one, section, position, False) for one, position in moved])
    row = await _known(tx, person, room)
    assert row is not None  # noqa: S101 - it was there, or has just been written
    return made(SectionRoom, row)


async def remove(tx: WriteTransaction, person: int, room: int) -> None:
    known = await _known(tx, person, room)
    if known is not None and known.until is None:
        await _write(tx, person, [(room, known.section, known.position, True)])


async def remove_all(tx: WriteTransaction, person: int, section: int) -> None:
    there = await in_section(tx, person, section)
    await _write(tx, person, [(int(one.room), section, one.position, True) for one in there])


async def in_section(tx: Transaction, person: int, section: int) -> list[SectionRoom]:
    """In their order."""
    own = (section_rooms.c.person == person, section_rooms.c.section == section, section_rooms.c.until.is_(None))
    rows = await tx.all(select(section_rooms).where(*own).order_by(section_rooms.c.position, section_rooms.c.room))
    return [made(SectionRoom, row) for row in rows]


async def listed(tx: Transaction, person: int) -> list[SectionRoom]:
    """Section by section, each in its order."""
    own = (section_rooms.c.person == person, section_rooms.c.until.is_(None))
    order = (sections.c.position, sections.c.id, section_rooms.c.position, section_rooms.c.room)
    joined = select(section_rooms).join(sections, sections.c.id == section_rooms.c.section)
    return [made(SectionRoom, row) for row in await tx.all(joined.where(*own).order_by(*order))]


async def _write(tx: WriteTransaction, person: int, rooms: Iterable[tuple[int, int, int, bool]]) -> None:
    """Each with its section, its position there, and whether it is in it no longer."""
    log = person_log(person)
    rows = []
    for room, section, position, ends in rooms:
        rev = tx.rev(log)
        rows.append((person, room, section, position, rev if ends else None, rev))
        until = rev if ends else None
        tx.changed(log, SectionRoom(room=str(room), section=str(section), position=position, until=until, rev=rev))
    await tx.update(WRITTEN, rows)


async def _known(tx: Transaction, person: int, room: int) -> Row[Any] | None:
    return await tx.one(select(section_rooms).where(section_rooms.c.person == person, section_rooms.c.room == room))
