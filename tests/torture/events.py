"""What can happen in a history. Times are seconds of one monotonic clock, because all people run in one process."""

from typing import Literal

from msgspec import Struct

from tests.torture.keepsake_events import KeepsakeEvent
from tests.torture.plan_events import PlanEvent
from tests.torture.poll_events import PollEvent
from tests.torture.signal_events import SignalEvent

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


class Replying(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """Somebody replied in the thread about the message at `root`, for the first time or again; and in the room as well,
    if it is said twice.
    """

    at: float
    person: str
    room: str
    root: int
    client_id: str
    body: str
    is_twice: bool


class Replied(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """The server answered that it has the reply, at this place of the thread."""

    at: float
    person: str
    room: str
    root: int
    client_id: str
    seq: int


class ThreadRead(Struct, frozen=True, kw_only=True, array_like=True, tag=True):
    """Somebody read the newest page of a thread: the place, the sender's `client_id` and the body of each reply."""

    at: float
    asked_at: float
    person: str
    room: str
    root: int
    replies: list[tuple[int, str, str]]


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
    message on it knows the room, with the messages from there on that it takes to be erased. Of what its person keeps
    for themselves, by room and what it is: the `rev`, and what it says.
    """

    at: float
    person: str
    device: str
    rooms: dict[str, tuple[int, int]]
    reads: dict[str, tuple[int, int]]
    erased: dict[str, tuple[int, list[int]]]
    keepsakes: dict[str, tuple[int, str]] = {}


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
    | Replying
    | Replied
    | ThreadRead
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
    | KeepsakeEvent
    | PlanEvent
    | PollEvent
    | SignalEvent
    | Ended
)
