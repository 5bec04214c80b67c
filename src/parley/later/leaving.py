"""Erasing what somebody said who deleted their account, and the copies of that which others have forwarded."""

from parley.later.forwards import take_away
from parley.later.jobs import Turn
from parley.store import forwards, leaving
from parley.store.units import WriteTransaction


async def erase(turn: Turn, due: leaving.EraseMessages) -> None:
    """A batch at a time, so that others get their turn in between."""
    logs = await turn.services.database.read(leaving.next_said, due.person)
    if not logs:
        # Nothing is left that could be forwarded meanwhile.
        return await take_away(turn, forwards.of_person(due.person), with_reports=True)

    async def work(tx: WriteTransaction) -> bool:
        await leaving.erase_some(tx, logs[-1], due.person)
        return True

    return await turn.complete(work, *logs)
