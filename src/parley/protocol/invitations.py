"""Invitations: links by which people come into the server, and into rooms of it."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.protocol.accounts import Token
from parley.protocol.base import ClientId, Id, Time
from parley.protocol.people import Card
from parley.protocol.rooms import RoomAnswer, RoomName

MOST_ROOMS = 20
InvitedRole = Annotated[
    Literal["admin", "member", "guest"],
    Meta(description="What newcomers become in the server. People with an account keep the role that they have."),
]
Uses = Annotated[int, Meta(ge=1, le=1000, description="How many people may come by it.")]


class CreateInvitation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Make a link by which people get an account and are put into rooms. Only this answer has the link.

    Administrators invite into the server and into rooms to which they may add people. A room's owner and moderators
    invite into their rooms. Once its maker could not make it any more, an invitation does not work.
    """

    client_id: ClientId
    rooms: Annotated[list[Id], Meta(max_length=MOST_ROOMS)] = []
    role: InvitedRole = "member"
    uses: Uses = 1
    hours: Annotated[int, Meta(ge=1, le=8760, description="For how long it works.")] = 168


class InvitedRoom(Struct, frozen=True, kw_only=True):
    """A room into which an invitation leads."""

    id: Id
    name: RoomName


class Invitation(Struct, frozen=True, kw_only=True):
    """An invitation that still works. `hidden_rooms` is how many of its rooms the reader may not know of."""

    id: Id
    by: Id
    role: InvitedRole
    rooms: list[InvitedRoom]
    hidden_rooms: int
    uses: Uses
    uses_left: int
    created_at: Time
    expires_at: Time
    last_used_at: Time | None


class InvitationLink(Struct, frozen=True, kw_only=True):
    """A new invitation, with the link to hand out. The server keeps only a hash of its token."""

    invitation: Invitation
    link: str
    token: Token


class ListInvitations(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The invitations that still work, newest first: one's own, and for administrators everybody's.

    `before` is the last id of the page before.
    """

    before: Id | None = None
    limit: Annotated[int, Meta(ge=1, le=200)] = 50


class InvitationPage(Struct, frozen=True, kw_only=True):
    """Invitations, with the cards of those who made them."""

    invitations: list[Invitation]
    people: dict[Id, Card]
    more: bool


class RevokeInvitation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Have an invitation work no more. Who came by it stays. Revoking twice is revoking once."""

    invitation: Id


class GetInvitation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an invitation offers, by the token in its link behind the #."""

    token: Token


class Offer(Struct, frozen=True, kw_only=True):
    """Who invites into which rooms of which server, by their names. `newcomers` is whether it makes accounts too."""

    server: str
    by: str
    rooms: list[RoomName]
    newcomers: bool


class AcceptInvitation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Come into the rooms of an invitation, as somebody with an account. Accepting twice is accepting once.

    Who has none registers with the token: see `account.register`.
    """

    token: Token


class AcceptedInvitation(Struct, frozen=True, kw_only=True):
    """The invitation's rooms in which one is now."""

    rooms: list[RoomAnswer]
