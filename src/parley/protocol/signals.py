"""Signals, which the server sends once to the people who are connected: typing, presence, receipts."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.protocol.base import Id, LogName, Rev, Seq, Time

# The people that one connection can watch in one room.
WATCH_LIMIT = 300
PresenceState = Literal["online", "away", "offline"]


class Signal(Struct, frozen=True, kw_only=True, tag="signal", tag_field="type", omit_defaults=True):
    """What somebody in a log does at this moment. It has no number, and is never sent again.

    `typing` says whether `person` types, or, where a log has many readers, the `count` of those who do. It is repeated
    every 3 seconds: forget it 6 seconds after the last one, and when that person's message comes. `presence` has the
    `state` of a person whom this connection watches. `seen` says that `person` has seen the log up to `seq` at the time
    `at`: see `receipt.list`. `reports` says that reports have changed which this person may see: see `report.list`.
    `emoji` says that the custom emoji of this name has this `picture`, or none any more: `emoji.list` explains its
    `rev`. `server_name` says that an administrator has given the server this `name`. Skip other kinds.
    """

    kind: Annotated[
        str,
        Meta(
            max_length=20,
            description="`typing`, `presence`, `seen`, `reports`, `emoji` or `server_name`; there may be more later.",
        ),
    ]
    log: LogName
    person: Id | None = None
    is_typing: bool | None = None
    count: Annotated[int, Meta(ge=0)] | None = None
    state: PresenceState | None = None
    last_seen: Time | None = None
    seq: Seq | None = None
    at: Time | None = None
    emoji: str | None = None
    picture: str | None = None
    rev: Rev | None = None
    name: str | None = None


class SetTyping(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Say that one types in a room, every 3 seconds for as long as one does, or that one has stopped."""

    room: Id
    is_typing: bool = True


class SetPresence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the person behind this connection does. A new connection is online."""

    state: Literal["online", "away"]


class WatchPresence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Be told of the presence of these members of a room, in place of those watched there before; none ends it.

    It ends with the connection's subscription to the room. People who are not in the room are left out.
    """

    room: Id
    people: Annotated[list[Id], Meta(max_length=WATCH_LIMIT)]


class PersonPresence(Struct, frozen=True, kw_only=True):
    """What a person does now. Of people who are offline, when they were last here, if that is known."""

    person: Id
    state: PresenceState
    last_seen: Time | None


class Watched(Struct, frozen=True, kw_only=True):
    """Those of the people asked for who are in the room."""

    people: list[PersonPresence]
