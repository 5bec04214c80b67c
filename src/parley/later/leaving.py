"""Erasing what somebody said who deleted their account."""

from parley.later.jobs import Turn
from parley.store import leaving
from parley.store.units import WriteTransaction


async def erase(turn: Turn, due: leaving.EraseMessages) -> None:
    """A batch at a time, so that others get their turn in between."""
    logs = await turn.services.database.read(leaving.next_said, due.person)
    if not logs:
        return await turn.complete()

    async def work(tx: WriteTransaction) -> bool:
        await leaving.erase_some(tx, logs[-1], due.person)
        return True

    return await turn.complete(work, *logs)
