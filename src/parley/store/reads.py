"""Read positions: marks of a batch are looked up, moved and written together, because they come as often as messages.

A position is part of its stay's row. To move it, only the person's own log is locked, not the room's: the room's last
`seq` only grows, so a mark that is not past it now never will be.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from parley.changes import person_log
from parley.errors import Invalid, NotFound, ParleyError, Unauthenticated
from parley.protocol.reads import ReadPosition
from parley.store.schema import heads, people, sessions, stays
from parley.store.units import WriteTransaction
from parley.store.vectors import Gathering, Update

FACTS = Gathering(
    key={"room": stays.c.room, "person": stays.c.person, "session": sessions.c.id},
    columns=(
        *(sessions.c.expires_at, people.c.id, stays.c.since, stays.c.first_seq),
        *(stays.c.read_generation, stays.c.read_seq, stays.c.read_rev, heads.c.seq),
    ),
    joins=(
        (sessions, "sessions.id = k.session AND sessions.person = k.person AND sessions.ended_at IS NULL"),
        (people, "people.id = sessions.person AND people.disabled_at IS NULL"),
        (stays, "stays.room = k.room AND stays.person = k.person AND stays.until IS NULL"),
        (heads, "heads.log = stays.room"),
    ),
)
MOVED = Update(
    stays,
    values=(stays.c.read_generation, stays.c.read_seq, stays.c.read_rev),
    key=(stays.c.room, stays.c.person, stays.c.since),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A message of a room, in the caller's generation: read up to it, or unread from it on."""

    room: int
    person: int
    session: int
    generation: int
    seq: int
    unread: bool = False

    @property
    def key(self) -> tuple[int, int, int]:
        return (self.room, self.person, self.session)


Answer = ReadPosition | ParleyError


async def mark_all(tx: WriteTransaction, marks: Sequence[Mark]) -> Sequence[Answer]:
    """Answer each mark with the position after it, or a refusal."""
    found = await tx.find(FACTS, list({mark.key: None for mark in marks}))
    batch = _Batch(tx, found)
    answers = [batch.answer(mark) for mark in marks]
    await tx.update(MOVED, batch.rows())
    return answers


@dataclass(slots=True)
class _Place:
    """A stay's read position, and the first and the last message that it may have."""

    since: int
    first: int
    generation: int
    seq: int
    rev: int
    last: int


class _Batch:
    """The marks of one transaction, applied in order."""

    def __init__(self, tx: WriteTransaction, facts: dict[tuple[Any, ...], tuple[Any, ...]]) -> None:
        self._tx = tx
        self._live = {key for key, (expires_at, person, *_) in facts.items() if person and expires_at > tx.now}
        # One place per stay, even if several of its person's sessions mark it.
        self._places = {key[:2]: _Place(*stay) for key, (_, _, *stay) in facts.items() if stay[0] is not None}
        self._moved: dict[tuple[int, int], _Place] = {}

    def answer(self, mark: Mark) -> Answer:
        if mark.key not in self._live:
            return Unauthenticated("This session has ended. Sign in again.")
        place = self._places.get((mark.room, mark.person))
        if place is None:
            return NotFound("There is no such room, or you are not in it.", field="room")
        if mark.generation == place.generation:
            if mark.seq > place.last or (mark.unread and mark.seq < place.first):
                return Invalid("There is no such message in this room.", field="seq")
            if mark.unread or mark.seq > place.seq:
                self._move(mark, place)
        return ReadPosition(room=str(mark.room), generation=place.generation, seq=place.seq, rev=place.rev)

    def rows(self) -> list[tuple[Any, ...]]:
        return [(place.generation, place.seq, place.rev, *key, place.since) for key, place in self._moved.items()]

    def _move(self, mark: Mark, place: _Place) -> None:
        log = person_log(mark.person)
        place.generation += mark.unread
        place.seq, place.rev = mark.seq - mark.unread, self._tx.rev(log)
        self._moved[(mark.room, mark.person)] = place
        moved = ReadPosition(room=str(mark.room), generation=place.generation, seq=place.seq, rev=place.rev)
        self._tx.changed(log, moved)
