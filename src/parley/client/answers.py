"""What answers say about the state. They bring rows and move no cursor; only a log's first page begins one."""

from collections.abc import Sequence

from msgspec import structs

from parley.changes import rev_of
from parley.client.apply import apply, heard, with_log, with_own_things, with_people
from parley.client.rows import renewed
from parley.client.span import Span, join, upsert
from parley.client.state import State
from parley.client.talks import room_log
from parley.protocol.drafts import Draft
from parley.protocol.favourites import Favourite
from parley.protocol.held import Held
from parley.protocol.messages import MessagePage
from parley.protocol.mutes import Mute
from parley.protocol.polls import Vote
from parley.protocol.reactions import Reaction
from parley.protocol.reads import ReadPosition
from parley.protocol.reminders import Reminder
from parley.protocol.rooms import RoomAnswer, RoomDetails
from parley.protocol.saves import Save
from parley.protocol.scheduled import Scheduled
from parley.protocol.sections import Section, SectionRoom
from parley.protocol.sync import Changes
from parley.protocol.threads import Follow
from parley.things import STAY, unpacked

# What a verb answers that changes a thing in the caller's own log.
OwnThing = (
    ReadPosition
    | Reaction
    | Vote
    | Save
    | Follow
    | Draft
    | Favourite
    | Section
    | SectionRoom
    | Mute
    | Scheduled
    | Reminder
    | Held
)


class PageUnderWay:
    """A page that was asked for, and what its log told until it came: the page can be older than that."""

    def __init__(self, state: State, log: str) -> None:
        self.log = log
        self.meanwhile: list[Changes] = []
        self._history = _history(state, log)

    def is_refused(self, state: State, page: MessagePage) -> bool:
        """Whether what came meanwhile is not all that the page lacks, so that another has to be asked for."""
        return self._history != _history(state, self.log) or is_stale(state, page)


def apply_page(state: State, page: MessagePage, meanwhile: Sequence[Changes] = ()) -> State:
    """A page of `message.list`, and the changes without a hole that came while it was under way.

    The first page opens the log: its head becomes the cursor. Later ones may lie outside the range, where no change is
    kept; so what changed there meanwhile is taken from the frames.
    """
    log = state.logs.get(page.log)
    if log is None or is_stale(state, page):
        return state
    told = Span(messages=tuple(page.messages), has_before=page.has_before, has_after=page.has_after)
    span = join(log.span, upsert(told, unpacked(page.things), page.quotes), page.head)
    known = heard(structs.replace(log, span=span), page.head, page.messages)
    state = with_own_things(with_people(state, page.people), unpacked(page.own), {})
    if log.cursor is None:
        state = with_log(state, page.log, structs.replace(known, cursor=page.head, start=page.head))
        for frame in meanwhile:
            state = apply(state, frame)
        return state
    missed = [thing for frame in meanwhile for thing in unpacked(frame.things) if rev_of(thing) > page.head]
    return with_log(state, page.log, structs.replace(known, span=upsert(known.span, missed)))


def apply_details(state: State, details: RoomDetails) -> State:
    """The answer to `room.get`. Only an opened room can tell whether the members in it are recent enough."""
    name = room_log(details.room.id)
    log = state.logs.get(name)
    if log is None or log.cursor is None or is_stale(state, details):
        return state
    complete = {STAY.name} if details.members_complete else set[str]()
    known = structs.replace(
        heard(log, details.head, [details.room]),
        things=renewed(log.things, [details.room, *details.members], details.head, complete=complete),
        complete=log.complete | complete,
    )
    last = max(known.last_seq, details.last_seq)
    return with_log(with_people(state, details.people), name, structs.replace(known, last_seq=last))


def apply_answer(state: State, answer: RoomAnswer) -> State:
    """The answer to making, changing or joining a room."""
    return with_own_things(state, [answer.membership], {answer.room.id: answer.room})


def apply_own(state: State, thing: OwnThing) -> State:
    return with_own_things(state, [thing], {})


def is_stale(state: State, answer: MessagePage | RoomDetails) -> bool:
    """Whether an answer was read before its log began again: the changes between the two are not known one by one."""
    log = state.logs.get(answer.log if isinstance(answer, MessagePage) else room_log(answer.room.id))
    return log is not None and answer.head < log.start


def _history(state: State, log: str) -> tuple[str | None, int | None]:
    """What a page belongs to: this life of the server's database, and this stay."""
    own = state.membership_in(log)
    return state.epoch, None if own is None else own.since
