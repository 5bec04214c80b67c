"""What people do and are told of each other at a moment: who is connected, who types, who is there.

As in `history.py`, each is one event, and those of a device are in the order in which they reached it.
"""

from typing import Literal

from msgspec import Struct

# A connection that is being opened, or of which nobody reads, may be there for the server or not.
Standing = Literal["uncertain", "live", "ended"]
Kind = Literal["typing", "presence"]
# What a fault upsets, so that what is told of people may be late: Redis, or a process that stands still.
Upset = Literal["redis", "process"]


class Attending(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """How it stands with a connection of a person."""

    at: float
    person: str
    device: str
    standing: Standing


class Typing(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """A person is about to say that they type in a room; or, with `is_taken`, the server has answered that."""

    at: float
    person: str
    room: str
    is_taken: bool = False


class Watching(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """A device is about to watch who is there of a room's members, in place of those whom it watched there before."""

    at: float
    device: str
    room: str


class Watched(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """The server answered whom the device watches in a room, and what each of them does."""

    at: float
    person: str
    device: str
    room: str
    states: dict[str, str]


class Signalled(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """A device was sent a signal about somebody in a room. `state` is of their presence."""

    at: float
    person: str
    device: str
    kind: Kind
    room: str
    about: str
    state: str


class Entered(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """A frame told a device that its person is in a room."""

    at: float
    device: str
    room: str


class Expelled(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """A frame told a device that its person is no longer in a room."""

    at: float
    device: str
    room: str


class Parted(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """A frame told a device that a stay of somebody in a room has ended at this place of its log."""

    at: float
    device: str
    room: str
    about: str
    until: int


class Trouble(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """A fault begins, or is over, because of which people may look present for longer."""

    at: float
    upset: Upset
    is_over: bool


Sign = Attending | Typing | Watching | Watched | Signalled | Entered | Expelled | Parted | Trouble
