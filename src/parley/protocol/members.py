"""Who is in a room, and what its owner and moderators do about it."""

from typing import Annotated

from msgspec import Meta, Struct

from parley.protocol.base import Id, Rev, Time
from parley.protocol.people import Card, Handle, PeoplePrefix
from parley.protocol.rooms import RoomRole, Stay

BanReason = Annotated[str, Meta(max_length=250, description="For the room's owner and moderators.")]


class ListMembers(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The people in a room by their handles, a page at a time. `after` is the last handle of the page before."""

    room: Id
    prefix: PeoplePrefix = ""
    after: Handle | None = None
    limit: Annotated[int, Meta(ge=1, le=200)] = 50


class MemberPage(Struct, frozen=True, kw_only=True):
    """People in a room, in the order of their handles."""

    members: list[Stay]
    people: dict[Id, Card]
    more: bool


class AddMember(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Put somebody into a room. Adding a member changes nothing.

    Every member of a public room can; in a private room its owner and moderators, or all of its members if its
    `adding` says so.
    """

    room: Id
    person: Id


class SetMemberRole(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Make a member an owner, a moderator or a plain member of a room that one owns. Its last owner stays one."""

    room: Id
    person: Id
    role: RoomRole


class MemberAnswer(Struct, frozen=True, kw_only=True):
    """A member of a room, after a change to them."""

    room: Id
    member: Stay
    people: dict[Id, Card]


class RemoveMember(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """End somebody's stay in a room. Nothing after it reaches them. They can come back as others come."""

    room: Id
    person: Id


class RemovedMember(Struct, frozen=True, kw_only=True):
    """The place in the room's log at which the stay ended."""

    room: Id
    person: Id
    at: Rev


class BanMember(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Keep somebody out of a room: end their stay, if they are in it, and let nobody add them and them not join."""

    room: Id
    person: Id
    reason: BanReason = ""


class UnbanMember(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Lift a ban. The person is not put back into the room."""

    room: Id
    person: Id


class Ban(Struct, frozen=True, kw_only=True):
    """A person who is banned from a room."""

    room: Id
    person: Id
    by: Id
    at: Time
    reason: str


class ListBans(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The people banned from a room, for its owner and moderators. `after` is the last person of the page before."""

    room: Id
    after: Id | None = None
    limit: Annotated[int, Meta(ge=1, le=200)] = 50


class BanPage(Struct, frozen=True, kw_only=True):
    """Bans in the order of people's ids, with the cards of everybody whom they name."""

    bans: list[Ban]
    people: dict[Id, Card]
    more: bool
