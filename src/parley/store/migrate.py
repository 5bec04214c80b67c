"""The schema's version: which one a database has, and how it gets the one that this Parley needs.

Forward only. A revision first expands (new tables, nullable columns, indexes), so that the Parley before it still
works on the new schema; what nobody uses any more goes in a later one. A revision never changes once released.
"""

import asyncio
import os
import sqlite3
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Literal

from parley.settings import Settings
from parley.store.folder import database_file, locked
from parley.store.refusals import CannotStart
from parley.store.schema import REVISION
from parley.store.search_sqlite import without_fts5
from parley.store.snapshot import take_snapshot


@dataclass(frozen=True)
class SchemaStatus:
    current: str | None
    wanted: str
    state: Literal["empty", "current", "older", "newer"]


def status(settings: Settings) -> SchemaStatus:
    """Looks, changes nothing, and is cheap: every start asks."""
    if settings.database_url:
        # Here, because a server on SQLite has no use for PostgreSQL's driver.
        from parley.store.postgresql_schema import explained, read_version

        with explained(settings.database_url):
            return _judged(asyncio.run(read_version(settings.database_url)))
    return _judged(_sqlite_version(settings))


@dataclass(frozen=True)
class Upgrade:
    """What a migration did. SQLite's database, as it was before, is in `copy`."""

    before: str | None
    after: str
    revisions: tuple[str, ...] = ()
    copy: Path | None = None
    seconds: float = 0.0

    def __str__(self) -> str:
        if not self.revisions:
            return f"The schema is {self.after} already."
        did = f"The schema was {self.before or 'empty'} and is now {self.after}, after {self.seconds:.1f} s."
        if self.before is None:
            return did
        kept = f" The database as it was is in {self.copy.absolute()}." if self.copy is not None else ""
        return f"{did} Changes made: {', '.join(self.revisions)}.{kept}"


def clock_ms(settings: Settings) -> int:
    """What PostgreSQL's clock says."""
    from parley.store.postgresql_schema import explained, read_clock

    with explained(settings.database_url):
        return asyncio.run(read_clock(settings.database_url))


def prepare_schema(settings: Settings) -> Upgrade | None:
    """Before serving. SQLite is brought up to date; PostgreSQL, which other processes may be using, must be already.

    Returns what was done, if anything had to be.
    """
    found = status(settings)
    _refuse_newer(found)
    if found.state == "current":
        return None
    if settings.database_url:
        what = "has no tables yet" if found.state == "empty" else f"has schema {found.current}, older than {REVISION}"
        raise CannotStart(f"The database {what}. Run `parley migrate` once, then start again.")
    # In a process of its own, which takes Alembic's 8 MB along when it ends.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(upgrade, settings).result()


def upgrade(settings: Settings, *, to: str = REVISION) -> Upgrade:
    """Bring the database to a revision."""
    from parley.store.migrations import run

    began = perf_counter()
    before, copy = _upgrade(settings, to)
    return Upgrade(before, to, run.revisions(before, to), copy, perf_counter() - began)


def _upgrade(settings: Settings, to: str) -> tuple[str | None, Path | None]:
    """The revision that the database had, and where its copy is."""
    from parley.store.migrations import run

    if settings.database_url:
        from parley.store.postgresql_schema import explained

        _refuse_newer(status(settings))
        with explained(settings.database_url):
            return asyncio.run(run.on_postgresql(settings.database_url, to)), None
    if (missing := without_fts5()) is not None:
        raise CannotStart(missing)
    with locked(settings):
        found = status(settings)
        _refuse_newer(found)
        is_older = found.current is not None and found.current < to
        copy = take_snapshot(settings, before=to) if is_older else None
        path = database_file(settings)
        os.close(os.open(path, os.O_CREAT | os.O_CLOEXEC, 0o600))
        return run.on_sqlite(path, to), copy


def _judged(current: str | None) -> SchemaStatus:
    # Revisions are four digits each, so they compare as text; a test reads their chain.
    if current is None:
        return SchemaStatus(None, REVISION, "empty")
    if current == REVISION:
        return SchemaStatus(current, REVISION, "current")
    return SchemaStatus(current, REVISION, "older" if current < REVISION else "newer")


def _refuse_newer(found: SchemaStatus) -> None:
    if found.state == "newer":
        raise CannotStart(
            f"The database has schema {found.current}, made by a newer Parley; this one knows those up to {REVISION}. "
            "Start the newer Parley, or restore a backup from before it."
        )


def _sqlite_version(settings: Settings) -> str | None:
    path = database_file(settings)
    try:
        path.open("rb").close()
    except (FileNotFoundError, NotADirectoryError):  # a file in the folder's place is refused when the folder is made
        return None
    except OSError as problem:
        raise CannotStart(
            f"{path.absolute()} cannot be read: {problem.strerror}. Run this as the user that runs Parley, and look "
            "whether PARLEY_DATA_DIR is right."
        ) from None
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'alembic_version'").fetchone():
                return None
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as problem:
        raise CannotStart(
            f"{path.absolute()} cannot be opened as a database: {problem}. "
            "Restore a backup, or move the file away to begin with an empty one."
        ) from None
    return None if row is None else str(row[0])
