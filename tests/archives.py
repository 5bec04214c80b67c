"""Backups that are not as Parley writes them."""

import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from subprocess import PIPE, run
from typing import Any

import msgspec

from parley.store.archive import Manifest, Part, Writing, opened
from parley.store.backup_sqlite import AS_GZIP


def only(folder: Path) -> Path:
    """The one backup in a folder."""
    (found,) = folder.glob("*.backup")
    return found


def manifest_of(path: Path) -> Manifest:
    with opened(path) as reading:
        return reading.manifest


def contents(path: Path) -> bytes:
    """All that its database has, as it is when it is not compressed."""
    with opened(path) as reading:
        if reading.manifest.database == "sqlite":
            return zlib.decompress(reading.whole("parley.db.gz"), wbits=AS_GZIP)
        return run(["pg_restore", "--file=-"], input=reading.whole("parley.pgdump"), stdout=PIPE, check=True).stdout


def rewritten(path: Path, database: Callable[[Path], None] | None = None, **changes: Any) -> Path:
    """The same backup with another manifest, and with a database that was tampered with before its sums were taken."""
    other = path.with_name(f"rewritten-{path.name}")
    with opened(path) as reading, other.open("w+b", buffering=0) as file:
        writing = Writing(file)
        for name in reading.manifest.parts:
            content = reading.whole(name)
            writing.add(name, [_changed(content, database, path.with_suffix(".db")) if database else content])
            database = None
        parts: dict[str, Part] = writing.parts
        writing.finish(msgspec.structs.replace(reading.manifest, parts=parts, **changes))
    return other


def sql(*statements: str) -> Callable[[Path], None]:
    def tamper(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            database.execute("PRAGMA ignore_check_constraints = ON")
            for statement in statements:
                assert database.execute(statement).rowcount, statement

    return tamper


def _changed(content: bytes, tamper: Callable[[Path], None], aside: Path) -> bytes:
    aside.write_bytes(zlib.decompress(content, wbits=AS_GZIP))
    tamper(aside)
    compress = zlib.compressobj(wbits=AS_GZIP)
    return compress.compress(aside.read_bytes()) + compress.flush()
