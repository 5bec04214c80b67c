"""What can happen to signals in a history, at the lookout: the room whose people only watch each other."""

from typing import Literal

from msgspec import Struct

State = Literal["online", "away", "offline"]


class Coming(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """A person is about to open a connection: from now on the server may take them to be there."""

    at: float
    person: str
    line: str


class Came(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """The server welcomed a connection, and said whether the person is in the room."""

    at: float
    person: str
    line: str
    is_in: bool


class Went(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """A connection has ended, as its person sees it."""

    at: float
    person: str
    line: str


class Gone(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """A connection was told that it does not follow the room any more, as of this place of its log."""

    at: float
    person: str
    line: str
    room: str
    place: int


class Seen(Struct, frozen=True, kw_only=True, array_like=True, tag=True):
    """The server answered what people do, when a connection asked to watch them. `within` is for how many seconds it
    may show somebody who has gone.
    """

    at: float
    asked_at: float
    person: str
    line: str
    states: dict[str, State]
    within: float


class Signalled(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """A connection was sent a signal of the room about a person: that they type, or what they do."""

    at: float
    person: str
    line: str
    room: str
    about: str
    what: State | Literal["typing", "still"]


class Typing(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """A person is about to say that they type."""

    at: float
    person: str


class Typed(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """That was answered, or its connection has ended."""

    at: float
    person: str


class Frozen(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """Between these times a server may have told nobody that somebody went, because Redis had been away, as its log
    says.
    """

    at: float
    since: float
    until: float


SignalEvent = Coming | Came | Went | Gone | Seen | Signalled | Typing | Typed | Frozen
