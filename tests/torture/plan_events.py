"""What can happen to scheduled messages in a history."""

from msgspec import Struct


class Planning(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """Somebody is about to schedule a message, or to give it another text or time. `plan` is its `client_id`. It is due
    if its time comes during the run: then it may be sent from now on, with this text.
    """

    at: float
    person: str
    room: str
    plan: str
    body: str
    is_due: bool


class Planned(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """The server answered that it will say this."""

    at: float
    person: str
    room: str
    plan: str
    body: str
    id: str


class Dropping(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """Somebody is about to cancel a scheduled message."""

    at: float
    person: str
    room: str
    plan: str


class Dropped(Struct, frozen=True, kw_only=True, array_like=True, tag=True, gc=False):
    """The server answered that it is not to be sent any more, or was sent before."""

    at: float
    person: str
    room: str
    plan: str


PlanEvent = Planning | Planned | Dropping | Dropped
