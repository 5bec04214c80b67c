"""What people asked, were answered and were shown, in the order in which it happened: one file, one event per line.

The checker reads only this and a dump.
"""

import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from tests.torture.events import Event

WRITE_AT_BYTES = 1 << 20

_encode = msgspec.json.Encoder().encode
_decoder: "msgspec.json.Decoder[Event]" = msgspec.json.Decoder(Event)


def now() -> float:
    return round(time.monotonic(), 6)


class History:
    """A file that grows. Half an hour of it is some hundred megabytes, which no process should hold."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._waiting = bytearray()
        self._file = path.open("wb")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.flush()
        self._file.close()

    def add(self, event: Event) -> None:
        self.count += 1
        self._waiting += _encode(event) + b"\n"
        if len(self._waiting) > WRITE_AT_BYTES:
            self.flush()

    def flush(self) -> None:
        self._file.write(self._waiting)
        self._file.flush()
        self._waiting.clear()


def read(path: Path) -> Iterator[Event]:
    with path.open("rb") as lines:
        for line in lines:
            yield _decoder.decode(line)
