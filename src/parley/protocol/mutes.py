"""Mutes: the rooms that do not ask for somebody's attention, or only where they mention them."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.protocol.base import Id, Rev, Time

Level = Annotated[
    Literal["mentions", "nothing"],
    Meta(description="What still counts as news: messages that mention you, or nothing."),
]
EndTime = Annotated[Time, Meta(description="When to unmute it: a time within a year from now.")]


class Mute(Struct, frozen=True, kw_only=True, tag="mute", tag_field="thing", omit_defaults=True):
    """A room is muted for you; this is in your own log. It is there unless it has an `until`, a place in that log. From
    its `ends_at` on it means nothing any more: no other change says so.

    Muting changes what counts, and not what is unread or mentions you.
    """

    room: Id
    level: Level
    ends_at: Time | None = None
    until: Rev | None = None
    rev: Rev


class MuteRoom(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Mute a room for yourself: wholly, or all but messages that mention you. It stays muted until `ends_at`, until you
    unmute it, or until you are not in it any more. Another call takes the place of the one before; repeating it changes
    nothing.
    """

    room: Id
    level: Level
    ends_at: EndTime | None = None


class UnmuteRoom(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Let everything in a room count again. If it is not muted, nothing changes."""

    room: Id


class ListMutes(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rooms that are muted for you now."""


class MuteList(Struct, frozen=True, kw_only=True):
    """By the ids of their rooms."""

    mutes: list[Mute]
