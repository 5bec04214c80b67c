"""The index of what messages say: one contract, which SQLite keeps by FTS5 and PostgreSQL by `tsvector`.

Both are given words that were cut already, and are asked only which messages may match. Each hit is joined to its
message and to the caller's stay in the snapshot of the search, so nobody finds what they may not read at that moment,
however old the index is.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import TextClause, delete, select, text

from parley.protocol.messages import Message
from parley.store import search_postgresql, search_sqlite
from parley.store.beside import searched
from parley.store.database import Row, Transaction
from parley.store.rows import made
from parley.store.schema import messages, rooms, stays
from parley.store.search_index import END, Chosen, Index, Numbered, Wanted
from parley.store.units import WriteTransaction
from parley.store.vectors import Lookup

# An index number begins with the message's time, so that both databases find the newest first without sorting: the
# milliseconds, then twenty bits of the room and the place in it.
TIME_BITS = 20
MANY_TRIES = 20
# Naming the caller's rooms to the index keeps others' messages out of the way. Past so many it costs more than that.
MOST_ROOMS = 50
# What was spread by this odd number has no pattern that rooms' ids have.
_SPREAD = 0x9E3779B97F4A7C15
_REVS = Lookup("messages", (messages.c.room, messages.c.seq), (messages.c.rev,))
_KNOWN = Lookup("searched", (searched.c.room, searched.c.seq), (searched.c.rev,))
_TAKEN = Lookup("searched", (searched.c.id,), (searched.c.seq,))
_COLUMNS = ", ".join(f"m.{column.name}" for column in messages.columns)
# Names of tables and columns, all written in this package.
_READABLE = f"""
    SELECT {_COLUMNS}, i.id AS number FROM {{relation}}
    {{join}} searched i ON i.id = w.{{key}}
    {{join}} messages m ON m.room = i.room AND m.seq = i.seq AND m.erased_at IS NULL
    {{join}} stays s ON s.room = COALESCE(m.in_room, m.room) AND s.person = :person AND s.until IS NULL
        AND s.first_seq <= COALESCE(m.root, m.seq)
    {{join}} rooms r ON r.id = s.room AND r.deleted_at IS NULL AND r.first_kept <= COALESCE(m.root, m.seq)
    WHERE {{condition}} AND (m.root IS NULL OR EXISTS
        (SELECT 1 FROM messages t WHERE t.room = s.room AND t.seq = m.root AND t.erased_at IS NULL))
        AND w.{{key}} >= :since AND w.{{key}} < :before ORDER BY w.{{key}} DESC LIMIT :most
"""  # noqa: S608


class Entry(NamedTuple):
    """A message's words as the index keeps them. Marks say of a message what is no word of it: see `marks_of`. `room`
    is the id of its log.
    """

    room: int
    seq: int
    rev: int
    at: int
    words: Sequence[str]
    parts: Sequence[str]
    marks: Sequence[str]


class News(NamedTuple):
    """What follows from a stretch of a log: new entries, erased messages, and the room's floor, if it has moved."""

    room: int
    entries: Sequence[Entry]
    erased: Sequence[int]
    floor: int


class Hit(NamedTuple):
    number: int
    message: Message


# A log and a place in it.
Place = tuple[int, int]
_INDEXES: dict[str, Index] = {"sqlite": search_sqlite.INDEX, "postgresql": search_postgresql.INDEX}
# The numbers of the messages in a set.
_SETS = {
    "saved": """SELECT i.id FROM saves v JOIN searched i ON i.room = v.room AND i.seq = v.seq
        WHERE v.person = :person AND v.until IS NULL""",
    "pinned": """SELECT i.id FROM stays s JOIN pins p ON p.room = s.room AND p.until IS NULL
        JOIN searched i ON i.room = p.room AND i.seq = p.seq WHERE s.person = :person AND s.until IS NULL""",
}


def marks_of(
    *, room: int, sender: int, mentioned: Iterable[int], has_link: bool, in_thread: bool, is_poll: bool
) -> list[str]:
    more = {LINK_MARK: has_link, THREAD_MARK: in_thread, POLL_MARK: is_poll}
    marks = [mark for mark, has_it in more.items() if has_it]
    return [room_mark(room), sender_mark(sender), *map(mention_mark, mentioned), EVERY_MARK, *marks]


LINK_MARK = "+link"
THREAD_MARK = "+thread"
POLL_MARK = "+poll"
# All messages have it: excluding needs something to exclude from.
EVERY_MARK = "+message"


def room_mark(room: int) -> str:
    return f"#{room}"


def sender_mark(person: int) -> str:
    return f"@{person}"


def mention_mark(person: int) -> str:
    return f">{person}"


def first_number(at: int) -> int:
    """The least number that a message of this millisecond or later has."""
    return min(max(at, 0) << TIME_BITS, END)


async def found(tx: Transaction, person: int, wanted: Wanted, *, before: int, most: int) -> list[Hit]:
    """The newest messages with a number below `before` that may match and that this person may read."""
    await _INDEXES[tx.dialect].prepare(tx)
    values = {
        "matches": _INDEXES[tx.dialect].asked(wanted),
        "person": person,
        "since": wanted.since,
        "before": min(before, wanted.before),
        "most": most,
    }
    rows: Sequence[Row] = []
    for statement in _statements(tx.dialect, tuple(wanted.sets)):
        if len(rows) < most:
            rows = await tx.all(statement, values)
    return [Hit(int(row.number), made(Message, row)) for row in rows]


@lru_cache
def _statements(dialect: str, sets: tuple[Chosen, ...]) -> list[TextClause]:
    index = _INDEXES[dialect]
    chosen = [f" AND {index.number} {'' if is_in else 'NOT '}IN ({_SETS[name]})" for name, is_in in sets]
    asked = [
        _READABLE.format(key=index.key, join=index.join, relation=source.relation, condition=source.condition)
        for source in index.sources
    ]
    return [text(one.format(among="".join(chosen))) for one in asked]


async def rooms_of(tx: Transaction, person: int) -> list[int]:
    """The rooms that a person is in."""
    is_in = (stays.c.person == person, stays.c.until.is_(None), rooms.c.deleted_at.is_(None))
    rows = await tx.all(select(stays.c.room).join(rooms, rooms.c.id == stays.c.room).where(*is_in))
    return [row.room for row in rows]


async def keep(tx: WriteTransaction, news: Sequence[News]) -> None:
    """Put entries in the place of older ones, and drop those of erased messages and of those below the floor.

    An entry is left out if its message has changed since it was read: the follower comes to that change next.
    """
    places = {(entry.room, entry.seq): entry for one in news for entry in one.entries}
    revs = await tx.find(_REVS, list(places))
    current = {place: entry for place, entry in places.items() if revs.get(place) == (entry.rev,)}
    known = await tx.find(_KNOWN, list(current))
    newer = {place: entry for place, entry in current.items() if known.get(place, (0,))[0] <= entry.rev}
    for one in news:
        replaced = [seq for room, seq in newer if room == one.room and (room, seq) in known] if known else []
        if replaced or one.erased or one.floor:
            is_gone = searched.c.seq.in_([*replaced, *one.erased]) | (searched.c.seq < one.floor)
            await tx.run(delete(searched).where(searched.c.room == one.room, is_gone))
    numbers = await _free_numbers(tx, list(newer.values()))
    await tx.insert(searched, [(numbers[place], *place, entry.rev) for place, entry in newer.items()])
    entered = [Numbered(numbers[place], one.words, [*one.parts, *one.marks]) for place, one in newer.items()]
    await _INDEXES[tx.dialect].put(tx, entered)


async def _free_numbers(tx: Transaction, entries: Sequence[Entry]) -> dict[Place, int]:
    """A number for each message. Two rooms that speak in the same millisecond may come to the same one: then another
    one of that millisecond is tried.
    """
    numbers: dict[Place, int] = {}
    used: set[int] = set()
    tries, waiting = 0, entries
    while waiting:
        wanted = {number: entry for entry in waiting if (number := _number(entry, tries)) not in used}
        taken = await tx.find(_TAKEN, [(number,) for number in wanted])
        free = {(entry.room, entry.seq): number for number, entry in wanted.items() if (number,) not in taken}
        numbers |= free
        used.update(free.values())
        waiting, tries = [entry for entry in waiting if (entry.room, entry.seq) not in numbers], tries + 1
    return numbers


def _number(entry: Entry, tries: int) -> int:
    """Messages that a room was sent in one millisecond keep their order, unless a try has gone wrong."""
    room = entry.room * _SPREAD >> 32
    place = entry.seq + room if tries == 0 else (entry.seq + room + tries) * _SPREAD >> 32
    # Nobody sends a million messages in a millisecond. Somebody who does has some of them in the next one.
    return first_number(entry.at + tries // MANY_TRIES) | place & ((1 << TIME_BITS) - 1)
