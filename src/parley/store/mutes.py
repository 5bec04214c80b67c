"""Mutes, each in its person's own log."""

from typing import Any

from sqlalchemy import Column, ColumnElement, Row, exists, or_, select, update

from parley.changes import person_log
from parley.protocol.mutes import Level, Mute
from parley.store.database import Transaction
from parley.store.own import mutes
from parley.store.rows import made
from parley.store.units import WriteTransaction
from parley.store.vectors import Upsert

WRITTEN = Upsert(mutes)


async def put(tx: WriteTransaction, person: int, room: int, level: Level, ends_at: int | None) -> Mute:
    """The mute that is there now; the same one again changes nothing."""
    known = await _known(tx, person, room)
    if known is not None and (known.level, known.ends_at, known.until) == (level, ends_at, None):
        return made(Mute, known)
    await tx.update(WRITTEN, [(person, room, level, ends_at, None, tx.rev(person_log(person)))])
    return await _told(tx, person, room)


async def remove(tx: WriteTransaction, person: int, room: int) -> Mute:
    """Returns the mute as it ended. One that never was has no place in any log."""
    known = await _known(tx, person, room)
    if known is None:
        return Mute(room=str(room), level="nothing", until=0, rev=0)
    if known.until is not None:
        return made(Mute, known)
    rev = tx.rev(person_log(person))
    await tx.run(update(mutes).where(*_at(person, room)).values(until=rev, rev=rev))
    return await _told(tx, person, room)


async def in_effect(tx: Transaction, person: int, now: int) -> list[Mute]:
    own = (mutes.c.person == person, *_in_effect(now))
    return [made(Mute, row) for row in await tx.all(select(mutes).where(*own).order_by(mutes.c.room))]


def silences(person: Column[int], room: Column[int], now: int) -> ColumnElement[bool]:
    """Whether nothing in the room counts for the person. All that the server counts of what is unread asks this, and
    the clients' rule is the same: see `Mute`.
    """
    about = (mutes.c.person == person, mutes.c.room == room, mutes.c.level == "nothing")
    return exists().where(*about, *_in_effect(now))


def _in_effect(now: int) -> tuple[ColumnElement[bool], ...]:
    return (mutes.c.until.is_(None), or_(mutes.c.ends_at.is_(None), mutes.c.ends_at > now))


async def _told(tx: WriteTransaction, person: int, room: int) -> Mute:
    row = await _known(tx, person, room)
    assert row is not None  # noqa: S101 - it has just been written
    changed = made(Mute, row)
    tx.changed(person_log(person), changed)
    return changed


async def _known(tx: Transaction, person: int, room: int) -> Row[Any] | None:
    return await tx.one(select(mutes).where(*_at(person, room)))


def _at(person: int, room: int) -> tuple[ColumnElement[bool], ...]:
    return (mutes.c.person == person, mutes.c.room == room)
