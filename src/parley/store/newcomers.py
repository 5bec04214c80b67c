"""Newcomers: addresses to which a letter went whose link leads to a new account. See parley.store.challenges, which
does the same for people who have one.
"""

from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from parley.basics.times import MINUTE
from parley.store.arriving import newcomers
from parley.store.database import Transaction
from parley.store.units import WriteTransaction

LIFE_MS = 10 * MINUTE


async def put(tx: WriteTransaction, id_: int, *, email: str, salt: bytes) -> Row[Any]:
    """The row of this id, made unless it is there: a letter that is written again has the same link."""
    await tx.run(delete(newcomers).where(newcomers.c.expires_at <= tx.now - LIFE_MS))
    expires_at = tx.now + LIFE_MS
    if not await tx.run(update(newcomers).where(newcomers.c.id == id_).values(expires_at=expires_at)):
        await tx.run(insert(newcomers).values(id=id_, email=email, salt=salt, expires_at=expires_at))
    made = await tx.one(select(newcomers).where(newcomers.c.id == id_))
    assert made is not None  # noqa: S101 - for the type checker: this transaction has just written it
    return made


async def live(tx: Transaction, id_: int, now: int) -> Row[Any] | None:
    return await tx.one(select(newcomers).where(newcomers.c.id == id_, newcomers.c.expires_at > now))


async def use(tx: WriteTransaction, id_: int) -> bool:
    """Of all who bring back the same link, one is the first."""
    return bool(await tx.run(delete(newcomers).where(newcomers.c.id == id_, newcomers.c.expires_at > tx.now)))
