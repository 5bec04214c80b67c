"""Read positions: marks of a batch are looked up, moved and written together, because they come as often as messages.

A position is part of its stay's row. To move it, only the person's own log is locked, not the room's: the room's last
`seq` only grows, so a mark that is not past it now never will be.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from msgspec import Struct
from sqlalchemy import select, update

from parley.changes import person_log
from parley.errors import Invalid, ParleyError
from parley.policies import Policy
from parley.protocol.reads import ReadPosition
from parley.store import mentions
from parley.store.schema import heads, sessions, stays
from parley.store.standing import CALLER, CALLER_JOINS, Ask, taken_apart
from parley.store.units import WriteTransaction
from parley.store.vectors import Gathering, Update

POSITION = (stays.c.read_generation, stays.c.read_seq, stays.c.read_rev, stays.c.seen_seq, stays.c.seen_at)
FACTS = Gathering(
    key={"session": sessions.c.id, "person": stays.c.person, "room": stays.c.room},
    columns=(*CALLER, *POSITION, heads.c.seq),
    joins=(*CALLER_JOINS, (heads, "heads.log = stays.room")),
)
MOVED = Update(
    stays,
    values=POSITION,
    key=(stays.c.room, stays.c.person, stays.c.since),
)


class Mark(Struct, frozen=True):
    """A message of a room, in the caller's generation: read up to it, or unread from it on."""

    ask: Ask
    may: Policy
    generation: int
    seq: int
    unread: bool

    @property
    def key(self) -> tuple[int, int, int]:
        return (self.ask.session, self.ask.person, self.ask.room)


Answer = ReadPosition | ParleyError


async def mark_all(tx: WriteTransaction, marks: Sequence[Mark]) -> Sequence[Answer]:
    """Answer each mark with the position after it, or a refusal."""
    batch = _Batch(tx, await tx.find(FACTS, list({mark.key: None for mark in marks})))
    answers = [batch.answer(mark) for mark in marks]
    await tx.update(MOVED, batch.rows())
    for (room, person), place in batch.reopened.items():
        await mentions.tell_again(tx, person, room, after=place.seq)
    return answers


@dataclass(slots=True)
class _Place:
    """A stay's read position, what was seen in it, and the first and the last message that it may have."""

    since: int
    first: int
    generation: int
    seq: int
    rev: int
    seen: int | None
    seen_at: int | None
    last: int


class _Batch:
    """The marks of one transaction, applied in order."""

    def __init__(self, tx: WriteTransaction, found: dict[tuple[Any, ...], tuple[Any, ...]]) -> None:
        self._tx = tx
        self._found = found
        # One per stay, even if several of its person's sessions mark it.
        self._places: dict[tuple[int, int], _Place] = {}
        self._moved: dict[tuple[int, int], _Place] = {}
        # Those of the moved ones that are unread again from somewhere on.
        self.reopened: dict[tuple[int, int], _Place] = {}

    def answer(self, mark: Mark) -> Answer:
        ask = mark.ask
        who, position = taken_apart(self._found[mark.key], CALLER, ask, self._tx.now)
        if (refusal := mark.may(who)) is not None:
            return refusal
        place = self._places.setdefault((ask.room, ask.person), _Place(who.since or 0, who.first_seq, *position))
        if mark.generation == place.generation:
            if mark.seq > place.last or (mark.unread and mark.seq < place.first):
                return Invalid("There is no such message in this room.", field="seq")
            if mark.unread or mark.seq > place.seq:
                self._move(mark, place)
        return ReadPosition(room=str(mark.ask.room), generation=place.generation, seq=place.seq, rev=place.rev)

    def rows(self) -> list[tuple[Any, ...]]:
        return [
            (place.generation, place.seq, place.rev, place.seen, place.seen_at, *key, place.since)
            for key, place in self._moved.items()
        ]

    def _move(self, mark: Mark, place: _Place) -> None:
        log = person_log(mark.ask.person)
        place.generation += mark.unread
        place.seq, place.rev = mark.seq - mark.unread, self._tx.rev(log)
        self._moved[mark.ask.room, mark.ask.person] = place
        if not mark.unread and mark.seq > (place.seen or 0):
            place.seen, place.seen_at = mark.seq, self._tx.now
        if mark.unread:
            self.reopened[mark.ask.room, mark.ask.person] = place
        moved = ReadPosition(room=str(mark.ask.room), generation=place.generation, seq=place.seq, rev=place.rev)
        self._tx.changed(log, moved)


async def read_on(tx: WriteTransaction, person: int, room: int, seq: int) -> None:
    """Somebody who had read all before a message of theirs has read that, too. The person's log is locked."""
    own = (stays.c.room == room, stays.c.person == person, stays.c.until.is_(None), stays.c.read_seq == seq - 1)
    row = await tx.one(select(stays).where(*own))
    if row is None:
        return
    rev = tx.rev(person_log(person))
    await tx.run(update(stays).where(*own).values(read_seq=seq, read_rev=rev))
    generation = row.read_generation
    tx.changed(person_log(person), ReadPosition(room=str(room), generation=generation, seq=seq, rev=rev))
