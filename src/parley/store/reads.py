"""Read positions: marks of a batch are looked up, moved and written together, because they come as often as messages.

A position is a part of the row of the stay that it belongs to. Only the person's own log is locked to move it: a
room's last place grows, so what is not past it now never will be.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from parley.changes import person_log
from parley.errors import Invalid, NotFound, ParleyError
from parley.protocol.reads import ReadPosition
from parley.store.units import WriteTransaction
from parley.store.vectors import Lookup, Update

STAY = Lookup(
    "stays JOIN heads ON heads.log = stays.room",
    (("stays.room", "bigint"), ("stays.person", "bigint")),
    "stays.since, stays.first_seq, stays.read_generation, stays.read_seq, stays.read_rev, heads.seq",
    "stays.until IS NULL",
)
MOVED = Update(
    "stays",
    values=(("read_generation", "bigint"), ("read_seq", "bigint"), ("read_rev", "bigint")),
    key=(("room", "bigint"), ("person", "bigint"), ("since", "bigint")),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A message of the caller's room and generation: read up to it, or unread from it on."""

    room: int
    person: int
    generation: int
    seq: int
    unread: bool = False

    @property
    def key(self) -> tuple[int, int]:
        return (self.room, self.person)


Answer = ReadPosition | ParleyError


async def mark_all(tx: WriteTransaction, marks: Sequence[Mark]) -> Sequence[Answer]:
    """Answer each mark with the position that stands after it, or the reason why not."""
    found = await tx.find(STAY, list({mark.key: None for mark in marks}))
    batch = _Batch(tx, {key: _Place(*row) for key, row in found.items()})
    answers = [batch.answer(mark) for mark in marks]
    await tx.update(MOVED, batch.rows())
    return answers


@dataclass(slots=True)
class _Place:
    """Where a stay's reader is, and between which messages they may be."""

    since: int
    first: int
    generation: int
    seq: int
    rev: int
    last: int


class _Batch:
    """The marks of one transaction, moved as they come."""

    def __init__(self, tx: WriteTransaction, places: dict[tuple[Any, ...], _Place]) -> None:
        self._tx = tx
        self._places = places
        self._moved: dict[tuple[int, int], _Place] = {}

    def answer(self, mark: Mark) -> Answer:
        place = self._places.get(mark.key)
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
        self._moved[mark.key] = place
        moved = ReadPosition(room=str(mark.room), generation=place.generation, seq=place.seq, rev=place.rev)
        self._tx.changed(log, moved)
