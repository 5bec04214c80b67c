"""Saved messages: what one wants to find again. Nobody else knows of them."""

from typing import Annotated

from msgspec import Meta, Struct

from parley.protocol.base import Id, Rev, Seq, Time
from parley.protocol.messages import Message
from parley.protocol.people import Card
from parley.protocol.rooms import Room


class Save(Struct, frozen=True, kw_only=True, tag="save", tag_field="thing", omit_defaults=True):
    """You saved a message; it is in your own log. It is there unless it has an `until`; `since` and `until` are places
    in that log.
    """

    room: Id
    seq: Seq
    at: Time
    since: Rev
    until: Rev | None = None
    rev: Rev


class SaveMessage(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Save a message that you can see. Repeating it changes nothing; the answer is what is saved."""

    room: Id
    seq: Seq


class UnsaveMessage(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Save a message no longer, also in a room that you are not in any more. If it is not saved, nothing changes."""

    room: Id
    seq: Seq


class ListSaved(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page of what you saved, in all rooms, the last saved first. `before` is the `since` of the page's last."""

    before: Rev | None = None
    limit: Annotated[int, Meta(ge=1, le=100)] = 50


class SavedMessage(Struct, frozen=True, kw_only=True):
    """What was saved, and the message as it is now: none if you may not see it any more."""

    save: Save
    message: Message | None


class SavedPage(Struct, frozen=True, kw_only=True):
    """`rooms` has those in which you still are."""

    saved: list[SavedMessage]
    more: bool
    rooms: dict[Id, Room]
    people: dict[Id, Card]
