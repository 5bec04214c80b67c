"""Rooms and who is in them."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.protocol.base import ClientId, Id, Rev, RoomRef, Seq, Slug, Time
from parley.protocol.notices import RoomNotices
from parley.protocol.people import Card

RoomName = Annotated[str, Meta(min_length=1, max_length=80)]
RoomTopic = Annotated[str, Meta(max_length=250)]
RoomDescription = Annotated[str, Meta(max_length=1000, description="What the room is for, longer than its topic.")]
RoomPosting = Annotated[
    Literal["members", "moderators"],
    Meta(description="Who writes: all, or only the owner and moderators. The others read and react."),
]
RoomThreads = Annotated[
    Literal["writers", "members", "off"],
    Meta(description="Who replies in threads: those who write in the room, every member, or nobody."),
]
RoomKind = Literal["public", "private", "direct"]
RoomRole = Literal["owner", "moderator", "member"]
RoomHistory = Literal["all", "since_join"]
RoomAdding = Annotated[
    Literal["moderators", "members"],
    Meta(description="Who adds people to a private room. To a public room every member adds people."),
]
# The longest is a hundred years, which no clock comes to the end of.
KeepDays = Annotated[int, Meta(ge=0, le=36_500, description="How many days messages are kept; 0 is for ever.")]
ALWAYS_EDITABLE = 52_560_000
EditMinutes = Annotated[
    int,
    Meta(
        ge=0,
        le=ALWAYS_EDITABLE,
        description="For how many minutes people can edit their messages: 0 is never, 52560000 a hundred years.",
    ),
]


class Room(Struct, frozen=True, kw_only=True, tag="room", tag_field="thing", omit_defaults=True):
    """A room's own row in its log. Private rooms have no slug. Only members and administrators
    learn a private room's name (`room.list_all`).

    An archived room can be read and not be written in. Everybody with a new account is put into a default room. A
    deleted room is empty: its members are about to be let out.

    A room of the kind "direct" is a conversation of the people in `direct`, oneself among them, who never change. It
    has no name: show it by theirs.

    With `history` "since_join" nobody reads what was said before they came, also not if they were there earlier.
    Messages older than `keep_days` are dropped, and `first_seq` rises past them: drop what is below it.

    With `notices`, the server writes a message with a `notice` when somebody joins, leaves or changes the room.
    """

    id: Id
    slug: str | None
    kind: RoomKind
    name: str
    topic: str
    history: RoomHistory
    keep_days: KeepDays
    edit_minutes: EditMinutes
    first_seq: Seq
    created_by: Id
    created_at: Time
    rev: Rev
    adding: RoomAdding = "moderators"
    direct: list[Id] = []
    description: str = ""
    posting: RoomPosting = "members"
    threads: RoomThreads = "writers"
    default_since: Time | None = None
    archived_at: Time | None = None
    deleted_at: Time | None = None
    notices: bool = False


class Stay(Struct, frozen=True, kw_only=True, tag="stay", tag_field="thing"):
    """One person's stay in a room, in the room's log: from the change that let them in to the one that ended it."""

    person: Id
    role: RoomRole
    since: Rev
    until: Rev | None
    rev: Rev


class Membership(Struct, frozen=True, kw_only=True, tag="membership", tag_field="thing"):
    """The same stay in the person's own log: `rev` counts there. `first_seq` is the first message one may read."""

    room: Id
    role: RoomRole
    since: Rev
    until: Rev | None
    first_seq: Seq
    rev: Rev


class CreateRoom(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Make a room and become its first member. A public room needs a slug, a private one has none."""

    client_id: ClientId
    name: RoomName
    kind: Literal["public", "private"] = "public"
    slug: Slug | None = None
    topic: RoomTopic = ""
    history: RoomHistory = "all"
    keep_days: KeepDays = 0
    edit_minutes: EditMinutes = ALWAYS_EDITABLE
    adding: RoomAdding = "moderators"
    description: RoomDescription = ""
    posting: RoomPosting = "members"
    threads: RoomThreads = "writers"
    notices: RoomNotices = False


class UpdateRoom(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Change a room that one owns. What is left out stays as it is.

    A room keeps the slugs that it had: they lead to it for ever. Only an administrator of the server makes a public
    room a default one, into which everybody with a new account is put.

    A direct conversation of three people or more becomes a private room with `kind` and a `name`. The
    person who began it then owns it.
    """

    room: Id
    kind: Literal["private"] | None = None
    name: RoomName | None = None
    topic: RoomTopic | None = None
    keep_days: KeepDays | None = None
    edit_minutes: EditMinutes | None = None
    adding: RoomAdding | None = None
    slug: Slug | None = None
    description: RoomDescription | None = None
    posting: RoomPosting | None = None
    threads: RoomThreads | None = None
    is_default: bool | None = None
    notices: RoomNotices | None = None


class ArchiveRoom(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Close a room for writing. It can still be read and left. Archiving twice is archiving once."""

    room: Id


class DeleteRoom(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Delete a room that one owns, for good: its name, and all that was ever said in it. Its slugs lead nowhere.

    It is closed at once. Its members leave it and its messages go in the next moments.
    """

    room: Id


class UnarchiveRoom(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Open an archived room for writing again."""

    room: Id


class GetRoom(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A room by its id or slug, also by a slug that it had before. Only its members see who is in it."""

    room: RoomRef


class ListRooms(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The public rooms and one's own, oldest first, a page at a time. Guests are shown only their own.

    `prefix` is the beginning of a word in a room's name or slug; case and accents aside.
    """

    prefix: Annotated[str, Meta(max_length=80)] = ""
    after: Id | None = None
    limit: Annotated[int, Meta(ge=1, le=200)] = 100


class JoinRoom(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Become a member of a public room, by its slug. Joining twice is joining once."""

    slug: Slug


class LeaveRoom(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """End one's own stay. Nothing after it reaches the leaver."""

    room: Id


class RoomAnswer(Struct, frozen=True, kw_only=True):
    """A room and one's own membership in it, after a change to either."""

    room: Room
    membership: Membership


class RoomDetails(Struct, frozen=True, kw_only=True):
    """A room as of `head`. To people who are not in it, `members` is empty and `membership` null."""

    room: Room
    head: Rev
    last_seq: Seq
    membership: Membership | None
    members: list[Stay]
    members_complete: bool
    people: dict[Id, Card]


class RoomCounters(Struct, frozen=True, kw_only=True):
    """How many people are in a room, when something was last said there, and how much in the last seven days.

    Counted some seconds after it happens.
    """

    members: int
    last_message_at: Time | None
    messages_in_week: int


class RoomPage(Struct, frozen=True, kw_only=True):
    """A page of rooms; `memberships` names those among them that the caller is in, and `counters` is about each that
    was counted yet.
    """

    rooms: list[Room]
    memberships: list[Membership]
    counters: dict[Id, RoomCounters]
    more: bool


class LeftRoom(Struct, frozen=True, kw_only=True):
    """The place in the room's log at which the stay ended."""

    room: Id
    at: Rev
