"""Scheduled messages: written now, sent later. Nobody else knows of them before that."""

from typing import Annotated

from msgspec import Meta, Struct

from parley.protocol.base import ClientId, Id, Rev, Seq, Time
from parley.protocol.messages import Body, Root
from parley.protocol.people import Card
from parley.protocol.rooms import Room

SCHEDULED_LIMIT = 100
SendTime = Annotated[Time, Meta(description="When to send it: a time within a year from now.")]


class Scheduled(Struct, frozen=True, kw_only=True, tag="scheduled", tag_field="thing", omit_defaults=True):
    """A message that you scheduled; it is in your own log. It is there unless it has an `until`: then it was sent or
    cancelled, and its `body` is empty. `since` and `until` are places in that log.

    `failed` says why it could not be sent. It stays until you give it another time, send it or cancel it.
    """

    id: Id
    room: Id
    thread: Seq | None = None
    reply_to: Seq | None = None
    body: str
    at: Time
    failed: str | None = None
    since: Rev
    until: Rev | None = None
    rev: Rev


class CreateScheduled(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Schedule a message in a room, or in a thread of it. Repeating the `client_id` returns what was scheduled.

    At its time it is sent as if you sent it then: if you may no longer write there, it fails and stays with the
    reason. A server that was down sends it when it is back, unless it is more than a day late.
    """

    room: Id
    client_id: ClientId
    body: Body
    at: SendTime
    reply_to: Seq | None = None
    thread: Root | None = None


class ListScheduled(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All messages that you scheduled and that were not sent yet, the next one first."""


class UpdateScheduled(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Change the text or the time of a scheduled message, or both. A new time also gives a failed one another try."""

    scheduled: Id
    body: Body | None = None
    at: SendTime | None = None


class SendScheduledNow(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Send a scheduled message within about a second instead of at its time."""

    scheduled: Id


class CancelScheduled(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Delete a scheduled message. If it was sent or cancelled before, nothing changes."""

    scheduled: Id


class ScheduledList(Struct, frozen=True, kw_only=True):
    """`rooms` has those in which you still are."""

    scheduled: list[Scheduled]
    rooms: dict[Id, Room]
    people: dict[Id, Card]
