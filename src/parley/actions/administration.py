"""What whoever runs the server does about people's accounts, from the command line.

All of it happens under the lock of the server's log, so that two who disable an owner each never leave none. Sessions
end in the same transaction: the person's own log says so, and every process finds it there.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from parley.actions.challenges import link_of
from parley.actions.context import Context
from parley.actions.passwords import replaced
from parley.basics.ids import new_id
from parley.changes import THE_SERVER, person_log
from parley.errors import Conflict, NotFound
from parley.guard.common import refuse_weak
from parley.protocol.people import PersonRole
from parley.store import challenges, people, sessions
from parley.store.database import Row
from parley.store.units import WriteTransaction, write_alone

T = TypeVar("T")
LAST_OWNER = "is the only owner of this server. Make somebody else an owner first: parley people role HANDLE owner"


async def disable(ctx: Context, handle: str) -> int | None:
    """The person cannot sign in any more, and is signed out everywhere. How many sessions ended; None if it was so."""

    async def work(tx: WriteTransaction, person: Row) -> int | None:
        if person.disabled_at is not None:
            return None
        await _refuse_last_owner(tx, person)
        await people.change(tx, person.id, disabled_at=tx.now)
        return await sessions.end_all(tx, person.id)

    return await _change(ctx, handle, work)


async def enable(ctx: Context, handle: str) -> bool:
    """The person can sign in again. False if they could all along."""

    async def work(tx: WriteTransaction, person: Row) -> bool:
        await people.change(tx, person.id, disabled_at=None)
        return person.disabled_at is not None

    return await _change(ctx, handle, work)


async def give_role(ctx: Context, handle: str, role: PersonRole) -> PersonRole:
    """The role that the person had before."""

    async def work(tx: WriteTransaction, person: Row) -> PersonRole:
        if role != "owner":
            await _refuse_last_owner(tx, person)
        await people.change(tx, person.id, role=role)
        before: PersonRole = person.role
        return before

    return await _change(ctx, handle, work)


async def reset_password(ctx: Context, handle: str, password: str) -> int:
    """The person signs in with this one from now on, and is signed out everywhere. How many sessions ended."""
    refuse_weak(password, ctx.services.settings, handle=handle)
    hashed = await ctx.services.passwords.hash(password)

    async def work(tx: WriteTransaction, person: Row) -> int:
        await people.change(tx, person.id, password_hash=hashed)
        return await replaced(ctx, tx, person, "cli.reset_password")

    return await _change(ctx, handle, work)


async def reset_link(ctx: Context, handle: str) -> str:
    """For an administrator to hand out: with it the person chooses a new password, once and within ten minutes."""

    async def work(tx: WriteTransaction, person: Row) -> str:
        if person.disabled_at is not None:
            raise Conflict(f"{handle} is disabled. First: parley people enable {handle}")
        salt = ctx.services.tokens.new_salt()
        challenge = await challenges.put(tx, new_id(), purpose="reset", person=person.id, salt=salt)
        await ctx.audit(tx, "cli.reset_link", person=person.id)
        return link_of(ctx.services, challenge)

    return await _change(ctx, handle, work)


async def _change(ctx: Context, handle: str, work: Callable[[WriteTransaction, Row], Awaitable[T]]) -> T:
    known = await ctx.database.read(people.by_handle, handle)
    if known is None:
        raise NotFound(f"Nobody here has the handle {handle[:80]!r}. `parley people list` shows everybody.")
    person: int = known.id

    async def changed(tx: WriteTransaction) -> T:
        row = await people.by_id(tx, person)
        if row is None:
            raise NotFound(f"The account {handle} is not here any more.")
        return await work(tx, row)

    return await write_alone(ctx.writer, (person_log(person), THE_SERVER), changed)


async def _refuse_last_owner(tx: WriteTransaction, person: Row) -> None:
    if person.role == "owner" and person.disabled_at is None and not await people.other_owner(tx, person.id):
        raise Conflict(f"{person.handle} {LAST_OWNER}")
