"""What a transaction changed, in the order of each log's `rev`. The hub gets it after the commit."""

from typing import NamedTuple

from msgspec import Struct

from parley.basics.ids import number
from parley.protocol.messages import Quote
from parley.protocol.people import Card
from parley.protocol.rooms import Room


class Log(NamedTuple):
    """Names a log. Tuples sort by kind and then by id, which is the order in which heads are locked."""

    kind: int
    id: int


# The kinds of log. Threads came last: rows of the others have had these numbers from the beginning.
ROOM, PERSON, SERVER, THREAD = 1, 2, 3, 4
_NAMES = {ROOM: "room", PERSON: "person", THREAD: "thread"}
_log = tuple.__new__  # takes a third of the time of calling the class, several times a message
_KINDS = {name: kind for kind, name in _NAMES.items()}
# Rooms and people have ids from parley.basics.ids, which are never so small.
THE_SERVER = Log(SERVER, 1)


def room_log(room: int) -> Log:
    return _log(Log, (ROOM, room))


def person_log(person: int) -> Log:
    return _log(Log, (PERSON, person))


def thread_log(thread: int) -> Log:
    return _log(Log, (THREAD, thread))


def log_name(log: tuple[int, int]) -> str:
    """A log's name on the wire."""
    kind, id_ = log
    return "server" if kind == SERVER else f"{_NAMES[kind]}:{id_}"


def log_named(name: str) -> Log:
    """The log of a name, which must be well-formed."""
    kind, _, id_ = name.partition(":")
    return THE_SERVER if kind == "server" else Log(_KINDS[kind], number(id_))


# Effects: what a change means for subscriptions. The hub acts on these and knows no kinds of things.


class Enter(Struct, frozen=True, kw_only=True, array_like=True, tag="enter"):
    """A person joined a room at this place of its log, and may read its messages from `first_seq` on."""

    person: int
    room: int
    since: int
    first_seq: int


class Leave(Struct, frozen=True, kw_only=True, array_like=True, tag="leave"):
    """A stay that began at `since` ended at `at`: the person is sent nothing of the room after that."""

    person: int
    room: int
    since: int
    at: int


class End(Struct, frozen=True, kw_only=True, array_like=True, tag="end"):
    """A session has ended, and its sockets with it."""

    session: int


Effect = Enter | Leave | End


class Change(Struct, frozen=True):
    """One thing's new state in a log, with the people, rooms and quotes that are needed to show it."""

    log: Log
    thing: Struct
    people: dict[str, Card] = {}
    rooms: dict[str, Room] = {}
    quotes: tuple[Quote, ...] = ()

    @property
    def rev(self) -> int:
        return rev_of(self.thing)


def rev_of(thing: Struct) -> int:
    rev: int = thing.rev  # type: ignore[attr-defined]  # every kind of thing has one
    return rev
