"""Who may do what: pure functions of what was read in the transaction that acts on the answer."""

from parley.protocol.rooms import RoomRole

MINUTE_MS = 60_000


def may_see_room(kind: str, *, is_member: bool) -> bool:
    """Public rooms are in the directory; private ones are told to their members only."""
    return is_member or kind == "public"


def may_join_room(kind: str) -> bool:
    """By oneself, that is."""
    return kind == "public"


def role_of_joiner(*, has_owner: bool, was_owner: bool) -> RoomRole:
    """A room that its last owner left goes back to the first of its owners to return: somebody has to look after it."""
    return "owner" if was_owner and not has_owner else "member"


def may_change_room(role: str) -> bool:
    """Its name, its topic, and for how long it keeps what is said in it."""
    return role == "owner"


def may_erase(role: str, *, is_own: bool) -> bool:
    """People erase their own messages. A room's owners and moderators erase anybody's."""
    return is_own or role in {"owner", "moderator"}


def may_edit(*, said_at: int, now: int, edit_minutes: int) -> bool:
    """People edit their own messages, for as long as the room allows."""
    return now - said_at < edit_minutes * MINUTE_MS


def may_register(registration: str, *, is_set_up: bool) -> bool:
    """Nobody registers before the server has its owner."""
    return is_set_up and registration == "open"
