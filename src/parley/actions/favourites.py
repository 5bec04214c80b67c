"""Favourites: putting a room among them, moving it there, and taking it away."""

from parley.actions.context import Context
from parley.basics.ids import number
from parley.changes import person_log
from parley.protocol.favourites import Favourite, FavouriteList, FavouriteRoom, ListFavourites, UnfavouriteRoom
from parley.standing import Standing
from parley.store import favourites
from parley.store.database import Transaction
from parley.store.units import WriteTransaction


async def favourite(ctx: Context, command: FavouriteRoom) -> Favourite:
    room, me = number(command.room), ctx.me.person
    before = None if command.before is None else number(command.before)

    async def work(tx: WriteTransaction, _: Standing) -> Favourite:
        return await favourites.put(tx, me, room, before=before)

    return await ctx.write((person_log(me),), work, room=room, changes=())


async def unfavourite(ctx: Context, command: UnfavouriteRoom) -> Favourite:
    room, me = number(command.room), ctx.me.person

    async def work(tx: WriteTransaction, _: Standing) -> Favourite:
        return await favourites.remove(tx, me, room)

    return await ctx.write((person_log(me),), work, changes=())


async def list_favourites(ctx: Context, _: ListFavourites) -> FavouriteList:
    async def work(tx: Transaction, who: Standing) -> FavouriteList:
        return FavouriteList(favourites=await favourites.listed(tx, who.person))

    return await ctx.read(work)
