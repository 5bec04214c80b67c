"""Reports: messages that people ask the moderators of their rooms, and the server's administrators, to look at."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.protocol.base import Id, Seq, Time
from parley.protocol.messages import Root
from parley.protocol.people import Card
from parley.protocol.rooms import RoomKind

NOTE_LIMIT = 500
# Of each report, so many complaints are listed.
COMPLAINTS_SHOWN = 20
Reason = Literal["spam", "abuse", "danger", "private", "other"]


class ReportMessage(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ask those who look after a room to look at a message of somebody else's.

    The room's owner and moderators see it, and so do the server's administrators; of a direct conversation only the
    latter do. They see the message as it is now, also if it is edited or deleted later, and who reported it and why.
    Repeating it replaces the reason and the note.
    """

    room: Id
    seq: Seq
    thread: Root | None = None
    reason: Reason
    note: Annotated[str, Meta(max_length=NOTE_LIMIT, description="What else there is to say about it.")] = ""


class ListReports(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The open reports of a room, for its owner and moderators, or of the whole server, for administrators.

    Nobody sees reports of what they said themselves. A signal of the kind `reports` says that there is something new.
    """

    room: Id | None = None
    before: Id | None = None
    limit: Annotated[int, Meta(ge=1, le=100)] = 50


class Complaint(Struct, frozen=True, kw_only=True):
    """What one person reported."""

    person: Id
    reason: Reason
    note: str
    at: Time


class Report(Struct, frozen=True, kw_only=True):
    """A message that people reported: what it said when the first of them did, and what has become of it since.

    `complaints` has the first 20 of `count`.
    """

    id: Id
    room: Id
    room_name: Annotated[str, Meta(description="Empty for a direct conversation.")]
    room_kind: RoomKind
    thread: Seq | None
    seq: Seq
    sender: Id
    body: str
    said_at: Time
    is_edited: bool
    is_erased: bool
    complaints: list[Complaint]
    count: int


class ReportPage(Struct, frozen=True, kw_only=True):
    """Open reports, the newest first."""

    reports: list[Report]
    people: dict[Id, Card]
    more: bool


class CloseReport(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Say that a report was dealt with, and delete the message if you like. What was kept about it is forgotten."""

    report: Id
    delete_message: bool = False
