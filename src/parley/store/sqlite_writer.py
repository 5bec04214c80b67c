"""SQLite's writer: one thread with one connection. A second thread runs checkpoints."""

import asyncio
import errno
import os
import queue
import sqlite3
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import structlog

from parley.basics.metrics import Metrics
from parley.changes import Log
from parley.store.batch import commit_batch
from parley.store.database import finish
from parley.store.logs import HEAD
from parley.store.sqlite import BUSY_MS, FAILED, UNUSABLE, SqliteTransaction, connect, error_name
from parley.store.units import Head, Unit
from parley.store.writer import Lane, Publish

In = TypeVar("In")
Out = TypeVar("Out")

CHECKPOINT_SECONDS = 1.0
# If the log is longer than this (64 MiB) after a passive checkpoint, the writer pauses to restart it.
LOG_PAGES = 16_384
# How long it waits then for readers. If that was too short, it tries again after the next passive checkpoint.
RESTART_MS = 50

log = structlog.get_logger("parley.writer")


class SqliteWriteConnection(SqliteTransaction):
    """The statements of a batch."""

    async def command(self, sql: str) -> None:
        self.driver.execute("BEGIN IMMEDIATE" if sql == "BEGIN" else sql)

    async def lock(self, logs: Sequence[Log]) -> dict[Log, Head]:
        # BEGIN IMMEDIATE has locked the whole database.
        found = await self.find(HEAD, logs)
        return {Log(kind, id_): Head(*row) for (kind, id_), row in found.items()}

    async def write_heads(self, heads: dict[Log, Head]) -> None:
        self.driver.executemany(
            "UPDATE heads SET head = ?, seq = ? WHERE log = ?",
            [(head.head, head.seq, id_) for (_, id_), head in heads.items()],
        )

    def unusable(self, problem: BaseException) -> bool:
        name = error_name(problem)
        if name.startswith(FAILED) or getattr(problem, "errno", 0) == errno.EIO:
            # After a failed sync it is unknown what is on disk. Only a restart reads what is really there.
            log.critical("disk_failed", error=repr(problem))
            os._exit(70)
        return name.startswith(UNUSABLE)


class SqliteWriter:
    """All writes of this server, in the order of arrival."""

    def __init__(self, path: Path, publish: Publish, now: Callable[[], int], metrics: Metrics) -> None:
        self._loop = asyncio.get_running_loop()
        self._batches: queue.SimpleQueue[list[Unit[Any, Any]] | None] = queue.SimpleQueue()
        self._lane = Lane(self._batches.put, publish, metrics)
        self._now = now
        self._connection = SqliteWriteConnection(*connect(path, writer=True))
        self._checkpointer = _Checkpointer(path)
        self._thread = threading.Thread(target=self._run, name="sqlite-write", daemon=True)
        self._thread.start()

    def submit(self, unit: Unit[In, Out]) -> "asyncio.Future[Out]":
        return self._lane.submit(unit)

    async def close(self) -> None:
        await self._lane.drain()
        self._batches.put(None)
        await asyncio.to_thread(self._thread.join)
        await asyncio.to_thread(self._checkpointer.close)
        self._connection.driver.close()

    def _run(self) -> None:
        while (batch := self._batches.get()) is not None:
            try:
                committed = finish(commit_batch(self._connection, batch, self._now))
            except Exception as problem:  # noqa: BLE001 - whatever it was, these units must be answered
                self._tell(self._lane.failed, batch, problem)
            else:
                self._tell(self._lane.committed, committed)
                self._checkpointer.after_commit(self._connection.driver)

    def _tell(self, callback: Callable[..., None], *arguments: Any) -> None:
        self._loop.call_soon_threadsafe(callback, *arguments)


class _Checkpointer:
    """Copies the write-ahead log into the database beside the writer, once a second while there are commits."""

    def __init__(self, path: Path) -> None:
        self._driver, _ = connect(path, writer=True)
        self._work = threading.Event()
        self._closing = threading.Event()
        self._overgrown = False
        self._thread = threading.Thread(target=self._run, name="sqlite-checkpoint", daemon=True)
        self._thread.start()

    def after_commit(self, writer: sqlite3.Connection) -> None:
        """Called in the writer's thread. Under constant load a passive checkpoint cannot restart the log."""
        self._work.set()
        if self._overgrown:
            # A backup reads one snapshot for as long as it takes, and everybody would wait for it here.
            writer.execute(f"PRAGMA busy_timeout = {RESTART_MS}")
            writer.execute("PRAGMA wal_checkpoint(RESTART)")
            writer.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
            self._overgrown = False

    def close(self) -> None:
        self._closing.set()
        self._work.set()
        self._thread.join()
        self._driver.close()

    def _run(self) -> None:
        while not self._closing.wait(CHECKPOINT_SECONDS):
            self._work.wait()
            self._work.clear()
            try:
                _, pages, _ = self._driver.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                self._overgrown = pages > LOG_PAGES
            except sqlite3.Error as problem:
                log.warning("checkpoint_failed", error=repr(problem))
