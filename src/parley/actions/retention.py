"""Retention: dropping what rooms need not keep any longer."""

from functools import partial

from parley.actions.context import Services
from parley.changes import room_log
from parley.store.retention import BATCH, forget, overdue_rooms
from parley.store.units import write_alone


async def expire(services: Services) -> int:
    """Drop all that is due, a batch at a time, so that others get their turn in between. How many messages that was."""
    dropped = 0
    for room in await services.database.read(overdue_rooms, services.now()):
        in_room = BATCH
        while in_room == BATCH:
            in_room = await write_alone(services.writer, (room_log(room),), partial(forget, room=room))
            dropped += in_room
    return dropped
