"""Emoji that administrators add: a name and its picture. Writers hold the lock of the server's log."""

import hashlib

from sqlalchemy import delete, func, select

from parley.basics.times import rfc3339
from parley.protocol.custom_emoji import CustomEmoji
from parley.store import facts
from parley.store.database import Row, Transaction
from parley.store.emoji_tables import custom_emoji as emoji
from parley.store.units import WriteTransaction

# So many pictures are in memory at a time while all are checked.
BATCH = 50


def hash_of(moving: bytes, still: bytes | None) -> str:
    return hashlib.sha256(len(moving).to_bytes(4, "big") + moving + (still or b"")).hexdigest()


async def listed(tx: Transaction, *, with_people: bool) -> list[CustomEmoji]:
    rows = await tx.all(select(emoji.c.name, emoji.c.hash, emoji.c.added_by, emoji.c.added_at).order_by(emoji.c.name))
    return [
        CustomEmoji(
            name=row.name,
            picture=row.hash,
            added_by=str(row.added_by) if with_people else None,
            added_at=rfc3339(row.added_at) if with_people else None,
        )
        for row in rows
    ]


async def rev(tx: Transaction) -> int:
    """How often an emoji was added or removed."""
    return int(await facts.get(tx, facts.EMOJI) or 0)


async def exists(tx: Transaction, name: str) -> bool:
    return await picture_of(tx, name) is not None


async def picture_of(tx: Transaction, name: str) -> str | None:
    row = await tx.one(select(emoji.c.hash).where(emoji.c.name == name))
    return None if row is None else str(row.hash)


async def number_of(tx: Transaction) -> int:
    row = await tx.one(select(func.count().label("number")).select_from(emoji))
    return 0 if row is None else int(row.number)


async def add(tx: WriteTransaction, name: str, *, moving: bytes, still: bytes | None, by: int) -> int:
    """Add one whose name is free. Returns the new `rev`."""
    await tx.insert(emoji, [(name, hash_of(moving, still), moving, still, by, tx.now)])
    return await _count(tx)


async def remove(tx: WriteTransaction, name: str) -> int:
    """Remove one that is there. Returns the new `rev`."""
    await tx.run(delete(emoji).where(emoji.c.name == name))
    return await _count(tx)


async def by_hash(tx: Transaction, hashed: str, *, is_still: bool) -> bytes | None:
    column = func.coalesce(emoji.c.still, emoji.c.moving) if is_still else emoji.c.moving
    row: Row | None = await tx.one(select(column.label("bytes")).where(emoji.c.hash == hashed).limit(1))
    return None if row is None else bytes(row.bytes)


async def broken(tx: Transaction) -> list[str]:
    """Which pictures are not what their names say."""
    found, last = [], ""
    while rows := await tx.all(select(emoji).where(emoji.c.name > last).order_by(emoji.c.name).limit(BATCH)):
        found += [
            f"the picture of the emoji {row.name} is not the one that its address says"
            for row in rows
            if hash_of(bytes(row.moving), None if row.still is None else bytes(row.still)) != row.hash
        ]
        last = rows[-1].name
    return found


async def _count(tx: WriteTransaction) -> int:
    following = await rev(tx) + 1
    await facts.put(tx, facts.EMOJI, str(following))
    return following
