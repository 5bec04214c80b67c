"""The address of an account: it is taken once its owner has brought back what was sent there."""

from parley.actions.challenges import challenge_of, refuse_without_mail, spent
from parley.actions.context import Context
from parley.actions.passwords import shown
from parley.changes import THE_SERVER, person_log
from parley.errors import Conflict
from parley.protocol.accounts import ChangeEmail, VerifiedEmail, VerifyEmail
from parley.protocol.base import Empty
from parley.standing import Standing
from parley.store import challenges, errands, people
from parley.store.errands import Asked, Notice
from parley.store.units import WriteTransaction, write_alone


async def change(ctx: Context, command: ChangeEmail) -> Empty:
    """Sends a link to the new address. Only the letter says whether another account has it already."""
    refuse_without_mail(ctx)
    await shown(ctx, command.password)
    asked = Asked(
        purpose="verify", asked_at=ctx.now(), person=ctx.me.person, email=command.email, language=ctx.language
    )

    async def work(tx: WriteTransaction, _: Standing) -> Empty:
        await errands.ask(tx, asked)
        return Empty()

    return await ctx.write((person_log(ctx.me.person),), work)


async def verify(ctx: Context, command: VerifyEmail) -> VerifiedEmail:
    """From any browser: the link shows that somebody reads the address, and their password came before it."""
    challenge = await challenge_of(ctx, "verify", command.token)
    person, email = challenge.person, challenge.email

    async def work(tx: WriteTransaction) -> VerifiedEmail:
        row = await people.by_id(tx, person)
        if row is None or row.disabled_at is not None or not await challenges.answer(tx, challenge.id):
            raise spent()
        holder = await people.by_email(tx, email)
        if holder is not None and holder.id != person:
            raise Conflict("Another account took this address meanwhile.", field="token")
        await people.change(tx, person, email=email, email_key=people.email_key(email))
        await ctx.audit(tx, "account.verify_email", person=person)
        # Links that were sent to the address before lead nowhere any more.
        await challenges.drop_all(tx, person)
        if row.email is not None and row.email_key != people.email_key(email) and ctx.services.mail is not None:
            await errands.tell(tx, Notice(what="email_changed", person=person, email=row.email, language=ctx.language))
        return VerifiedEmail(handle=row.handle, email=email)

    # Under the server's log, so that of two who take one address at once the second sees the first.
    return await write_alone(ctx.writer, (person_log(person), THE_SERVER), work)
