"""Taking the second step of signing in, with a code of the app or with a recovery code."""

from parley.actions import authenticators, sessions, steps
from parley.actions.context import Context
from parley.changes import person_log
from parley.errors import ParleyError, Unauthenticated
from parley.protocol.accounts import Session
from parley.protocol.second_factor import ConfirmSession
from parley.store import challenges
from parley.store.units import WriteTransaction, write_alone


async def confirm(ctx: Context, command: ConfirmSession) -> Session:
    step = await steps.challenge_of(ctx, command.step)
    salt = ctx.services.tokens.new_salt()

    async def work(tx: WriteTransaction) -> Session | None:
        if not await challenges.count_try(tx, step.id):
            raise steps.over()
        if not await authenticators.take_code(ctx, tx, step.person, command.code):
            await ctx.audit(tx, "session.confirm", person=step.person, refused="wrong code")
            return None  # and not raised: the try is to be counted
        if not await challenges.answer(tx, step.id):
            raise steps.over()
        return await sessions.begun_by_both(ctx, tx, step.person, salt, "session.confirm")

    session = await write_alone(ctx.writer, (person_log(step.person),), work)
    if session is None:
        raise _wrong_code()
    return session


def _wrong_code() -> ParleyError:
    return Unauthenticated("This code is wrong, or has been used.", field="code", reason="wrong code")
