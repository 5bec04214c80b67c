"""PostgreSQL's writer: a few lanes, chosen by the log's id, each with a connection of its own."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from parley.basics.metrics import Metrics
from parley.changes import Log
from parley.store.batch import commit_batch
from parley.store.postgresql import PostgresTransaction, open_engine, transaction_on, unusable
from parley.store.units import Head, Unit
from parley.store.writer import Lane, Publish

In = TypeVar("In")
Out = TypeVar("Out")

# In the mix of bench/README, on two cores: 4,000 messages/s with one lane, 5,000 with two, 5,500 with four; at 2,000/s
# answers take 20, 29 and 42 ms at p99. With more lanes, batches are smaller and PostgreSQL has more to do.
LANES = 2
# NO KEY: a plain FOR UPDATE would also block the foreign-key checks of other tables' inserts.
LOCK = "SELECT kind, log, head, seq FROM heads WHERE log = ANY($1::bigint[]) ORDER BY kind, log FOR NO KEY UPDATE"
WRITE_HEADS = (
    "UPDATE heads SET head = v.head, seq = v.seq "
    "FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) v(log, head, seq) WHERE heads.log = v.log"
)

log = structlog.get_logger("parley.writer")


class PostgresWriteConnection(PostgresTransaction):
    """The statements of a batch."""

    async def command(self, sql: str) -> None:
        await self.driver.execute(sql)

    async def lock(self, logs: Sequence[Log]) -> dict[Log, Head]:
        rows = await self.driver.fetch(LOCK, [id_ for _, id_ in logs])
        return {Log(row["kind"], row["log"]): Head(row["head"], row["seq"]) for row in rows}

    async def write_heads(self, heads: dict[Log, Head]) -> None:
        if heads:
            logs = [id_ for _, id_ in heads]
            counters = ([head.head for head in heads.values()], [head.seq for head in heads.values()])
            await self.driver.execute(WRITE_HEADS, logs, *counters)

    def unusable(self, problem: BaseException) -> bool:
        return self.driver.is_closed() or unusable(problem)


class _PostgresLane:
    """A lane and its connection, which is reopened after it was lost."""

    def __init__(
        self, connect: Callable[[], AsyncConnection], publish: Publish, now: Callable[[], int], metrics: Metrics
    ) -> None:
        self._connect = connect
        self._now = now
        self._connection: AsyncConnection | None = None
        self._batch: asyncio.Task[None] | None = None
        self.lane = Lane(self._start, publish, metrics)

    async def close(self) -> None:
        await self.lane.drain()
        if self._connection is not None:
            await self._connection.close()

    def _start(self, units: list[Unit[Any, Any]]) -> None:
        self._batch = asyncio.get_running_loop().create_task(self._commit(units))

    async def _commit(self, units: list[Unit[Any, Any]]) -> None:
        try:
            committed = await commit_batch(await self._ready(), units, self._now)
        except Exception as problem:  # noqa: BLE001 - whatever it was, these units must be answered
            await self._forget()
            self.lane.failed(units, problem)
        else:
            self.lane.committed(committed)

    async def _ready(self) -> PostgresWriteConnection:
        if self._connection is None:
            self._connection = await self._connect().start()
        tx = await transaction_on(self._connection)
        return PostgresWriteConnection(self._connection, tx.driver)

    async def _forget(self) -> None:
        lost, self._connection = self._connection, None
        if lost is not None:
            try:
                await lost.invalidate()
                await lost.close()
            except Exception as problem:  # noqa: BLE001 - it is being thrown away
                log.debug("lost_connection_close", error=repr(problem))


class PostgresWriter:
    """The writes of this process. A unit goes to the lane of its first log, so that a room stays in one lane."""

    def __init__(self, url: str, publish: Publish, now: Callable[[], int], metrics: Metrics) -> None:
        self._engine = open_engine(url)
        self._lanes = [_PostgresLane(self._engine.connect, publish, now, metrics) for _ in range(LANES)]

    def submit(self, unit: Unit[In, Out]) -> "asyncio.Future[Out]":
        number = unit.logs[0][1] if unit.logs else 0
        # The low bits of an id are random, so a hash would gain nothing.
        return self._lanes[number % LANES].lane.submit(unit)

    async def close(self) -> None:
        for lane in self._lanes:
            await lane.close()
        await self._engine.dispose()
