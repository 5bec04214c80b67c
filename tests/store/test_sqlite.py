import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import literal, select, text
from sqlalchemy.engine.interfaces import CacheStats
from sqlalchemy.exc import OperationalError

from parley.basics.metrics import Metrics
from parley.errors import Unavailable
from parley.store.database import Transaction
from parley.store.schema import heads
from parley.store.sqlite import SqliteDatabase, connect

SYNCHRONOUS_FULL = 2


def pragma(driver: sqlite3.Connection, name: str) -> object:
    return driver.execute(f"PRAGMA {name}").fetchone()[0]


def test_a_commit_is_on_the_disk_before_anybody_is_answered(tmp_path: Path) -> None:
    driver, connection = connect(tmp_path / "parley.db", writer=True)
    with closing(driver), connection:
        assert pragma(driver, "synchronous") == SYNCHRONOUS_FULL
        assert pragma(driver, "journal_mode") == "wal"
        assert pragma(driver, "foreign_keys") == 1


def test_readers_cannot_write(tmp_path: Path) -> None:
    path = tmp_path / "parley.db"
    sqlite3.connect(path).close()
    driver, connection = connect(path, writer=False)
    with closing(driver), connection, pytest.raises(sqlite3.OperationalError, match="readonly"):
        driver.execute("CREATE TABLE things (name TEXT)")


def test_what_one_connection_has_compiled_is_compiled_for_all(tmp_path: Path) -> None:
    statement = select(literal(1).label("compiled_for_all_on_sqlite"))
    hits = []
    for _ in range(2):
        driver, connection = connect(tmp_path / "parley.db", writer=True)
        with closing(driver), connection:
            hits.append(connection.execute(statement).context.cache_hit)
    assert hits == [CacheStats.CACHE_MISS, CacheStats.CACHE_HIT]


async def test_whoever_reads_while_the_server_stops_is_told_to_come_back(tmp_path: Path) -> None:
    async def nothing(tx: Transaction) -> None: ...

    database = SqliteDatabase(tmp_path / "parley.db", Metrics())
    await database.close()
    with pytest.raises(Unavailable, match="stopping"):
        await database.read(nothing)


async def test_a_database_that_cannot_be_opened_or_is_damaged_is_away_and_no_mistake(tmp_path: Path) -> None:
    async def look(tx: Transaction) -> None:
        await tx.all(select(heads))

    (tmp_path / "damaged.db").write_bytes(b"this is no database" * 1_000)
    for path in (tmp_path / "not there" / "parley.db", tmp_path / "damaged.db"):
        database = SqliteDatabase(path, Metrics())
        with pytest.raises(Unavailable, match="cannot be read"):
            await database.read(look)
        await database.close()


async def test_a_mistake_in_a_statement_is_one(tmp_path: Path) -> None:
    async def wrong(tx: Transaction) -> None:
        await tx.all(text("SELECT * FROM nothing"))

    database = SqliteDatabase(tmp_path / "parley.db", Metrics())
    with pytest.raises(OperationalError):
        await database.read(wrong)
    await database.close()
