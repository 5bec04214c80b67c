"""What follows from requiring a second factor."""

from parley.admission_policies import REQUIRED
from parley.changes import person_log
from parley.later.jobs import Turn
from parley.store import factors, sessions
from parley.store.database import Transaction
from parley.store.factors import Enforce
from parley.store.units import WriteTransaction

# How many people one transaction signs out.
BATCH = 100


async def enforce(turn: Turn, _: Enforce) -> None:
    """Sign those out who have no second factor and must have one. When they come back they are confined to that."""
    now = turn.services.now()

    async def some(tx: Transaction) -> list[int]:
        roles = sorted(REQUIRED[await factors.rule(tx)])
        return await factors.without(tx, roles, now=now, limit=BATCH) if roles else []

    found = await turn.services.database.read(some)

    async def sign_out(tx: WriteTransaction) -> bool:
        for person in found:
            if not (await factors.held(tx, person)).has_any:
                await sessions.end_unconfined(tx, person)
        return len(found) == BATCH

    await turn.complete(sign_out, *map(person_log, found))
