"""Mentions, in the logs of the people who are mentioned.

A send writes no log but its room's: a job, added in the same transaction, makes the rows agree with what the message
says by then. So does the job after an edit, an erasure or its undoing. It tells nobody twice.
"""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from msgspec import Struct
from sqlalchemy import BigInteger, ColumnElement, Row, and_, bindparam, delete, exists, func, or_, select

from parley.changes import Log, person_log, room_log, thread_log
from parley.language.mentions import groups_of, people_of, wide_of
from parley.protocol.mentions import Mention
from parley.store import follows, jobs, mutes
from parley.store.database import Transaction
from parley.store.jobs import JobKind
from parley.store.mention_tables import mentions
from parley.store.own import blocks
from parley.store.rows import made
from parley.store.schema import messages, rooms, stays
from parley.store.standing import Ask
from parley.store.thread_tables import follows as followed
from parley.store.thread_tables import threads
from parley.store.threads import Thread
from parley.store.units import WriteTransaction
from parley.store.vectors import Upsert
from parley.things import was_erased

WRITTEN = Upsert(mentions)
# A welcome tells as many of what is unread.
MOST_UNREAD = 1_000
_roots = messages.alias("roots")


class Settle(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A message, by its log and its place there, as of `rev`. `root` is set in a thread. With `calls`, the message has
    just begun to call everybody.
    """

    room: int
    log: int
    seq: int
    rev: int
    root: int = 0
    calls: bool = False

    @property
    def logs(self) -> tuple[Log, ...]:
        return (room_log(self.room), *((thread_log(self.log),) if self.root else ()))


SETTLE = JobKind("mention.settle", Settle)


class Due(NamedTuple):
    """The rows there are about a message, by person, and the people who are to have one."""

    rows: dict[int, Row[Any]]
    reached: frozenset[int]

    @property
    def changed(self) -> list[int]:
        """In the order in which their logs are locked."""
        there = {person for person, row in self.rows.items() if row.until is None}
        return sorted(there ^ self.reached)


def settling(ask: Ask, rev: int, seq: int, *, calls: bool = False) -> Settle:
    return Settle(room=ask.room, log=ask.log or ask.room, seq=seq, rev=rev, root=ask.root, calls=calls)


async def settle_later(tx: WriteTransaction, due: Iterable[Settle]) -> None:
    for one in due:
        await jobs.add(tx, SETTLE, one, key=f"{one.log}:{one.seq}:{one.rev}", due_at=tx.now)


async def settle_thread_later(tx: WriteTransaction, room: int, root: int, *, rev: int) -> None:
    """The thread about this message has gone with it, or is back."""
    of_thread = (threads.c.room == room, threads.c.root == root, mentions.c.room == threads.c.id)
    for row in await tx.all(select(mentions.c.room, mentions.c.seq).where(*of_thread).distinct()):
        due = Settle(room=room, log=row.room, seq=row.seq, rev=rev, root=root)
        await jobs.add(tx, SETTLE, due, key=f"{row.room}:{row.seq}:root:{rev}", due_at=tx.now)


async def members(tx: Transaction, room: int) -> list[int]:
    """Everybody in a room."""
    rows = await tx.all(select(stays.c.person).where(stays.c.room == room, stays.c.until.is_(None)))
    return [row.person for row in rows]


async def are_about(tx: Transaction, log: int, seq: int) -> bool:
    """Whether anybody was ever told that this message mentions them."""
    of_message = (mentions.c.room == log, mentions.c.seq == seq)
    return await tx.one(select(mentions.c.person).where(*of_message).limit(1)) is not None


async def drop(tx: WriteTransaction, log: int, seq: int) -> None:
    """Forget the people that an erased message mentioned. Their logs have said that it does so no longer."""
    await tx.run(delete(mentions).where(mentions.c.room == log, mentions.c.seq == seq))


async def is_for_online(tx: Transaction, settle: Settle) -> bool:
    """Whether the message calls only those who are online."""
    place = (messages.c.room == settle.log, messages.c.seq == settle.seq)
    row = await tx.one(select(messages.c.mentions).where(*place))
    return row is not None and wide_of(row.mentions) == "here"


async def due(tx: Transaction, settle: Settle, called: Collection[int]) -> Due:
    """`called` are the people that a message which calls everybody reaches."""
    about = (mentions.c.room == settle.log, mentions.c.seq == settle.seq)
    known = {row.person: row for row in await tx.all(select(mentions).where(*about))}
    place = (messages.c.room == settle.log, messages.c.seq == settle.seq)
    message = await tx.one(select(messages).where(*place))
    if message is None or not _tells(message) or not await _has_root(tx, settle):
        return Due(known, frozenset())
    wanted = {int(person) for person in people_of(message.mentions).values()}
    wanted.update(*(called.people for called in groups_of(message.mentions).values()))
    if wide_of(message.mentions) is not None:
        wanted |= {*known, *(called if settle.calls else ())}
    return Due(known, await _reached(tx, settle, wanted - {message.sender}, sender=message.sender))


async def settle(tx: WriteTransaction, settle: Settle, called: Collection[int]) -> bool:
    """Change what is to be changed in the logs that are locked. Whether there is more."""
    found = await due(tx, settle, called)
    locked = [person for person in found.changed if person_log(person) in tx.heads]
    for person in locked:
        row, rev = found.rows.get(person), tx.rev(person_log(person))
        since = rev if row is None else row.since
        until = None if person in found.reached else rev
        about = (settle.log, settle.seq, person, settle.room, settle.root or None)
        await tx.update(WRITTEN, [(*about, since, until, rev)])
        await _tell(tx, person, settle.log, settle.seq)
        if settle.root and until is None:
            thread = Thread(settle.log, settle.root)
            await follows.follow_again(tx, person, settle.room, thread, read=settle.seq - 1)
    return len(locked) < len(found.changed)


async def tell_again(tx: WriteTransaction, person: int, room: int, *, after: int) -> None:
    """What has become unread again: a welcome has not told it to every device."""
    unread = (mentions.c.person == person, mentions.c.room == room, mentions.c.seq > after, mentions.c.until.is_(None))
    found = select(mentions).where(*unread).order_by(mentions.c.seq.desc()).limit(MOST_UNREAD)
    for row in await tx.all(found):
        rev = tx.rev(person_log(person))
        await tx.update(WRITTEN, [(*row[:-1], rev)])
        await _tell(tx, person, room, row.seq)


async def page(tx: Transaction, person: int, *, before: int | None, limit: int) -> list[tuple[Mention, bool]]:
    """What somebody may read, the newest first, each with whether it is unread."""
    earlier = [mentions.c.since < before] if before is not None else []
    found = _seen(select(mentions, _is_unread().label("is_unread"))).where(*earlier)
    rows = await tx.all(found.order_by(mentions.c.since.desc()).limit(limit), {"person": person})
    return [(made(Mention, row), bool(row.is_unread)) for row in rows]


async def unread(tx: Transaction, person: int) -> list[Mention]:
    """The last of those that somebody has not read, and may read."""
    rows = await tx.all(_UNREAD, {"person": person})
    return [made(Mention, row) for row in rows]


async def counted(tx: Transaction, person: int, now: int) -> int:
    """How many of those that somebody has not read count: none in a room that is muted wholly."""
    counts = (_is_unread(), ~mutes.silences(mentions.c.person, mentions.c.in_room, now))
    row = await tx.one(_seen(select(func.count().label("number"))).where(*counts), {"person": person})
    return 0 if row is None else min(int(row.number), MOST_UNREAD)


def _tells(message: Row[Any]) -> bool:
    """A message that is in a room and in its thread mentions people by the thread."""
    return not was_erased(message.erased_at, message.body) and not message.from_thread


async def _has_root(tx: Transaction, settle: Settle) -> bool:
    if not settle.root:
        return True
    of_root = (messages.c.room == settle.room, messages.c.seq == settle.root, messages.c.erased_at.is_(None))
    return await tx.one(select(messages.c.seq).where(*of_root)) is not None


async def _reached(tx: Transaction, settle: Settle, wanted: Collection[int], *, sender: int) -> frozenset[int]:
    """Members who see the message, and have not blocked the person who said it."""
    if not wanted:
        return frozenset()
    has_blocked = exists().where(blocks.c.owner == stays.c.person, blocks.c.person == sender, blocks.c.until.is_(None))
    rows = await tx.all(
        select(stays.c.person).where(
            stays.c.room == settle.room,
            stays.c.person.in_(sorted(wanted)),
            stays.c.until.is_(None),
            stays.c.first_seq <= (settle.root or settle.seq),
            ~has_blocked,
        )
    )
    return frozenset(row.person for row in rows)


def _seen(chosen: Any) -> Any:
    place = func.coalesce(mentions.c.root, mentions.c.seq)
    of_root = and_(_roots.c.room == mentions.c.in_room, _roots.c.seq == mentions.c.root)
    mine = and_(stays.c.room == mentions.c.in_room, stays.c.person == mentions.c.person, stays.c.until.is_(None))
    said = and_(messages.c.room == mentions.c.room, messages.c.seq == mentions.c.seq)
    return (
        chosen.select_from(mentions)
        .join(stays, mine)
        .join(rooms, and_(rooms.c.id == mentions.c.in_room, rooms.c.deleted_at.is_(None)))
        .join(messages, and_(said, messages.c.erased_at.is_(None)))
        .outerjoin(followed, and_(followed.c.thread == mentions.c.room, followed.c.person == mentions.c.person))
        .where(
            mentions.c.person == bindparam("person", type_=BigInteger),
            mentions.c.until.is_(None),
            place >= stays.c.first_seq,
            place >= rooms.c.first_kept,
            or_(mentions.c.root.is_(None), exists().where(of_root, _roots.c.erased_at.is_(None))),
        )
    )


def _is_unread() -> ColumnElement[bool]:
    """The clients' rule is the same: see `Mention`."""
    in_room = and_(mentions.c.root.is_(None), mentions.c.seq > stays.c.read_seq)
    is_followed = and_(followed.c.until.is_(None), mentions.c.seq > func.coalesce(followed.c.read, 0))
    return or_(in_room, and_(mentions.c.root.is_not(None), is_followed))


# Each welcome asks it.
_UNREAD = _seen(select(mentions)).where(_is_unread()).order_by(mentions.c.since.desc()).limit(MOST_UNREAD)


async def _tell(tx: WriteTransaction, person: int, log: int, seq: int) -> None:
    own = (mentions.c.room == log, mentions.c.seq == seq, mentions.c.person == person)
    row = await tx.one(select(mentions).where(*own))
    assert row is not None  # noqa: S101 - it has just been written
    tx.changed(person_log(person), made(Mention, row))
