"""Pinned messages: what the people who look after a room put where everybody finds it."""

from msgspec import Struct

from parley.protocol.base import Id, LogName, Rev, Seq, Time
from parley.protocol.messages import Message
from parley.protocol.people import Card

# How many messages of a room can be pinned at one time.
PINS_LIMIT = 100


class Pin(Struct, frozen=True, kw_only=True, tag="pin", tag_field="thing", omit_defaults=True):
    """A message is pinned, by whom and when. It is there unless it has an `until`; `since` and `until` are places in
    the room's log.
    """

    seq: Seq
    pinned_by: Id
    at: Time
    since: Rev
    until: Rev | None = None
    rev: Rev


class PinMessage(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Pin a message, as a moderator or owner of its room, or as anybody in a direct conversation. Repeating it changes
    nothing. A room has at most 100 pinned messages.
    """

    room: Id
    seq: Seq


class UnpinMessage(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Take a pin away. If there is none, nothing changes."""

    room: Id
    seq: Seq


class Pinned(Struct, frozen=True, kw_only=True):
    """The message is pinned, or not any more, as of this `rev`: 0 if it never was."""

    room: Id
    seq: Seq
    rev: Rev


class ListPins(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All pinned messages of a room that the caller may see."""

    room: Id


class PinList(Struct, frozen=True, kw_only=True):
    """Pins as of `head`, the last pinned first, and the messages, in the same order."""

    log: LogName
    head: Rev
    pins: list[Pin]
    messages: list[Message]
    people: dict[Id, Card]
