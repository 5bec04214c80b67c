"""The epoch names this history of the database. When it changes, cursors and cached rows are void.

A restore writes a new one. Databases are also put back by other means: on SQLite a counter of starts is kept in the
database and in a file beside it, and the two disagree after an older file was put back. On PostgreSQL the cluster's
identity and timeline are part of the name: they change when another copy of the database takes over, and after
point-in-time recovery.
"""

import os
from pathlib import Path

from sqlalchemy import text

from parley.basics.ids import new_token
from parley.store import facts
from parley.store.database import Transaction
from parley.store.folder import keep_names
from parley.store.units import WriteTransaction

HISTORY = text(
    "SELECT system_identifier::text || '.' || timeline_id::text AS name "
    "FROM pg_control_system(), pg_control_checkpoint()"
)


async def current(tx: Transaction, *, on_postgresql: bool) -> str:
    stored = await facts.get(tx, facts.EPOCH) or ""
    if not on_postgresql:
        return stored
    history = await tx.one(HISTORY)
    return f"{stored}.{history.name}" if history is not None else stored


def another() -> str:
    """A name that no history has had."""
    return new_token()[:16]


async def begin(tx: WriteTransaction, beside: Path | None) -> None:
    """Called at each start: make an epoch if there is none, and a new one if the counters disagree."""
    counted = int(await facts.get(tx, facts.STARTS) or 0)
    known = await facts.get(tx, facts.EPOCH) is not None
    if not known or (beside is not None and counted != _read(beside)):
        await facts.put(tx, facts.EPOCH, another())
    if beside is not None:
        # First the file, then the commit: a crash between the two costs a reset, and never hides one.
        _write(beside, counted + 1)
        await facts.put(tx, facts.STARTS, str(counted + 1))


def _read(beside: Path) -> int:
    try:
        return int(beside.read_text())
    except (FileNotFoundError, ValueError):
        return 0


def _write(beside: Path, count: int) -> None:
    """Write the file whole or not at all, and have it on disk before the commit that must agree with it."""
    draft = beside.with_suffix(".new")
    with draft.open("w") as file:
        file.write(str(count))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(beside)
    keep_names(beside.parent)
