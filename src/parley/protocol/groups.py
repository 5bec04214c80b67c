"""Groups of people: one handle to mention several people by, or to add them to rooms by."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.protocol.base import ClientId, Id
from parley.protocol.people import Card, Handle, PeoplePrefix
from parley.protocol.users import User

# In one call.
MOST_ADDED = 100
Reason = Literal["banned", "full", "deactivated"]
GroupName = Annotated[str, Meta(min_length=1, max_length=80, description="What the group is called.")]
GroupDescription = Annotated[str, Meta(max_length=250, description="What the group is for.")]


class Group(Struct, frozen=True, kw_only=True):
    """A group. `members` is how many people are in it; for guests, how many of them they share a room with."""

    id: Id
    handle: Handle
    name: GroupName
    description: GroupDescription
    members: int


class CreateGroup(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Make an empty group. People and groups share their handles: one that is or was somebody's is taken."""

    client_id: ClientId
    handle: Handle
    name: GroupName
    description: GroupDescription = ""


class UpdateGroup(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Change a group. What is left out stays as it is. For 90 days no person can take a handle that the group had."""

    group: Id
    handle: Handle | None = None
    name: GroupName | None = None
    description: GroupDescription | None = None


class DeleteGroup(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Delete a group. Its members stay in their rooms, and messages go on showing that they mentioned it. Deleting
    twice is deleting once.
    """

    group: Id


class AddToGroup(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Put people into a group, beside its members. Either all are added or none."""

    group: Id
    people: Annotated[list[Id], Meta(min_length=1, max_length=MOST_ADDED)]


class RemoveFromGroup(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Take somebody out of a group. Doing so twice is doing so once."""

    group: Id
    person: Id


class ListGroups(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The groups by their handles, a page at a time. `after` is the last handle of the page before. Guests do not see
    this list.
    """

    prefix: Annotated[
        str,
        Meta(max_length=80, description="The beginning of a handle, or of a word in a name; case and accents aside."),
    ] = ""
    after: Handle | None = None
    limit: Annotated[int, Meta(ge=1, le=200)] = 50


class GroupPage(Struct, frozen=True, kw_only=True):
    """Groups in the order of their handles."""

    groups: list[Group]
    more: bool


class GetGroup(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A group and its members by their handles, a page at a time, deactivated ones as well. Guests see the members with
    whom they share a room, and groups that have such members.
    """

    group: Id
    prefix: PeoplePrefix = ""
    after: Handle | None = None
    limit: Annotated[int, Meta(ge=1, le=200)] = 50


class GroupDetails(Struct, frozen=True, kw_only=True):
    """A group, and a page of its members in the order of their handles."""

    group: Group
    members: list[User]
    more: bool


class AddGroupMembers(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Put the members of a group into a room. The answer names the members who may not be there. People who join the
    group later are not added. Guests cannot do this; anybody else who may add one person to the room can.

    A hundred people at a time are added together. After a failure, the same call adds the rest.
    """

    room: Id
    group: Id


class LeftOut(Struct, frozen=True, kw_only=True):
    """Somebody of a group who was not added: they are banned from the room, in too many rooms, or deactivated."""

    person: Id
    reason: Reason


class GroupAdded(Struct, frozen=True, kw_only=True):
    """The members of a group who were added to a room, and the others with the reasons. People who were in the room
    before are in neither list.
    """

    room: Id
    added: list[Id]
    left_out: list[LeftOut]
    people: dict[Id, Card]
