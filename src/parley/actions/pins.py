"""Pins: pointing everybody in a room to a message, taking that back, and what is pinned."""

from parley.actions.context import Context
from parley.basics.ids import number
from parley.changes import log_name, room_log
from parley.protocol.pins import ListPins, PinList, PinMessage, Pinned, UnpinMessage
from parley.standing import Standing
from parley.store import logs, pins, rooms
from parley.store.database import Transaction
from parley.store.messages import Sight
from parley.store.units import WriteTransaction


async def pin(ctx: Context, command: PinMessage) -> Pinned:
    room, seq = number(command.room), command.seq

    async def work(tx: WriteTransaction, who: Standing) -> Pinned:
        return Pinned(room=command.room, seq=seq, rev=await pins.pin(tx, room, seq, by=who.person))

    return await ctx.write((room_log(room),), work, room=room, seq=seq, changes=())


async def unpin(ctx: Context, command: UnpinMessage) -> Pinned:
    room, seq = number(command.room), command.seq

    async def work(tx: WriteTransaction, _: Standing) -> Pinned:
        return Pinned(room=command.room, seq=seq, rev=await pins.unpin(tx, room, seq))

    return await ctx.write((room_log(room),), work, room=room, seq=seq, changes=())


async def list_pins(ctx: Context, command: ListPins) -> PinList:
    room = number(command.room)

    async def work(tx: Transaction, who: Standing) -> PinList:
        head, _ = await rooms.counters(tx, room)
        pinned, said = await pins.all_pins(tx, Sight(room, who.first_seen))
        people = await logs.people_in(tx, [*pinned, *said])
        return PinList(log=log_name(room_log(room)), head=head, pins=pinned, messages=said, people=people)

    return await ctx.read(work, room=room)
