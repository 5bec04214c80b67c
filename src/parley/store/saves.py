"""Saves: the messages that people want to find again, in their own logs."""

from typing import Any

from sqlalchemy import Row, select, update

from parley.basics.times import rfc3339
from parley.changes import person_log
from parley.protocol.saves import Save
from parley.store.database import Transaction
from parley.store.own import saves
from parley.store.rows import made
from parley.store.units import WriteTransaction
from parley.store.vectors import Upsert

WRITTEN = Upsert(saves)


async def save(tx: WriteTransaction, person: int, room: int, seq: int) -> Save:
    """Returns what is saved, which is new unless it was there already."""
    known = await _known(tx, person, room, seq)
    if known is not None and known.until is None:
        return made(Save, known)
    rev = tx.rev(person_log(person))
    await tx.update(WRITTEN, [(room, seq, person, tx.now, rev, None, rev)])
    return await _told(tx, person, room, seq)


async def unsave(tx: WriteTransaction, person: int, room: int, seq: int) -> Save:
    """Returns what was saved; what never was has no place in any log."""
    known = await _known(tx, person, room, seq)
    if known is None:
        return Save(room=str(room), seq=seq, at=rfc3339(tx.now), since=0, until=0, rev=0)
    if known.until is not None:
        return made(Save, known)
    rev = tx.rev(person_log(person))
    own = (saves.c.room == room, saves.c.seq == seq, saves.c.person == person)
    await tx.run(update(saves).where(*own).values(until=rev, rev=rev))
    return await _told(tx, person, room, seq)


async def page(tx: Transaction, person: int, *, before: int | None, limit: int) -> list[Save]:
    """What somebody saved, the last first; at most so much."""
    earlier = [saves.c.since < before] if before is not None else []
    of_person = (saves.c.person == person, saves.c.until.is_(None))
    rows = await tx.all(select(saves).where(*of_person, *earlier).order_by(saves.c.since.desc()).limit(limit))
    return [made(Save, row) for row in rows]


async def _told(tx: WriteTransaction, person: int, room: int, seq: int) -> Save:
    row = await _known(tx, person, room, seq)
    assert row is not None  # noqa: S101 - it has just been written
    changed = made(Save, row)
    tx.changed(person_log(person), changed)
    return changed


async def _known(tx: Transaction, person: int, room: int, seq: int) -> Row[Any] | None:
    own = (saves.c.room == room, saves.c.seq == seq, saves.c.person == person)
    return await tx.one(select(saves).where(*own))
