"""Backups of PostgreSQL, by pg_dump and pg_restore.

The rows of `facts` are apart from the dump, because the epoch is among them: a restore that is cut off anywhere leaves
no database with the old one.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
import msgspec
from sqlalchemy import NullPool
from sqlalchemy.ext.asyncio import create_async_engine

from parley.settings import Settings
from parley.store import epoch, facts, truths
from parley.store.archive import Reading, Writing
from parley.store.copying import Copied, Trial
from parley.store.postgresql import PostgresTransaction, transaction_on
from parley.store.postgresql_programs import feed, major_version, output
from parley.store.postgresql_schema import CONNECT_SECONDS, explained
from parley.store.refusals import CannotStart
from parley.store.schema import REVISION

T = TypeVar("T")

PART = "parley.pgdump"
FACTS = "facts.json"
# Counting takes as long as it takes, and so does pg_dump, during which this session is idle.
SESSION = {
    "application_name": "parley backup",
    # Each of several processes would take a core from those who send.
    "max_parallel_workers_per_gather": "0",
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
}
# Copies of their data that people asked for go after a day, and what they hold may be erased before: see
# parley.store.exports. `facts` are apart.
LEFT_OUT = ("facts", "exports", "export_pieces")
ONLY_OURS = ("--no-owner", "--no-privileges", "--no-tablespaces", "--no-publications", "--no-subscriptions")


def copied(settings: Settings, writing: Writing, scratch: Path) -> Copied:
    url = settings.database_url
    with explained(url):
        return asyncio.run(_copied(url, writing))


def tried(settings: Settings, reading: Reading) -> Trial:
    """In a database of its own on the same server."""
    if not settings.database_url:
        raise CannotStart(
            "This backup is of PostgreSQL. It is tried out in a database of its own, which is removed afterwards: name "
            "any database in PARLEY_DATABASE_URL whose user may create others."
        )
    with explained(settings.database_url):
        return asyncio.run(_tried(settings.database_url, reading))


def refuse_occupied(settings: Settings) -> None:
    with explained(settings.database_url):
        tables = asyncio.run(_on(settings.database_url, _tables))
    if tables:
        raise CannotStart(
            f"The database {_name(settings.database_url)!r} has {tables} tables already, and a restore overwrites "
            "nothing. Create an empty database and name it in PARLEY_DATABASE_URL."
        )


def restored(settings: Settings, reading: Reading) -> None:
    with explained(settings.database_url):
        asyncio.run(_restored(settings.database_url, reading))


async def _copied(url: str, writing: Writing) -> Copied:
    async with _connected(url) as tx:
        server = await _server_version(tx)
        tool = major_version("pg_dump", least=server, why="the database is of PostgreSQL")
        # What is counted here and what pg_dump writes is one snapshot.
        await tx.driver.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        snapshot = await tx.driver.fetchval("SELECT pg_export_snapshot()")
        schema = await tx.driver.fetchval("SELECT version_num FROM alembic_version")
        kept = dict(await tx.driver.fetch("SELECT name, value FROM facts ORDER BY name"))
        numbers = await truths.count(tx)
        without = [f"--exclude-table-data=*.{table}" for table in LEFT_OUT]
        arguments = ("--format=custom", f"--snapshot={snapshot}", *without, *ONLY_OURS)
        with closing(output(url, "pg_dump", *arguments)) as dump:
            await asyncio.to_thread(writing.add, PART, dump)
    writing.add(FACTS, [msgspec.json.encode(kept)])
    return Copied(schema, kept.get(facts.EPOCH, ""), numbers, server, tool)


async def _tried(url: str, reading: Reading) -> Trial:
    name = f"parley_verify_{uuid4().hex}"
    aside = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    try:
        await _on(url, lambda tx: tx.driver.execute(f'CREATE DATABASE "{name}" TEMPLATE template0'))
    except asyncpg.InsufficientPrivilegeError:
        raise CannotStart(
            "The backup is tried out in a database of its own, and the user in PARLEY_DATABASE_URL may create none. "
            f"Let it (ALTER ROLE {urlsplit(url).username} CREATEDB), or name another user or server for this command."
        ) from None
    try:
        await _restored(aside, reading)
        schema, numbers = await _on(aside, _looked_at)
        if schema != REVISION:
            from parley.store.migrations import run

            await run.on_postgresql(aside, REVISION)
        named = _facts(reading).get(facts.EPOCH, "")
        return Trial(schema, named, numbers, await _on(aside, truths.broken))
    finally:
        await _on(url, lambda tx: tx.driver.execute(f'DROP DATABASE "{name}" WITH (FORCE)'))


async def _restored(url: str, reading: Reading) -> None:
    manifest = reading.manifest
    server = await _on(url, _server_version)
    if server < manifest.server_version:
        raise CannotStart(
            f"The backup was taken from PostgreSQL {manifest.server_version}, and the database in PARLEY_DATABASE_URL "
            f"is of PostgreSQL {server}. Restore it into {manifest.server_version} or a newer one."
        )
    major_version("pg_restore", least=manifest.tool_version, why="the backup was written by pg_dump")
    # All of it or nothing.
    arguments = ("--single-transaction", "--exit-on-error", *ONLY_OURS)
    await asyncio.to_thread(feed, url, reading.pieces(PART), "pg_restore", *arguments)
    kept = _facts(reading) | {facts.EPOCH: epoch.another()}
    async with _connected(url) as tx:
        await tx.driver.executemany("INSERT INTO facts (name, value) VALUES ($1, $2)", list(kept.items()))
        await tx.driver.execute("ANALYZE")  # else the first minutes go by plans for empty tables


async def _looked_at(tx: PostgresTransaction) -> tuple[str, truths.Numbers]:
    return str(await tx.driver.fetchval("SELECT version_num FROM alembic_version")), await truths.count(tx)


async def _tables(tx: PostgresTransaction) -> int:
    query = "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
    return int(await tx.driver.fetchval(query))


async def _server_version(tx: PostgresTransaction) -> int:
    return int(await tx.driver.fetchval("SHOW server_version_num")) // 10_000


async def _on(url: str, work: Callable[[PostgresTransaction], Awaitable[T]]) -> T:
    async with _connected(url) as tx:
        return await work(tx)


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[PostgresTransaction]:
    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=lambda: asyncpg.connect(url, server_settings=SESSION, timeout=CONNECT_SECONDS),
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
    )
    try:
        async with engine.connect() as connection:
            yield await transaction_on(connection)
    finally:
        await engine.dispose()


def _facts(reading: Reading) -> dict[str, Any]:
    return msgspec.json.decode(reading.whole(FACTS), type=dict[str, str])


def _name(url: str) -> str:
    return urlsplit(url).path.strip("/")
