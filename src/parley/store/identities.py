"""Identities: who people are at providers. They change under the lock of the server's log, so each is one person's."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from parley.basics.ids import new_id
from parley.store.arriving import identities
from parley.store.database import Transaction
from parley.store.units import WriteTransaction


async def of(tx: Transaction, *, issuer: str, subject: str) -> Row[Any] | None:
    return await tx.one(select(identities).where(identities.c.issuer == issuer, identities.c.subject == subject))


async def by_id(tx: Transaction, id_: int) -> Row[Any] | None:
    return await tx.one(select(identities).where(identities.c.id == id_))


async def of_person(tx: Transaction, person: int) -> Sequence[Row[Any]]:
    return await tx.all(select(identities).where(identities.c.person == person).order_by(identities.c.id))


async def add(
    tx: WriteTransaction, *, person: int, provider: str, issuer: str, subject: str, email: str | None
) -> Row[Any]:
    id_ = new_id()
    said = {"provider": provider, "issuer": issuer, "subject": subject, "email": email}
    await tx.run(insert(identities).values(id=id_, person=person, **said, linked_at=tx.now))
    made = await by_id(tx, id_)
    assert made is not None  # noqa: S101 - for the type checker: this transaction has just written it
    return made


async def use(tx: WriteTransaction, id_: int, *, email: str | None) -> None:
    """Somebody has signed in with it. The address is what the provider says now."""
    await tx.run(update(identities).where(identities.c.id == id_).values(used_at=tx.now, email=email))


async def drop(tx: WriteTransaction, id_: int) -> None:
    await tx.run(delete(identities).where(identities.c.id == id_))


async def drop_all(tx: WriteTransaction, person: int) -> None:
    await tx.run(delete(identities).where(identities.c.person == person))
