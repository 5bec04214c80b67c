"""What must be true of every database of Parley, and how much there is in one."""

from typing import Any

from msgspec import Struct
from sqlalchemy import BigInteger, Select, cast, func, literal, or_, select

from parley.changes import PERSON, ROOM, SERVER, THE_SERVER, THREAD
from parley.store import avatars, custom_emoji
from parley.store.database import Transaction
from parley.store.rows import resting
from parley.store.schema import heads, messages, people, rooms
from parley.things import THINGS, Thing

NAMES = {ROOM: "room", PERSON: "person", SERVER: "server", THREAD: "thread"}


class Logs(Struct, frozen=True, kw_only=True):
    """All logs of a kind: how many there are, and what their heads and their last places add up to."""

    count: int
    heads: int
    places: int


class Numbers(Struct, frozen=True, kw_only=True):
    """How much there is. Two copies of one snapshot have the same."""

    people: int
    rooms: int
    messages: int
    logs: dict[str, Logs]

    def __str__(self) -> str:
        return f"{self.messages:,} messages in {self.rooms:,} rooms, {self.people:,} people"


async def count(tx: Transaction) -> Numbers:
    """Reads only what every schema has had: databases are counted before they are brought up to date."""
    number = func.count()
    logs = select(
        heads.c.kind,
        number.label("number"),
        cast(func.sum(heads.c.head), BigInteger).label("heads"),
        cast(func.sum(heads.c.seq), BigInteger).label("places"),
    )
    rows = await tx.all(logs.group_by(heads.c.kind).order_by(heads.c.kind))
    return Numbers(
        people=await _one(tx, select(number).select_from(people)),
        rooms=await _one(tx, select(number).select_from(rooms)),
        messages=await _one(tx, select(number).select_from(messages)),
        logs={
            NAMES.get(row.kind, str(row.kind)): Logs(count=row.number, heads=row.heads, places=row.places)
            for row in rows
        },
    )


async def broken(tx: Transaction) -> list[str]:
    """What is not as it must be, a sentence each; of each kind of fault the first few."""
    found = [
        f"room {row.id} has {row.number} messages from {row.first} to {row.last}, and should have every one from "
        f"{row.first_kept} to {row.seq}"
        for row in await tx.all(_holes())
    ]
    for kind in THINGS:
        found += [
            f"log {row.log} has its head at {row.head}, and a {kind.name} in it has the rev {row.rev}"
            for row in await tx.all(_beyond_head(kind))
        ]
    return found + await avatars.broken(tx) + await custom_emoji.broken(tx)


FEW = 3


def _holes() -> Select[Any]:
    """Rooms whose messages are not all that there should be: from the first that is kept to the last place."""
    number, first, last = func.count(messages.c.seq), func.min(messages.c.seq), func.max(messages.c.seq)
    return (
        select(
            rooms.c.id,
            rooms.c.first_kept,
            heads.c.seq,
            number.label("number"),
            first.label("first"),
            last.label("last"),
        )
        .join(heads, heads.c.log == rooms.c.id)
        .outerjoin(messages, messages.c.room == rooms.c.id)
        .group_by(rooms.c.id, rooms.c.first_kept, heads.c.seq)
        .having(or_(number != heads.c.seq - rooms.c.first_kept + 1, first != rooms.c.first_kept, last != heads.c.seq))
        .limit(FEW)
    )


def _beyond_head(kind: Thing) -> Select[Any]:
    """Logs with a thing of this kind that is newer than the log."""
    rests = resting(kind)
    log = literal(THE_SERVER.id) if rests.log is None else rests.log
    newest = select(log.label("log"), func.max(rests.rev).label("rev")).group_by(log).subquery()
    return (
        select(newest.c.log, newest.c.rev, heads.c.head)
        .outerjoin(heads, heads.c.log == newest.c.log)
        .where(or_(heads.c.head.is_(None), heads.c.head < newest.c.rev))
        .limit(FEW)
    )


async def _one(tx: Transaction, statement: Select[Any]) -> int:
    row = await tx.one(statement)
    return 0 if row is None else int(row[0])
