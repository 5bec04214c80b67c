"""Running Alembic: all revisions in one transaction, on SQLite and on PostgreSQL, without a configuration file."""

import sqlite3
from pathlib import Path

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, NullPool, create_engine, event, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from parley.store.refusals import CannotStart

FOLDER = Path(__file__).parent
CONNECT_SECONDS = 10
LOCK_TIMEOUT = "5s"
# Any number, as long as it is always this one: whoever migrates on PostgreSQL holds the lock of this name.
ADVISORY_LOCK = 7_261_733_001


def on_sqlite(path: Path, to: str) -> str | None:
    engine = create_engine("sqlite://", creator=lambda: _open(path), poolclass=NullPool)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    with engine.begin() as connection:
        before = _run(connection, to)
        if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
            raise CannotStart(
                f"Schema {to} does not fit the data: {len(broken)} rows refer to rows that are not there, the first "
                f"in {broken[0][0]}. Nothing was changed. Please report this."
            )
    return before


async def on_postgresql(url: str, to: str) -> str | None:
    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=lambda: asyncpg.connect(
            url, timeout=CONNECT_SECONDS, server_settings={"lock_timeout": LOCK_TIMEOUT}
        ),
        poolclass=NullPool,
    )
    try:
        async with engine.begin() as connection:
            await connection.execute(select(func.pg_advisory_xact_lock(ADVISORY_LOCK)))
            return await connection.run_sync(_run, to)
    except DBAPIError as problem:
        cause = problem.orig.__cause__ if problem.orig is not None else None
        if isinstance(cause, asyncpg.LockNotAvailableError):
            raise CannotStart(
                f"Another process held a lock on the database for more than {LOCK_TIMEOUT}: another migration, or a "
                "long transaction. Nothing was changed. Try again when it has ended."
            ) from None
        raise
    finally:
        await engine.dispose()


def _open(path: Path) -> sqlite3.Connection:
    driver = sqlite3.connect(path, isolation_level=None)
    driver.execute("PRAGMA busy_timeout = 5000")
    driver.execute("PRAGMA journal_mode = WAL")
    driver.execute("PRAGMA synchronous = FULL")
    # Off while tables are rebuilt, which is how SQLite changes them; `foreign_key_check` looks before the commit.
    driver.execute("PRAGMA foreign_keys = OFF")
    return driver


def _run(connection: Connection, to: str) -> str | None:
    before = MigrationContext.configure(connection).get_current_revision()
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
    return before
