"""Who may do what: pure functions of a `Standing`. The transaction that acts reads the standing and asks the policy.

Each verb names its policy in the catalogue. A policy returns a refusal, or None if it allows.
"""

from collections.abc import Callable

from parley.errors import Forbidden, Gone, NotFound, ParleyError, Unauthenticated
from parley.protocol.rooms import RoomRole
from parley.standing import Standing

MINUTE_MS = 60_000
# For so long whoever erased a message can undo it.
UNDO_MS = 10_000
NO_ROOM = "There is no such room, or you are not in it."

Policy = Callable[[Standing], ParleyError | None]


def nobody(_: Standing) -> ParleyError | None:
    return Forbidden("This is not allowed.")


def anyone(_: Standing) -> ParleyError | None:
    """Also those without an account. Nothing is looked up about them."""
    return None


def signed_in(who: Standing) -> ParleyError | None:
    return None if who.is_signed_in else Unauthenticated("This session has ended. Sign in again.")


def see_room(who: Standing) -> ParleyError | None:
    """Everybody can see a public room. Only members can see a private one."""
    is_seen = who.is_member or who.kind == "public"
    return signed_in(who) or (None if is_seen else NotFound(NO_ROOM, field="room"))


def join_room(who: Standing) -> ParleyError | None:
    """Everybody may join a public room. A member who joins again changes nothing."""
    is_open = who.is_member or who.kind == "public"
    return signed_in(who) or (None if is_open else NotFound(NO_ROOM, field="slug"))


def be_in_room(who: Standing) -> ParleyError | None:
    return signed_in(who) or (None if who.is_member else NotFound(NO_ROOM, field="room"))


def change_room(who: Standing) -> ParleyError | None:
    """Its name, its topic, and for how long it keeps what is said in it."""
    return be_in_room(who) or (None if who.role == "owner" else Forbidden("Only the room's owner can change it."))


def see_message(who: Standing) -> ParleyError | None:
    """To somebody who may not see it, a message does not exist."""
    if who.sees_message:
        return signed_in(who)
    return be_in_room(who) or NotFound("There is no such message in a room that you are in.", field="seq")


def react(who: Standing) -> ParleyError | None:
    return see_message(who) or (Gone("This message was deleted.", field="seq") if who.is_erased else None)


def edit(who: Standing) -> ParleyError | None:
    """People edit their own messages, for as long as the room allows."""
    if (refused := react(who)) is not None:
        return refused
    if who.sender != who.person:
        return Forbidden("This message is somebody else's. Only its sender can edit it.")
    if who.now - who.said_at >= who.edit_minutes * MINUTE_MS:
        return Forbidden("The time in which messages of this room can be edited is over.")
    return None


def erase(who: Standing) -> ParleyError | None:
    """People erase their own messages. A room's owners and moderators erase anybody's."""
    if (refused := see_message(who)) is not None:
        return refused
    if who.sender != who.person and who.role not in {"owner", "moderator"}:
        return Forbidden("This message is somebody else's. Its sender and the room's owner can delete it.")
    return None


def restore(who: Standing) -> ParleyError | None:
    """Only who erased a message restores it, and only at once. Restoring one that is not erased changes nothing."""
    if (refused := see_message(who)) is not None or not who.is_erased:
        return refused
    if who.erased_by != who.person:
        return Forbidden("Somebody else deleted this message. Only they could undo that.")
    return None if undo_ms(who) else Gone("The time in which this could be undone is over.", field="seq")


def undo_ms(who: Standing) -> int:
    """For how long the caller can still undo the erasure of this message. No longer than ever, if a clock goes back."""
    if who.erased_at is None or who.erased_by != who.person:
        return 0
    return min(max(who.erased_at + UNDO_MS - who.now, 0), UNDO_MS)


def role_of_joiner(*, has_owner: bool, was_owner: bool) -> RoomRole:
    """A room that its last owner left goes back to the first of its owners to return: somebody has to look after it."""
    return "owner" if was_owner and not has_owner else "member"


def may_register(registration: str, *, is_set_up: bool) -> bool:
    """Nobody registers before the server has its owner."""
    return is_set_up and registration == "open"
