"""Mentions: the messages that speak to somebody by name, or to everybody in a room."""

from typing import Annotated

from msgspec import Meta, Struct

from parley.protocol.base import Id, LogName, Rev, Seq
from parley.protocol.messages import Message
from parley.protocol.people import Card
from parley.protocol.rooms import Room


class Mention(Struct, frozen=True, kw_only=True, tag="mention", tag_field="thing", omit_defaults=True):
    """The message at `seq` of `log` mentions you; this is in your own log. It is there unless it has an `until`.

    Without a `thread` it is unread if `seq` is above your read position in the room. In a thread it is unread if `seq`
    is above `read` of your `follow` of that thread, and read if you follow the thread no longer.
    """

    room: Id
    log: LogName
    seq: Seq
    thread: Seq | None = None
    since: Rev
    until: Rev | None = None
    rev: Rev


class ListMentions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page of the messages that mention you, in all rooms that you are in, the newest first. `before` is the `since`
    of the page's last.
    """

    before: Rev | None = None
    limit: Annotated[int, Meta(ge=1, le=100)] = 50


class MentionedMessage(Struct, frozen=True, kw_only=True):
    """A mention, the message that it is in, and whether it is unread."""

    mention: Mention
    message: Message
    is_unread: bool


class MentionPage(Struct, frozen=True, kw_only=True):
    """Messages that were deleted, or that you may not see, are left out. `unread` counts those of all pages, but for
    rooms that you muted wholly.
    """

    mentions: list[MentionedMessage]
    more: bool
    unread: int
    rooms: dict[Id, Room]
    people: dict[Id, Card]
