"""Where each log stands."""

from collections.abc import Sequence

from sqlalchemy import select

from parley.store.database import Transaction
from parley.store.schema import heads
from parley.store.vectors import Lookup

HEAD = Lookup("heads", (("kind", "smallint"), ("log", "bigint")), "head, seq")


async def heads_of(tx: Transaction, logs: Sequence[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """The heads of many logs (kind, id) at once."""
    rows = await tx.find(HEAD, logs)
    return {(kind, log): row[0] for (kind, log), row in rows.items()}


async def head(tx: Transaction, log: int) -> int:
    row = await tx.one(select(heads.c.head).where(heads.c.log == log))
    return 0 if row is None else int(row.head)
