"""Passwords: changing one that is known, and getting a new one by mail."""

from parley.actions.challenges import challenge_of, refuse_without_mail, spent
from parley.actions.context import Context
from parley.actions.server_name import name_of
from parley.changes import person_log
from parley.errors import Forbidden, Unauthenticated
from parley.guard.common import refuse_weak
from parley.protocol.accounts import ChangePassword, Ended, RequestPasswordReset, ResetPassword
from parley.protocol.base import Empty
from parley.standing import Standing
from parley.store import challenges, errands, people, sessions
from parley.store.database import Row, Transaction
from parley.store.errands import Asked, Notice
from parley.store.units import WriteTransaction, write_alone


async def change(ctx: Context, command: ChangePassword) -> Ended:
    """The caller stays signed in here, and nowhere else."""
    me = ctx.me
    row = await shown(ctx, command.password)
    server = await ctx.database.read(name_of, ctx.services.settings)
    refuse_weak(command.new_password, server=server, handle=row.handle, name=row.name, field="new_password")
    hashed = await ctx.services.passwords.hash(command.new_password)

    async def work(tx: WriteTransaction, _: Standing) -> Ended:
        if not await people.change_password(tx, me.person, hashed, instead_of=row.password_hash):
            raise wrong_password()
        return Ended(sessions=await replaced(ctx, tx, row, "account.change_password", but=me.session))

    return await ctx.write((person_log(me.person),), work)


async def request_reset(ctx: Context, command: RequestPasswordReset) -> Empty:
    """The answer and its time are the same whether there is such a person or not: that is found out by the job."""
    refuse_without_mail(ctx)
    await asked(ctx, Asked(purpose="reset", asked_at=ctx.now(), login=command.login.strip(), language=ctx.language))
    return Empty()


async def reset(ctx: Context, command: ResetPassword) -> Ended:
    challenge = await challenge_of(ctx, "reset", command.token)
    row = await ctx.database.read(people.by_id, challenge.person)
    if row is None or row.disabled_at is not None:
        raise spent()
    # Before the link is used up: who chose a weak one can choose again.
    server = await ctx.database.read(name_of, ctx.services.settings)
    refuse_weak(command.password, server=server, handle=row.handle, name=row.name)
    hashed = await ctx.services.passwords.hash(command.password)

    async def work(tx: WriteTransaction) -> Ended:
        if not await challenges.answer(tx, challenge.id):
            raise spent()
        await people.change(tx, row.id, password_hash=hashed)
        return Ended(sessions=await replaced(ctx, tx, row, "account.reset_password"))

    return await write_alone(ctx.writer, (person_log(row.id),), work)


async def replaced(ctx: Context, tx: WriteTransaction, row: Row, verb: str, *, but: int | None = None) -> int:
    """What goes with a password: all sessions and all links. Its owner is told. How many sessions ended."""
    await challenges.drop_all(tx, row.id)
    await ctx.audit(tx, verb, person=row.id)
    if row.email is not None and ctx.services.mail is not None:
        await errands.tell(tx, Notice(what="password_changed", person=row.id, email=row.email, language=ctx.language))
    return await sessions.end_all(tx, row.id, but=but)


async def shown(ctx: Context, password: str) -> Row:
    """The caller's row, if this is their password: a session alone is not enough to take an account over."""

    async def own(tx: Transaction, _: Standing) -> Row | None:
        return await people.by_id(tx, ctx.me.person)

    row = await ctx.read(own)
    if row is None:
        raise Unauthenticated("This account is not here any more.")
    if not await ctx.services.passwords.matches(row.password_hash, password):
        raise wrong_password()
    return row


def wrong_password() -> Forbidden:
    """Not `unauthenticated`: the session is good, and clients need not sign in again."""
    return Forbidden("This is not your password.", field="password", reason="wrong password")


async def asked(ctx: Context, letter: Asked) -> None:
    async def work(tx: WriteTransaction) -> None:
        await errands.ask(tx, letter)

    await write_alone(ctx.writer, (), work)
