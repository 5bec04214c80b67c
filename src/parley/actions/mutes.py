"""Mutes: muting a room for oneself, for a time or until one unmutes it."""

from parley.actions.context import Context
from parley.actions.moments import moment_ahead
from parley.basics.ids import number
from parley.changes import person_log
from parley.protocol.mutes import ListMutes, Mute, MuteList, MuteRoom, UnmuteRoom
from parley.standing import Standing
from parley.store import mutes
from parley.store.database import Transaction
from parley.store.units import WriteTransaction


async def mute(ctx: Context, command: MuteRoom) -> Mute:
    room, me, ends_at = number(command.room), ctx.me.person, command.ends_at

    async def work(tx: WriteTransaction, _: Standing) -> Mute:
        end = None if ends_at is None else moment_ahead(ends_at, tx.now, field="ends_at")
        return await mutes.put(tx, me, room, command.level, end)

    return await ctx.write((person_log(me),), work, room=room, changes=())


async def unmute(ctx: Context, command: UnmuteRoom) -> Mute:
    room, me = number(command.room), ctx.me.person

    async def work(tx: WriteTransaction, _: Standing) -> Mute:
        return await mutes.remove(tx, me, room)

    return await ctx.write((person_log(me),), work, changes=())


async def list_mutes(ctx: Context, _: ListMutes) -> MuteList:
    async def work(tx: Transaction, who: Standing) -> MuteList:
        return MuteList(mutes=await mutes.in_effect(tx, who.person, ctx.now()))

    return await ctx.read(work)
