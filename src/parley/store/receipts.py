"""Up to where the members of a small room have seen it, and who may know."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import BigInteger, bindparam, select

from parley.protocol.receipts import RECEIPTS_LIMIT
from parley.store import facts
from parley.store.database import Transaction
from parley.store.own import blocks
from parley.store.schema import people, stays
from parley.store.units import WriteTransaction

Apart = frozenset[tuple[int, ...]]

_ROOM = bindparam("room", type_=BigInteger)
_MEMBERS = (
    select(stays.c.person, stays.c.first_seq, stays.c.seen_seq, stays.c.seen_at, people.c.hides_reading)
    .join(people, people.c.id == stays.c.person)
    .where(stays.c.room == _ROOM, stays.c.until.is_(None), people.c.deleted_at.is_(None))
    .order_by(stays.c.person)
    .limit(RECEIPTS_LIMIT + 1)
)
_blocked = stays.alias("blocked")
# From the members on: few people block anybody.
_APART = (
    select(blocks.c.owner, blocks.c.person)
    .join(stays, stays.c.person == blocks.c.owner)
    .join(_blocked, _blocked.c.person == blocks.c.person)
    .where(
        *(stays.c.room == _ROOM, stays.c.until.is_(None), blocks.c.until.is_(None)),
        *(_blocked.c.room == _ROOM, _blocked.c.until.is_(None)),
    )
)


class Member(NamedTuple):
    """Somebody in a room: the first message that they may see, and the last one that they have seen."""

    person: int
    first_seq: int
    seen_seq: int | None
    seen_at: int | None
    hides_reading: int


class Seen(NamedTuple):
    """Somebody has seen a room up to `seq`. These people may know."""

    person: int
    seq: int
    at: int
    to: tuple[int, ...]


async def are_on(tx: Transaction) -> bool:
    """Unless administrators chose otherwise, they are."""
    return are_on_in(await facts.chosen(tx))


def are_on_in(chosen: Mapping[str, str]) -> bool:
    return chosen.get(facts.RECEIPTS) != "off"


async def turn(tx: WriteTransaction, *, on: bool) -> None:
    await facts.put(tx, facts.RECEIPTS, "on" if on else "off")


async def members_of(tx: Transaction, room: int) -> list[Member] | None:
    """None where the room has too many. No more rows are read than it takes to see that."""
    rows = await tx.all(_MEMBERS, {"room": room})
    return None if len(rows) > RECEIPTS_LIMIT else [Member(*tuple(row)) for row in rows]


async def apart_in(tx: Transaction, room: int) -> Apart:
    """The members of whom one blocks the other."""
    return frozenset(pair for row in await tx.all(_APART, {"room": room}) for pair in (tuple(row), tuple(row)[::-1]))


def visible_to(member: Member, members: Sequence[Member], apart: Apart) -> list[Member]:
    """The others whose reading this member may see: both show theirs, and neither blocks the other."""
    if member.hides_reading:
        return []
    others = (one for one in members if one.person != member.person and not one.hides_reading)
    return [one for one in others if (member.person, one.person) not in apart]


async def seen_by(tx: Transaction, room: int, readers: Collection[int]) -> list[Seen] | None:
    """What these members have seen, and who may know. None where the room has too many members."""
    members = await members_of(tx, room)
    if members is None:
        return None
    apart = await apart_in(tx, room)
    found: list[Seen] = []
    for reader in members:
        seq, at = reader.seen_seq, reader.seen_at
        if reader.person in readers and seq is not None and at is not None:
            others = visible_to(reader, members, apart)
            to = tuple(one.person for one in others if one.first_seq <= seq)
            found.append(Seen(reader.person, seq, at, to))
    return found
