import asyncio
import sqlite3
from contextlib import closing
from functools import partial

import pytest
from sqlalchemy import text

from parley.process.services import operate
from parley.settings import Settings
from parley.store import facts, sqlite, sqlite_writer
from parley.store.database import Transaction
from parley.store.folder import database_file
from parley.store.units import WriteTransaction, write_alone

PATIENCE = 120
COMMITS = 50


async def test_nobody_waits_for_a_reader_that_holds_its_snapshot_for_long(
    sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup reads for minutes, and the write-ahead log grows meanwhile beyond where it is restarted."""
    monkeypatch.setattr(sqlite, "BUSY_MS", 10 * PATIENCE * 1_000)
    monkeypatch.setattr(sqlite_writer, "CHECKPOINT_SECONDS", 0.001)
    monkeypatch.setattr(sqlite_writer, "LOG_PAGES", 0)
    async with operate(sqlite_settings) as services:
        with closing(sqlite3.connect(database_file(sqlite_settings), isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM facts").fetchall()
            async with asyncio.timeout(PATIENCE):
                for n in range(COMMITS):
                    await write_alone(services.writer, (), partial(note, value=str(n)))
            assert reader.execute("SELECT count(*) FROM facts WHERE name = 'test'").fetchone() == (0,)
            assert await services.database.read(noted) == str(COMMITS - 1)


async def note(tx: WriteTransaction, value: str) -> None:
    await facts.put(tx, "test", value)


async def noted(tx: Transaction) -> str | None:
    row = await tx.one(text("SELECT value FROM facts WHERE name = 'test'"))
    return None if row is None else str(row.value)
