"""Authenticator apps and recovery codes: setting them up, taking their codes, and taking them away."""

from parley.actions.context import Context, Services
from parley.actions.reauthentication import reauthenticated
from parley.actions.server_name import name_of
from parley.admission_policies import must_have_one
from parley.basics.ids import token_hash
from parley.basics.times import rfc3339
from parley.changes import person_log
from parley.errors import Conflict, Forbidden, Gone, NotFound
from parley.guard import codes
from parley.protocol.base import Empty
from parley.protocol.second_factor import (
    AuthenticatorToAdd,
    BeginAuthenticator,
    ConfirmAuthenticator,
    GetSecondFactor,
    RecoveryCodes,
    RemoveAuthenticator,
    RenewRecoveryCodes,
    SecondFactor,
)
from parley.standing import Standing
from parley.store import authenticators, errands, factors, people, sessions
from parley.store.database import Row, Transaction
from parley.store.errands import Notice, What
from parley.store.units import WriteTransaction, write_alone


async def get(ctx: Context, _: GetSecondFactor) -> SecondFactor:
    async def work(tx: Transaction, who: Standing) -> SecondFactor:
        row, held = await authenticators.confirmed(tx, who.person), await factors.held(tx, who.person)
        person = await people.by_id(tx, who.person)
        return SecondFactor(
            authenticator_since=None if row is None else rfc3339(row.confirmed_at),
            recovery_codes=await authenticators.codes_left(tx, who.person),
            passkeys=held.passkeys,
            is_required=person is not None and must_have_one(await factors.rule(tx), person.role),
        )

    return await ctx.read(work)


async def begin(ctx: Context, command: BeginAuthenticator) -> AuthenticatorToAdd:
    """In place of one that was begun and not confirmed."""
    row = await reauthenticated(ctx, command.password)
    secret = codes.new_secret()
    sealed = ctx.services.tokens.seals.sealed(secret.encode(), whose=row.id)

    async def work(tx: WriteTransaction, _: Standing) -> AuthenticatorToAdd:
        if await authenticators.confirmed(tx, row.id) is not None:
            raise Conflict("You have an authenticator app. Turn it off before you set up another one.")
        await authenticators.begin(tx, row.id, sealed)
        server = await name_of(tx, ctx.services.settings)
        return AuthenticatorToAdd(secret=secret, uri=codes.uri(secret, handle=row.handle, server=server))

    return await ctx.write((person_log(row.id),), work)


async def confirm(ctx: Context, command: ConfirmAuthenticator) -> RecoveryCodes:
    me, fresh = ctx.me.person, codes.new_recovery_codes()

    async def work(tx: WriteTransaction, _: Standing) -> RecoveryCodes:
        row = await authenticators.begun(tx, me)
        if row is None:
            raise Gone("Nothing waits for this code any more. Begin again.", field="code")
        step = codes.step_of(command.code, _secret_of(ctx.services, row), now=tx.now, after=0)
        if step is None:
            raise Forbidden("This code is wrong. Look whether the clock of your device is right.", field="code")
        await authenticators.confirm(tx, me, row.sealed, step)
        await authenticators.put_codes(tx, me, _hashes(fresh))
        await sessions.release(tx, me)
        await ctx.audit(tx, "second_factor.confirm", person=me)
        await tell(ctx, tx, me, "second_factor_on")
        return RecoveryCodes(codes=fresh)

    return await ctx.write((person_log(me),), work)


async def renew_codes(ctx: Context, command: RenewRecoveryCodes) -> RecoveryCodes:
    row, fresh = await reauthenticated(ctx, command.password), codes.new_recovery_codes()

    async def work(tx: WriteTransaction, _: Standing) -> RecoveryCodes:
        if await authenticators.confirmed(tx, row.id) is None:
            raise NotFound("You have no authenticator app. Recovery codes are for when one is lost.")
        await authenticators.put_codes(tx, row.id, _hashes(fresh))
        await ctx.audit(tx, "second_factor.renew_codes", person=row.id)
        return RecoveryCodes(codes=fresh)

    return await ctx.write((person_log(row.id),), work)


async def remove(ctx: Context, command: RemoveAuthenticator) -> Empty:
    row = await reauthenticated(ctx, command.password)

    async def work(tx: WriteTransaction, _: Standing) -> Empty:
        held = await factors.held(tx, row.id)
        if not held.has_app:
            raise NotFound("You have no authenticator app.")
        if not held.passkeys and must_have_one(await factors.rule(tx), row.role):
            raise Conflict("This server requires a second factor. Add a passkey before you turn this one off.")
        await authenticators.remove(tx, row.id)
        await ctx.audit(tx, "second_factor.remove", person=row.id)
        await tell(ctx, tx, row.id, "second_factor_off")
        return Empty()

    return await ctx.write((person_log(row.id),), work)


async def take_code(ctx: Context, tx: WriteTransaction, person: int, code: str) -> bool:
    """Whether this is a code of theirs that was not used before. It is used now."""
    hash_ = codes.recovery_hash(code)
    if hash_ is not None:
        if not await authenticators.use_code(tx, person, hash_):
            return False
        await tell(ctx, tx, person, "recovery_code_used")
        return True
    row = await authenticators.confirmed(tx, person)
    if row is None:
        return False
    step = codes.step_of(code, _secret_of(ctx.services, row), now=tx.now, after=row.last_step)
    return step is not None and await authenticators.take_step(tx, person, step)


async def reseal(services: Services) -> None:
    """Seal with the present secret what the one before has sealed. Then the one before can be forgotten."""
    if not services.tokens.seals.is_changing:
        return

    async def work(tx: WriteTransaction) -> None:
        for row in await authenticators.all_sealed(tx):
            if (fresh := services.tokens.seals.sealed_anew(row.sealed, whose=row.person)) is not None:
                await authenticators.reseal(tx, row.person, before=row.sealed, sealed=fresh)

    await write_alone(services.writer, (), work)


async def tell(ctx: Context, tx: WriteTransaction, person: int, what: What) -> None:
    """A letter, where there is mail and the person has confirmed an address."""
    row = await people.by_id(tx, person)
    if row is not None and row.email is not None and ctx.services.mail is not None:
        await errands.tell(tx, Notice(what=what, person=person, email=row.email, language=ctx.language))


def _secret_of(services: Services, row: Row) -> str:
    opened = services.tokens.seals.opened(row.sealed, whose=row.person)
    if opened is None:
        raise Forbidden(
            "This server's secret was replaced, so it cannot check codes of your app. Use a recovery code, or ask an "
            "administrator to reset your second factor.",
            field="code",
        )
    return opened.decode()


def _hashes(fresh: list[str]) -> list[bytes]:
    return [token_hash(codes.bare_code(code)) for code in fresh]
