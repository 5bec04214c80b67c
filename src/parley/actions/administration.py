"""What administrators do about people's accounts, in the server and from the command line.

All of it happens under the lock of the server's log, so that two who disable an owner each never leave none. Sessions
end in the same transaction: the person's own log says so, and every process finds it there.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from parley.actions.challenges import link_of
from parley.actions.context import Context
from parley.actions.passwords import replaced
from parley.actions.server_name import name_of
from parley.admission_policies import must_have_one
from parley.basics.ids import new_id
from parley.changes import THE_SERVER, Log, person_log, room_log
from parley.errors import Conflict, Gone, NotFound, Unavailable
from parley.guard.common import refuse_weak
from parley.protocol.people import PersonRole
from parley.speech.sentences import say
from parley.store import authenticators, challenges, errands, factors, passkeys, people, rooms, sessions
from parley.store.database import Row, Transaction
from parley.store.errands import Notice
from parley.store.units import WriteTransaction, write_alone

T = TypeVar("T")


async def close(ctx: Context, tx: WriteTransaction, person: Row, *, action: str) -> int | None:
    """The person cannot sign in any more, and is signed out everywhere. How many sessions ended; None if it was so.

    A send locks its room and then reads who may send. With all of the person's rooms locked here, none is under way,
    and nothing of theirs is said after this.
    """
    if person.disabled_at is not None:
        return None
    await _refuse_last_owner(tx, person)
    if any(log not in tx.heads for log in await _rooms_of(tx, person.id)):
        raise Unavailable("This person joined a room at this moment. Try again.", retry_after_ms=100)
    await people.change(tx, person.id, disabled_at=tx.now)
    ended = await sessions.end_all(tx, person.id)
    await ctx.audit(tx, action, person=person.id, sessions=ended)
    return ended


async def open_again(ctx: Context, tx: WriteTransaction, person: Row, *, action: str) -> bool:
    """The person can sign in again. False if they could all along."""
    if person.disabled_at is None:
        return False
    if person.deleted_at is not None:
        raise Gone("This account was deleted. Its person can make a new one.", field="person")
    await people.change(tx, person.id, disabled_at=None)
    await ctx.audit(tx, action, person=person.id)
    return True


async def give_role_to(ctx: Context, tx: WriteTransaction, person: Row, role: PersonRole, *, action: str) -> PersonRole:
    """The role that the person had before. Sessions end of guests, whose clients may keep nothing of what members see,
    and of those who must have a second factor in this role and have none.
    """
    before: PersonRole = person.role
    if role == before:
        return before
    if role != "owner":
        await _refuse_last_owner(tx, person)
    await people.change(tx, person.id, role=role)
    is_to_sign_in_anew = role == "guest" or await _lacks_second_factor(tx, person.id, role)
    ended = await sessions.end_all(tx, person.id) if is_to_sign_in_anew else 0
    await ctx.audit(tx, action, person=person.id, before=before, after=role, sessions=ended)
    return before


async def take_factors(ctx: Context, tx: WriteTransaction, person: Row, *, action: str) -> int | None:
    """For somebody who lost theirs. App, recovery codes and passkeys go, and all sessions end, for a finder may be
    signed in. Returns how many sessions ended; None if there was nothing to take.
    """
    had_app, passkeys_gone = await authenticators.remove(tx, person.id), await passkeys.remove_all(tx, person.id)
    if not had_app and not passkeys_gone:
        return None
    ended = await sessions.end_all(tx, person.id)
    await challenges.drop_all(tx, person.id)
    await ctx.audit(tx, action, person=person.id, app=had_app, passkeys=passkeys_gone, sessions=ended)
    if person.email is not None and ctx.services.mail is not None:
        await errands.tell(
            tx, Notice(what="second_factor_reset", person=person.id, email=person.email, language=ctx.language)
        )
    return ended


async def logs_of(ctx: Context, person: int) -> tuple[Log, ...]:
    """What changing an account locks: the person's own log, the server's, and those of the person's rooms."""
    return person_log(person), THE_SERVER, *await ctx.database.read(_rooms_of, person)


async def disable(ctx: Context, handle: str) -> int | None:
    async def work(tx: WriteTransaction, person: Row) -> int | None:
        return await close(ctx, tx, person, action="cli.disable")

    return await _change(ctx, handle, work)


async def enable(ctx: Context, handle: str) -> bool:
    async def work(tx: WriteTransaction, person: Row) -> bool:
        return await open_again(ctx, tx, person, action="cli.enable")

    return await _change(ctx, handle, work)


async def give_role(ctx: Context, handle: str, role: PersonRole) -> PersonRole:
    async def work(tx: WriteTransaction, person: Row) -> PersonRole:
        return await give_role_to(ctx, tx, person, role, action="cli.role")

    return await _change(ctx, handle, work)


async def reset_second_factor(ctx: Context, handle: str) -> int | None:
    async def work(tx: WriteTransaction, person: Row) -> int | None:
        return await take_factors(ctx, tx, person, action="cli.reset_second_factor")

    return await _change(ctx, handle, work)


async def reset_password(ctx: Context, handle: str, password: str) -> int:
    """The person signs in with this one from now on, and is signed out everywhere. How many sessions ended."""
    server = await ctx.database.read(name_of, ctx.services.settings)
    refuse_weak(password, server=server, handle=handle)
    hashed = await ctx.services.passwords.hash(password)

    async def work(tx: WriteTransaction, person: Row) -> int:
        await people.change(tx, person.id, password_hash=hashed)
        return await replaced(ctx, tx, person, "cli.reset_password")

    return await _change(ctx, handle, work)


async def reset_link(ctx: Context, handle: str) -> str:
    """For an administrator to hand out: with it the person chooses a new password, once and within ten minutes."""

    async def work(tx: WriteTransaction, person: Row) -> str:
        if person.disabled_at is not None:
            raise Conflict(say("{handle} is disabled. First: parley people enable {handle}", handle=handle))
        salt = ctx.services.tokens.new_salt()
        challenge = await challenges.put(tx, new_id(), purpose="reset", person=person.id, salt=salt)
        await ctx.audit(tx, "cli.reset_link", person=person.id)
        return link_of(ctx.services, "reset", challenge)

    return await _change(ctx, handle, work)


async def _change(ctx: Context, handle: str, work: Callable[[WriteTransaction, Row], Awaitable[T]]) -> T:
    known = await ctx.database.read(people.by_handle, handle)
    if known is None:
        raise NotFound(
            say("Nobody here has the handle {handle}. `parley people list` shows everybody.", handle=repr(handle[:80]))
        )
    person: int = known.id

    async def changed(tx: WriteTransaction) -> T:
        row = await people.by_id(tx, person)
        if row is None:
            raise NotFound(say("The account {handle} is not here any more.", handle=handle))
        return await work(tx, row)

    return await write_alone(ctx.writer, await logs_of(ctx, person), changed)


async def _rooms_of(tx: Transaction, person: int) -> list[Log]:
    return [room_log(int(own.room)) for own in await rooms.own_memberships(tx, person)]


async def _lacks_second_factor(tx: WriteTransaction, person: int, role: PersonRole) -> bool:
    return must_have_one(await factors.rule(tx), role) and not (await factors.held(tx, person)).has_any


async def _refuse_last_owner(tx: WriteTransaction, person: Row) -> None:
    if person.role == "owner" and person.disabled_at is None and not await people.other_owner(tx, person.id):
        raise Conflict(
            say("{handle} is the only owner of this server. Make somebody else an owner first.", handle=person.handle)
        )
