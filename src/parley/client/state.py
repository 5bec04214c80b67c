"""What a client knows, as one immutable value. `apply` makes the next one from it and a frame.

It is kept a log at a time and a kind of thing at a time; what programs read, rooms, memberships, positions, is picked
from that.
"""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from parley.changes import THE_SERVER, log_name
from parley.client.rows import Things, all_of, first_kept, one_of
from parley.client.span import Span, quote_of
from parley.protocol.blocks import Block
from parley.protocol.drafts import Draft
from parley.protocol.favourites import Favourite
from parley.protocol.mentions import Mention
from parley.protocol.messages import Message, Quote
from parley.protocol.people import Card, Me
from parley.protocol.pins import Pin
from parley.protocol.polls import Poll, Vote
from parley.protocol.reactions import Reaction, Tally
from parley.protocol.reads import ReadPosition
from parley.protocol.reminders import Reminder
from parley.protocol.rooms import Membership, Room, Stay
from parley.protocol.saves import Save
from parley.protocol.scheduled import Scheduled
from parley.protocol.server import ServerInfo
from parley.protocol.threads import Follow, Thread
from parley.things import STAY

SERVER = log_name(THE_SERVER)
_ROOM = "room:"


def room_log(room: str) -> str:
    """A room's log, by the room's id."""
    return f"{_ROOM}{room}"


def is_room_log(log: str) -> bool:
    return log.startswith(_ROOM)


def is_thread_log(log: str) -> bool:
    return log.startswith("thread:")


class LogState(Struct, frozen=True, kw_only=True):
    """One log that is followed."""

    # The highest head heard of. Above the cursor, something is missing.
    head: int = 0
    # Up to where every change is known, and from where on: since the page or the snapshot that it began with.
    cursor: int | None = None
    start: int = 0
    # By kind and key, ended ones included: they guard against older rows that arrive late. What is about messages is
    # with them in the span.
    things: Things = {}
    # The kinds of which all there are are known.
    complete: frozenset[str] = frozenset()
    # The messages are one range without holes; what lies outside it is not shown.
    span: Span = Span()
    # The newest message heard of, shown or not.
    last_seq: int = 0


class Talk(Struct, frozen=True):
    """Messages of one log, a room's or a thread's. Without a cursor it has not been opened."""

    log: LogState

    @property
    def head(self) -> int:
        return self.log.head

    @property
    def cursor(self) -> int | None:
        return self.log.cursor

    @property
    def last_seq(self) -> int:
        return self.log.last_seq

    @property
    def messages(self) -> tuple[Message, ...]:
        return self.log.span.messages

    @property
    def has_before(self) -> bool:
        return self.log.span.has_before

    @property
    def has_after(self) -> bool:
        return self.log.span.has_after

    @property
    def newest_seq(self) -> int:
        return self.messages[-1].seq if self.messages else 0

    def quote(self, seq: int) -> Quote | None:
        """What a loaded message shows of the one at this place, which it answers. None if one may not see that, or if
        it is not kept any more.
        """
        messages = self.messages
        if messages and messages[0].seq <= seq <= messages[-1].seq:
            return quote_of(messages[seq - messages[0].seq])
        return self.log.span.quotes.get(seq)

    def tallies(self, seq: int) -> list[Tally]:
        """The reactions to a loaded message, in the order in which each emoji first appeared."""
        found = all_of(self.log.span.about.get(seq, {}), Tally)
        return sorted((tally for tally in found if tally.until is None), key=lambda tally: (tally.since, tally.key))

    def poll(self, seq: int) -> Poll | None:
        """What a loaded message asks, if it is a poll."""
        return one_of(self.log.span.about.get(seq, {}), Poll, seq)


class ThreadState(Talk, frozen=True):
    """One thread that is open."""


class RoomState(Talk, frozen=True):
    """One room that one is in."""

    @property
    def info(self) -> Room:
        found = one_of(self.log.things, Room)
        if found is None:
            raise LookupError("a room's log begins with its row")
        return found

    def thread(self, seq: int) -> Thread | None:
        """What the room says of the thread about a loaded message, if anybody has replied there."""
        found = one_of(self.log.span.about.get(seq, {}), Thread, seq)
        return found if found is not None and found.until is None else None

    @property
    def pins(self) -> list[Pin]:
        """Of the loaded messages, the last pinned first. `pin_list` has those of all."""
        about = self.log.span.about.values()
        found = [pin for things in about for pin in all_of(things, Pin) if pin.until is None]
        return sorted(found, key=lambda pin: -pin.since)

    @property
    def members(self) -> dict[str, Stay]:
        """By person, also people who have left."""
        return {stay.person: stay for stay in all_of(self.log.things, Stay)}

    @property
    def members_complete(self) -> bool:
        return STAY.name in self.log.complete

    @property
    def open_stays(self) -> list[Stay]:
        return sorted((stay for stay in self.members.values() if stay.until is None), key=lambda stay: stay.person)


class Rooms(Mapping[str, RoomState]):
    """The rooms among the logs, by id."""

    def __init__(self, logs: Mapping[str, LogState]) -> None:
        self._logs = logs

    def __getitem__(self, room: str) -> RoomState:
        return RoomState(self._logs[room_log(room)])

    def __iter__(self) -> Iterator[str]:
        return (name.removeprefix(_ROOM) for name in self._logs if is_room_log(name))

    def __len__(self) -> int:
        return sum(1 for _ in self)


class State(Struct, frozen=True, kw_only=True):
    """Everything: who one is, the logs that one follows, and the people named in them."""

    epoch: str | None = None
    me: Me | None = None
    settings: ServerInfo | None = None
    # The name of one's own log.
    own: str = ""
    logs: dict[str, LogState] = {}
    people: dict[str, Card] = {}

    @property
    def rooms(self) -> Rooms:
        return Rooms(self.logs)

    @property
    def memberships(self) -> dict[str, Membership]:
        """By room, ended ones included."""
        return {own.room: own for own in all_of(self.own_things, Membership)}

    @property
    def open_memberships(self) -> list[Membership]:
        return sorted((own for own in self.memberships.values() if own.until is None), key=lambda own: own.room)

    @property
    def reads(self) -> dict[str, ReadPosition]:
        """By room."""
        return {position.room: position for position in all_of(self.own_things, ReadPosition)}

    def reacted(self, room: str, seq: int) -> set[str]:
        """The emoji with which this person reacted to a message that the client has loaded."""
        mine = all_of(self.own_things, Reaction)
        return {own.emoji for own in mine if (own.room, own.seq, own.until) == (room, seq, None)}

    def voted(self, room: str, seq: int) -> list[int]:
        """The options that this person chose in a poll that the client has loaded. Of one in a thread, `room` is the id
        of the thread's log.
        """
        own = one_of(self.own_things, Vote, room, seq)
        return own.options if own is not None and own.until is None else []

    def saved(self, room: str, seq: int) -> bool:
        """Whether this person saved a message that the client has loaded. `saved_list` has all that they saved."""
        own = one_of(self.own_things, Save, room, seq)
        return own is not None and own.until is None

    @property
    def scheduled(self) -> list[Scheduled]:
        """The messages that this person scheduled and that were not sent yet, the next one first."""
        mine = [own for own in all_of(self.own_things, Scheduled) if own.until is None]
        return sorted(mine, key=lambda own: (own.at, int(own.id)))

    @property
    def reminders(self) -> list[Reminder]:
        """This person's reminders, the earliest first."""
        mine = [own for own in all_of(self.own_things, Reminder) if own.until is None]
        return sorted(mine, key=lambda own: (own.at, int(own.id)))

    def blocked(self, person: str) -> bool:
        """Whether this person blocked that one: what they say should be folded, and that they type not be shown."""
        own = one_of(self.own_things, Block, person)
        return own is not None and own.until is None

    @property
    def drafts(self) -> list[Draft]:
        """What this person has begun to write, on whichever device, the last changed first."""
        return sorted((own for own in all_of(self.own_things, Draft) if own.until is None), key=lambda own: -own.rev)

    def draft(self, room: str, thread: int = 0) -> Draft | None:
        """What they have begun to write in a room, or in the thread about a message of it."""
        own = one_of(self.own_things, Draft, room, thread)
        return own if own is not None and own.until is None else None

    @property
    def favourites(self) -> list[str]:
        """The rooms that this person wants at the top, in their order."""
        found = [own for own in all_of(self.own_things, Favourite) if own.until is None]
        return [own.room for own in sorted(found, key=lambda own: (own.position, own.room))]

    def thread(self, log: str) -> ThreadState | None:
        """A thread that is open, by its log."""
        return ThreadState(self.logs[log]) if is_thread_log(log) and log in self.logs else None

    def mentions(self, room: str | None = None) -> list[Mention]:
        """The messages that mention this person and are unread, in one room or in all that one is in."""
        mine = {own.room for own in self.open_memberships if room in (None, own.room)}
        found = (one for one in all_of(self.own_things, Mention) if one.until is None and one.room in mine)
        return sorted((one for one in found if self._is_unread(one)), key=lambda one: one.since)

    def _is_unread(self, mention: Mention) -> bool:
        log, own = room_log(mention.room), one_of(self.own_things, Membership, mention.room)
        if own is None or (mention.thread or mention.seq) < max(own.first_seq, first_kept(self.logs[log].things)):
            return False
        if mention.thread is not None:
            follow = one_of(self.own_things, Follow, mention.room, mention.thread)
            return follow is None or (follow.until is None and mention.seq > follow.read)
        position = one_of(self.own_things, ReadPosition, mention.room)
        return position is not None and mention.seq > position.seq

    def follows(self, room: str, seq: int) -> Follow | None:
        """How far this person has read the thread about a loaded message, if they follow it. `thread_list` has all."""
        own = one_of(self.own_things, Follow, room, seq)
        return own if own is not None and own.until is None else None

    @property
    def own_things(self) -> Things:
        return self.logs.get(self.own, LogState()).things

    @property
    def cursors(self) -> dict[str, int]:
        """Of every log that has one: one's own and the server's first, which `hello` must not leave out."""
        known = {name: log.cursor for name, log in self.logs.items() if log.cursor is not None}
        return dict(sorted(known.items(), key=lambda each: each[0] not in (self.own, SERVER)))

    def membership_in(self, log: str) -> Membership | None:
        """One's membership in the room whose log this is."""
        return one_of(self.own_things, Membership, log.removeprefix(_ROOM)) if is_room_log(log) else None

    def unread(self, room: str) -> int:
        """How many messages of a room one is in have not been read yet, on whichever device."""
        known, position = self.logs.get(room_log(room)), one_of(self.own_things, ReadPosition, room)
        if known is None or position is None:
            return 0
        return max(0, known.last_seq - max(position.seq, first_kept(known.things) - 1))


NOTHING_KNOWN = State()
