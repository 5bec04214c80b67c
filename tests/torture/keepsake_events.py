"""What can happen in a history to what people keep for themselves: drafts, favourites, mutes, saved messages."""

from msgspec import Struct


class Keeping(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """Somebody is about to put something there: a draft that says this, a room muted like this. An empty value takes it
    away.
    """

    at: float
    person: str
    room: str
    what: str
    value: str


class Granted(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """The server answered that it is. Each request is sent once: one without an answer may still be on its way."""

    at: float
    person: str
    room: str
    what: str
    value: str


KeepsakeEvent = Keeping | Granted
