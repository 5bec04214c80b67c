"""Taking away the copies of messages that were deleted for good, a batch at a time."""

from parley.later.jobs import Turn
from parley.store import forwards
from parley.store.units import WriteTransaction


async def take_away_copies(turn: Turn, due: forwards.TakeAway) -> None:
    await take_away(turn, forwards.of_message(due.room, due.seq))


async def take_away(turn: Turn, which: forwards.Which, *, with_reports: bool = False) -> None:
    log = await turn.services.database.read(forwards.next_copy, which)
    if log is None:
        return await turn.complete()

    async def work(tx: WriteTransaction) -> bool:
        await forwards.take_away(tx, log, which, with_reports=with_reports)
        return True

    return await turn.complete(work, log)
