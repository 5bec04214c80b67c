"""Who may come to a server, who may bring people, and who must have a second factor."""

from collections.abc import Collection, Mapping

from parley.errors import Forbidden, NotFound, ParleyError
from parley.policies import ARCHIVED, FIXED, NO_ROOM, may_give_role
from parley.protocol.people import PersonRole
from parley.protocol.rooms import RoomRole
from parley.protocol.second_factor import SecondFactorRule
from parley.protocol.server import Registration
from parley.standing import Standing

# From the least to the most that somebody may do in the server.
RANKS: tuple[PersonRole, ...] = ("guest", "member", "admin", "owner")
REQUIRED: dict[SecondFactorRule, frozenset[PersonRole]] = {
    "optional": frozenset(),
    "administrators": frozenset({"owner", "admin"}),
    "everybody": frozenset({"owner", "admin", "member", "guest"}),
}
ROOMLESS = "Only the server's owner and administrators invite people to the server without a room. Choose a room."


def may_register(
    registration: Registration, *, is_set_up: bool, is_invited: bool, has_address: bool = False
) -> ParleyError | None:
    """Nobody registers before the server has its owner. `has_address`: they have shown one that is allowed."""
    if not is_set_up:
        return Forbidden("This server has no owner yet. Open the set-up link that it printed when it was started.")
    if registration == "closed":
        return Forbidden("This server does not let people register. Ask an administrator for an account.")
    if registration == "invitation" and not is_invited:
        return Forbidden("This server takes newcomers by invitation only. Ask somebody who is here for a link.")
    if registration == "domains" and not (is_invited or has_address):
        return Forbidden(
            "This server takes newcomers who show an e-mail address of certain domains, or who have an invitation.",
            field="confirmation",
        )
    return None


def is_of_domains(email: str | None, domains: Collection[str]) -> bool:
    """Whether an address that somebody has shown to be theirs is of one of these domains, and of none below them."""
    return email is not None and email.rpartition("@")[2].lower() in domains


def invite_into(who: Standing) -> ParleyError | None:
    """Into a room: its owner and moderators, and administrators where they may add people."""
    if not who.is_member or who.deleted_at is not None:
        return NotFound(NO_ROOM, field="rooms")
    if who.archived_at is not None:
        return Forbidden(ARCHIVED, field="rooms")
    if who.kind == "direct":
        return Forbidden(FIXED, field="rooms")
    if who.is_moderator or (who.is_administrator and who.adding == "members"):
        return None
    return Forbidden("Only a room's owner and moderators invite people into it. Ask one of them.", field="rooms")


def may_invite(who: Standing, role: PersonRole, places: Mapping[int, Standing]) -> ParleyError | None:
    """Into these rooms, and newcomers to this role in the server. Nobody invites people to more than they are."""
    if who.server_role not in RANKS:
        return Forbidden("This account is deactivated.")
    if not places and not who.is_administrator:
        return Forbidden(ROOMLESS, field="rooms")
    if RANKS.index(role) > RANKS.index(who.server_role):
        return Forbidden("You cannot invite people to a higher role than your own.", field="role")
    refusals = (may_give_role(who, role), *map(invite_into, places.values()))
    return next((refused for refused in refusals if refused is not None), None)


def invited_into(maker: Standing, role: PersonRole, places: Mapping[int, Standing]) -> list[int] | None:
    """The rooms into which an invitation leads now; None if its maker could not make it any more."""
    rooms = {room: place for room, place in places.items() if invite_into(place) is None}
    return None if may_invite(maker, role, rooms) is not None else list(rooms)


def must_have_one(rule: SecondFactorRule, role: PersonRole) -> bool:
    return role in REQUIRED[rule]


def is_asked(rule: SecondFactorRule, role: PersonRole, *, has_app: bool, has_passkey: bool) -> bool:
    """After a password or a letter. A passkey is a convenience until the server requires a second factor."""
    return has_app or (has_passkey and must_have_one(rule, role))


def is_confined(rule: SecondFactorRule, role: PersonRole, *, has_any: bool) -> bool:
    """Whether somebody may do nothing before they have set one up."""
    return must_have_one(rule, role) and not has_any


def role_of_joiner(*, has_owner: bool, was_owner: bool) -> RoomRole:
    """A room that its last owner left goes back to the first of its owners to return: somebody has to look after it."""
    return "owner" if was_owner and not has_owner else "member"
