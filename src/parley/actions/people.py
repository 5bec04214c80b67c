"""People, oneself first."""

from parley.context import Context
from parley.errors import Unauthenticated
from parley.protocol.people import GetMe, Me
from parley.store import people


async def get_me(ctx: Context, _: GetMe) -> Me:
    row = await ctx.read(people.by_id, ctx.me.person)
    if row is None:
        raise Unauthenticated("This account is not here any more.")
    return people.me_of(row)
