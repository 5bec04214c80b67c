"""Visits: browsers on their way to a provider and back. Each is answered once, and used up once."""

from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from parley.basics.times import MINUTE
from parley.store.arriving import visits
from parley.store.database import Transaction
from parley.store.units import WriteTransaction

# To the provider and back; and then again, to choose a handle.
LIFE_MS = 10 * MINUTE


async def begin(tx: WriteTransaction, token_hash: bytes, provider: str) -> None:
    await tx.run(delete(visits).where(visits.c.expires_at <= tx.now))
    empty = {"name": "", "username": ""}
    await tx.run(insert(visits).values(token_hash=token_hash, provider=provider, expires_at=tx.now + LIFE_MS, **empty))


async def live(tx: Transaction, token_hash: bytes, now: int) -> Row[Any] | None:
    return await tx.one(select(visits).where(visits.c.token_hash == token_hash, visits.c.expires_at > now))


async def answer(tx: WriteTransaction, token_hash: bytes) -> bool:
    """Of all answers that come for it, one is the first."""
    waiting = (visits.c.token_hash == token_hash, visits.c.returned_at.is_(None), visits.c.expires_at > tx.now)
    return bool(await tx.run(update(visits).where(*waiting).values(returned_at=tx.now)))


async def prove(
    tx: WriteTransaction, token_hash: bytes, *, issuer: str, subject: str, email: str | None, name: str, username: str
) -> None:
    """What the provider has shown."""
    shown = {"issuer": issuer, "subject": subject, "email": email, "name": name, "username": username}
    proven = update(visits).where(visits.c.token_hash == token_hash)
    await tx.run(proven.values(expires_at=tx.now + LIFE_MS, **shown))


async def use(tx: WriteTransaction, token_hash: bytes) -> bool:
    """False if it was used before, or is over."""
    proven = (visits.c.token_hash == token_hash, visits.c.subject.is_not(None), visits.c.expires_at > tx.now)
    return bool(await tx.run(delete(visits).where(*proven)))
