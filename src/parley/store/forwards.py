"""Forwarded messages: what they say, where they come from, and taking them away when the original is deleted.

A forwarded message has a copy of the original at the end of its body, as a quotation in Markdown. So search, replies,
mentions and programs that know nothing of forwarding show it as they show any text. `messages.forwarded` says which
lines are the copy. `forwards` says where it comes from, and the server tells that only to people who may read the
original.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct, structs
from sqlalchemy import ColumnElement, delete, select, update

from parley.basics.times import rfc3339
from parley.changes import Log, room_log
from parley.errors import Invalid, NotFound, ParleyError
from parley.policies import NO_MESSAGE, Policy
from parley.protocol.forwards import Origin
from parley.protocol.messages import BODY_LIMIT, Forwarded, Message
from parley.protocol.people import Card
from parley.speech.sentences import say
from parley.standing import Standing
from parley.store import jobs, people, reports
from parley.store.database import Transaction
from parley.store.forward_tables import forwards
from parley.store.jobs import JobKind
from parley.store.logs import people_in
from parley.store.quotes import quotes_in
from parley.store.rows import made
from parley.store.schema import messages, trash
from parley.store.standing import Ask, standings_of
from parley.store.units import WriteTransaction
from parley.things import forwarded_of

# Some of the copies.
Which = ColumnElement[bool]

MARK = "> "
# What is left of a copy that was taken away, for programs that know nothing of forwarding.
TAKEN = "…"
# What one transaction takes away: others who write in the room wait for as long as that takes.
BATCH = 100
_encode = msgspec.json.Encoder().encode


class Source(NamedTuple):
    """Where the original is: its room, its log, the root of the thread that it is in or 0, and its place."""

    room: int
    log: int
    root: int
    seq: int


class Original(Struct, frozen=True):
    """A text to forward, with its author. Of a forwarded message it is what was forwarded first."""

    text: str
    sender: int
    at: str
    source: Source


class Forwarding(Struct, frozen=True):
    """A message that is about to be forwarded. `original` is null if its sender could not read it a moment ago."""

    ask: Ask
    may: Policy
    note: str
    # What is the same whenever the same message is forwarded again, whatever filters make of it.
    terms: str
    original: Original | None

    @property
    def body(self) -> str:
        return body_of(self.note, "" if self.original is None else self.original.text)

    @property
    def mark(self) -> Forwarded | None:
        if self.original is None:
            return None
        lines = self.original.text.count("\n") + 1
        return Forwarded(sender=str(self.original.sender), at=self.original.at, lines=lines)


@dataclass(frozen=True, slots=True)
class Forwardings:
    """Where the senders of a batch stand to what they forward, and the cards of those who said it."""

    standings: dict[Ask, Standing]
    cards: dict[str, Card]

    def refusal(self, forwarding: Forwarding) -> ParleyError | None:
        if (refused := forwarding.may(self.standings[forwarding.ask])) is not None:
            return refused
        if forwarding.original is None:
            return NotFound(NO_MESSAGE, field="source_seq")
        if len(forwarding.note) + len(forwarding.original.text) > BODY_LIMIT:
            return Invalid(
                say("Your note and the message are longer than {count} characters together.", count=BODY_LIMIT),
                field="note",
            )
        return None

    def named_by(self, mark: Forwarded) -> dict[str, Card]:
        return {mark.sender: self.cards[mark.sender]}


NOTHING_FORWARDED = Forwardings({}, {})


class TakeAway(Struct, frozen=True, kw_only=True):
    """Takes away the copies of a message that was deleted. `room` is the id of its log."""

    room: int
    seq: int


TAKE_AWAY = JobKind("forwards.take_away", TakeAway)


def body_of(note: str, text: str) -> str:
    quotation = "\n".join(f"{MARK}{line}" for line in text.split("\n"))
    return f"{note}\n\n{quotation}" if note else quotation


def parts_of(body: str, lines: int) -> tuple[str, str]:
    """The note and the copy: `body_of` taken apart."""
    all_lines = body.split("\n")
    note, copied = all_lines[:-lines], all_lines[-lines:]
    return "\n".join(note[:-1]), "\n".join(line.removeprefix(MARK) for line in copied)


async def original_of(tx: Transaction, who: Standing, source: Source) -> Original | None:
    """What somebody forwards who may read the message at this place."""
    mark, body = forwarded_of(who), who.body or ""
    if mark is None:
        return Original(body, who.sender or 0, rfc3339(who.said_at), source)
    row = await tx.one(select(forwards).where(forwards.c.room == source.log, forwards.c.seq == source.seq))
    if row is None or mark.erased:
        return None
    first = Source(row.source_room, row.source_log, row.source_root, row.source_seq)
    return Original(parts_of(body, mark.lines)[1], row.sender, mark.at, first)


async def forwardings_of(tx: WriteTransaction, all_: Iterable[Forwarding | None]) -> Forwardings:
    """No statement where nothing is forwarded, as most of the time."""
    found = [one for one in all_ if one is not None]
    if not found:
        return NOTHING_FORWARDED
    standings = await standings_of(tx, [one.ask for one in found], tx.now)
    said = {one.original.sender for one in found if one.original is not None}
    return Forwardings(standings, await people.cards(tx, said))


def kept(mark: Forwarded | None) -> str | None:
    return None if mark is None else _encode(mark).decode()


def row_of(log: int, seq: int, original: Original) -> tuple[int, ...]:
    return (log, seq, original.sender, *original.source)


async def origins_at(tx: Transaction, log: int, seqs: Sequence[int]) -> list[tuple[int, Source]]:
    """The originals of the forwarded messages at these places."""
    rows = await tx.all(select(forwards).where(forwards.c.room == log, forwards.c.seq.in_(seqs)))
    return [(row.seq, Source(row.source_room, row.source_log, row.source_root, row.source_seq)) for row in rows]


def told(seq: int, source: Source) -> Origin:
    thread = source.root or None
    return Origin(seq=seq, source_room=str(source.room), source_seq=source.seq, source_thread=thread)


async def drop(tx: WriteTransaction, log: int, seq: int) -> None:
    """A forwarded message was deleted for good: forget where it came from."""
    await tx.run(delete(forwards).where(forwards.c.room == log, forwards.c.seq == seq))


async def take_away_later(tx: WriteTransaction, log: int, seq: int) -> None:
    """The original is gone for good, and its copies are to go."""
    if await next_copy(tx, of_message(log, seq)) is not None:
        await jobs.add(tx, TAKE_AWAY, TakeAway(room=log, seq=seq), key=f"{log}:{seq}", due_at=tx.now)


def of_message(log: int, seq: int) -> Which:
    return (forwards.c.source_log == log) & (forwards.c.source_seq == seq)


def of_person(person: int) -> Which:
    return forwards.c.sender == person


async def next_copy(tx: Transaction, which: Which) -> Log | None:
    """A room with a copy of these."""
    row = await tx.one(select(forwards.c.room).where(which).limit(1))
    return None if row is None else room_log(row.room)


async def take_away(tx: WriteTransaction, log: Log, which: Which, *, with_reports: bool) -> None:
    """Take these copies out of a room's messages. The messages stay, with their notes and what is about them."""
    found = await tx.all(select(forwards).where(which, forwards.c.room == log.id).order_by(forwards.c.seq).limit(BATCH))
    for row in found:
        # A copy that was deleted a moment ago comes back no more.
        await tx.run(delete(trash).where(trash.c.room == log.id, trash.c.seq == row.seq))
        if with_reports:
            await reports.drop_at(tx, log.id, row.seq)
        await drop(tx, log.id, row.seq)
        await _empty(tx, log, row.seq)


async def _empty(tx: WriteTransaction, log: Log, seq: int) -> None:
    of_copy = (messages.c.room == log.id, messages.c.seq == seq)
    row = await tx.one(select(messages).where(*of_copy))
    message = None if row is None else made(Message, row)
    if message is None or message.forwarded is None:
        return
    note, _ = parts_of(message.body, message.forwarded.lines)
    rev, mark = tx.rev(log), structs.replace(message.forwarded, lines=1, erased=True)
    body = body_of(note, TAKEN)
    await tx.run(update(messages).where(*of_copy).values(body=body, forwarded=kept(mark), rev=rev))
    emptied: Any = structs.replace(message, body=body, forwarded=mark, rev=rev)
    quotes = await quotes_in(tx, log, [emptied])
    tx.changed(log, emptied, people=await people_in(tx, [emptied], quotes), quotes=tuple(quotes))
