import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from parley.errors import Unavailable
from parley.metrics import Metrics
from parley.store.database import Transaction
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


async def test_whoever_reads_while_the_server_stops_is_told_to_come_back(tmp_path: Path) -> None:
    async def nothing(tx: Transaction) -> None: ...

    database = SqliteDatabase(tmp_path / "parley.db", Metrics())
    await database.close()
    with pytest.raises(Unavailable, match="stopping"):
        await database.read(nothing)
