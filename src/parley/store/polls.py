"""Polls: what a message asks, closing it, and who voted. Votes are counted in parley.store.votes."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import BigInteger, Row, bindparam, select, tuple_, update

from parley.basics.times import rfc3339
from parley.changes import THREAD, Log, room_log, thread_log
from parley.protocol.polls import Poll
from parley.store import jobs, people
from parley.store.database import Transaction
from parley.store.jobs import JobKind
from parley.store.poll_tables import polls, votes
from parley.store.rows import made
from parley.store.schema import trash
from parley.store.units import WriteTransaction

# An erasure can be undone for so long. What was due meanwhile is done a little later.
LATER_MS = 15_000
encode = msgspec.json.Encoder().encode
_OF_OPTION = (
    votes.c.room == bindparam("room"),
    votes.c.seq == bindparam("seq"),
    votes.c.until.is_(None),
    votes.c.chosen.op("&")(bindparam("bit", type_=BigInteger)) != 0,
)
_PEOPLE = (
    select(votes.c.person)
    .where(
        *_OF_OPTION,
        tuple_(votes.c.since, votes.c.person)
        > tuple_(bindparam("since", type_=BigInteger), bindparam("person", type_=BigInteger)),
    )
    .order_by(votes.c.since, votes.c.person)
    .limit(bindparam("most", type_=BigInteger))
)


class Close(Struct, frozen=True, kw_only=True):
    """A poll whose time is over. `thread` is the id of the thread that it is in, or 0."""

    room: int
    thread: int
    seq: int

    @property
    def log(self) -> Log:
        return thread_log(self.thread) if self.thread else room_log(self.room)

    @property
    def logs(self) -> tuple[Log, ...]:
        return (room_log(self.room), *((self.log,) if self.thread else ()))


CLOSE = JobKind("poll.close", Close)


class NewPoll(Struct, frozen=True):
    """A poll that is about to be sent."""

    question: str
    options: tuple[str, ...]
    is_multiple: bool
    is_anonymous: bool
    closes_at: int | None

    @property
    def body(self) -> str:
        """The same in words: for search, and for programs that do not know polls."""
        return "\n".join((self.question, "", *(f"- {option}" for option in self.options)))

    @property
    def terms(self) -> str:
        """What is the same whenever the same poll is sent again."""
        return encode((self.options, self.is_multiple, self.is_anonymous, self.closes_at)).decode()

    def begun(self, seq: int, rev: int) -> Poll:
        return Poll(
            seq=seq,
            question=self.question,
            options=list(self.options),
            counts=[0] * len(self.options),
            first=[[] for _ in self.options],
            voters=0,
            multiple=self.is_multiple,
            anonymous=self.is_anonymous,
            closes_at=None if self.closes_at is None else rfc3339(self.closes_at),
            rev=rev,
        )


@dataclass(frozen=True, slots=True)
class Begun:
    """A poll that was sent in this transaction."""

    new: NewPoll
    room: int
    log: Log
    poll: Poll


async def begin_all(tx: WriteTransaction, begun: Sequence[Begun]) -> None:
    """Write the polls of a batch, and have them closed in time."""
    await tx.insert(polls, [_row(one) for one in begun])
    for one in begun:
        if one.new.closes_at is not None:
            due = Close(room=one.room, thread=one.log.id if one.log.kind == THREAD else 0, seq=one.poll.seq)
            await _close_later(tx, due, at=one.new.closes_at)


async def close(tx: WriteTransaction, log: Log, seq: int, *, at: int) -> Poll | None:
    """The poll as it is closed: at this time, or at the time at which it already was. None if there is none."""
    known = await find(tx, log.id, seq)
    if known is None or known.closed_at is not None:
        return None if known is None else made(Poll, known)
    closed_at = at if known.closes_at is None else min(at, known.closes_at)
    await tx.run(update(polls).where(*_at(log.id, seq)).values(closed_at=closed_at, rev=tx.rev(log)))
    changed = await find(tx, log.id, seq)
    assert changed is not None  # noqa: S101 - it has just been written
    closed = made(Poll, changed)
    named = {int(person) for first in closed.first for person in first}
    tx.changed(log, closed, people=await people.cards(tx, named))
    return closed


async def close_in_time(tx: WriteTransaction, due: Close) -> None:
    """Close a poll whose time is over. One that was deleted may be back a little later: then it is closed."""
    if await close(tx, due.log, due.seq, at=tx.now) is None:
        thrown = (trash.c.room == due.log.id, trash.c.seq == due.seq)
        if await tx.one(select(trash.c.rev).where(*thrown)) is not None:
            await _close_later(tx, due, at=tx.now + LATER_MS)


async def find(tx: Transaction, log: int, seq: int) -> Row[Any] | None:
    return await tx.one(select(polls).where(*_at(log, seq)))


async def polls_at(tx: Transaction, places: Collection[tuple[int, int]]) -> Sequence[Row[Any]]:
    """The polls about the messages at these places."""
    return await tx.all(select(polls).where(tuple_(polls.c.room, polls.c.seq).in_(places)))


async def voters(tx: Transaction, log: int, seq: int, option: int, *, after: int | None, limit: int) -> list[int]:
    """The people who chose an option, in the order in which they voted; from the first, or after one of them."""
    since = 0
    if after is not None:
        own = (votes.c.room == log, votes.c.seq == seq, votes.c.person == after)
        place = await tx.one(select(votes.c.since).where(*own))
        since = 0 if place is None else place.since
    where = {"room": log, "seq": seq, "bit": 1 << option, "since": since, "person": after or 0, "most": limit}
    return [row.person for row in await tx.all(_PEOPLE, where)]


def bits(options: Iterable[int]) -> int:
    """A bit for each option."""
    return sum(1 << option for option in set(options))


async def _close_later(tx: WriteTransaction, due: Close, *, at: int) -> None:
    await jobs.add(tx, CLOSE, due, key=f"{due.log.id}:{due.seq}:{at}", due_at=at)


def _row(begun: Begun) -> tuple[Any, ...]:
    new, poll = begun.new, begun.poll
    asked = (new.question, encode(new.options).decode(), int(new.is_multiple), int(new.is_anonymous))
    result = (0, encode(poll.counts).decode(), encode(poll.first).decode())
    return (begun.log.id, poll.seq, *asked, new.closes_at, None, *result, poll.rev)


def _at(log: int, seq: int) -> tuple[Any, Any]:
    return polls.c.room == log, polls.c.seq == seq
