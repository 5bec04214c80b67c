"""Counters of rooms, for a list of many: how many are in them, and how much is said there."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import BigInteger, bindparam, delete, func, select

from parley.basics.times import DAY, rfc3339
from parley.protocol.rooms import RoomCounters
from parley.store.beside import room_counters, room_days
from parley.store.database import Transaction
from parley.store.schema import messages, stays
from parley.store.units import WriteTransaction
from parley.store.vectors import Lookup, Upsert

DAYS = 7
COUNTERS = Lookup("room_counters", (room_counters.c.room,), (room_counters.c.members, room_counters.c.last_at))
OF_DAYS = Lookup("room_days", (room_days.c.room,), (room_days.c.day, room_days.c.messages), many=True)
COUNTED, OF_DAY = Upsert(room_counters), Upsert(room_days)
_KEPT = Lookup(
    "room_counters",
    (room_counters.c.room,),
    (room_counters.c.members, room_counters.c.seq, room_counters.c.last_at),
)
# A follower asks these for each room in which something was said.
_ROOM = bindparam("room", type_=BigInteger)
_MEMBERS = select(func.count().label("number")).where(stays.c.room == _ROOM, stays.c.until.is_(None))
_day = messages.c.created_at // DAY
_newer = (messages.c.room == _ROOM, messages.c.seq > bindparam("after", type_=BigInteger))
_SAID = select(_day.label("day"), func.count().label("number")).where(*_newer).group_by(_day)
_NEWEST = select(messages.c.seq, messages.c.created_at).where(*_newer).order_by(messages.c.seq.desc()).limit(1)
_OLD_DAYS = delete(room_days).where(room_days.c.room == _ROOM, room_days.c.day < bindparam("first", type_=BigInteger))


class Counted(NamedTuple):
    """What was counted of a room up to a message, and how much was said on each of the last days."""

    members: int
    seq: int
    last_at: int | None
    days: dict[int, int]


async def shown(tx: Transaction, rooms: Sequence[int], now: int) -> dict[str, RoomCounters]:
    """What the directory shows of these rooms. A room that was not counted yet is left out."""
    keys = [(room,) for room in rooms]
    found, days = await tx.find(COUNTERS, keys), await tx.find_all(OF_DAYS, keys)
    first = _first_day(now)
    return {
        str(room): RoomCounters(
            members=members,
            last_message_at=None if last_at is None else rfc3339(last_at),
            messages_in_week=sum(number for day, number in days.get((room,), []) if day >= first),
        )
        for (room,), (members, last_at) in found.items()
    }


async def counted(tx: Transaction, room: int) -> Counted:
    found = (await tx.find(_KEPT, [(room,)])).get((room,))
    if found is None:
        return Counted(0, 0, None, {})
    days = await tx.find_all(OF_DAYS, [(room,)])
    members, seq, last_at = found
    return Counted(members, seq, last_at, dict(days.get((room,), ())))


async def members(tx: Transaction, room: int) -> int:
    row = await tx.one(_MEMBERS, {"room": room})
    return 0 if row is None else int(row.number)


async def with_said(tx: Transaction, room: int, before: Counted) -> Counted:
    """Count what was said since then: by places, because a message that was edited comes later in the log."""
    newer = {"room": room, "after": before.seq}
    last = await tx.one(_NEWEST, newer)
    if last is None:
        return before
    days = before.days.copy()
    for row in await tx.all(_SAID, newer):
        days[row.day] = days.get(row.day, 0) + row.number
    return Counted(before.members, last.seq, last.created_at, days)


async def keep(tx: WriteTransaction, counted: Sequence[tuple[int, Counted]]) -> None:
    first = _first_day(tx.now)
    await tx.update(COUNTED, [(room, now.members, now.seq, now.last_at) for room, now in counted])
    days = [(room, day, number) for room, now in counted for day, number in now.days.items()]
    await tx.update(OF_DAY, [one for one in days if one[1] >= first])
    for room in {room for room, day, _ in days if day < first}:
        await tx.run(_OLD_DAYS, {"room": room, "first": first})


async def forget(tx: WriteTransaction, room: int) -> None:
    for table in (room_days, room_counters):
        await tx.run(delete(table).where(table.c.room == room))


def _first_day(now: int) -> int:
    return now // DAY - DAYS + 1
