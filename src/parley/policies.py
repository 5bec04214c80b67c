"""Who may do what: pure functions of a `Standing`. The transaction that acts reads the standing and asks the policy.

Each verb names its policy in the catalogue. A policy returns a refusal, or None if it allows.
"""

from collections.abc import Callable, Iterable

from parley.errors import Conflict, Forbidden, Gone, Invalid, NotFound, ParleyError, Unauthenticated
from parley.protocol.messages import Quote
from parley.protocol.people import PersonRole
from parley.speech.sentences import say
from parley.standing import Other, Standing

MINUTE_MS = 60_000
UNDO_MS = 10_000  # so long can the person who erased a message undo it
CONFINED = "This server requires a second factor. Set one up first."
NO_ROOM = "There is no such room, or you are not in it."
ARCHIVED = "This room is archived: it can be read and not be written in. Its owner can open it again."
FIXED = "Who is in a direct conversation never changes. Begin another one."
NO_WRITING = "You cannot write in this conversation."
NO_MESSAGE = "There is no such message in a room that you are in."
NO_THREAD = "There is no such message in this room, or it was deleted or is a notice."
NOTICE = "This is a notice of what happened, and no message that somebody wrote."
NO_PERSON = "There is no such person, or you share no room with them."

Policy = Callable[[Standing], ParleyError | None]


def nobody(_: Standing) -> ParleyError | None:
    return Forbidden("This is not allowed.")


def anyone(_: Standing) -> ParleyError | None:
    """Also those without an account. Nothing is looked up about them."""
    return None


def signed_in(who: Standing) -> ParleyError | None:
    """And with a second factor, where the server requires one of them."""
    return setting_up(who) or (Forbidden(CONFINED, field="second_factor") if who.is_confined else None)


def setting_up(who: Standing) -> ParleyError | None:
    """Also those who must set up a second factor first: they may do that, and sign out."""
    return None if who.is_signed_in else Unauthenticated("This session has ended. Sign in again.")


def see_room(who: Standing) -> ParleyError | None:
    return signed_in(who) or _kept(who) or (None if who.sees_room else NotFound(NO_ROOM, field="room"))


def create_room(who: Standing) -> ParleyError | None:
    return signed_in(who) or (Forbidden("Guests do not make rooms. Ask a member to.") if who.is_guest else None)


def join_room(who: Standing) -> ParleyError | None:
    """People who see a public room may join it, unless they are banned. A member who joins again changes nothing."""
    if not who.sees_room:
        return signed_in(who) or NotFound(NO_ROOM, field="slug")
    is_banned = who.other is not None and who.other.banned_at is not None
    refused = Forbidden("You are banned from this room.", field="slug") if is_banned else None
    return signed_in(who) or _kept(who) or refused


def be_in_room(who: Standing) -> ParleyError | None:
    """For a verb about a thread: and see the message that it is about."""
    if (refused := signed_in(who) or _kept(who)) is not None:
        return refused
    if not who.is_member:
        return NotFound(NO_ROOM, field="room")
    return NotFound(NO_THREAD, field="thread") if who.root and not who.sees_root else None


def write_in_room(who: Standing) -> ParleyError | None:
    """The refusal does not say that the person is blocked."""
    refused = Forbidden(ARCHIVED) if who.archived_at is not None else None
    return be_in_room(who) or refused or (Forbidden(NO_WRITING) if who.blocked_since is not None else None)


def send(who: Standing) -> ParleyError | None:
    """In a room for announcements its owner and moderators write. Whether the others reply there in threads, and
    whether anybody does, the room says.
    """
    if (refused := write_in_room(who)) is not None:
        return refused
    if who.root and who.threads == "off":
        return Forbidden("This room has no threads. Reply in the room itself.", field="thread")
    if who.posting != "moderators" or who.is_moderator or (who.root and who.threads == "members"):
        return None
    return Forbidden("In this room its owner and moderators write. You can react to what they say.")


def delete_room(who: Standing) -> ParleyError | None:
    return be_in_room(who) or (None if who.is_owner else Forbidden("Only the room's owner can delete it."))


def archive_room(who: Standing) -> ParleyError | None:
    return be_in_room(who) or (None if who.is_owner else Forbidden("Only the room's owner can archive it."))


def change_room(who: Standing) -> ParleyError | None:
    """What it is called, for how long it keeps what is said in it, who writes there and who adds people."""
    may = who.is_owner or (who.kind == "direct" and who.created_by == who.person)
    return write_in_room(who) or (None if may else Forbidden("Only the room's owner can change it."))


def leave_room(who: Standing) -> ParleyError | None:
    """Leaving twice is leaving once, so those who are out may say it again."""
    is_fixed = who.is_member and who.kind == "direct"
    return signed_in(who) or (Forbidden(FIXED) if is_fixed else None)


def moderate_room(who: Standing) -> ParleyError | None:
    return be_in_room(who) or (None if who.is_moderator else Forbidden("Only the room's owner and moderators can."))


def add_member(who: Standing) -> ParleyError | None:
    refused = write_in_room(who) or _is_there(who.other) or may_add_people(who)
    if refused is not None or who.other is None:
        return refused
    if who.other.disabled_at is not None:
        return Conflict("This account is deactivated.", field="person")
    if who.other.banned_at is not None:
        return Conflict("This person is banned from the room. Lift the ban first.", field="person")
    return None


def remove_member(who: Standing) -> ParleyError | None:
    """An owner removes and bans everybody else; a moderator, those who are neither."""
    if (refused := moderate_room(who) or _is_there(who.other)) is not None or who.other is None:
        return refused
    if who.other.person == who.person:
        return Forbidden("This is you. Leave the room instead.", field="person")
    if not who.is_owner and who.other.role in {"owner", "moderator"}:
        return Forbidden("A moderator does not remove the room's owner or another moderator.", field="person")
    return None


def give_room_role(who: Standing) -> ParleyError | None:
    """Nobody raises themselves: an owner has no higher role to take."""
    refused = be_in_room(who) or _is_there(who.other)
    return refused or (None if who.is_owner else Forbidden("Only the room's owner gives roles in it."))


def see_person(who: Standing) -> ParleyError | None:
    return signed_in(who) or _is_there(who.other)


def see_directory(who: Standing) -> ParleyError | None:
    is_refused = Forbidden("Guests see the people of their own rooms only.") if who.is_guest else None
    return signed_in(who) or is_refused


def administer(who: Standing) -> ParleyError | None:
    is_allowed = who.is_administrator
    return signed_in(who) or (None if is_allowed else Forbidden("Only the server's owner and administrators can."))


def change_account(who: Standing) -> ParleyError | None:
    """Administrators change the accounts of members and guests, an owner everybody's."""
    if (refused := administer(who) or _is_there(who.other)) is not None or who.other is None:
        return refused
    is_above = who.server_role == "owner" or who.other.server_role not in {"owner", "admin"}
    is_own = who.other.person == who.person
    return None if is_above or is_own else Forbidden("Only an owner of the server changes this account.")


def deactivate(who: Standing) -> ParleyError | None:
    is_own = who.other is not None and who.other.person == who.person
    return change_account(who) or (Forbidden("This is your own account.", field="person") if is_own else None)


def see_message(who: Standing) -> ParleyError | None:
    """To somebody who may not see it, a message does not exist."""
    return be_in_room(who) or (None if who.sees_message else NotFound(NO_MESSAGE, field="seq"))


def see_thread(who: Standing) -> ParleyError | None:
    """Everybody who sees a message sees the thread about it, unless the message was erased."""
    return see_message(who) or (NotFound(NO_MESSAGE, field="seq") if who.is_erased else _was_written(who))


def react(who: Standing) -> ParleyError | None:
    return see_message(who) or write_in_room(who) or _was_written(who)


def pin(who: Standing) -> ParleyError | None:
    """In a direct conversation nobody looks after the others."""
    may = who.is_moderator or who.kind == "direct"
    return react(who) or (None if may else Forbidden("Only the room's owner and moderators pin messages."))


def save(who: Standing) -> ParleyError | None:
    """Also in an archived room: only the caller's own log changes."""
    return see_message(who) or _was_written(who)


def edit(who: Standing) -> ParleyError | None:
    """People edit their own messages, for as long as the room allows."""
    if (refused := react(who)) is not None:
        return refused
    if who.sender != who.person:
        return Forbidden("This message is somebody else's. Only its sender can edit it.")
    if who.is_poll:
        return Forbidden("A poll cannot be edited. Delete it and make another one.")
    if who.forwarded:
        return Forbidden("A forwarded message cannot be edited. Delete it and forward the message again.")
    if who.now - who.said_at >= who.edit_minutes * MINUTE_MS:
        return Forbidden("The time in which messages of this room can be edited is over.")
    return None


def erase(who: Standing) -> ParleyError | None:
    """People erase their own messages. A room's owners and moderators erase anybody's."""
    if (refused := see_message(who)) is not None:
        return refused
    if who.sender != who.person and not who.is_moderator:
        return Forbidden("This message is somebody else's. Its sender and the room's owner can delete it.")
    if who.notice is not None and not who.is_moderator:
        return Forbidden("This is a notice. The room's owner and moderators can delete it.")
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


def may_reply(who: Standing, quoted: Quote | None, *, is_notice: bool = False) -> ParleyError | None:
    """To a message that they see: one from before they came is not there for them."""
    if quoted is None or quoted.seq < who.first_seen:
        return NotFound("There is no such message in this room to reply to.", field="reply_to")
    if is_notice:
        return Forbidden(NOTICE, field="reply_to")
    return Gone("The message that you reply to was deleted.", field="reply_to") if quoted.erased else None


def may_add_people(who: Standing) -> ParleyError | None:
    """In a public room everybody adds people; in a private one its owner and moderators do, or all if it says so."""
    if who.kind == "direct":
        return Forbidden(FIXED)
    if who.kind == "public" or who.adding == "members" or who.is_moderator:
        return None
    return Forbidden("In this room its owner and moderators add people. Ask one of them.")


def may_follow(is_opened: bool) -> ParleyError | None:
    return None if is_opened else NotFound("Nobody has replied to this message in a thread yet.", field="seq")


def may_give_role(who: Standing, role: PersonRole) -> ParleyError | None:
    """Only an owner makes owners and administrators. So nobody raises themselves."""
    if who.server_role == "owner" or role in {"member", "guest"}:
        return None
    return Forbidden("Only an owner of the server makes owners and administrators.", field="role")


def may_make_default(who: Standing) -> ParleyError | None:
    """Everybody new is put into a default room, so it is the server's and not only its owner's."""
    if not who.is_administrator:
        return Forbidden("Only the server's owner and administrators choose default rooms.", field="is_default")
    return None if who.kind == "public" else Invalid("A default room is a public one.", field="is_default")


def may_open_direct(who: Standing, others: Iterable[Other]) -> ParleyError | None:
    """With everybody whom the caller may know of. A guest knows the people of their rooms."""
    for other in others:
        if (refused := _is_there(other)) is not None:
            return NotFound(refused.message, field="people")
        if other.disabled_at is not None:
            return Conflict(say("The account {handle} is deactivated.", handle=other.handle or ""), field="people")
    return None


def _was_written(who: Standing) -> ParleyError | None:
    if who.is_erased:
        return Gone("This message was deleted.", field="seq")
    return Forbidden(NOTICE, field="seq") if who.notice is not None else None


def _kept(who: Standing) -> ParleyError | None:
    """Those who could see a room that was deleted are told so."""
    return Gone("This room was deleted.", field="room") if who.deleted_at is not None and who.sees_room else None


def _is_there(other: Other | None) -> ParleyError | None:
    """A guest gets the same answer for a person who does not exist and for one they may not know of."""
    is_known = other is not None and other.handle is not None and other.is_met
    return None if is_known else NotFound(NO_PERSON, field="person")
