"""PostgreSQL: a pool for reading in snapshots, and connections of their own for the writer's lanes."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Concatenate, ParamSpec, TypeVar

import asyncpg
from sqlalchemy import Executable, Row, Table
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from parley.store.database import Transaction
from parley.store.vectors import Lookup, postgresql_insert

P = ParamSpec("P")
T = TypeVar("T")

READERS = 10
SESSION = {
    "application_name": "parley",
    "synchronous_commit": "on",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "30s",
    "jit": "off",
}


def open_engine(url: str, *, size: int = READERS) -> AsyncEngine:
    _, _, rest = url.partition("://")
    return create_async_engine(
        f"postgresql+asyncpg://{rest}",
        pool_size=size,
        max_overflow=0,
        # We begin and commit ourselves, so that the driver's own calls share the transaction.
        isolation_level="AUTOCOMMIT",
        pool_timeout=10,
        pool_pre_ping=True,
        connect_args={"server_settings": SESSION, "timeout": 10, "command_timeout": 30},
    )


class PostgresTransaction:
    """Statements on one connection, in whatever transaction its owner has begun."""

    def __init__(self, connection: AsyncConnection, driver: "asyncpg.Connection[Any]") -> None:
        self._connection = connection
        self.driver = driver

    async def all(self, statement: Executable) -> Sequence[Row[Any]]:
        return (await self._connection.execute(statement)).all()

    async def one(self, statement: Executable) -> Row[Any] | None:
        return (await self._connection.execute(statement)).first()

    async def run(self, statement: Executable) -> int:
        return (await self._connection.execute(statement)).rowcount

    async def find(self, lookup: Lookup, keys: Sequence[tuple[Any, ...]]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
        if not keys:
            return {}
        width = len(lookup.key)
        rows = await self.driver.fetch(lookup.postgresql, *(list(column) for column in zip(*keys, strict=True)))
        return {tuple(row.values())[:width]: tuple(row.values())[width:] for row in rows}

    async def insert(self, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
        if rows:
            await self.driver.execute(postgresql_insert(table), *(list(column) for column in zip(*rows, strict=True)))


async def transaction_on(connection: AsyncConnection) -> PostgresTransaction:
    raw = await connection.get_raw_connection()
    driver = raw.driver_connection
    assert isinstance(driver, asyncpg.Connection)  # noqa: S101 - the dialect's own driver, for the type checker
    return PostgresTransaction(connection, driver)


class PostgresDatabase:
    """Reading, each piece of work in a snapshot of its own."""

    def __init__(self, url: str) -> None:
        self._engine = open_engine(url)

    async def read(
        self, work: Callable[Concatenate[Transaction, P], Coroutine[Any, Any, T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        async with self._engine.connect() as connection:
            tx = await transaction_on(connection)
            await tx.driver.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            try:
                result = await work(tx, *args, **kwargs)
            except BaseException:
                # What went wrong is what the caller is to hear, not what became of the connection.
                try:
                    await tx.driver.execute("ROLLBACK")
                except Exception:  # noqa: BLE001 - so the connection goes instead
                    await connection.invalidate()
                raise
            await tx.driver.execute("ROLLBACK")
            return result

    async def close(self) -> None:
        await self._engine.dispose()
