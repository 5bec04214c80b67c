"""People, oneself first."""

from parley.actions.context import Context
from parley.errors import Unauthenticated
from parley.protocol.people import GetMe, Me
from parley.standing import Standing
from parley.store import people
from parley.store.database import Transaction


async def get_me(ctx: Context, _: GetMe) -> Me:
    return await ctx.read(_me)


async def _me(tx: Transaction, who: Standing) -> Me:
    row = await people.by_id(tx, who.person)
    if row is None:
        raise Unauthenticated("This account is not here any more.")
    return people.me_of(row, is_confined=who.is_confined)
