"""Who people are at providers: seeing it, linking one more, and unlinking one.

An account is never found by an address. It is linked by somebody who has shown both at once: here that the account is
theirs, and there that the identity is.
"""

from parley.actions import ways_in
from parley.actions.context import Context
from parley.actions.providers import configured, lost, proven
from parley.actions.reauthentication import reauthenticated_by_password
from parley.basics.ids import number
from parley.basics.times import rfc3339
from parley.changes import THE_SERVER, person_log
from parley.errors import Conflict, NotFound
from parley.protocol.base import Empty
from parley.protocol.providers import Identity, IdentityList, LinkIdentity, ListIdentities, UnlinkIdentity
from parley.speech.sentences import say
from parley.standing import Standing
from parley.store import errands, identities, people, visits
from parley.store.database import Row, Transaction
from parley.store.errands import Notice
from parley.store.units import WriteTransaction

# Of one person.
MOST = 10
LINKED_WITH_YOU = "This one is linked with your account already."
LINKED_WITH_ANOTHER = "This one is linked with another account here already."


async def list_identities(ctx: Context, _: ListIdentities) -> IdentityList:
    async def work(tx: Transaction, who: Standing) -> IdentityList:
        row = await people.by_id(tx, who.person)
        found = await identities.of_person(tx, who.person)
        has_password = row is not None and row.password_hash is not None
        return IdentityList(identities=[_shown(ctx, one) for one in found], has_password=has_password)

    return await ctx.read(work)


async def link(ctx: Context, command: LinkIdentity) -> Identity:
    await reauthenticated_by_password(ctx, command.password)
    row = await proven(ctx)
    configured(ctx, row.provider)
    me = ctx.me.person

    async def work(tx: WriteTransaction, _: Standing) -> Identity:
        if not await visits.use(tx, row.token_hash):
            raise lost()
        known = await identities.of(tx, issuer=row.issuer, subject=row.subject)
        if known is not None:
            raise Conflict(LINKED_WITH_YOU if known.person == me else LINKED_WITH_ANOTHER)
        if len(await identities.of_person(tx, me)) >= MOST:
            raise Conflict(say("You have {count} linked already. Unlink one that you do not use.", count=MOST))
        who = {"provider": row.provider, "issuer": row.issuer, "subject": row.subject, "email": row.email}
        made = await identities.add(tx, person=me, **who)
        await ctx.audit(tx, "identity.link", person=me, provider=row.provider, identity=str(made.id))
        await _tell(ctx, tx, me)
        return _shown(ctx, made)

    # Holds the server's log, so that two people cannot link the same identity at once.
    return await ctx.write((person_log(me), THE_SERVER), work, changes=())


async def unlink(ctx: Context, command: UnlinkIdentity) -> Empty:
    await reauthenticated_by_password(ctx, command.password)
    me, id_ = ctx.me.person, number(command.identity)

    async def work(tx: WriteTransaction, _: Standing) -> Empty:
        found = await identities.of_person(tx, me)
        row = next((one for one in found if one.id == id_), None)
        if row is None:
            raise NotFound("You have no such link with a provider.", field="identity")
        if not await ways_in.is_left(ctx, tx, me, but_identity=id_):
            raise Conflict("This is your only way in. Choose a password first, or link another account.")
        await identities.drop(tx, id_)
        await ctx.audit(tx, "identity.unlink", person=me, provider=row.provider, identity=str(id_))
        return Empty()

    return await ctx.write((person_log(me), THE_SERVER), work, changes=())


async def _tell(ctx: Context, tx: WriteTransaction, person: int) -> None:
    row = await people.by_id(tx, person)
    if row is not None and row.email is not None and ctx.services.mail is not None:
        await errands.tell(tx, Notice(what="identity_linked", person=person, email=row.email, language=ctx.language))


def _shown(ctx: Context, row: Row) -> Identity:
    is_offered = ways_in.is_offered(ctx, row)
    return Identity(
        id=str(row.id),
        provider=row.provider,
        provider_name=ctx.services.providers[row.provider].config.name if is_offered else row.provider,
        is_offered=is_offered,
        email=row.email,
        linked_at=rfc3339(row.linked_at),
        used_at=None if row.used_at is None else rfc3339(row.used_at),
    )
