"""What somebody does who came back from a provider without being signed in: sign in, or make an account."""

from parley.actions import admission, sessions
from parley.actions.accounts import into_default_rooms
from parley.actions.context import Context
from parley.actions.names import clean_person_name, refuse_reserved
from parley.actions.people import refuse_kept_handle, refuse_taken_name
from parley.actions.providers import configured, has_account, lost, proven, refusal_of
from parley.actions.steps import Step
from parley.changes import THE_SERVER, person_log, room_log
from parley.errors import Conflict, NotFound
from parley.protocol.accounts import Session
from parley.protocol.people import PersonRole
from parley.protocol.providers import CreateSessionByProvider, RegisterByProvider
from parley.speech.sentences import say
from parley.store import identities, people, rooms, visits
from parley.store.database import Row, Transaction
from parley.store.units import WriteTransaction, write_alone


async def create_session(ctx: Context, _: CreateSessionByProvider) -> Session:
    """For who was linked with this identity. The visit is used up in the transaction that begins the session."""
    row = await proven(ctx)
    configured(ctx, row.provider)
    known = await ctx.database.read(_linked, row)
    if known is None:
        raise _unknown()
    salt = ctx.services.tokens.new_salt()

    async def work(tx: WriteTransaction) -> Session | Step:
        # It may have been unlinked since, or linked with another.
        identity = await _linked(tx, row)
        if identity is None or identity.person != known.person:
            raise _unknown()
        if not await visits.use(tx, row.token_hash):
            raise lost()
        await identities.use(tx, identity.id, email=row.email)
        return await sessions.begun(ctx, tx, identity.person, salt, "session.create_by_provider")

    return sessions.session_in(await write_alone(ctx.writer, (person_log(known.person),), work))


async def register(ctx: Context, command: RegisterByProvider) -> Session:
    """The account has no password. Its address is confirmed if the provider has verified it and nobody here has it."""
    row = await proven(ctx)
    provider = configured(ctx, row.provider)
    name = clean_person_name(command.name)
    refuse_reserved(command.handle)
    invited = None if command.invitation is None else await admission.named(ctx, command.invitation)
    role: PersonRole = "member" if invited is None else invited.row.role

    async def work(tx: WriteTransaction) -> int:
        if not await visits.use(tx, row.token_hash):
            raise lost()
        # Before anything is looked up: people who may not register must not learn which handles are taken.
        if (refused := await refusal_of(tx, ctx, row, is_invited=invited is not None)) is not None:
            raise refused
        if await _linked(tx, row) is not None:
            raise Conflict("You have an account here already. Begin again to sign in.")
        if row.email is not None and await people.by_email(tx, row.email) is not None:
            raise has_account(provider.config.name, row.email)
        if await people.by_handle(tx, command.handle) is not None:
            raise Conflict(
                say("The handle {handle} is taken. Choose another one.", handle=command.handle), field="handle"
            )
        await refuse_kept_handle(tx, command.handle)
        await refuse_taken_name(tx, name)
        who = {"handle": command.handle, "name": name, "client_id": command.client_id, "email": row.email}
        person = await people.add(tx, **who, role=role, password_hash=None)
        await _link(tx, row, person)
        if role != "guest":
            await into_default_rooms(tx, person)
        if invited is not None:
            await admission.come_by(ctx, tx, invited, person, is_new=True)
        return person

    defaults = [room_log(each.id) for each in await ctx.database.read(rooms.defaults)]
    logs = () if invited is None else invited.logs
    person = await write_alone(
        ctx.writer, tuple(dict.fromkeys((THE_SERVER, *defaults, *logs))), work, changes=(THE_SERVER,)
    )
    return await sessions.begin(ctx, person, "account.register_by_provider")


async def _link(tx: WriteTransaction, row: Row, person: int) -> None:
    who = {"provider": row.provider, "issuer": row.issuer, "subject": row.subject, "email": row.email}
    await identities.add(tx, person=person, **who)


async def _linked(tx: Transaction, row: Row) -> Row | None:
    return await identities.of(tx, issuer=row.issuer, subject=row.subject)


def _unknown() -> NotFound:
    return NotFound("No account here is linked with that one. Begin again.")
