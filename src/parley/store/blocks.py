"""Blocks, in the logs of the people who block."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, func, select, update

from parley.basics.times import rfc3339
from parley.changes import person_log
from parley.protocol.blocks import Block
from parley.store import people
from parley.store.database import Transaction
from parley.store.own import blocks
from parley.store.rows import made
from parley.store.units import WriteTransaction
from parley.store.vectors import Upsert

WRITTEN = Upsert(blocks)


async def add(tx: WriteTransaction, owner: int, person: int, *, room: int | None) -> Block:
    """Returns the block, which is new unless it was there already. `room` is the conversation of the two."""
    known = await _known(tx, owner, person)
    if known is not None and known.until is None:
        return made(Block, known)
    rev = tx.rev(person_log(owner))
    await tx.update(WRITTEN, [(owner, person, room, tx.now, rev, None, rev)])
    return await _told(tx, owner, person)


async def remove(tx: WriteTransaction, owner: int, person: int) -> Block:
    """Returns what was the block; what never was has no place in any log."""
    known = await _known(tx, owner, person)
    if known is None:
        return Block(person=str(person), at=rfc3339(tx.now), since=0, until=0, rev=0)
    if known.until is None:
        rev = tx.rev(person_log(owner))
        own = (blocks.c.owner == owner, blocks.c.person == person)
        await tx.run(update(blocks).where(*own).values(until=rev, rev=rev))
        return await _told(tx, owner, person)
    return made(Block, known)


async def listed(tx: Transaction, owner: int) -> list[Block]:
    own = (blocks.c.owner == owner, blocks.c.until.is_(None))
    return [made(Block, row) for row in await tx.all(select(blocks).where(*own).order_by(blocks.c.since.desc()))]


async def number_of(tx: Transaction, owner: int) -> int:
    own = (blocks.c.owner == owner, blocks.c.until.is_(None))
    row = await tx.one(select(func.count()).select_from(blocks).where(*own))
    return 0 if row is None else int(row[0])


async def is_blocked(tx: Transaction, person: int, *, by: Iterable[int]) -> bool:
    """Whether one of these people has blocked this person."""
    theirs = (blocks.c.owner.in_(list(by)), blocks.c.person == person, blocks.c.until.is_(None))
    return await tx.one(select(blocks.c.owner).where(*theirs).limit(1)) is not None


async def begin_room(tx: WriteTransaction, room: int, one: int, other: int) -> None:
    """These two have a conversation from now on. If one of them is blocked, they cannot write in it."""
    for owner, person in ((one, other), (other, one)):
        own = (blocks.c.owner == owner, blocks.c.person == person)
        await tx.run(update(blocks).where(*own).values(room=room))


async def _told(tx: WriteTransaction, owner: int, person: int) -> Block:
    row = await _known(tx, owner, person)
    assert row is not None  # noqa: S101 - it has just been written
    changed = made(Block, row)
    tx.changed(person_log(owner), changed, people=await people.cards(tx, [person]))
    return changed


async def _known(tx: Transaction, owner: int, person: int) -> Row[Any] | None:
    return await tx.one(select(blocks).where(blocks.c.owner == owner, blocks.c.person == person))
