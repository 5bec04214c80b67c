"""SQLite: one connection that writes, a few threads that read, write-ahead log, every commit synced to disk."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Any, Concatenate, ParamSpec, TypeVar

import structlog
from sqlalchemy import Connection, Engine, Executable, Row, StaticPool, create_engine
from sqlalchemy.util import LRUCache

from parley.basics.metrics import Metrics
from parley.errors import Unavailable
from parley.store.database import NOTHING, Dialect, Transaction, Values, finish
from parley.store.vectors import Insert, Key, Lookup, Question, Update, Upsert, portions

P = ParamSpec("P")
T = TypeVar("T")

READERS = 4
# More than there are in this package.
COMPILED_STATEMENTS = 1_000
# Errors of the database as a whole: its disk is full or failing, its file is locked, damaged or missing.
UNUSABLE = ("SQLITE_FULL", "SQLITE_BUSY", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_CORRUPT", "SQLITE_NOTADB")
FAILED = "SQLITE_IOERR"
# A reader that holds its snapshot for long keeps the write-ahead log growing; of ours, only a backup does.
BUSY_MS = 5_000


log = structlog.get_logger("parley.database")


def error_name(problem: BaseException) -> str:
    """SQLite's own name for what went wrong, whether the driver or SQLAlchemy raised it."""
    return getattr(getattr(problem, "orig", problem), "sqlite_errorname", "")


def connect(path: Path, *, writer: bool) -> tuple[sqlite3.Connection, Connection]:
    """A connection for one thread, as the driver's and as SQLAlchemy's. We begin and commit ourselves."""
    driver = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256)
    driver.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    driver.execute("PRAGMA foreign_keys = ON")
    if writer:
        driver.execute("PRAGMA journal_mode = WAL")
        driver.execute("PRAGMA synchronous = FULL")
        # The checkpoint runs in a thread of its own: inside the writer it was seen to stall commits.
        driver.execute("PRAGMA wal_autocheckpoint = 0")
    else:
        driver.execute("PRAGMA query_only = ON")
    return driver, _engine_of(driver).connect()


def _engine_of(driver: Any) -> Engine:
    common = _common_engine()
    pool = StaticPool(lambda: driver, reset_on_return=None, dialect=common.dialect)
    return Engine(pool, common.dialect, common.url, execution_options=common.get_execution_options())


@cache
def _common_engine() -> Engine:
    """Has the statements that were compiled for any connection of this process.

    With an engine for each connection, the writer and every reader compiled each statement anew. From its start to the
    first message, a server then took about 180 ms of the processor, and 93 since they share one: a mean of 15 servers
    one after the other in one process, on two busy cores with Python 3.11.7, 2026-11-30.
    """
    compiled: LRUCache[Any, Any] = LRUCache(COMPILED_STATEMENTS)
    engine = create_engine("sqlite://", isolation_level="AUTOCOMMIT", execution_options={"compiled_cache": compiled})
    engine.connect().close()  # from which the dialect learns what this SQLite can do
    engine.dispose()
    return engine


class SqliteTransaction:
    """Statements on one connection, in the transaction that its owner began. Its awaits never suspend."""

    dialect: Dialect = "sqlite"

    def __init__(self, driver: sqlite3.Connection, connection: Connection) -> None:
        self.driver = driver
        self._connection = connection

    async def all(self, statement: Executable, values: Values = NOTHING) -> Sequence[Row[Any]]:
        return self._connection.execute(statement, values).all()

    async def one(self, statement: Executable, values: Values = NOTHING) -> Row[Any] | None:
        return self._connection.execute(statement, values).first()

    async def run(self, statement: Executable, values: Values = NOTHING) -> int:
        return self._connection.execute(statement, values).rowcount

    async def find(self, lookup: Question, keys: Sequence[tuple[Any, ...]]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
        return dict(self._found(lookup, keys))

    async def find_all(
        self, lookup: Lookup, keys: Sequence[tuple[Any, ...]]
    ) -> dict[tuple[Any, ...], list[tuple[Any, ...]]]:
        found: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
        for key, row in self._found(lookup, keys):
            found.setdefault(key, []).append(row)
        return found

    def _found(self, lookup: Question, keys: Sequence[Key]) -> Iterator[tuple[Key, tuple[Any, ...]]]:
        """Each row with its key. One key a statement took 10 us for the facts of a send; many take 4 us a key."""
        for some in portions(keys):
            values = [value for key in some for value in key]
            rows = self.driver.execute(lookup.sqlite.of(len(some)), values).fetchall()
            for row in rows:
                yield some[row[0]], row[1:]

    async def insert(self, insert: Insert, rows: Sequence[tuple[Any, ...]]) -> None:
        self.driver.executemany(insert.sqlite, rows)

    async def update(self, update: Update | Upsert, rows: Sequence[tuple[Any, ...]]) -> None:
        self.driver.executemany(update.sqlite, rows)


class SqliteDatabase:
    """Reads, on a few threads with a connection each."""

    def __init__(self, path: Path, metrics: Metrics) -> None:
        self._path = path
        self._metrics = metrics
        self._threads = ThreadPoolExecutor(READERS, thread_name_prefix="sqlite-read")
        self._is_closed = False
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []

    async def read(
        self, work: Callable[Concatenate[Transaction, P], Coroutine[Any, Any, T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        asked = perf_counter()
        if self._is_closed:  # clients have been told to come back
            raise Unavailable("The server is stopping. Try again.", retry_after_ms=1_000)

        def in_thread() -> tuple[T, float]:
            waited = perf_counter() - asked
            tx = self._transaction()
            tx.driver.execute("BEGIN")
            try:
                return finish(work(tx, *args, **kwargs)), waited
            finally:
                tx.driver.execute("ROLLBACK")

        try:
            result, waited = await asyncio.get_running_loop().run_in_executor(self._threads, in_thread)
        except Exception as problem:
            if not error_name(problem).startswith((*UNUSABLE, FAILED)):
                raise
            log.error("read_failed", error=repr(problem))
            raise Unavailable("The database cannot be read just now. Try again.", retry_after_ms=1_000) from problem
        self._metrics.read_wait_seconds.observe(waited)
        return result

    async def close(self) -> None:
        self._is_closed = True
        await asyncio.to_thread(self._threads.shutdown)
        for driver in self._opened:
            driver.close()

    def _transaction(self) -> SqliteTransaction:
        tx: SqliteTransaction | None = getattr(self._local, "tx", None)
        if tx is None:
            tx = self._local.tx = SqliteTransaction(*connect(self._path, writer=False))
            self._opened.append(tx.driver)
        return tx
