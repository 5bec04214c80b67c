"""Backups of SQLite: a snapshot by VACUUM INTO, compressed.

The snapshot is one read transaction. The server's writer goes on meanwhile, and nothing that it commits makes the copy
begin again. Nothing of what was erased is in it: pages that are not in use are left out, and so are words that the
index of the search has dropped.
"""

import os
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from parley.settings import Settings
from parley.store import epoch, facts, truths
from parley.store.archive import Reading, Writing
from parley.store.copying import Copied, Trial
from parley.store.database import finish
from parley.store.folder import database_file, keep_names
from parley.store.pace import Pace
from parley.store.refusals import CannotStart
from parley.store.schema import REVISION
from parley.store.sqlite import BUSY_MS, SqliteTransaction, connect, error_name
from parley.store.truths import Numbers

PART = "parley.db.gz"
# Of 51 MB of 200,000 messages it left 13 in 0.26 s; level 6 left 11 in 0.60 s.
LEVEL = 1
# What is done between two rests: about a millisecond.
INSTRUCTIONS = 20_000
COMPRESSED_AT_ONCE = 128 * 1024
# Pages of the search's index: 30 such steps took 0.34 s in all for 200,000 messages.
MERGED_AT_ONCE = 64
AS_GZIP = 16 + zlib.MAX_WBITS
DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
BESIDE = ("-wal", "-shm", "-journal")


def copied(settings: Settings, writing: Writing, scratch: Path) -> Copied:
    os.close(os.open(scratch, os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    try:
        with closing(sqlite3.connect(database_file(settings), isolation_level=None)) as source:
            source.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
            # Nobody needs the snapshot after a crash, and the server's commits would wait while it goes to the disk.
            source.execute("PRAGMA synchronous = OFF")
            source.set_progress_handler(Pace().make_way, INSTRUCTIONS)
            try:
                source.execute("VACUUM INTO ?", (str(scratch),))
            finally:
                # Where no server runs, closing moves the write-ahead log into the database, and that must be synced.
                source.execute("PRAGMA synchronous = FULL")
        _leave_out(scratch)
        found = _looked_at(scratch)
    except sqlite3.Error as problem:
        raise CannotStart(_not_made(settings, scratch.parent.absolute(), problem)) from None
    writing.add(PART, _compressed(scratch))
    return Copied(*found)


def tried(settings: Settings, reading: Reading) -> Trial:
    with _aside() as folder:
        path = folder / "parley.db"
        _unpack(reading, path)
        try:
            faults = _damage(path)
            if faults:
                return Trial(reading.manifest.schema, reading.manifest.epoch, reading.manifest.numbers, faults)
            found = _looked_at(path)
            return Trial(*found, _broken(path, found[0]))
        except sqlite3.Error as problem:
            raise CannotStart(f"The database in the backup cannot be used: {problem}. Use another backup.") from None


def refuse_occupied(settings: Settings) -> None:
    path = database_file(settings)
    for there in (path, *(path.with_name(path.name + more) for more in BESIDE)):
        if there.exists():
            raise CannotStart(
                f"{there.absolute()} is there already, and a restore overwrites nothing. Move it away, with every "
                f"other {path.name}* beside it, or restore into another folder with PARLEY_DATA_DIR."
            )


def restored(settings: Settings, reading: Reading) -> None:
    path = database_file(settings)
    draft = path.with_name(f".{path.name}.restoring")
    try:
        _remove(draft)
        _unpack(reading, draft)
        with closing(sqlite3.connect(draft)) as database, database:
            database.execute("INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)", (facts.EPOCH, epoch.another()))
        _sync(draft)
        draft.rename(path)
        keep_names(path.parent)
    except (OSError, sqlite3.Error) as problem:
        raise CannotStart(
            f"The backup was not restored into {path.parent.absolute()}: {problem}. Make room there and try again."
        ) from None
    finally:
        _remove(draft)


def _not_made(settings: Settings, folder: Path, problem: sqlite3.Error) -> str:
    if error_name(problem).startswith(DAMAGED):
        return (
            f"{database_file(settings).absolute()} cannot be copied: {problem}. It is damaged. Stop the server, keep "
            "that file, and restore the last sound backup."
        )
    return (
        f"The backup into {folder} was not made: {problem}. Make room there, or name another folder. Nothing was left "
        "there, and older backups were not touched."
    )


def _leave_out(path: Path) -> None:
    """Drops what the database has and no backup may have. The pages are overwritten with nothing, which takes no room
    once it is compressed.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as copy:
        copy.execute("PRAGMA journal_mode = OFF")
        copy.execute("PRAGMA synchronous = OFF")
        copy.execute("PRAGMA secure_delete = ON")
        pace = Pace()
        copy.set_progress_handler(pace.make_way, INSTRUCTIONS)
        names = {name for (name,) in copy.execute("SELECT name FROM sqlite_schema")}
        _drop_exports(copy, names)
        if "searched_words" in names:
            _forget_dropped_words(copy, pace)


def _drop_exports(copy: sqlite3.Connection, names: set[str]) -> None:
    """Copies of their data that people asked for go after a day, and what they hold may be erased before."""
    for table in {"exports", "export_pieces"} & names:
        copy.execute(f"DELETE FROM {table}")  # noqa: S608 - one of these two


def _forget_dropped_words(copy: sqlite3.Connection, pace: Pace) -> None:
    """FTS5 keeps the words of a dropped row, with their places in it, until it merges the parts of its index."""
    merge = "INSERT INTO searched_words (searched_words, rank) VALUES ('merge', ?)"
    # A negative number begins to merge all parts into one. The changes that FTS5 counts say whether there is more.
    copy.execute(merge, (-MERGED_AT_ONCE,))
    while True:
        pace.make_way()
        before = copy.total_changes
        copy.execute(merge, (MERGED_AT_ONCE,))
        if copy.total_changes < before + 2:
            return


def _compressed(path: Path) -> Iterator[bytes]:
    compress, pace = zlib.compressobj(LEVEL, wbits=AS_GZIP), Pace()
    with path.open("rb") as file:
        while piece := file.read(COMPRESSED_AT_ONCE):
            yield compress.compress(piece)
            pace.make_way()
    yield compress.flush()


def _unpack(reading: Reading, path: Path) -> None:
    expand = zlib.decompressobj(wbits=AS_GZIP)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb") as file:
        for piece in reading.pieces(PART):
            file.write(expand.decompress(piece))
        file.write(expand.flush())


@contextmanager
def _transaction(path: Path) -> Iterator[SqliteTransaction]:
    driver, connection = connect(path, writer=False)
    with closing(driver), connection:
        driver.execute("BEGIN")
        yield SqliteTransaction(driver, connection)


def _looked_at(path: Path) -> tuple[str, str, Numbers]:
    with _transaction(path) as tx:
        schema = tx.driver.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        return schema, finish(facts.get(tx, facts.EPOCH)) or "", finish(truths.count(tx))


def _damage(path: Path) -> list[str]:
    with _transaction(path) as tx:
        said = [row[0] for row in tx.driver.execute("PRAGMA integrity_check(3)")]
        strays = tx.driver.execute("PRAGMA foreign_key_check").fetchmany(truths.FEW)
    faults = [] if said == ["ok"] else [f"integrity check: {line}" for line in said]
    return faults + [f"a row in {row[0]} refers to one in {row[2]} that is not there" for row in strays]


def _broken(path: Path, schema: str) -> list[str]:
    if schema != REVISION:
        from parley.store.migrations import run

        run.on_sqlite(path, REVISION)
    with _transaction(path) as tx:
        return finish(truths.broken(tx))


@contextmanager
def _aside() -> Iterator[Path]:
    try:
        with tempfile.TemporaryDirectory(prefix="parley-verify-") as folder:
            yield Path(folder)
    except OSError as problem:
        raise CannotStart(
            f"The backup could not be restored aside, into {tempfile.gettempdir()}: {problem.strerror or problem}. "
            "Make room there, or name another folder in TMPDIR."
        ) from None


def _remove(path: Path) -> None:
    """With what SQLite keeps beside it: a journal that was left would be played into the next file of that name."""
    for one in (path, *(path.with_name(path.name + more) for more in BESIDE)):
        one.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
