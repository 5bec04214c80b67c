"""Forgetting what was erased, once that cannot be undone any more."""

from functools import partial

from parley.changes import person_log
from parley.later.jobs import Turn
from parley.store import erasures, reminders


async def purge(turn: Turn, erasure: erasures.Purge) -> None:
    people = await turn.services.database.read(reminders.people_with, erasure.room, erasure.seq)
    await turn.complete(partial(erasures.purge, erasure=erasure), *map(person_log, people))
