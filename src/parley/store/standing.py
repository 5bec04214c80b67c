"""Reading where a caller stands.

Work that runs alone, and every reading verb, asks `standing_of`. Work that runs together asks for a whole batch, or
puts the same columns and joins into a `Gathering` of its own, so that one statement reads all that the batch needs. The
key of such a gathering has `session`, `person` and `room`, and `seq` and `log` if the verb is about a message.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple, Protocol

from msgspec import structs
from sqlalchemy import BigInteger, Column, Table, bindparam, select

from parley.changes import Log, room_log, thread_log
from parley.standing import Other, Standing
from parley.store.beside import bans
from parley.store.database import Transaction
from parley.store.own import blocks
from parley.store.schema import messages, people, rooms, sessions, stays
from parley.store.vectors import Gathering, Lookup
from parley.things import was_erased

Columns = tuple[Column[Any], ...]
Joins = tuple[tuple[Table, str], ...]

# In the order of the fields of `Standing`.
CALLER: Columns = (
    *(sessions.c.expires_at, sessions.c.confined),
    *(people.c.handle, people.c.name, people.c.avatar, people.c.rev),
    *(people.c.about, people.c.role),
    *(stays.c.since, stays.c.first_seq, stays.c.role),
)
CALLER_JOINS: Joins = (
    (sessions, "sessions.id = k.session AND sessions.person = k.person AND sessions.ended_at IS NULL"),
    (people, "people.id = k.person AND people.disabled_at IS NULL"),
    (stays, "stays.room = k.room AND stays.person = k.person AND stays.until IS NULL"),
)
IN_ROOM: Columns = (
    *CALLER,
    *(rooms.c.kind, rooms.c.created_by, rooms.c.adding, rooms.c.posting, rooms.c.threads),
    *(rooms.c.archived_at, rooms.c.deleted_at, rooms.c.first_kept, rooms.c.edit_minutes, blocks.c.since),
)
IN_ROOM_JOINS: Joins = (
    *CALLER_JOINS,
    (rooms, "rooms.id = k.room"),
    (blocks, "blocks.room = k.room AND blocks.person = k.person AND blocks.until IS NULL"),
)
ALL: Columns = (
    *IN_ROOM,
    *(messages.c.seq, messages.c.sender, messages.c.rev, messages.c.client_id, messages.c.body),
    *(messages.c.created_at, messages.c.edited_at, messages.c.erased_at, messages.c.erased_by, messages.c.reply_to),
    *(messages.c.from_thread, messages.c.mentions, messages.c.poll),
    *(messages.c.forwarded, messages.c.notice),
)
ALL_JOINS: Joins = (
    *IN_ROOM_JOINS,
    (messages, "messages.room = k.log AND messages.seq = k.seq"),
)
OTHER = Gathering(
    key={"person": people.c.id, "room": rooms.c.id},
    columns=(
        *(people.c.handle, people.c.role, people.c.disabled_at),
        *(stays.c.since, stays.c.role, bans.c.at),
    ),
    joins=(
        (people, "people.id = k.person"),
        (stays, "stays.room = k.room AND stays.person = k.person AND stays.until IS NULL"),
        (bans, "bans.room = k.room AND bans.person = k.person"),
    ),
)
_theirs = stays.alias("theirs")
SHARED = (
    select(stays.c.room)
    .join(_theirs, (_theirs.c.room == stays.c.room) & _theirs.c.until.is_(None))
    .where(
        stays.c.until.is_(None),
        stays.c.person == bindparam("one", type_=BigInteger),
        _theirs.c.person == bindparam("other", type_=BigInteger),
    )
    .limit(1)
)
ROOT = Lookup("messages", (messages.c.room, messages.c.seq), (messages.c.erased_at, messages.c.body, messages.c.notice))
# The room and the place of messages that are there.
Roots = frozenset[tuple[int, int]]
NO_ROOTS: Roots = frozenset()
# No room and no person has this id, and no message this place.
NONE = 0


class Ask(NamedTuple):
    """Whose standing is asked for: a session of this person's, perhaps in a room, perhaps about a message there.

    `log` is the id of the log that the message is in: the room's, or that of the thread whose root is at `root`.
    """

    session: int
    person: int
    room: int = NONE
    seq: int = NONE
    log: int = NONE
    root: int = NONE

    @property
    def key(self) -> tuple[int, int, int, int, int]:
        return self[:5]

    @property
    def of(self) -> Log:
        return thread_log(self.log) if self.root else room_log(self.log)


class Asked(Protocol):
    """What somebody asks for in a unit that runs together with others. Its `may` is the policy of the verb."""

    @property
    def ask(self) -> Ask: ...


STANDING = Gathering(
    key={
        "session": sessions.c.id,
        "person": people.c.id,
        "room": rooms.c.id,
        "seq": messages.c.seq,
        "log": messages.c.room,
    },
    columns=ALL,
    joins=ALL_JOINS,
)


async def standings_of(tx: Transaction, asks: Iterable[Ask], now: int) -> dict[Ask, Standing]:
    distinct = list(dict.fromkeys(asks))
    found = await tx.find(STANDING, list({ask.key: None for ask in distinct}))
    roots = await roots_of(tx, distinct)
    return {ask: taken_apart(found[ask.key], ALL, ask, now, roots)[0] for ask in distinct}


async def roots_of(tx: Transaction, asks: Iterable[Ask]) -> Roots:
    """The roots that are asked about and there, without erased ones and notices. No statement where nobody asks."""
    asked = {(ask.room, ask.root) for ask in asks if ask.root}
    if not asked:
        return NO_ROOTS
    found = await tx.find(ROOT, sorted(asked))
    return frozenset(
        place for place, (erased_at, body, notice) in found.items() if not (notice or was_erased(erased_at, body))
    )


async def standing_of(tx: Transaction, ask: Ask, now: int, *, other: int = NONE) -> Standing:
    """With the person whom the verb is about, if there is one."""
    who = (await standings_of(tx, [ask], now))[ask]
    return who if other == NONE else structs.replace(who, other=(await _others(tx, who, [other], ask.room))[0])


def taken_apart(
    row: tuple[Any, ...], begin: Columns, ask: Ask, now: int, roots: Roots = NO_ROOTS
) -> tuple[Standing, tuple[Any, ...]]:
    """A row that begins with the columns of `CALLER`, `IN_ROOM` or `ALL`: the standing in it, and the rest."""
    who = Standing(now, ask.person, *row[: len(begin)])
    if ask.root:
        who = structs.replace(who, root=ask.root, has_root=(ask.room, ask.root) in roots)
    return who, row[len(begin) :]


async def others_of(tx: Transaction, who: Standing, people: Iterable[int]) -> list[Other]:
    """Each of these people, outside of any room."""
    return await _others(tx, who, [*dict.fromkeys(people)], NONE)


async def _others(tx: Transaction, who: Standing, people: list[int], room: int) -> list[Other]:
    found = await tx.find(OTHER, [(person, room) for person in people])
    return [
        structs.replace(Other(person, *found[person, room]), is_met=await _is_met(tx, who, person)) for person in people
    ]


async def _is_met(tx: Transaction, who: Standing, person: int) -> bool:
    if not who.is_guest or person == who.person:
        return True
    return await tx.one(SHARED, {"one": who.person, "other": person}) is not None
