"""PostgreSQL: a pool for reading in snapshots. The writer's lanes have connections of their own."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from functools import lru_cache
from time import perf_counter
from typing import Any, Concatenate, ParamSpec, TypeVar

import asyncpg
import structlog
from sqlalchemy import Engine, Executable, Row
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.util import LRUCache

from parley.basics.metrics import Metrics
from parley.errors import Unavailable
from parley.store.database import NOTHING, Dialect, Transaction, Values
from parley.store.vectors import Insert, Lookup, Question, Update, Upsert

P = ParamSpec("P")
T = TypeVar("T")

READERS = 10
# More than there are in this package.
COMPILED_STATEMENTS = 1_000
SESSION = {
    "application_name": "parley",
    "synchronous_commit": "on",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "30s",
    "jit": "off",
}
LOST = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    # What the driver raises between the server's shutdown message and the end of the connection.
    asyncpg.InternalClientError,
    asyncio.TimeoutError,
    PoolTimeoutError,
)
# Errors of the server as a whole: it refuses connections, shuts down, is out of resources or disk, or a lock timed out.
UNUSABLE_STATES = ("08", "28", "3D000", "53", "55000", "55P03", "57", "58", "40001", "40P01", "XX")

log = structlog.get_logger("parley.database")


def unusable(problem: BaseException) -> bool:
    """Whether the database as a whole failed, rather than refused a statement."""
    if isinstance(problem, DBAPIError):
        if problem.connection_invalidated:
            return True
        problem = problem.orig or problem
    state = getattr(problem, "sqlstate", None) or ""
    return isinstance(problem, LOST) or state.startswith(UNUSABLE_STATES)


def open_engine(url: str) -> AsyncEngine:
    """A pool of its own. The statements that were compiled are shared with every other pool of this database."""
    common = _common_engine(url).sync_engine
    engine = Engine(
        common.pool.recreate(),
        common.dialect,
        common.url,
        hide_parameters=True,  # an error in the log does not show what people wrote
        execution_options=common.get_execution_options(),
    )
    return AsyncEngine(engine)


@lru_cache(maxsize=2)
def _common_engine(url: str) -> AsyncEngine:
    """The driver itself reads the URL, so that everything it supports works: sslmode, several hosts, a socket."""
    compiled: LRUCache[Any, Any] = LRUCache(COMPILED_STATEMENTS)
    return create_async_engine(
        "postgresql+asyncpg://",
        async_creator=lambda: asyncpg.connect(url, server_settings=SESSION, timeout=10, command_timeout=30),
        pool_size=READERS,
        max_overflow=0,
        # We begin and commit ourselves, so that the driver's own calls share the transaction.
        isolation_level="AUTOCOMMIT",
        pool_timeout=10,
        pool_pre_ping=True,
        execution_options={"compiled_cache": compiled},
    )


class PostgresTransaction:
    """Statements on one connection, in the transaction that its owner began."""

    dialect: Dialect = "postgresql"

    def __init__(self, connection: AsyncConnection, driver: "asyncpg.Connection[Any]") -> None:
        self._connection = connection
        self.driver = driver

    async def all(self, statement: Executable, values: Values = NOTHING) -> Sequence[Row[Any]]:
        return (await self._connection.execute(statement, values)).all()

    async def one(self, statement: Executable, values: Values = NOTHING) -> Row[Any] | None:
        return (await self._connection.execute(statement, values)).first()

    async def run(self, statement: Executable, values: Values = NOTHING) -> int:
        return (await self._connection.execute(statement, values)).rowcount

    async def find(self, lookup: Question, keys: Sequence[tuple[Any, ...]]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
        width = len(lookup.key)
        return {row[:width]: row[width:] for row in await self._fetch(lookup, keys)}

    async def find_all(
        self, lookup: Lookup, keys: Sequence[tuple[Any, ...]]
    ) -> dict[tuple[Any, ...], list[tuple[Any, ...]]]:
        width = len(lookup.key)
        found: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
        for row in await self._fetch(lookup, keys):
            found.setdefault(row[:width], []).append(row[width:])
        return found

    async def _fetch(self, lookup: Question, keys: Sequence[tuple[Any, ...]]) -> list["asyncpg.Record"]:
        """Part of a record is a tuple."""
        if not keys:
            return []
        return await self.driver.fetch(lookup.postgresql, *(list(column) for column in zip(*keys, strict=True)))

    async def insert(self, insert: Insert, rows: Sequence[tuple[Any, ...]]) -> None:
        if rows:
            await self.driver.execute(insert.postgresql, *(list(column) for column in zip(*rows, strict=True)))

    async def update(self, update: Update | Upsert, rows: Sequence[tuple[Any, ...]]) -> None:
        if rows:
            await self.driver.execute(update.postgresql, *(list(column) for column in zip(*rows, strict=True)))


async def transaction_on(connection: AsyncConnection) -> PostgresTransaction:
    raw = await connection.get_raw_connection()
    driver = raw.driver_connection
    assert isinstance(driver, asyncpg.Connection)  # noqa: S101 - the dialect's own driver, for the type checker
    return PostgresTransaction(connection, driver)


class PostgresDatabase:
    """Reads, each piece of work in a snapshot of its own."""

    def __init__(self, url: str, metrics: Metrics) -> None:
        self._engine = open_engine(url)
        self._metrics = metrics

    async def read(
        self, work: Callable[Concatenate[Transaction, P], Coroutine[Any, Any, T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        asked = perf_counter()
        try:
            async with self._engine.connect() as connection:
                self._metrics.read_wait_seconds.observe(perf_counter() - asked)
                return await _in_snapshot(connection, work, *args, **kwargs)
        except Exception as problem:
            if not unusable(problem):
                raise
            log.error("read_failed", error=repr(problem))
            raise Unavailable("The database cannot be read just now. Try again.", retry_after_ms=1_000) from problem

    async def close(self) -> None:
        await self._engine.dispose()


async def _in_snapshot(
    connection: AsyncConnection,
    work: Callable[Concatenate[Transaction, P], Coroutine[Any, Any, T]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    tx = await transaction_on(connection)
    await tx.driver.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    try:
        result = await work(tx, *args, **kwargs)
    except BaseException:
        # The caller needs the first error, not one of the rollback.
        try:
            await tx.driver.execute("ROLLBACK")
        except Exception:  # noqa: BLE001 - drop the connection instead
            await connection.invalidate()
        raise
    await tx.driver.execute("ROLLBACK")
    return result
