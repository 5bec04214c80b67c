"""What follows from wanting a second factor of people, and from changing the server's secret."""

from msgspec import Struct

from parley.admission_policies import WANTED
from parley.changes import person_log
from parley.later.jobs import Turn
from parley.store import authenticators, factors, sessions
from parley.store.database import Transaction
from parley.store.factors import Enforce
from parley.store.jobs import JobKind
from parley.store.units import WriteTransaction

# How many people one transaction signs out.
BATCH = 100


class Reseal(Struct, frozen=True, kw_only=True):
    """Seals anew, with the present secret, what the one before has sealed."""


RESEAL = JobKind("second_factor.reseal", Reseal)


async def enforce(turn: Turn, _: Enforce) -> None:
    """Sign those out who have no second factor and must have one. When they come back they are confined to that."""
    now = turn.services.now()

    async def some(tx: Transaction) -> list[int]:
        roles = sorted(WANTED[await factors.rule(tx)])
        return await factors.without(tx, roles, now=now, limit=BATCH) if roles else []

    found = await turn.services.database.read(some)

    async def sign_out(tx: WriteTransaction) -> bool:
        for person in found:
            if not (await factors.held(tx, person)).has_any:
                await sessions.end_all(tx, person)
        return len(found) == BATCH

    await turn.complete(sign_out, *map(person_log, found))


async def reseal(turn: Turn, _: Reseal) -> None:
    """While there are two secrets. Once the one before is forgotten, nothing is sealed with it any more."""
    seals = turn.services.tokens.seals

    async def work(tx: WriteTransaction) -> None:
        for row in await authenticators.all_sealed(tx) if seals.is_changing else []:
            if (fresh := seals.sealed_anew(row.sealed, whose=row.person)) is not None:
                await authenticators.reseal(tx, row.person, before=row.sealed, sealed=fresh)

    await turn.complete(work)
