"""Copies the SQLite database before a migration, in case the migration has to be undone."""

import os
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from parley.settings import Settings
from parley.store.folder import database_file, keep_names
from parley.store.refusals import CannotStart

FOLDER = "backups"
KEPT = 5
_OURS = re.compile(r"before-\d{4}-(?P<time>\d{8}T\d{9}Z)\.db")


def take_snapshot(settings: Settings, *, before: str) -> Path:
    """The snapshot is complete and on disk, or not there at all. The newest five are kept."""
    folder = settings.data / FOLDER
    now = datetime.now(UTC)
    path = folder / f"before-{before}-{now:%Y%m%dT%H%M%S}{now.microsecond // 1000:03d}Z.db"
    draft = path.with_suffix(".part")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        _copy(database_file(settings), draft)
        draft.rename(path)
        keep_names(folder)
    except (OSError, sqlite3.Error) as problem:
        if draft.exists():
            draft.unlink()
        raise CannotStart(
            f"The database has to be copied to {path.absolute()} before its schema changes, and was not: {problem}. "
            "Make room or let Parley write there. Nothing was changed."
        ) from None
    _forget_old(folder)
    return path


def _copy(source: Path, target: Path) -> None:
    handle = os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(target)) as copy:
            original.backup(copy)
        os.fsync(handle)
    finally:
        os.close(handle)


def _forget_old(folder: Path) -> None:
    """Delete old snapshots. A file without exactly the name of one is not ours, and stays."""
    ours = [(found["time"], path) for path in folder.iterdir() if (found := _OURS.fullmatch(path.name))]
    for _, path in sorted(ours)[:-KEPT]:
        path.unlink()
