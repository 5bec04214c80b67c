"""Deleting the rows of sessions that are long over, and of tickets, challenges and former handles that ran out."""

from msgspec import Struct

from parley.later.jobs import Turn
from parley.store import challenges, handles, passkeys, sessions
from parley.store.jobs import JobKind
from parley.store.units import WriteTransaction


class Clean(Struct, frozen=True, kw_only=True):
    """Deletes what nobody can sign in with any more."""


CLEAN = JobKind("sessions.clean", Clean)


async def clean(turn: Turn, _: Clean) -> None:
    over = await turn.services.database.read(sessions.long_over, turn.services.now())

    async def clean(tx: WriteTransaction) -> bool:
        await sessions.clean(tx, over)
        await challenges.clean(tx)
        await passkeys.clean(tx)
        await handles.clean(tx)
        return len(over) == sessions.BATCH

    await turn.complete(clean)
