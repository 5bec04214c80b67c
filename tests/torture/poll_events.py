"""What can happen to votes in a history."""

from msgspec import Struct


class Voting(Struct, frozen=True, kw_only=True, array_like=True, tag=True):
    """Somebody is about to choose these options of the poll at a place, or none any more."""

    at: float
    person: str
    room: str
    seq: int
    options: list[int]


class Voted(Struct, frozen=True, kw_only=True, array_like=True, tag=True):
    """The server answered that. Each request is sent once, so none is still on its way."""

    at: float
    person: str
    room: str
    seq: int
    options: list[int]


PollEvent = Voting | Voted
