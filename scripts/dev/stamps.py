"""Remembers what a finished step was made from, so that it is repeated only when that has changed."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.dev.shell import PRIVATE

STAMPS = PRIVATE / "stamps"


def fingerprint(*parts: str, files: Iterable[Path] = ()) -> str:
    """Contents count, not times: switching branches and back is no change."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(f"{len(part)}:{part}".encode())
    for file in files:
        content = file.read_bytes() if file.is_file() else b""
        digest.update(f"{file.name}:{len(content)}:".encode() + content)
    return digest.hexdigest()


def is_stamped(name: str, *fingerprints: str) -> bool:
    stamp = STAMPS / name
    return stamp.is_file() and stamp.read_text() in fingerprints


@contextmanager
def stamping(name: str, fingerprint: str) -> Iterator[None]:
    """A step that is interrupted or fails leaves no stamp, and so is repeated."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).unlink(missing_ok=True)
    yield
    (STAMPS / name).write_text(fingerprint)


def files_below(folder: Path, *, without: frozenset[str]) -> list[Path]:
    """All files in a fixed order, leaving out folders of these names."""
    found: list[Path] = []
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in without]
        found += [Path(parent, name) for name in names]
    return sorted(found)
