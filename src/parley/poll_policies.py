"""Who may do what in polls: pure functions, as those of parley.policies."""

from parley.basics.times import DAY
from parley.errors import Conflict, Forbidden, Gone, Invalid, NotFound, ParleyError
from parley.policies import react, see_message
from parley.protocol.polls import LONGEST_DAYS
from parley.speech.sentences import say
from parley.standing import Standing

NO_POLL = "This message is not a poll."


def see_poll(who: Standing) -> ParleyError | None:
    if (refused := see_message(who)) is not None:
        return refused
    if who.is_erased:
        return Gone("This poll was deleted.", field="seq")
    return None if who.is_poll else NotFound(NO_POLL, field="seq")


def vote(who: Standing) -> ParleyError | None:
    """Everybody who may react, also in a room for announcements. People who sent the poll vote in it like others."""
    return react(who) or see_poll(who)


def close_poll(who: Standing) -> ParleyError | None:
    may = who.sender == who.person or who.is_moderator
    refused = Forbidden("This poll is somebody else's. Its sender and the room's owner and moderators close it.")
    return vote(who) or (None if may else refused)


def may_close_at(now: int, closes_at: int | None) -> ParleyError | None:
    if closes_at is None:
        return None
    if closes_at <= now:
        return Invalid("This time is over. Choose a later one.", field="closes_at")
    too_late = Invalid(
        say("A poll closes within {count} days. Choose an earlier time.", count=LONGEST_DAYS), field="closes_at"
    )
    return too_late if closes_at > now + LONGEST_DAYS * DAY else None


def may_vote(now: int, *, closes_at: int | None, closed_at: int | None) -> ParleyError | None:
    is_over = closed_at is not None or (closes_at is not None and closes_at <= now)
    return Conflict("This poll is closed.", field="seq") if is_over else None


def may_choose(chosen: int, *, options: int, is_multiple: bool) -> ParleyError | None:
    """`chosen` has a bit for each option."""
    if chosen >> options:
        return Invalid(say("This poll has {count} options. The first one is 0.", count=options), field="options")
    is_one = is_multiple or chosen.bit_count() <= 1
    return None if is_one else Invalid("In this poll people choose one option.", field="options")


def may_name_voters(*, is_anonymous: bool) -> ParleyError | None:
    return Forbidden("This poll is anonymous: nobody can see who voted.", field="seq") if is_anonymous else None
