"""The seam between SQLite and PostgreSQL: how a transaction reads and writes, and how read transactions run.

A piece of database work is one coroutine function whose first argument is a `Transaction`. On PostgreSQL it runs on
the loop. On SQLite all of it runs in a thread, where awaiting the transaction never suspends: one hop to a thread
instead of one per statement.
"""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Concatenate, Literal, ParamSpec, Protocol, TypeVar

import sqlalchemy
from sqlalchemy import Executable

from parley.store.vectors import Insert, Lookup, Question, Update, Upsert

Row = sqlalchemy.Row[Any]
P = ParamSpec("P")
T = TypeVar("T")
Values = Mapping[str, Any]  # a statement's parameters by their names
Dialect = Literal["sqlite", "postgresql"]
NOTHING: Values = MappingProxyType({})


class Transaction(Protocol):
    """What database work may do. Statements are SQLAlchemy Core; the vectorised ones take many keys or rows at once.

    Build a statement that runs often only once, with parameters: building it takes longer than SQLite's answer.
    """

    @property
    def dialect(self) -> Dialect:
        """For the little that the two databases have no common statement for."""
        ...

    async def all(self, statement: Executable, values: Values = NOTHING) -> Sequence[Row]: ...

    async def one(self, statement: Executable, values: Values = NOTHING) -> Row | None: ...

    async def run(self, statement: Executable, values: Values = NOTHING) -> int:
        """Execute a write and return how many rows it touched."""
        ...

    async def find(self, lookup: Question, keys: Sequence[tuple[Any, ...]]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
        """Each key's row, by index. Keys without a row are left out."""
        ...

    async def find_all(
        self, lookup: Lookup, keys: Sequence[tuple[Any, ...]]
    ) -> dict[tuple[Any, ...], list[tuple[Any, ...]]]:
        """The rows each key has, by index; a key without any is not in the answer."""
        ...

    async def insert(self, insert: Insert, rows: Sequence[tuple[Any, ...]]) -> None: ...

    async def update(self, update: Update | Upsert, rows: Sequence[tuple[Any, ...]]) -> None:
        """Each row's new values, and then its key. An upsert takes whole rows, as `insert` does."""
        ...


class Database(Protocol):
    """Runs each piece of reading work in a snapshot of its own."""

    async def read(
        self, work: Callable[Concatenate[Transaction, P], Coroutine[Any, Any, T]], *args: P.args, **kwargs: P.kwargs
    ) -> T: ...

    async def close(self) -> None: ...


def finish(work: Coroutine[Any, Any, T]) -> T:
    """Run work whose awaits never suspend to its end, in this thread."""
    try:
        work.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    work.close()
    raise RuntimeError("database work may await nothing but its transaction")
