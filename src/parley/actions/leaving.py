"""Deleting one's own account."""

from parley.actions import administration
from parley.actions.context import Context
from parley.actions.passwords import wrong_password
from parley.actions.reauthentication import reauthenticated_by_password
from parley.protocol.accounts import DeleteAccount, Ended
from parley.standing import Standing
from parley.store import leaving, people
from parley.store.units import WriteTransaction


async def delete(ctx: Context, command: DeleteAccount) -> Ended:
    """Takes the locks that closing an account takes, so this person can say nothing after it."""
    row = await reauthenticated_by_password(ctx, command.password)

    async def work(tx: WriteTransaction, who: Standing) -> Ended:
        now = await people.by_id(tx, who.person)
        # The password was changed, or the account deleted, while this one was checked.
        if now is None or now.password_hash != row.password_hash:
            raise wrong_password()
        ended = await administration.close(ctx, tx, now, action="account.delete")
        await leaving.forget(tx, now)
        if command.messages == "erase":
            await leaving.erase_later(tx, now.id)
        return Ended(sessions=ended or 0)

    return await ctx.write(await administration.logs_of(ctx, ctx.me.person), work)
