"""Units of work: how an action hands a write to the writer, and what a unit may do inside its transaction.

A unit names the logs it will change. The writer first locks the heads of a whole batch, always in the same order, so
that processes never deadlock. Numbers come from the locked rows.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from msgspec import Struct
from sqlalchemy import Executable, Row, Table

from parley.changes import Change, Log
from parley.errors import ParleyError
from parley.protocol.messages import Quote
from parley.protocol.people import Card
from parley.protocol.rooms import Room
from parley.store.database import NOTHING, Dialect, Transaction, Values
from parley.store.schema import heads
from parley.store.vectors import Insert, Lookup, Question, Update, Upsert, whole

In = TypeVar("In")
Out = TypeVar("Out")


@dataclass(slots=True)
class Head:
    """A log's counters inside the transaction that has locked them."""

    head: int
    seq: int


class WriteTransaction:
    """A transaction that has locked its logs' heads, and collects the changes made to these logs."""

    def __init__(self, tx: Transaction, heads: dict[Log, Head], now: int) -> None:
        self._tx = tx
        self.heads = heads
        self.now = now
        self.changes: list[Change] = []
        self.touched: dict[Log, None] = {}
        # The heads that the unit running alone has counted up, as they were before. Not all heads: a batch may hold the
        # heads of a thousand other units.
        self._before: dict[Log, tuple[Head, bool]] | None = None
        self._changes_before = 0

    @property
    def dialect(self) -> Dialect:
        return self._tx.dialect

    def begin_unit(self) -> None:
        """From here on `undo_unit` undoes everything, as the database's savepoint does."""
        self._before = {}
        self._changes_before = len(self.changes)

    def undo_unit(self) -> None:
        for log, (head, was_touched) in (self._before or {}).items():
            self.heads[log] = head
            if not was_touched:
                del self.touched[log]
        del self.changes[self._changes_before :]
        self._before = None

    def keep_unit(self) -> None:
        self._before = None

    def rev(self, log: Log) -> int:
        """The next number in a log. Only for logs that the unit named, or that it has just created."""
        head = self._counted_up(log)
        head.head += 1
        return head.head

    def seq(self, log: Log) -> int:
        """The next message's place in a room; take its `rev` as well."""
        head = self._counted_up(log)
        head.seq += 1
        return head.seq

    async def create(self, log: Log) -> None:
        """Create the log of a thing that this unit is about to create."""
        await self.insert(heads, [(log.id, log.kind, 0, 0)])
        self.heads[log] = Head(0, 0)

    def changed(
        self,
        log: Log,
        thing: Struct,
        *,
        people: dict[str, Card] | None = None,
        rooms: dict[str, Room] | None = None,
        quotes: tuple[Quote, ...] = (),
    ) -> None:
        """Record a thing's new state, at its `rev`, with the people, rooms and quotes that are needed to show it."""
        self.changes.append(Change(log, thing, people or {}, rooms or {}, quotes))

    def _counted_up(self, log: Log) -> Head:
        head = self.heads[log]
        if self._before is not None and log not in self._before:
            self._before[log] = (Head(head.head, head.seq), log in self.touched)
        self.touched[log] = None
        return head

    async def all(self, statement: Executable, values: Values = NOTHING) -> Sequence[Row[Any]]:
        return await self._tx.all(statement, values)

    async def one(self, statement: Executable, values: Values = NOTHING) -> Row[Any] | None:
        return await self._tx.one(statement, values)

    async def run(self, statement: Executable, values: Values = NOTHING) -> int:
        return await self._tx.run(statement, values)

    async def find(self, lookup: Question, keys: Sequence[tuple[Any, ...]]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
        return await self._tx.find(lookup, keys)

    async def find_all(
        self, lookup: Lookup, keys: Sequence[tuple[Any, ...]]
    ) -> dict[tuple[Any, ...], list[tuple[Any, ...]]]:
        return await self._tx.find_all(lookup, keys)

    async def insert(self, into: Table | Insert, rows: Sequence[tuple[Any, ...]]) -> None:
        """Rows with a value for every column of the table, or for those that are named."""
        await self._tx.insert(into if isinstance(into, Insert) else whole(into), rows)

    async def update(self, update: Update | Upsert, rows: Sequence[tuple[Any, ...]]) -> None:
        await self._tx.update(update, rows)


@dataclass(slots=True, eq=False)
class Unit(Generic[In, Out]):
    """One write: its input, the work that takes it (with others of the same work, if `together`), and its answer.

    Work that runs together answers each of its inputs with a result or a ParleyError, and raises only if none of it
    may be committed. Work that runs alone has its own savepoint and may raise at any time.

    The unit writes `logs`. Whether it is allowed depends on their people and rooms and on those of `depends_on`. It may
    change what is allowed to the people and in the rooms of `changes`.
    """

    work: Callable[[WriteTransaction, Sequence[In]], Awaitable[Sequence[Out | ParleyError]]]
    input: In
    logs: tuple[Log, ...]
    together: bool = False
    depends_on: tuple[Log, ...] = ()
    changes: tuple[Log, ...] = ()
    answer: "asyncio.Future[Out]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Writer(Protocol):
    """The one way to write. The answer comes after the commit; cancelling the caller never cancels the unit."""

    def submit(self, unit: Unit[In, Out]) -> "asyncio.Future[Out]": ...

    async def close(self) -> None: ...


async def write_alone(
    writer: Writer,
    logs: tuple[Log, ...],
    work: Callable[[WriteTransaction], Awaitable[Out]],
    *,
    changes: tuple[Log, ...] | None = None,
) -> Out:
    """Submit work that runs alone, and wait for what it returns. `changes` are all of its logs by default."""

    async def one(tx: WriteTransaction, _: Sequence[None]) -> Sequence[Out | ParleyError]:
        return [await work(tx)]

    return await writer.submit(Unit(one, None, logs, changes=logs if changes is None else changes))
