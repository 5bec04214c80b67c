"""Accounts: the first one, with which a server is set up, and the others."""

import hmac
from collections.abc import Awaitable, Callable

from parley.actions import admission, sessions
from parley.actions.challenges import spent
from parley.actions.context import Context
from parley.actions.names import clean_person_name, refuse_reserved
from parley.actions.people import refuse_kept_handle, refuse_taken_name
from parley.actions.registration import confirmed
from parley.actions.server import domains_of, registration_of
from parley.actions.server_name import name_of
from parley.admission_policies import is_of_domains, may_register
from parley.basics.ids import new_token, token_hash
from parley.changes import THE_SERVER, Log, room_log
from parley.errors import Conflict, Forbidden, Gone, Unavailable
from parley.guard.common import refuse_weak
from parley.protocol.accounts import CompleteSetup, RegisterAccount, Session
from parley.protocol.people import PersonRole
from parley.speech.sentences import say
from parley.store import facts, newcomers, people, rooms
from parley.store.database import Row, Transaction
from parley.store.units import WriteTransaction, write_alone


async def prepare_setup(ctx: Context) -> str | None:
    """A fresh set-up token while nobody is here yet; the one printed before stops working."""
    token = new_token()

    async def work(tx: WriteTransaction) -> str | None:
        if await people.any_person(tx):
            return None
        await facts.put(tx, facts.SETUP_TOKEN, token_hash(token).hex())
        return token

    return await write_alone(ctx.writer, (THE_SERVER,), work)


async def complete_setup(ctx: Context, command: CompleteSetup) -> Session:
    """Make the owner. The token is checked and dropped in the transaction that makes the person."""

    await _refuse_second_setup(ctx, command)

    async def check_token(tx: WriteTransaction) -> None:
        stored = await facts.get(tx, facts.SETUP_TOKEN)
        if stored is None:
            raise _set_up_already()
        if not hmac.compare_digest(stored, token_hash(command.token).hex()):
            raise Forbidden("This set-up link is not the last one that the server printed.", field="token")
        await facts.drop(tx, facts.SETUP_TOKEN)

    person = await _add(ctx, command, "owner", check_token)
    return await sessions.begin(ctx, person, "setup.complete")


async def register(ctx: Context, command: RegisterAccount) -> Session:
    invited = None if command.invitation is None else await admission.named(ctx, command.invitation)

    async def check_policy(tx: Transaction) -> Row | None:
        registration, is_set_up = await registration_of(tx, ctx.services.settings), await people.any_person(tx)
        shown = None if command.confirmation is None else await confirmed(tx, ctx, command.confirmation)
        has_address = shown is not None and is_of_domains(shown.email, await domains_of(tx))
        is_invited = invited is not None
        refused = may_register(registration, is_set_up=is_set_up, is_invited=is_invited, has_address=has_address)
        if refused is not None:
            raise refused
        if invited is not None:
            await admission.working(tx, invited, ctx.now())
        return shown

    async def come_in(tx: WriteTransaction, person: int) -> None:
        if invited is not None:
            await admission.come_by(ctx, tx, invited, person, is_new=True)
        if shown is not None:
            await _take_address(tx, shown, person)

    # Before looking anything up: people who may not register must not learn which handles are taken.
    try:
        shown = await ctx.database.read(check_policy)
    except Gone:
        # Perhaps this call took the invitation's last place or the letter's link before, and its answer was lost.
        if (known := await _same_call(ctx, command)) is None:
            raise
        return await sessions.begin(ctx, known, "account.register")
    role: PersonRole = "member" if invited is None else invited.row.role
    person = await _add(ctx, command, role, check_policy, come_in, logs=() if invited is None else invited.logs)
    return await sessions.begin(ctx, person, "account.register")


async def create_admin(ctx: Context, *, handle: str, name: str, password: str, role: PersonRole, client_id: str) -> int:
    """For the command line. The first person becomes the owner, and the set-up link stops working."""
    command = RegisterAccount(handle=handle, name=name, password=password, client_id=client_id)

    async def spend_setup_token(tx: WriteTransaction) -> None:
        if role == "owner" and await people.any_person(tx):
            raise Conflict("Somebody set this server up at this moment. Say this again to make an administrator.")
        await facts.drop(tx, facts.SETUP_TOKEN)

    return await _add(ctx, command, role, spend_setup_token)


async def add_person(ctx: Context, command: RegisterAccount, role: PersonRole) -> int:
    """For the command line. The owner comes first: the set-up link is for a server without people."""

    async def check(tx: WriteTransaction) -> None:
        if not await people.any_person(tx):
            raise Conflict("Nobody has an account yet. Make the owner first: parley create-admin HANDLE")

    return await _add(ctx, command, role, check)


async def into_default_rooms(tx: WriteTransaction, person: int) -> None:
    """Those that were default ones when the logs were locked, and still are."""
    for row in await rooms.defaults(tx):
        if room_log(row.id) in tx.heads:
            await rooms.let_in(tx, rooms.room_of(row), person, "member")


async def _take_address(tx: WriteTransaction, shown: Row, person: int) -> None:
    """The link in a letter is used up, and its address is this person's."""
    if not await newcomers.use(tx, shown.id):
        raise spent()
    if await people.by_email(tx, shown.email) is not None:
        raise Conflict("Another account took this address meanwhile.", field="confirmation")
    await people.change(tx, person, email=shown.email, email_key=people.email_key(shown.email))


async def _refuse_second_setup(ctx: Context, command: CompleteSetup) -> None:
    """Once a server is set up, the same answer for every handle; but who set it up may say it again."""
    if await ctx.database.read(facts.get, facts.SETUP_TOKEN) is not None:
        return
    if await _same_call(ctx, command) is None:
        raise _set_up_already()


async def _same_call(ctx: Context, command: CompleteSetup | RegisterAccount) -> int | None:
    """The person that an earlier try of this call made. The password is checked in any case, so timing says nothing."""
    known = await ctx.database.read(people.by_handle, command.handle)
    same = await ctx.services.passwords.matches(None if known is None else known.password_hash, command.password)
    is_made = known is not None and same and known.client_id == command.client_id and known.disabled_at is None
    return int(known.id) if known is not None and is_made else None


def _set_up_already() -> Conflict:
    return Conflict("This server has been set up already. Sign in instead.")


async def _add(
    ctx: Context,
    command: CompleteSetup | RegisterAccount,
    role: PersonRole,
    check: Callable[[WriteTransaction], Awaitable[object]],
    come_in: Callable[[WriteTransaction, int], Awaitable[None]] | None = None,
    *,
    logs: tuple[Log, ...] = (),
) -> int:
    """Make a person, or find the one that an earlier try of this call made. The password proves that it was the same.

    `come_in` does in the same transaction what else befits somebody new, under the locks of these logs.
    """
    name = clean_person_name(command.name)
    refuse_reserved(command.handle)
    server = await ctx.database.read(name_of, ctx.services.settings)
    refuse_weak(command.password, server=server, handle=command.handle, name=name)
    if (known := await _made_before(ctx, command)) is not None:
        return known
    hashed = await ctx.services.passwords.hash(command.password)

    async def work(tx: WriteTransaction) -> int | None:
        if await people.by_handle(tx, command.handle) is not None:
            return None
        await check(tx)
        await refuse_kept_handle(tx, command.handle)
        await refuse_taken_name(tx, name)
        added = await _insert(tx, command, name, role, hashed)
        if come_in is not None:
            await come_in(tx, added)
        return added

    defaults = [room_log(row.id) for row in await ctx.database.read(rooms.defaults)]
    locked = tuple(dict.fromkeys((THE_SERVER, *defaults, *logs)))
    added = await write_alone(ctx.writer, locked, work, changes=(THE_SERVER,))
    # The handle was free when we looked first. The request that took it since may be this one, sent twice.
    person = added if added is not None else await _made_before(ctx, command)
    if person is None:
        raise Unavailable("The account was changed at this moment. Try again.", retry_after_ms=1_000)
    return person


async def _insert(
    tx: WriteTransaction, command: CompleteSetup | RegisterAccount, name: str, role: PersonRole, hashed: str
) -> int:
    who = {"handle": command.handle, "name": name, "client_id": command.client_id}
    added = await people.add(tx, **who, role=role, password_hash=hashed)
    if role != "guest":
        await into_default_rooms(tx, added)
    return added


async def _made_before(ctx: Context, command: CompleteSetup | RegisterAccount) -> int | None:
    """The person that an earlier try of this call made, or None. A conflict if somebody else has the handle."""
    known = await ctx.database.read(people.by_handle, command.handle)
    if known is None:
        return None
    same = await ctx.services.passwords.matches(known.password_hash, command.password)
    if same and known.client_id == command.client_id and known.disabled_at is None:
        return int(known.id)
    raise Conflict(say("The handle {handle} is taken. Choose another one.", handle=command.handle), field="handle")
