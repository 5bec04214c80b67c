"""What a client knows of one log, and of the rooms and threads that it is in."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from parley.client.rows import Things, all_of, one_of
from parley.client.span import Span, quote_of
from parley.protocol.messages import Message, Quote
from parley.protocol.pins import Pin
from parley.protocol.polls import Poll
from parley.protocol.reactions import Tally
from parley.protocol.rooms import Room, Stay
from parley.protocol.threads import Thread
from parley.things import STAY

_ROOM = "room:"


def room_log(room: str) -> str:
    """A room's log, by the room's id."""
    return f"{_ROOM}{room}"


def room_of(log: str) -> str | None:
    """The room's id, if this is the log of a room."""
    return log.removeprefix(_ROOM) if is_room_log(log) else None


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
