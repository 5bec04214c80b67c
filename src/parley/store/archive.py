"""The form of a backup: one tar archive with the database, the secret and, last, a manifest.

The manifest comes last, because it has the checksums of the others; reading finds it without reading those. So an
archive that was cut off has none. Any tar unpacks it, and what is inside are files of the databases' own tools.
"""

import hashlib
import os
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from io import FileIO
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from parley import __version__
from parley.store.refusals import CannotStart
from parley.store.schema import REVISION
from parley.store.truths import Numbers

FORMAT = 1
MANIFEST = "manifest.json"
SECRET = "secret"  # noqa: S105 - a file's name
PIECE = 1024 * 1024
# A tar ends with two empty blocks.
END = 2 * tarfile.BLOCKSIZE
# What is written goes to the disk in pieces: the server's commits wait for whatever is on its way there.
FLUSHED = 1024 * 1024
# No manifest is longer. Who reads one looks at no more of a file that only says it is a backup.
LONGEST_MANIFEST = 1024 * 1024


class Part(Struct, frozen=True, kw_only=True):
    """A file in the archive."""

    bytes: int
    sha256: str


class Manifest(Struct, frozen=True, kw_only=True):
    """What the archive says of itself. Fields that a later Parley adds are ignored; `format` counts what cannot be."""

    format: int
    parley: str
    time: str
    database: Literal["sqlite", "postgresql"]
    # Of the database that was copied, and of the program that wrote the copy: major versions of PostgreSQL.
    server_version: int = 0
    tool_version: int = 0
    schema: str
    epoch: str
    numbers: Numbers
    parts: dict[str, Part]


class NotWritten(Exception):
    """Why the disk did not take it. No OSError: where the pieces come from may raise those."""


class Writing:
    """An archive that is being written. Parts may be of any length: their headers are filled in behind them.

    It is a file without a buffer, so that no error is left for when it is closed.
    """

    def __init__(self, file: FileIO) -> None:
        self._file = file
        self._unflushed = 0
        self.parts: dict[str, Part] = {}

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        header = self._file.tell()
        self._put(bytes(tarfile.BLOCKSIZE))
        digest, length = hashlib.sha256(), 0
        for piece in pieces:
            self._put(piece)
            digest.update(piece)
            length += len(piece)
        self._put(bytes(_padded(length) - length))
        end = self._file.tell()
        self._file.seek(header)
        self._put(_header(name, length))
        self._file.seek(end)
        self.parts[name] = Part(bytes=length, sha256=digest.hexdigest())

    def finish(self, manifest: Manifest) -> None:
        """The archive is on the disk when this returns."""
        text = msgspec.json.format(msgspec.json.encode(manifest), indent=2)
        self.add(MANIFEST, [text, b"\n"])
        self._put(bytes(END))
        self._flush()

    def _put(self, piece: bytes) -> None:
        rest = memoryview(piece)
        try:
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError as problem:
            raise NotWritten(problem.strerror) from None
        self._unflushed += len(piece)
        if self._unflushed >= FLUSHED:
            self._flush()

    def _flush(self) -> None:
        try:
            os.fsync(self._file.fileno())
        except OSError as problem:
            raise NotWritten(problem.strerror) from None
        self._unflushed = 0


class Reading:
    """An archive whose manifest has been read. Nothing is known of the rest before `check`."""

    def __init__(self, path: Path, tar: tarfile.TarFile, manifest: Manifest) -> None:
        self._path = path
        self._tar = tar
        self.manifest = manifest

    def check(self) -> None:
        """That every part is what was written."""
        for name, part in self.manifest.parts.items():
            digest, length = hashlib.sha256(), 0
            for piece in self.pieces(name):
                digest.update(piece)
                length += len(piece)
            if (length, digest.hexdigest()) != (part.bytes, part.sha256):
                raise CannotStart(
                    f"The backup {self._path} is damaged: its {name} has {length} bytes with the SHA-256 "
                    f"{digest.hexdigest()}, and {part.bytes} with {part.sha256} were written. Use another backup."
                )

    def pieces(self, name: str) -> Iterator[bytes]:
        try:
            file = self._tar.extractfile(name)
        except KeyError:
            file = None
        if file is None:
            raise damaged(self._path, f"there is no {name} in it")
        try:
            while piece := file.read(PIECE):
                yield piece
        except (OSError, tarfile.TarError) as problem:
            raise damaged(self._path, problem) from None

    def whole(self, name: str) -> bytes:
        return b"".join(self.pieces(name))


@contextmanager
def opened(path: Path) -> Iterator[Reading]:
    """Refuses what is no backup, is not whole, or was made by a newer Parley."""
    with ExitStack() as stack:
        try:
            tar = stack.enter_context(tarfile.open(path, "r:"))
            manifest = _manifest(path, tar)
        except OSError as problem:
            raise CannotStart(f"The backup {path} cannot be read: {problem.strerror or problem}.") from None
        except tarfile.TarError as problem:
            raise damaged(path, problem) from None
        yield Reading(path, tar, manifest)


def damaged(path: Path, why: object) -> CannotStart:
    return CannotStart(
        f"{path} is not a whole backup of Parley: {why}. It was cut off, changed, or is another file. "
        "Use another backup."
    )


def _header(name: str, length: int) -> bytes:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = length, 0o600
    # One block whatever the length: GNU's form has room for more than 8 GiB in it.
    return entry.tobuf(tarfile.GNU_FORMAT)


def _padded(length: int) -> int:
    return length + -length % tarfile.BLOCKSIZE


def _manifest(path: Path, tar: tarfile.TarFile) -> Manifest:
    entry = next((entry for entry in tar if entry.name == MANIFEST), None)
    file = tar.extractfile(entry) if entry is not None and entry.size <= LONGEST_MANIFEST else None
    if entry is None or file is None:
        raise damaged(path, "it has no manifest")
    text = file.read()
    if path.stat().st_size < entry.offset_data + _padded(entry.size) + END:
        raise damaged(path, "its end is missing")
    try:
        _refuse_newer(path, msgspec.json.decode(text, type=_Versions))
        return msgspec.json.decode(text, type=Manifest)
    except msgspec.MsgspecError as problem:
        raise damaged(path, f"its manifest cannot be read ({problem})") from None


class _Versions(Struct, frozen=True, kw_only=True):
    """What every manifest has, however new."""

    format: int
    parley: str
    schema: str


def _refuse_newer(path: Path, found: _Versions) -> None:
    # Revisions are four digits each, so they compare as text.
    if found.format > FORMAT or found.schema > REVISION:
        raise CannotStart(
            f"The backup {path} was made by Parley {found.parley}, with schema {found.schema} in format "
            f"{found.format}. This is Parley {__version__}, which knows schemas up to {REVISION} and format {FORMAT}. "
            f"Nothing was written. Install Parley {found.parley}, or a newer one, and try again with it."
        )
