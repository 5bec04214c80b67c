"""Running Alembic: all revisions in one transaction, on SQLite and on PostgreSQL, without a configuration file."""

import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, NullPool, create_engine, event, func, select
from sqlalchemy.exc import DBAPIError

from parley.store.refusals import CannotStart

FOLDER = Path(__file__).parent
LOCK_TIMEOUT = "5s"
# Any number, as long as it stays the same: a migration on PostgreSQL holds the lock of this name.
ADVISORY_LOCK = 7_261_733_001


def revisions(before: str | None, to: str) -> tuple[str, ...]:
    """The names of the revisions after one, up to another."""
    names = sorted(path.stem for path in (FOLDER / "versions").glob("[0-9]*.py"))
    return tuple(name for name in names if (before or "") < name[:4] <= to)


def on_sqlite(path: Path, to: str) -> str | None:
    engine = create_engine("sqlite://", creator=lambda: _open(path), poolclass=NullPool)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.begin() as connection:
            before = _run(connection, to)
            if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
                raise CannotStart(_failed(to, f"{len(broken)} rows in {broken[0][0]} refer to rows that are not there"))
    except DBAPIError as problem:
        raise CannotStart(_failed(to, problem.orig)) from problem
    return before


async def on_postgresql(url: str, to: str) -> str | None:
    import asyncpg
    from sqlalchemy.ext.asyncio import create_async_engine

    session = {"application_name": "parley migrate", "lock_timeout": LOCK_TIMEOUT}
    engine = create_async_engine(
        "postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(url, server_settings=session), poolclass=NullPool
    )
    try:
        async with engine.begin() as connection:
            await connection.execute(select(func.pg_advisory_xact_lock(ADVISORY_LOCK)))
            return await connection.run_sync(_run, to)
    except DBAPIError as problem:
        if problem.orig is not None and isinstance(problem.orig.__cause__, asyncpg.LockNotAvailableError):
            raise CannotStart(_locked_out()) from problem
        raise CannotStart(_failed(to, problem.orig)) from problem
    finally:
        await engine.dispose()


def _failed(to: str, why: object) -> str:
    return f"The schema could not be brought to {to}: {why}. Nothing was changed. Please report this."


def _locked_out() -> str:
    return (
        f"Somebody held a lock on the database for more than {LOCK_TIMEOUT}: another migration, or a long transaction. "
        "Nothing was changed. Try again when it has ended."
    )


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
