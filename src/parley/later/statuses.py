"""Taking statuses away once their time is over. Clients stop showing them by themselves."""

from functools import partial

from parley.later.jobs import Turn
from parley.store import profiles


async def clear(turn: Turn, due: profiles.ClearStatus) -> None:
    logs = await turn.services.database.read(profiles.logs_of, due.person)
    await turn.complete(partial(profiles.clear_status, person=due.person), *logs)
