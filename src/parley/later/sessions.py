"""Deleting sessions, refused sign-ins, reports and held messages of long ago, and tickets, challenges and handles of
people and groups that ran out.
"""

from msgspec import Struct

from parley.later.jobs import Turn
from parley.store import audit, challenges, groups, handles, held, passkeys, reports, sessions
from parley.store.jobs import JobKind
from parley.store.units import WriteTransaction


class Clean(Struct, frozen=True, kw_only=True):
    """Deletes what nobody can sign in with any more."""


class Forget(Struct, frozen=True, kw_only=True):
    """Deletes what the audit record has of sign-ins that were refused long ago."""


CLEAN = JobKind("sessions.clean", Clean)
FORGET = JobKind("sessions.forget_refused", Forget)


async def clean(turn: Turn, _: Clean) -> None:
    over = await turn.services.database.read(sessions.long_over, turn.services.now())
    waiting = await turn.services.database.read(held.overdue, turn.services.now())

    async def clean(tx: WriteTransaction) -> bool:
        await sessions.clean(tx, over)
        await held.clean(tx, waiting)
        await challenges.clean(tx)
        await passkeys.clean(tx)
        await handles.clean(tx)
        await groups.clean(tx)
        await reports.clean(tx)
        return len(over) == sessions.BATCH or len(waiting) == held.BATCH

    await turn.complete(clean, *held.logs_of(waiting))


async def forget_refused(turn: Turn, _: Forget) -> None:
    over = await turn.services.database.read(audit.refusals_over, turn.services.now())

    async def clean(tx: WriteTransaction) -> bool:
        await audit.clean(tx, over)
        return len(over) == audit.BATCH

    await turn.complete(clean)
