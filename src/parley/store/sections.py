"""The sections into which people sort their list of rooms, in their own logs."""

from typing import Any

from sqlalchemy import Row, select, update

from parley.basics.ids import new_id
from parley.changes import person_log
from parley.protocol.sections import Section
from parley.store import section_rooms
from parley.store.database import Transaction
from parley.store.own import sections
from parley.store.positions import changed_positions, with_moved
from parley.store.rows import made
from parley.store.units import WriteTransaction


async def create(tx: WriteTransaction, person: int, name: str, *, known_by: tuple[str, bytes]) -> Section:
    """It stands after the others. `known_by` is the `client_id` and what is kept of the request."""
    position = max((one.position for one in await listed(tx, person)), default=0) + 1
    id_, rev = new_id(), tx.rev(person_log(person))
    await tx.insert(sections, [(id_, person, *known_by, name, position, None, rev)])
    return await _told(tx, id_)


async def by_client_id(tx: Transaction, person: int, client_id: str) -> Row[Any] | None:
    """Also one that was deleted."""
    return await tx.one(select(sections).where(sections.c.person == person, sections.c.client_id == client_id))


async def by_id(tx: Transaction, id_: int) -> Row[Any] | None:
    """Also one that was deleted."""
    return await tx.one(select(sections).where(sections.c.id == id_))


async def listed(tx: Transaction, person: int) -> list[Section]:
    own = (sections.c.person == person, sections.c.until.is_(None))
    rows = await tx.all(select(sections).where(*own).order_by(sections.c.position, sections.c.id))
    return [made(Section, row) for row in rows]


async def rename(tx: WriteTransaction, row: Row[Any], name: str) -> Section:
    return made(Section, row) if row.name == name else await _change(tx, row, name=name)


async def move(tx: WriteTransaction, row: Row[Any], *, before: int | None) -> Section:
    """Returns the section in its new place; `before` is another one of the same person's. The person's devices
    hear of the other sections whose position changes with it, too.
    """
    there = {int(one.id): one.position for one in await listed(tx, row.person)}
    for id_, position in changed_positions(with_moved(list(there), row.id, before=before), there):
        await _change(tx, await _known(tx, id_), position=position)
    return made(Section, await _known(tx, row.id))


async def end(tx: WriteTransaction, row: Row[Any]) -> Section:
    """The rooms in it are in none from now on."""
    await section_rooms.remove_all(tx, row.person, row.id)
    return await _change(tx, row, name="", until=tx.heads[person_log(row.person)].head + 1)


async def _change(tx: WriteTransaction, row: Row[Any], **values: Any) -> Section:
    rev = tx.rev(person_log(row.person))
    await tx.run(update(sections).where(sections.c.id == row.id).values(**values, rev=rev))
    return await _told(tx, row.id)


async def _told(tx: WriteTransaction, id_: int) -> Section:
    row = await _known(tx, id_)
    changed = made(Section, row)
    tx.changed(person_log(row.person), changed)
    return changed


async def _known(tx: Transaction, id_: int) -> Row[Any]:
    row = await by_id(tx, id_)
    assert row is not None  # noqa: S101 - it was listed, or has just been written
    return row
