"""Signing in with a passkey, without saying who one is first.

The challenge is signed and not stored, because every visitor of the sign-in page may ask for one. An answer to it is
taken once.
"""

from parley.actions import sessions
from parley.actions.context import Context
from parley.actions.passkeys import CHALLENGE_MS, user_handle
from parley.changes import person_log
from parley.errors import ParleyError, Unauthenticated
from parley.guard import passkeys as guard
from parley.protocol.accounts import Session
from parley.protocol.passkeys import BeginPasskeySignIn, PasskeyToShow, RedeemPasskey
from parley.store import passkeys
from parley.store.database import Row
from parley.store.units import WriteTransaction, write_alone


async def begin(ctx: Context, _: BeginPasskeySignIn) -> PasskeyToShow:
    challenge = ctx.services.tokens.passkey_challenge("sign_in", _binding(ctx), ctx.now() + CHALLENGE_MS)
    site = guard.site_of(ctx.services.settings)
    return PasskeyToShow(challenge=guard.base64url(challenge), rp_id=site.rp_id, timeout_ms=CHALLENGE_MS)


async def redeem(ctx: Context, command: RedeemPasskey) -> Session:
    challenge = guard.challenge_in(command.client_data) or b""
    until = ctx.services.tokens.read_passkey_challenge(challenge, "sign_in", _binding(ctx), ctx.now())
    if until is None:
        raise _refused("spent challenge")
    row = await _known(ctx, command)
    sign_count = guard.shown(
        guard.site_of(ctx.services.settings),
        challenge,
        credential=command.credential,
        client_data=command.client_data,
        authenticator_data=command.authenticator_data,
        signature=command.signature,
        public_key=row.public_key,
        sign_count=row.sign_count,
    )
    if sign_count is None:
        raise await _recorded(ctx, row, "wrong signature or counter")
    salt = ctx.services.tokens.new_salt()

    async def work(tx: WriteTransaction) -> Session:
        if not await passkeys.answer(tx, challenge, until):
            raise _refused("spent challenge")
        if not await passkeys.used(tx, row.id, before=row.sign_count, sign_count=sign_count):
            raise _refused("the passkey was used or removed meanwhile")
        return await sessions.begun_by_both(ctx, tx, row.person, salt, "session.redeem_passkey")

    return await write_alone(ctx.writer, (person_log(row.person),), work)


async def _known(ctx: Context, command: RedeemPasskey) -> Row:
    try:
        credential = guard.from_base64url(command.credential)
    except ValueError:
        raise _refused("malformed") from None
    row = await ctx.database.read(passkeys.by_credential, credential)
    if row is None or command.user_handle not in (None, user_handle(row.person)):
        raise _refused("not known")
    return row


async def _recorded(ctx: Context, row: Row, why: str) -> ParleyError:
    async def work(tx: WriteTransaction) -> None:
        await ctx.audit(tx, "session.redeem_passkey", person=row.person, refused=why, passkey=str(row.id))

    await write_alone(ctx.writer, (), work)
    return _refused(why)


def _binding(ctx: Context) -> str:
    """The browser that asked. Programs that are given tokens have none."""
    return f"browser {ctx.device.browser or ''}"


def _refused(why: str) -> ParleyError:
    """One answer for all: which of them it was is for the log."""
    return Unauthenticated(
        "This passkey was not accepted: it is not known here any more, or this took too long. Try again.",
        field="credential",
        reason=why,
    )
