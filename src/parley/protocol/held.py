"""Held messages: what filters keep back until a moderator lets it through or drops it."""

from typing import Annotated

from msgspec import Meta, Struct

from parley.protocol.base import Id, Rev, Seq, Time
from parley.protocol.people import Card
from parley.protocol.rooms import RoomKind


class Held(Struct, frozen=True, kw_only=True, tag="held", tag_field="thing", omit_defaults=True):
    """A message of yours that a filter holds for a moderator; it is in your own log, and nobody else's.

    With `dropped`, a moderator did not let it through: its `body` is gone, and it stays until you withdraw it. It is
    there unless it has an `until`: then it was sent, withdrawn or forgotten. `since` and `until` are places in that
    log. `reason` is the filter's; it is empty if a word is on the server's list.
    """

    id: Id
    room: Id
    thread: Seq | None = None
    client_id: str
    reply_to: Seq | None = None
    also_in_room: bool = False
    body: str
    reason: str = ""
    at: Time
    dropped: bool = False
    since: Rev
    until: Rev | None = None
    rev: Rev


class ListHeld(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The held messages of a room, for its owner and moderators, or of the whole server, for administrators.

    Nobody sees their own here. A signal of the kind `reports` says that there is something new.
    """

    room: Id | None = None
    before: Id | None = None
    limit: Annotated[int, Meta(ge=1, le=100)] = 50


class HeldMessage(Struct, frozen=True, kw_only=True):
    """A message that a moderator has to decide about. `reply_to` is the place of the message that it answers."""

    id: Id
    room: Id
    room_name: str
    room_kind: RoomKind
    thread: Seq | None
    reply_to: Seq | None
    also_in_room: bool
    sender: Id
    body: str
    reason: Annotated[str, Meta(description="The filter's; empty if a word is on the server's list.")]
    at: Time


class HeldPage(Struct, frozen=True, kw_only=True):
    """Held messages, the newest first."""

    held: list[HeldMessage]
    people: dict[Id, Card]
    more: bool


class LetThrough(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Send a held message as its author, if they may still say it there. No filter sees it again."""

    held: Id


class DropHeld(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Do not send a held message, and forget what it says. Its author reads that a moderator did not let it through."""

    held: Id


class ListOwnHeld(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that filters hold of what you wrote, the oldest first, and what was dropped and not withdrawn yet."""


class OwnHeldList(Struct, frozen=True, kw_only=True):
    """The messages of yours that your own log has, too."""

    held: list[Held]


class WithdrawHeld(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Take back a message that waits for a moderator, or put away that it was dropped.

    If it was sent or withdrawn before, nothing changes.
    """

    held: Id
