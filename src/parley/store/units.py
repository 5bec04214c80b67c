"""Units of work: how an action hands a write to the writer, and what a unit may do inside its transaction.

A unit names the logs it will change. The writer locks their heads first, all of a batch's together and in one order,
so that two processes never wait for each other in a circle, and numbers are given out from the locked rows.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from msgspec import Struct
from sqlalchemy import Executable, Row, Table

from parley.changes import Change, Log
from parley.errors import ParleyError
from parley.protocol.people import Card
from parley.protocol.rooms import Room
from parley.store.database import NOTHING, Transaction, Values
from parley.store.schema import heads
from parley.store.vectors import Lookup, Question, Update, Upsert

In = TypeVar("In")
Out = TypeVar("Out")


@dataclass(slots=True)
class Head:
    """A log's counters inside the transaction that has locked them."""

    head: int
    seq: int


class WriteTransaction:
    """A transaction that holds the heads it was promised, and remembers what was changed under them."""

    def __init__(self, tx: Transaction, heads: dict[Log, Head], now: int) -> None:
        self._tx = tx
        self.heads = heads
        self.now = now
        self.changes: list[Change] = []
        self.touched: dict[Log, None] = {}
        # What a unit that runs alone has counted up, as it was before: a batch may hold the heads of a thousand others.
        self._before: dict[Log, tuple[Head, bool]] | None = None
        self._changes_before = 0

    def begin_unit(self) -> None:
        """From here on `undo_unit` takes everything back, as the database does to its savepoint."""
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
        """The next number in a log. Only for logs that the unit named, or that it has just made."""
        head = self._counted_up(log)
        head.head += 1
        return head.head

    def seq(self, log: Log) -> int:
        """The next message's place in a room; take its `rev` as well."""
        head = self._counted_up(log)
        head.seq += 1
        return head.seq

    async def create(self, log: Log) -> None:
        """A log for a thing that this unit is about to make."""
        await self._tx.insert(heads, [(log.id, log.kind, 0, 0)])
        self.heads[log] = Head(0, 0)

    def changed(
        self, log: Log, thing: Struct, *, people: dict[str, Card] | None = None, rooms: dict[str, Room] | None = None
    ) -> None:
        """A thing's new state, at the `rev` that it carries, with the rows that have to be shown with it."""
        self.changes.append(Change(log, thing, people or {}, rooms or {}))

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

    async def run(self, statement: Executable) -> int:
        return await self._tx.run(statement)

    async def find(self, lookup: Question, keys: Sequence[tuple[Any, ...]]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
        return await self._tx.find(lookup, keys)

    async def find_all(
        self, lookup: Lookup, keys: Sequence[tuple[Any, ...]]
    ) -> dict[tuple[Any, ...], list[tuple[Any, ...]]]:
        return await self._tx.find_all(lookup, keys)

    async def insert(self, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
        await self._tx.insert(table, rows)

    async def update(self, update: Update | Upsert, rows: Sequence[tuple[Any, ...]]) -> None:
        await self._tx.update(update, rows)


@dataclass(slots=True, eq=False)
class Unit(Generic[In, Out]):
    """One write: its input, the work that takes it (with others of the same work, if `together`), and its answer.

    Work that runs together answers each of its inputs with a result or a ParleyError, and raises only when nothing
    of it may stand. Work that runs alone has its own savepoint and may raise at any time.

    `logs` are those that it writes. Whether it may depends on their people and rooms and on those of `depends_on`;
    after it, the people and rooms of `changes` may do more or less than before.
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
    """Submit work that runs by itself, and wait for what it returns. It changes what all of its logs' people and rooms
    may do, unless it says otherwise.
    """

    async def one(tx: WriteTransaction, _: Sequence[None]) -> Sequence[Out | ParleyError]:
        return [await work(tx)]

    return await writer.submit(Unit(one, None, logs, changes=logs if changes is None else changes))
