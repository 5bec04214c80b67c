"""Pins: the messages of a room that everybody is pointed to."""

from typing import Any

from sqlalchemy import Row, func, select, update

from parley.changes import room_log
from parley.errors import Conflict
from parley.protocol.messages import Message
from parley.protocol.pins import PINS_LIMIT, Pin
from parley.speech.sentences import say
from parley.store import people
from parley.store.database import Transaction
from parley.store.messages import Sight
from parley.store.rows import made
from parley.store.schema import messages, pins
from parley.store.units import WriteTransaction
from parley.store.vectors import Upsert
from parley.things import was_erased

WRITTEN = Upsert(pins)


async def pin(tx: WriteTransaction, room: int, seq: int, *, by: int) -> int:
    """Returns the pin's `rev`: a new one, unless it was there already."""
    known = await _known(tx, room, seq)
    if known is not None and known.until is None:
        return int(known.rev)
    counted = select(func.count().label("number")).where(pins.c.room == room, pins.c.until.is_(None))
    there = await tx.one(counted)
    if there is not None and there.number >= PINS_LIMIT:
        raise Conflict(
            say("This room has {count} pinned messages. Unpin one of them first.", count=PINS_LIMIT), field="seq"
        )
    rev = tx.rev(room_log(room))
    await tx.update(WRITTEN, [(room, seq, by, tx.now, rev, None, rev)])
    await _tell(tx, room, seq)
    return rev


async def unpin(tx: WriteTransaction, room: int, seq: int) -> int:
    """Returns the pin's `rev`; 0 if there never was one."""
    known = await _known(tx, room, seq)
    if known is None or known.until is not None:
        return int(known.rev) if known is not None else 0
    rev = tx.rev(room_log(room))
    await tx.run(update(pins).where(pins.c.room == room, pins.c.seq == seq).values(until=rev, rev=rev))
    await _tell(tx, room, seq)
    return rev


async def all_pins(tx: Transaction, sight: Sight) -> tuple[list[Pin], list[Message]]:
    """The last pinned first, and the messages in the same order."""
    of_room = (pins.c.room == sight.room, pins.c.seq >= sight.first, pins.c.until.is_(None))
    rows = await tx.all(select(pins).where(*of_room).order_by(pins.c.since.desc()))
    places = [row.seq for row in rows]
    said = await tx.all(select(messages).where(messages.c.room == sight.room, messages.c.seq.in_(places)))
    # During an update, a process of the version before erases a message and leaves its pin.
    there = {row.seq: made(Message, row) for row in said if not was_erased(row.erased_at, row.body)}
    shown = [made(Pin, row) for row in rows if row.seq in there]
    return shown, [there[pin.seq] for pin in shown]


async def _tell(tx: WriteTransaction, room: int, seq: int) -> None:
    row = await _known(tx, room, seq)
    assert row is not None  # noqa: S101 - it has just been written
    changed = made(Pin, row)
    tx.changed(room_log(room), changed, people=await people.cards(tx, [int(changed.pinned_by)]))


async def _known(tx: Transaction, room: int, seq: int) -> Row[Any] | None:
    return await tx.one(select(pins).where(pins.c.room == room, pins.c.seq == seq))
