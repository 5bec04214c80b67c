"""Handles that people had before. For a while nobody else can take one, and its person still signs in with it.

What is kept is a hash: a handle cannot be read here, only compared.
"""

from sqlalchemy import delete, func, select, update

from parley.basics.ids import token_hash
from parley.basics.times import DAY
from parley.store.beside import former_handles
from parley.store.database import Transaction
from parley.store.units import WriteTransaction
from parley.store.vectors import Upsert

KEPT_MS = 90 * DAY
FOR_EVER = (1 << 63) - 1
WRITTEN = Upsert(former_handles)


async def kept_for(tx: Transaction, handle: str) -> int | None:
    """Who had this handle. Its time is not looked at: `clean` deletes what is over, and nobody takes it before."""
    hash_ = token_hash(handle)
    row = await tx.one(select(former_handles.c.person).where(former_handles.c.hash == hash_))
    return None if row is None else int(row.person)


async def number_of(tx: Transaction, person: int) -> int:
    """How many are kept for somebody."""
    row = await tx.one(select(func.count()).select_from(former_handles).where(former_handles.c.person == person))
    return 0 if row is None else int(row[0])


async def keep(tx: WriteTransaction, handle: str, person: int) -> None:
    await tx.update(WRITTEN, [(token_hash(handle), person, tx.now + KEPT_MS)])


async def keep_for_ever(tx: WriteTransaction, handle: str, person: int) -> None:
    await tx.update(WRITTEN, [(token_hash(handle), person, FOR_EVER)])
    mine = former_handles.c.person == person
    await tx.run(update(former_handles).where(mine).values(until=FOR_EVER))


async def give_back(tx: WriteTransaction, handle: str) -> None:
    """Its person has it again."""
    await tx.run(delete(former_handles).where(former_handles.c.hash == token_hash(handle)))


async def clean(tx: WriteTransaction) -> None:
    """From here on anybody can have them."""
    await tx.run(delete(former_handles).where(former_handles.c.until <= tx.now))
