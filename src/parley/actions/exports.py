"""Asking for a copy of one's own data, and taking it along. parley.later.exports writes it."""

from parley.actions.context import Context
from parley.actions.passwords import wrong_password
from parley.actions.reauthentication import reauthenticated_by_password
from parley.basics.times import HOUR
from parley.changes import person_log
from parley.errors import Conflict, NotFound, ParleyError
from parley.protocol.exports import Export, ExportAccount, ExportAnswer, GetExport
from parley.speech.sentences import say
from parley.standing import Standing
from parley.store import exports, people
from parley.store.database import Row, Transaction
from parley.store.units import WriteTransaction

NOTHING = "There is no copy of your data to download. Ask for one in Settings, Account."


async def ask(ctx: Context, command: ExportAccount) -> Export:
    """By the password: the file has in one place what otherwise takes somebody days to find."""
    row = await reauthenticated_by_password(ctx, command.password)

    async def work(tx: WriteTransaction, who: Standing) -> Export:
        now = await people.by_id(tx, who.person)
        # The password was changed while this one was checked.
        if now is None or now.password_hash != row.password_hash:
            raise wrong_password()
        known = await exports.of(tx, who.person)
        if known is not None and known.expires_at > tx.now:
            if known.client_id == command.client_id:
                return exports.told(known)
            raise _too_early(known, tx.now)
        await exports.drop_of(tx, who.person)
        await ctx.audit(tx, "account.export", person=who.person)
        return await exports.begin(tx, who.person, client_id=command.client_id, language=ctx.language)

    return await ctx.write((person_log(ctx.me.person),), work, changes=())


async def get(ctx: Context, _: GetExport) -> ExportAnswer:
    async def work(tx: Transaction, who: Standing) -> ExportAnswer:
        row = await _own(ctx, tx, who)
        return ExportAnswer(export=None if row is None else exports.told(row))

    return await ctx.read(work)


async def ready(ctx: Context) -> Row:
    """The caller's copy, if it can be downloaded."""

    async def work(tx: Transaction, who: Standing) -> Row:
        row = await _own(ctx, tx, who)
        if row is None or row.ready_at is None:
            raise NotFound(NOTHING)
        return row

    return await ctx.read(work)


async def piece(ctx: Context, export: int, number: int) -> bytes:
    """Asks each time who the caller is: somebody whose session ends gets no further."""

    async def work(tx: Transaction, who: Standing) -> bytes:
        row = await _own(ctx, tx, who)
        found = None if row is None or row.id != export else await exports.piece(tx, export, number)
        if found is None:
            raise NotFound(NOTHING)
        return found

    return await ctx.read(work)


async def _own(ctx: Context, tx: Transaction, who: Standing) -> Row | None:
    row = await exports.of(tx, who.person)
    return None if row is None or row.expires_at <= ctx.now() else row


def _too_early(known: Row, now: int) -> ParleyError:
    if known.ready_at is None:
        return Conflict("A copy of your data is being prepared already.")
    return Conflict(
        say(
            "You can download the copy that you have. Ask for another one in {count} hours.",
            singular="You can download the copy that you have. Ask for another one in {count} hour.",
            count=-(-(known.expires_at - now) // HOUR),
        )
    )
