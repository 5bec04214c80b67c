"""The pictures that people show, in the database: a few kilobytes each, there for every process and in every backup."""

import hashlib

from sqlalchemy import delete, select

from parley.store.beside import avatars
from parley.store.database import Row, Transaction
from parley.store.schema import people
from parley.store.units import WriteTransaction
from parley.store.vectors import Upsert

WRITTEN = Upsert(avatars)
# So many are in memory at a time while all are checked.
BATCH = 100


def hash_of(small: bytes, large: bytes) -> str:
    return hashlib.sha256(len(small).to_bytes(4, "big") + small + large).hexdigest()


async def put(tx: WriteTransaction, person: int, *, small: bytes, large: bytes) -> str:
    """Instead of the one that this person had."""
    name = hash_of(small, large)
    await tx.update(WRITTEN, [(person, name, small, large)])
    return name


async def drop(tx: WriteTransaction, person: int) -> None:
    await tx.run(delete(avatars).where(avatars.c.person == person))


async def of(tx: Transaction, person: int) -> Row | None:
    return await tx.one(select(avatars).where(avatars.c.person == person))


async def by_hash(tx: Transaction, name: str, *, is_large: bool) -> bytes | None:
    column = avatars.c.large if is_large else avatars.c.small
    row = await tx.one(select(column.label("bytes")).where(avatars.c.hash == name).limit(1))
    return None if row is None else bytes(row.bytes)


async def broken(tx: Transaction) -> list[str]:
    """What is wrong with the pictures: cards name one that is not there, or it is not what its name says."""
    missing = select(people.c.id).outerjoin(avatars, avatars.c.person == people.c.id)
    missing = missing.where(people.c.avatar.is_not(None), avatars.c.hash.is_distinct_from(people.c.avatar))
    found = [f"person {row.id} shows a picture that is not there" for row in await tx.all(missing.limit(3))]
    last = 0
    while rows := await tx.all(select(avatars).where(avatars.c.person > last).order_by(avatars.c.person).limit(BATCH)):
        found += [
            f"the picture of person {row.person} is not the one that its name says"
            for row in rows
            if hash_of(bytes(row.small), bytes(row.large)) != row.hash
        ]
        last = rows[-1].person
    return found
