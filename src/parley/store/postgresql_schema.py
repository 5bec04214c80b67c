"""Asking a PostgreSQL for its schema's version, and saying in plain words why it cannot be used."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import asyncpg
from sqlalchemy.exc import DBAPIError

from parley.store.refusals import CannotStart

CONNECT_SECONDS = 10


async def read_version(url: str) -> str | None:
    connection = await asyncpg.connect(url, timeout=CONNECT_SECONDS)
    try:
        version: str | None = await connection.fetchval("SELECT version_num FROM alembic_version")
    except asyncpg.UndefinedTableError:
        return None
    finally:
        await connection.close()
    return version


async def read_clock(url: str) -> int:
    """The database's time, in milliseconds."""
    connection = await asyncpg.connect(url, timeout=CONNECT_SECONDS)
    try:
        found: int = await connection.fetchval("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")
    finally:
        await connection.close()
    return found


@contextmanager
def explained(url: str) -> Iterator[None]:
    """Whatever the database or the way to it objects to, as one message without the password."""
    try:
        yield
    except (OSError, ValueError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, DBAPIError) as problem:
        parts = urlsplit(url)
        why = str(getattr(problem, "orig", problem)) or f"no answer within {CONNECT_SECONDS} seconds"
        raise CannotStart(
            f"The database {parts.path.strip('/')!r} at {parts.hostname} cannot be used: {why}. "
            "Check PARLEY_DATABASE_URL and that the database is running and lets this machine in."
        ) from None
