"""A person's passkeys: adding, naming and removing them."""

from parley.actions import ways_in
from parley.actions.authenticators import tell
from parley.actions.context import Context
from parley.actions.names import clean_name
from parley.actions.reauthentication import reauthenticated
from parley.actions.server_name import name_of
from parley.admission_policies import must_have_one
from parley.basics.ids import number
from parley.basics.times import MINUTE, rfc3339
from parley.changes import person_log
from parley.errors import Conflict, Forbidden, Gone, NotFound, ParleyError
from parley.guard import passkeys as guard
from parley.protocol.base import Empty
from parley.protocol.passkeys import (
    AddPasskey,
    BeginPasskey,
    ListPasskeys,
    Passkey,
    PasskeyList,
    PasskeyToMake,
    RemovePasskey,
    RenamePasskey,
)
from parley.speech.sentences import say
from parley.standing import Standing
from parley.store import factors, passkeys, people, sessions
from parley.store.database import Row, Transaction
from parley.store.units import WriteTransaction

CHALLENGE_MS = 5 * MINUTE
MOST = 20
ONLY_FACTOR = (
    "This server requires a second factor, and this is your only one. "
    "Add another passkey or an authenticator app first."
)


async def begin(ctx: Context, command: BeginPasskey) -> PasskeyToMake:
    row = await reauthenticated(ctx, command.password)

    async def own(tx: Transaction, who: Standing) -> tuple[list[Row], str]:
        return list(await passkeys.listed(tx, who.person)), await name_of(tx, ctx.services.settings)

    mine, server = await ctx.read(own)
    _refuse_too_many(len(mine))
    challenge = ctx.services.tokens.passkey_challenge("add", _binding(ctx), ctx.now() + CHALLENGE_MS)
    return PasskeyToMake(
        challenge=guard.base64url(challenge),
        rp_id=guard.site_of(ctx.services.settings).rp_id,
        rp_name=server,
        user_id=user_handle(row.id),
        user_name=row.handle,
        display_name=row.name,
        exclude=[guard.base64url(passkey.credential) for passkey in mine],
        algorithms=list(guard.ALGORITHMS),
        timeout_ms=CHALLENGE_MS,
    )


async def add(ctx: Context, command: AddPasskey) -> Passkey:
    """Showing once more who one is came before the challenge, which is good for this session alone."""
    me, name = ctx.me.person, clean_name(command.name)
    await ctx.read(_nothing)  # an ended session gets its own refusal before the passkey is checked
    challenge = guard.challenge_in(command.client_data) or b""
    until = ctx.services.tokens.read_passkey_challenge(challenge, "add", _binding(ctx), ctx.now())
    if until is None:
        raise _spent()
    made = guard.made(
        guard.site_of(ctx.services.settings),
        challenge,
        credential=command.credential,
        client_data=command.client_data,
        attestation=command.attestation,
    )
    if made is None:
        raise Forbidden("This device made no passkey that this server can use.", field="attestation")

    async def work(tx: WriteTransaction, _: Standing) -> Passkey:
        if not await passkeys.answer(tx, challenge, until):
            raise _spent()
        _refuse_too_many(await passkeys.count(tx, me))
        if await passkeys.by_credential(tx, made.credential) is not None:
            raise Conflict("This passkey is here already.", field="credential")
        added = await passkeys.add(
            tx,
            me,
            credential=made.credential,
            public_key=made.public_key,
            sign_count=made.sign_count,
            transports=" ".join(command.transports),
            name=name,
        )
        await sessions.release(tx, me)
        await ctx.audit(tx, "passkey.add", person=me, passkey=str(added))
        await tell(ctx, tx, me, "passkey_added")
        return await _shown(tx, me, added)

    return await ctx.write((person_log(me),), work)


async def list_passkeys(ctx: Context, _: ListPasskeys) -> PasskeyList:
    async def work(tx: Transaction, who: Standing) -> PasskeyList:
        return PasskeyList(passkeys=[passkey_of(row) for row in await passkeys.listed(tx, who.person)])

    return await ctx.read(work)


async def rename(ctx: Context, command: RenamePasskey) -> Passkey:
    me, passkey, name = ctx.me.person, number(command.passkey), clean_name(command.name)

    async def work(tx: WriteTransaction, _: Standing) -> Passkey:
        await _shown(tx, me, passkey)
        await passkeys.rename(tx, passkey, name)
        return await _shown(tx, me, passkey)

    return await ctx.write((person_log(me),), work)


async def remove(ctx: Context, command: RemovePasskey) -> Empty:
    passkey = number(command.passkey)
    row = await reauthenticated(ctx, command.password)

    async def work(tx: WriteTransaction, _: Standing) -> Empty:
        await _shown(tx, row.id, passkey)
        await _refuse_last_way(ctx, tx, row.id, passkey)
        await passkeys.remove(tx, passkey)
        await ctx.audit(tx, "passkey.remove", person=row.id, passkey=str(passkey))
        await tell(ctx, tx, row.id, "passkey_removed")
        return Empty()

    return await ctx.write((person_log(row.id),), work)


def user_handle(person: int) -> str:
    """What a device keeps beside the key. It says nothing of the person to others."""
    return guard.base64url(str(person).encode())


def passkey_of(row: Row) -> Passkey:
    return Passkey(
        id=str(row.id),
        name=row.name,
        created_at=rfc3339(row.made_at),
        used_at=None if row.used_at is None else rfc3339(row.used_at),
    )


async def _nothing(_: Transaction, __: Standing) -> None:
    """Only the policy is asked."""


async def _shown(tx: Transaction, person: int, passkey: int) -> Passkey:
    row = await passkeys.by_id(tx, person, passkey)
    if row is None:
        raise NotFound("You have no such passkey.", field="passkey")
    return passkey_of(row)


async def _refuse_last_way(ctx: Context, tx: Transaction, person: int, passkey: int) -> None:
    """Refuse to remove the last way in."""
    row, held = await people.by_id(tx, person), await factors.held(tx, person)
    if row is None or held.passkeys > 1:
        return
    if not await ways_in.is_left(ctx, tx, person, but_passkey=passkey):
        raise Conflict("This passkey is your only way in. Add another one first.", field="passkey")
    if not held.has_app and must_have_one(await factors.rule(tx), row.role):
        raise Conflict(ONLY_FACTOR, field="passkey")


def _refuse_too_many(count: int) -> None:
    if count >= MOST:
        raise Conflict(say("You have {count} passkeys, which are the most. Remove one first.", count=MOST))


def _binding(ctx: Context) -> str:
    return f"session {ctx.me.session}"


def _spent() -> ParleyError:
    """Old, used, forged, or of another session."""
    return Gone("This took too long, or was done before. Begin again.", field="client_data", reason="spent challenge")
