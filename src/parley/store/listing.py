"""Lists of what a person has, for the copy that they take along: a few hundred things at a time.

Each portion is read in a snapshot of its own, so no transaction is long and no list is ever whole in memory.
"""

from collections.abc import AsyncIterator, Callable
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Column, Row, Select, and_, bindparam, func, literal, select, tuple_

from parley.basics.times import rfc3339
from parley.store.database import Database, Transaction
from parley.store.schema import messages

PORTION = 500
ME = bindparam("person", type_=BigInteger())
# Fields that are ids, and those that are a moment. All others are told as they rest.
IDS = frozenset({"id", "room", "person", "invitation", "section"})
KEY = "key_"

Told = dict[str, Any]


class Listing(NamedTuple):
    """Things of one kind, in the order of `key`. `by` is the column that says whose they are."""

    name: str
    about: str
    by: Column[Any]
    key: tuple[Column[Any], ...]
    things: Select[Any]
    shape: Callable[[Told], Told] = lambda told: told

    async def portions(self, database: Database, person: int) -> AsyncIterator[list[Told]]:
        keys = [column.label(f"{KEY}{n}") for n, column in enumerate(self.key)]
        ordered = self.things.add_columns(*keys).order_by(*self.key).limit(PORTION)
        after: tuple[Any, ...] | None = None
        while True:
            rows = await database.read(_rows, ordered if after is None else _behind(ordered, self.key, after), person)
            if rows:
                yield [self.shape(told(row)) for row in rows]
            if len(rows) < PORTION:
                return
            after = tuple(getattr(rows[-1], key.name) for key in keys)


def about_messages(table: Any, *columns: Any) -> Select[Any]:
    """Things that are about a message: its room, the place of its thread's root, and its own place."""
    room = func.coalesce(messages.c.in_room, messages.c.room).label("room")
    same = and_(messages.c.room == table.c.room, messages.c.seq == table.c.seq)
    return (
        select(room, messages.c.root.label("thread"), messages.c.seq, *columns)
        .select_from(table)
        .join(messages, same)
        .where(table.c.until.is_(None))
    )


def key_of(table: Any) -> tuple[Column[Any], ...]:
    return (table.c.room, table.c.seq)


def told(row: Row[Any]) -> Told:
    """A row as a copy has it: ids and moments as they travel, places in rooms as numbers."""
    return {name: _told(name, value) for name, value in row._mapping.items() if not name.startswith(KEY)}


def _told(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in IDS:
        return str(value)
    if name == "at" or name.endswith("_at"):
        return rfc3339(value)
    return bool(value) if name.startswith(("is_", "was_")) else value


async def _rows(tx: Transaction, things: Select[Any], person: int) -> list[Row[Any]]:
    return list(await tx.all(things, {"person": person}))


def _behind(ordered: Select[Any], key: tuple[Column[Any], ...], after: tuple[Any, ...]) -> Select[Any]:
    last = [literal(value, column.type) for column, value in zip(key, after, strict=True)]
    return ordered.where(tuple_(*key) > tuple_(*last))
