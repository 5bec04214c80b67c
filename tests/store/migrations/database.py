"""What the tests of migrations do with a database: run work on it, fill it, read it."""

import asyncio
from collections.abc import Callable
from importlib import import_module
from typing import Any

from sqlalchemy import ColumnClause, Connection, NullPool, column, create_engine, insert, select, table
from sqlalchemy.ext.asyncio import create_async_engine

from parley.settings import Settings
from parley.store.folder import database_file
from tests.store.migrations.filled import Rows


def on(settings: Settings, work: Callable[[Connection], Any]) -> Any:
    """Run work in a transaction on the database of these settings."""
    if not settings.database_url:
        settings.data.mkdir(exist_ok=True)
        with create_engine(f"sqlite:///{database_file(settings)}", poolclass=NullPool).begin() as connection:
            return work(connection)

    async def on_postgres() -> Any:
        url = settings.database_url.replace("postgresql", "postgresql+asyncpg", 1)
        async with create_async_engine(url, poolclass=NullPool).begin() as connection:
            return await connection.run_sync(work)

    return asyncio.run(on_postgres())


def pretend(settings: Settings, revision: str) -> None:
    def write(connection: Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.execute(insert(table("alembic_version", column("version_num"))), {"version_num": revision})

    on(settings, write)


def rows_of(revision: str) -> Rows:
    rows: Rows = import_module(f"tests.store.migrations.filled.v{revision}").ROWS
    return {name: list(lines) for name, lines in rows.items()}


def fill(connection: Connection, rows: Rows) -> None:
    for name, lines in rows.items():
        connection.execute(insert(table(name, *map(column, lines[0]))), lines)


def read(connection: Connection, like: Rows) -> Rows:
    """The same columns of the same tables, in the order of their values."""
    found: Rows = {}
    for name, lines in like.items():
        columns: list[ColumnClause[Any]] = [column(key) for key in lines[0]]
        rows = connection.execute(select(*columns).select_from(table(name)).order_by(*columns))
        found[name] = [dict(row._mapping) for row in rows]
    return found
