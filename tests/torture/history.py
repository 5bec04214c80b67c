"""What people asked, were answered and were shown, in the order in which it happened: one file, one event per line.

The checker reads only this and a dump. Times are seconds of one monotonic clock, because all of these people run in one
process.
"""

import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import msgspec
from msgspec import Struct

WRITE_AT_BYTES = 1 << 20
# How a device is sent a message: as the one after the last, on a page, as another version of one that it had, or by
# something of which it makes no use, such as what belongs to a room that it does not believe to be in.
How = Literal["next", "page", "again", "unused"]


class Asked(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """Somebody sent a message, for the first time or again."""

    at: float
    person: str
    room: str
    client_id: str
    body: str
    door: str


class Answered(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """The server answered that it has the message, at this place."""

    at: float
    person: str
    room: str
    client_id: str
    body: str
    seq: int


class Refused(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """The server refused the message, for good or for now."""

    at: float
    person: str
    room: str
    client_id: str
    body: str
    code: str
    for_good: bool


class Joining(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """A person is about to join a room: from now on its messages may reach them."""

    at: float
    person: str
    room: str


class Joined(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """The server answered that a person is in a room since this place of its log, and may read from this message on."""

    at: float
    person: str
    room: str
    since: int
    first_seq: int


class Left(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """The server answered that a person has left a room at this place of its log."""

    at: float
    person: str
    room: str
    place: int


class Shown(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """A device was sent a message, in a frame or page that reaches up to a place of the room's log."""

    at: float
    person: str
    device: str
    room: str
    seq: int
    rev: int
    sender: str
    client_id: str
    body: str
    how: How
    upto: int


class Heard(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """A device was sent something of a room's log up to a place, without messages or with cards of `strangers`: people
    whom nothing else in it names.
    """

    at: float
    person: str
    device: str
    room: str
    upto: int
    strangers: list[str]


class Erasing(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """A person is about to erase a message: from now on it may be empty."""

    at: float
    person: str
    room: str
    seq: int


class Erased(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """The server answered that a message is erased, and by which change of the room."""

    at: float
    person: str
    room: str
    seq: int
    rev: int


class Restoring(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """A person is about to restore a message: from now on it may say again what it said."""

    at: float
    person: str
    room: str
    seq: int


class Restored(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """The server answered that a message says again what it said, as of this change of the room."""

    at: float
    person: str
    room: str
    seq: int
    rev: int


class Editing(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """Somebody is about to edit a message: from now on it may have this text."""

    at: float
    person: str
    room: str
    seq: int
    body: str


class Edited(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """The server answered that a message has this text, and by which change of the room."""

    at: float
    person: str
    room: str
    seq: int
    body: str
    rev: int


class Reacting(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """Somebody is about to react, or to take a reaction back."""

    at: float
    person: str
    room: str
    seq: int
    emoji: str
    is_there: bool


class Reacted(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """The server answered that. Each request is sent once, so none is still on its way."""

    at: float
    person: str
    room: str
    seq: int
    emoji: str
    is_there: bool


class Mentioned(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """A device was sent something about a message, in a frame that reaches up to a place of the room's log."""

    at: float
    person: str
    device: str
    room: str
    seq: int
    upto: int


class Marked(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """The server answered how far a person has read a room."""

    at: float
    person: str
    room: str
    generation: int
    seq: int


class Reached(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """A device was sent how far its person has read a room, in the stay that began at `since`."""

    at: float
    device: str
    room: str
    since: int
    generation: int
    seq: int


class Ended(Struct, frozen=True, kw_only=True, array_like=True, tag=True):
    """What a device knew in the end: of each room its cursor and last message, how far it is read, and from which
    message on it knows the room, with the messages from there on that it takes to be erased.
    """

    at: float
    person: str
    device: str
    rooms: dict[str, tuple[int, int]]
    reads: dict[str, tuple[int, int]]
    erased: dict[str, tuple[int, list[int]]]


Event = (
    Asked
    | Answered
    | Refused
    | Joining
    | Joined
    | Left
    | Shown
    | Heard
    | Mentioned
    | Erasing
    | Erased
    | Restoring
    | Restored
    | Editing
    | Edited
    | Reacting
    | Reacted
    | Marked
    | Reached
    | Ended
)

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
