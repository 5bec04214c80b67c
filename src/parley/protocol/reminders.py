"""Reminders: of a message, or of a text of one's own. Nobody else knows of them."""

from typing import Annotated

from msgspec import Meta, Struct

from parley.protocol.base import ClientId, Id, Rev, Seq, Time
from parley.protocol.messages import Message, Root
from parley.protocol.people import Card
from parley.protocol.rooms import Room

REMINDERS_LIMIT = 200
TEXT_LIMIT = 500
Note = Annotated[str, Meta(max_length=TEXT_LIMIT, description="What to be reminded of, in plain text.")]
DueTime = Annotated[Time, Meta(description="When to be reminded: a time within a year from now.")]


class Reminder(Struct, frozen=True, kw_only=True, tag="reminder", tag_field="thing", omit_defaults=True):
    """A reminder of yours, in your own log. It is there unless it has an `until`; `since` and `until` are places in
    that log. It is `due` from its time on, until you complete it or give it another time.

    One about a message has `room` and `seq`, and `thread` if the message is a reply in a thread. It ends when the
    message is deleted for good, or if you cannot see the message at the time.
    """

    id: Id
    room: Id | None = None
    thread: Seq | None = None
    seq: Seq | None = None
    text: str = ""
    at: Time
    due: bool = False
    since: Rev
    until: Rev | None = None
    rev: Rev


class CreateReminder(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Be reminded of a message that you can see, of a text, or of both. Repeating the `client_id` returns the same
    reminder.
    """

    client_id: ClientId
    at: DueTime
    text: Note = ""
    room: Id | None = None
    seq: Seq | None = None
    thread: Root | None = None


class ListReminders(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All your reminders, the earliest first, with the messages that they are about."""


class UpdateReminder(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Change the text or the time of a reminder, or both. A new time makes one that is due wait again."""

    reminder: Id
    text: Note | None = None
    at: DueTime | None = None


class CompleteReminder(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """End a reminder, whether it is due or not. If it has ended before, nothing changes."""

    reminder: Id


class ReminderShown(Struct, frozen=True, kw_only=True):
    """A reminder, and the message that it is about as it is now: none if you may not see it any more."""

    reminder: Reminder
    message: Message | None


class ReminderList(Struct, frozen=True, kw_only=True):
    """`rooms` has those in which you still are."""

    reminders: list[ReminderShown]
    rooms: dict[Id, Room]
    people: dict[Id, Card]
