"""What the server has in the end: from its database, and once more through its API."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import asyncpg
from msgspec import Struct, field

from parley.language.mentions import people_of

MESSAGES = """SELECT room, seq, rev, sender, client_id, body, edited_at, mentions FROM messages
WHERE root IS NULL ORDER BY room, seq"""
THREADS = """SELECT threads.room, root, number FROM threads LEFT JOIN summaries ON thread = id AND until IS NULL
ORDER BY threads.room, root"""
REPLIES = """SELECT in_room, root, seq, rev, sender, client_id, body FROM messages
WHERE root IS NOT NULL ORDER BY in_room, root, seq"""
VERSIONS = "SELECT room, seq, rev, body FROM versions ORDER BY room, seq, rev"
REACTIONS = (
    "SELECT room, seq, emoji, person FROM reactions WHERE until IS NULL ORDER BY room, seq, emoji, since, person"
)
TALLIES = "SELECT room, seq, key, number, first FROM tallies WHERE until IS NULL ORDER BY room, seq, key"
STAYS = """SELECT room, person, since, until, first_seq, read_generation, read_seq
FROM stays ORDER BY room, person, since"""
ROOMS = "SELECT id, head, seq, history FROM rooms JOIN heads ON log = id"
COUNTED = """SELECT room, cursors.rev, members, room_counters.seq,
(SELECT SUM(messages) FROM room_days WHERE room_days.room = room_counters.room)
FROM room_counters JOIN cursors ON log = room AND follower = 'directory' ORDER BY room"""
ASIDE = """SELECT COALESCE(room, log), COUNT(*) FROM set_aside LEFT JOIN threads ON id = log
GROUP BY COALESCE(room, log)"""
TRASH = """SELECT room, seq, rev, (SELECT COUNT(*) FROM jobs WHERE kind = 'erasure.purge' AND dead_at IS NULL
AND key = trash.room || ':' || trash.seq || ':' || trash.rev) FROM trash ORDER BY room, seq"""
# The logs that a follower has not come to the end of.
BEHIND = """SELECT COALESCE(threads.room, heads.log), COUNT(*) FROM heads
JOIN (SELECT 1 AS kind, 'directory' AS name UNION SELECT 1, 'search' UNION SELECT 4, 'search_threads'
    UNION SELECT 1, 'clumsy') f ON f.kind = heads.kind
LEFT JOIN threads ON threads.id = heads.log LEFT JOIN cursors ON cursors.log = heads.log AND cursors.follower = f.name
WHERE heads.head > COALESCE(cursors.rev, 0) GROUP BY COALESCE(threads.room, heads.log)"""
INDEXED = """SELECT COALESCE(threads.room, searched.room), COALESCE(root, 0), seq, rev FROM searched
LEFT JOIN threads ON threads.id = searched.room"""
PLANS = """SELECT room, id, person, client_id, until, failed, (SELECT COUNT(*) FROM jobs
WHERE kind = 'scheduled.send' AND key = CAST(scheduled.id AS TEXT)) FROM scheduled ORDER BY id"""
POLLS = """SELECT polls.room, polls.seq, voters, counts, first FROM polls
JOIN rooms ON rooms.id = polls.room ORDER BY polls.room, polls.seq"""
VOTES = """SELECT votes.room, votes.seq, votes.person, chosen FROM votes
JOIN rooms ON rooms.id = votes.room WHERE votes.until IS NULL ORDER BY votes.room, votes.seq, votes.person"""
MENTIONS = """SELECT in_room, seq, person, until FROM mentions WHERE root IS NULL ORDER BY in_room, seq, person"""
HANDLES = "SELECT DISTINCT stays.room, handle, person FROM stays JOIN people ON people.id = person"
SETTLING = """SELECT rooms.id, COUNT(*) FROM rooms JOIN jobs ON jobs.kind = 'mention.settle' AND dead_at IS NULL
AND jobs.key LIKE CAST(rooms.id AS TEXT) || ':%' GROUP BY rooms.id"""
# Of each: its room, its person, what it is, its `rev` and what it says.
KEEPSAKES = """SELECT room, person, 'draft', rev, body FROM drafts WHERE until IS NULL
UNION ALL SELECT room, person, 'favourite', rev, 'there' FROM favourites WHERE until IS NULL
UNION ALL SELECT room, person, 'mute', rev, level FROM mutes WHERE until IS NULL
UNION ALL SELECT room, person, 'save ' || CAST(seq AS TEXT), rev, 'there' FROM saves WHERE until IS NULL"""
TAKEN = "SELECT name, value FROM facts WHERE name LIKE 'clumsy:%'"
ALL = {
    "rooms": ROOMS,
    "messages": MESSAGES,
    "stays": STAYS,
    "versions": VERSIONS,
    "reactions": REACTIONS,
    "tallies": TALLIES,
    "counted": COUNTED,
    "aside": ASIDE,
    "trash": TRASH,
    "threads": THREADS,
    "replies": REPLIES,
    "behind": BEHIND,
    "indexed": INDEXED,
    "taken": TAKEN,
    "keepsakes": KEEPSAKES,
    "plans": PLANS,
    "polls": POLLS,
    "votes": VOTES,
    "mentions": MENTIONS,
    "handles": HANDLES,
    "settling": SETTLING,
}
# By the names of these statements.
Rows = dict[str, list[Any]]


class Kept(Struct, frozen=True, gc=False):
    """A message as the server has it."""

    seq: int
    rev: int
    sender: str
    client_id: str
    body: str
    erased: bool = False
    edited: bool = False
    mentions: dict[str, str] = {}
    """The people whom it mentions, by their handles."""


class Stay(Struct, frozen=True, gc=False):
    """The places of a room's log between which a person was in it, and the first message that they might read."""

    since: int
    until: int | None
    first_seq: int


class Counted(Struct, frozen=True, gc=False):
    """What the follower `directory` has counted: up to which place of the log, how many members, and messages."""

    rev: int
    members: int
    seq: int
    said: int


class PlanRow(Struct, frozen=True, gc=False):
    """A scheduled message: its `client_id`, whether it was sent or cancelled, or could not be sent, and its jobs."""

    id: str
    person: str
    plan: str
    is_over: bool
    has_failed: bool
    jobs: int


class PollRow(Struct, gc=False):
    """A poll, as everybody is told it: how many chose each option, the first of them, how many voted; and the votes."""

    voters: int
    counts: list[int]
    first: list[list[str]]
    votes: dict[str, list[int]] = {}


class Thread(Struct):
    """The replies about a message, and how many the room's log tells of; nothing if it tells of no thread."""

    number: int | None
    replies: list[Kept] = field(default_factory=list)


class Room(Struct):
    """A room's log: its head, how many messages it counts, and the messages."""

    head: int
    seq: int
    messages: list[Kept]
    members: dict[str, tuple[int, int]]
    """Who is in it, and how far they have read."""
    stays: dict[str, list[Stay]] = field(default_factory=dict)
    """Who was ever in it, and when, in order."""
    is_since_join: bool = False
    """Whether nobody reads what was said before they came."""
    versions: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    """Earlier texts of messages, by `seq`: each with its `rev`, in order."""
    reactions: dict[tuple[int, str], list[str]] = field(default_factory=dict)
    """The people who react, by `seq` and emoji."""
    tallies: dict[tuple[int, str], tuple[int, list[str]]] = field(default_factory=dict)
    """The tallies of these: how many people, and the first of them."""
    counted: Counted | None = None
    set_aside: int = 0
    """Changes that a follower could not take."""
    trash: dict[int, tuple[int, int]] = field(default_factory=dict)
    """What can still be restored, by `seq`: its `rev` as an erased message, and how many jobs will forget it."""
    threads: dict[int, Thread] = field(default_factory=dict)
    """By the place of the message that each is about."""
    behind: int = 0
    """How many times a follower has not come to the end of this log, or of that of a thread here."""
    indexed: list[tuple[int, int, int]] = field(default_factory=list)
    """What the search knows: the root, or 0 in the room itself; `seq`, and the `rev` that it knows."""
    taken: dict[tuple[int, int], int] = field(default_factory=dict)
    """How often the follower `clumsy` has taken a message at a `rev`."""
    plans: list[PlanRow] = field(default_factory=list)
    """Everything that was ever scheduled for it."""
    polls: dict[int, PollRow] = {}
    """By the place of their messages."""
    mentions: dict[int, dict[str, bool]] = {}
    """The people who were ever told that a message mentions them, by its place, and whether they still are."""
    handles: dict[str, str] = {}
    """The ids of those who were ever in it."""
    keepsakes: dict[tuple[str, str], tuple[int, str]] = {}
    """What its people keep for themselves, by person and what it is: the `rev`, and what it says."""
    settling: int = 0
    """How many jobs have not told yet whom a message mentions."""


Dump = dict[str, Room]


def from_sqlite(path: Path) -> Dump:
    with closing(sqlite3.connect(path)) as database:
        database.execute("BEGIN")  # one snapshot: jobs go on when everybody is silent
        return of_rows({name: database.execute(statement).fetchall() for name, statement in ALL.items()})


async def from_postgresql(url: str) -> Dump:
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            rows = {name: await connection.fetch(statement) for name, statement in ALL.items()}
    finally:
        await connection.close()
    return of_rows({name: [tuple(row) for row in found] for name, found in rows.items()})


def of_rows(rows: Rows) -> Dump:
    dump = {
        str(id_): Room(head, seq, [], {}, is_since_join=history == "since_join")
        for id_, head, seq, history in rows["rooms"]
    }
    _add_messages(dump, rows)
    _add_people(dump, rows)
    _add_threads(dump, rows)
    _add_polls(dump, rows)
    _add_mentions(dump, rows)
    _add_followers(dump, rows)
    for room, person, what, rev, value in rows["keepsakes"]:
        dump[str(room)].keepsakes[str(person), what] = (rev, value)
    return dump


def _add_messages(dump: Dump, rows: Rows) -> None:
    for room, seq, rev, sender, client_id, body, edited_at, named in rows["messages"]:
        kept = Kept(seq, rev, str(sender), client_id, body, not body, edited_at is not None, people_of(named))
        dump[str(room)].messages.append(kept)
    for room, seq, rev, body in rows["versions"]:
        dump[str(room)].versions.setdefault(seq, []).append((rev, body))
    for room, seq, emoji, person in rows["reactions"]:
        dump[str(room)].reactions.setdefault((seq, emoji), []).append(str(person))
    for room, seq, emoji, number, first in rows["tallies"]:
        dump[str(room)].tallies[seq, emoji] = (number, first.split())
    for room, seq, rev, purges in rows["trash"]:
        dump[str(room)].trash[seq] = (rev, purges)


def _add_people(dump: Dump, rows: Rows) -> None:
    for room, person, since, until, first_seq, generation, read_seq in rows["stays"]:
        dump[str(room)].stays.setdefault(str(person), []).append(Stay(since, until, first_seq))
        if until is None:
            dump[str(room)].members[str(person)] = (generation, read_seq)


def _add_threads(dump: Dump, rows: Rows) -> None:
    for room, root, number in rows["threads"]:
        dump[str(room)].threads[root] = Thread(number)
    for room, root, seq, rev, sender, client_id, body in rows["replies"]:
        dump[str(room)].threads[root].replies.append(Kept(seq, rev, str(sender), client_id, body, not body))


def _add_polls(dump: Dump, rows: Rows) -> None:
    for room, seq, voters, counts, first in rows["polls"]:
        dump[str(room)].polls[seq] = PollRow(voters, json.loads(counts), json.loads(first))
    for room, seq, person, chosen in rows["votes"]:
        options = [option for option in range(chosen.bit_length()) if chosen >> option & 1]
        dump[str(room)].polls[seq].votes[str(person)] = options


def _add_mentions(dump: Dump, rows: Rows) -> None:
    for room, seq, person, until in rows["mentions"]:
        dump[str(room)].mentions.setdefault(seq, {})[str(person)] = until is None
    for room, handle, person in rows["handles"]:
        dump[str(room)].handles[handle] = str(person)
    for room, number in rows["settling"]:
        dump[str(room)].settling = number


def _add_followers(dump: Dump, rows: Rows) -> None:
    for room, rev, members, seq, said in rows["counted"]:
        dump[str(room)].counted = Counted(rev, members, seq, int(said or 0))
    # What is left of a thread that is gone has no room: the first one answers for it.
    first = next(iter(dump.values()))
    for room, number in rows["aside"]:
        dump.get(str(room), first).set_aside += number
    for room, number in rows["behind"]:
        dump.get(str(room), first).behind += number
    for room, root, seq, rev in rows["indexed"]:
        dump.get(str(room), first).indexed.append((root, seq, rev))
    for room, id_, person, plan, until, failed, jobs in rows["plans"]:
        dump[str(room)].plans.append(PlanRow(str(id_), str(person), plan, until is not None, failed is not None, jobs))
    for name, times in rows["taken"]:
        _, room, seq, rev = name.split(":")
        dump[room].taken[int(seq), int(rev)] = int(times)
