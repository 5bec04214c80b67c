"""Signing in by mail: with the link in a letter, or with the code beside it where the letter was asked for.

The link is enough by itself, so it opens a page that asks for a click. The code is short: it is good only together with
what the browser that asked was given, and for a few tries.
"""

from parley.actions import sessions
from parley.actions.challenges import challenge_of, refuse_without_mail, spent
from parley.actions.context import Context
from parley.actions.passwords import asked
from parley.actions.steps import Step
from parley.basics.ids import new_token, token_hash
from parley.changes import person_log
from parley.errors import Invalid, ParleyError, Unauthenticated
from parley.protocol.accounts import Session
from parley.protocol.magic_links import MagicLinkAsked, RedeemMagicLink, RequestMagicLink
from parley.store import challenges
from parley.store.database import Row
from parley.store.errands import Asked
from parley.store.units import WriteTransaction, write_alone


async def request(ctx: Context, command: RequestMagicLink) -> MagicLinkAsked:
    """The answer and its time are the same whether there is such a person or not."""
    refuse_without_mail(ctx)
    asked_with = new_token()
    hash_ = token_hash(asked_with).hex()
    await asked(
        ctx,
        Asked(
            purpose="sign_in", asked_at=ctx.now(), login=command.login.strip(), asked_hash=hash_, language=ctx.language
        ),
    )
    return MagicLinkAsked(request=asked_with)


async def redeem(ctx: Context, command: RedeemMagicLink) -> Session:
    if command.token is not None and command.request is None and command.code is None:
        return await _begin(ctx, await challenge_of(ctx, "sign_in", command.token), code=None)
    if command.token is None and command.request is not None and command.code is not None:
        return await _by_code(ctx, command.request, command.code)
    raise Invalid("Give the `token` from the link, or `request` and the `code` from the letter.", field="token")


async def _by_code(ctx: Context, request: str, code: str) -> Session:
    challenge = await ctx.database.read(challenges.asked_with, token_hash(request), "sign_in", ctx.now())
    if challenge is None:  # there is no such person, say
        raise _wrong_code()
    return await _begin(ctx, challenge, code=code)


async def _begin(ctx: Context, challenge: Row, *, code: str | None) -> Session:
    """Answer the challenge, and begin the session or its second step, in one transaction."""
    salt = ctx.services.tokens.new_salt()

    async def work(tx: WriteTransaction) -> Session | Step | None:
        if code is not None:
            is_tried = await challenges.count_try(tx, challenge.id)
            if not is_tried or not ctx.services.tokens.is_code(code, challenge.id, challenge.salt):
                return None  # and not raised: the try is to be counted
        if not await challenges.answer(tx, challenge.id):
            raise spent() if code is None else _wrong_code()
        return await sessions.begun(ctx, tx, challenge.person, salt, "session.redeem_magic_link")

    answer = await write_alone(ctx.writer, (person_log(challenge.person),), work)
    if answer is None:
        raise _wrong_code()
    return sessions.session_in(answer)


def _wrong_code() -> ParleyError:
    return Unauthenticated("This code is wrong or has run out. Ask for a new one.", field="code", reason="wrong code")
