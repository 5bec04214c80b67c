"""Retention: dropping what rooms need not keep any longer."""

import structlog
from msgspec import Struct

from parley.changes import room_log
from parley.later.jobs import Turn
from parley.store import jobs, retention
from parley.store.jobs import JobKind
from parley.store.units import WriteTransaction


class Find(Struct, frozen=True, kw_only=True):
    """Looks for rooms with messages that have had their time."""


class Drop(Struct, frozen=True, kw_only=True):
    """Drops what is due in a room."""

    room: int


log = structlog.get_logger("parley")

FIND = JobKind("retention.find", Find)
DROP = JobKind("retention.drop", Drop)


async def find(turn: Turn, _: Find) -> None:
    """Nobody who writes waits for the rooms to be looked at."""
    overdue = await turn.services.database.read(retention.overdue_rooms, turn.services.now())

    async def add(tx: WriteTransaction) -> None:
        for room in overdue:
            await jobs.add(tx, DROP, Drop(room=room), key=str(room), due_at=tx.now)

    await turn.complete(add)


async def drop(turn: Turn, due: Drop) -> None:
    """A batch at a time, so that others get their turn in between."""

    dropped = 0

    async def forget(tx: WriteTransaction) -> bool:
        nonlocal dropped
        dropped = await retention.forget(tx, due.room)
        return dropped == retention.BATCH

    await turn.complete(forget, room_log(due.room))
    log.info("messages_dropped", room=due.room, count=dropped)
