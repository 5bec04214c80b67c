"""Where each log stands."""

from sqlalchemy import select

from parley.store.database import Transaction
from parley.store.schema import heads


async def head(tx: Transaction, log: int) -> int:
    row = await tx.one(select(heads.c.head).where(heads.c.log == log))
    return 0 if row is None else int(row.head)
