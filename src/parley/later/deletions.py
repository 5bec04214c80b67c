"""Emptying rooms that were deleted: first of people, then of messages."""

from functools import partial

from parley.changes import person_log, room_log
from parley.later.jobs import Turn
from parley.store import deletions
from parley.store.units import WriteTransaction


async def delete(turn: Turn, due: deletions.Delete) -> None:
    """A batch at a time, so that others get their turn in between."""
    people = [stay.person for stay in await turn.services.database.read(deletions.members, due.room)]

    async def let_out(tx: WriteTransaction) -> bool:
        await deletions.let_out(tx, due.room, people)
        return True

    work = let_out if people else partial(deletions.erase, room=due.room)
    await turn.complete(work, room_log(due.room), *map(person_log, people))
