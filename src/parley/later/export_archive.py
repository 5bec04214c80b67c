"""Writes the file of an export: a ZIP, in pieces that leave it as soon as they are full."""

import zipfile
from threading import Lock
from types import TracebackType
from typing import IO, Self

import msgspec

from parley.store.export_contents import Some, Whole
from parley.store.listing import Told

PIECE = 256 * 1024
# Of one file in the ZIP, before it is compressed. Every editor opens it, and every program that reads ZIPs.
MOST = 64 * 1024 * 1024
LEVEL = 6
# For the owner alone, once it is unpacked.
MODE = 0o600 << 16
_encode = msgspec.json.Encoder().encode


class Archive:
    """Written from any thread. `files` says what is in it so far.

    A job that fails leaves its archive early. Leaving closes it: Python complains about a ZIP that nobody closed in the
    middle of a file. A thread may still be writing then.
    """

    def __init__(self, moment: tuple[int, int, int, int, int, int]) -> None:
        self.files: list[Told] = []
        self.size = 0
        self._moment = moment
        self._out = _Pieces()
        self._zip = zipfile.ZipFile(self._out, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL)
        self._name = ""
        self._entry: IO[bytes] | None = None
        self._written = 0
        self._lock = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def add(self, part: Whole | Some) -> list[bytes]:
        """Returns the pieces that are full."""
        with self._lock:
            if isinstance(part, Whole):
                self._end_list()
                self._zip.writestr(self._info(part.name), part.data)
                self.files.append({"name": part.name, "about": part.about})
            else:
                self._add_to_list(part)
            return self._taken(self._out.full())

    def close(self) -> list[bytes]:
        """Returns the last pieces."""
        with self._lock:
            self._end_list()
            self._zip.close()
            return self._taken(self._out.rest())

    def _add_to_list(self, part: Some) -> None:
        if part.name != self._name:
            self._end_list()
            self._begin_list(part, 1)
        for thing in part.things:
            if self._written > MOST:
                number = self.files[-1]["number"] + 1
                self._end_list()
                self._begin_list(part, number)
            self._write((b",\n" if self.files[-1]["entries"] else b"\n") + _encode(thing))
            self.files[-1]["entries"] += 1

    def _begin_list(self, part: Some, number: int) -> None:
        name = f"{part.name}.json" if number == 1 else f"{part.name}-{number}.json"
        self.files.append({"name": name, "about": part.about, "number": number, "entries": 0})
        self._name, self._written = part.name, 0
        self._entry = self._zip.open(self._info(name), "w")
        self._write(b"[")

    def _end_list(self) -> None:
        if self._entry is not None:
            self._write(b"\n]\n" if self.files[-1]["entries"] else b"]\n")
            self._entry.close()
            del self.files[-1]["number"]
        self._entry, self._name = None, ""

    def _write(self, data: bytes) -> None:
        assert self._entry is not None  # noqa: S101 - a list was begun
        self._entry.write(data)
        self._written += len(data)

    def _info(self, name: str) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(name, self._moment)
        info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, MODE
        return info

    def _taken(self, pieces: list[bytes]) -> list[bytes]:
        self.size += sum(map(len, pieces))
        return pieces


class _Pieces:
    """What zipfile writes to. It cannot be read or wound back, so a ZIP goes through it once, from front to end."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def write(self, data: bytes) -> int:
        self._waiting += data
        return len(data)

    def flush(self) -> None:
        pass

    def close(self) -> None:
        pass

    def full(self) -> list[bytes]:
        ends = range(PIECE, len(self._waiting) + 1, PIECE)
        pieces = [bytes(self._waiting[end - PIECE : end]) for end in ends]
        del self._waiting[: len(pieces) * PIECE]
        return pieces

    def rest(self) -> list[bytes]:
        pieces = self.full()
        if self._waiting:
            pieces.append(bytes(self._waiting))
            self._waiting.clear()
        return pieces
