"""Drafts: what somebody has begun to write and not sent, the same on all of their devices. Nobody else sees it."""

from typing import Annotated

from msgspec import Meta, Struct

from parley.protocol.base import Id, Rev, Seq, Time
from parley.protocol.messages import BODY_LIMIT, Root
from parley.protocol.people import Card
from parley.protocol.rooms import Room

Unfinished = Annotated[str, Meta(max_length=BODY_LIMIT, description="The text so far, in Markdown.")]


class Draft(Struct, frozen=True, kw_only=True, tag="draft", tag_field="thing", omit_defaults=True):
    """You began to write in a room, or in the thread about the message at `thread` (0 for the room itself). It is in
    your own log. It is there unless it has an `until`, a place in that log: then its text was sent or thrown away, and
    `body` is empty. `reply_to` is the message that it is going to answer.
    """

    room: Id
    thread: Seq
    body: str
    reply_to: Seq | None = None
    at: Time
    until: Rev | None = None
    rev: Rev


class PutDraft(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Keep what you are writing in a room or a thread, in place of what was kept there before. The last one wins. An
    empty text, or one of spaces alone, deletes the draft. Putting the same again changes nothing.

    `base` is the place in your own log up to which you had heard when you began this text. With it, a put of the very
    text that another device has sent or deleted since changes nothing, and the answer has an `until`.
    """

    room: Id
    thread: Root | None = None
    body: Unfinished
    reply_to: Seq | None = None
    base: Rev | None = None


class DeleteDraft(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Throw a draft away, also in a room that you are not in any more. If there is none, nothing changes."""

    room: Id
    thread: Root | None = None


class ListDrafts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page of your drafts, in all rooms, the last changed first. `before` is the `rev` of the page's last."""

    before: Rev | None = None
    limit: Annotated[int, Meta(ge=1, le=100)] = 50


class DraftPage(Struct, frozen=True, kw_only=True):
    """There are at most 200 drafts. `rooms` has the rooms that they are in, if you still are in them."""

    drafts: list[Draft]
    more: bool
    rooms: dict[Id, Room]
    people: dict[Id, Card]
