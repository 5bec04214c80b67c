"""Saves: keeping a message to find it again, and all that one has kept."""

from parley.actions.context import Context
from parley.basics.ids import number
from parley.changes import person_log, room_log
from parley.policies import be_in_room, see_message
from parley.protocol.saves import ListSaved, Save, SavedMessage, SavedPage, SaveMessage, UnsaveMessage
from parley.standing import Standing
from parley.store import logs, messages, rooms, saves
from parley.store.database import Transaction
from parley.store.standing import standings_of
from parley.store.units import WriteTransaction


async def save(ctx: Context, command: SaveMessage) -> Save:
    room, me = number(command.room), ctx.me.person

    async def work(tx: WriteTransaction, _: Standing) -> Save:
        return await saves.save(tx, me, room, command.seq)

    # The room's head is locked as well: the message may be erased at this moment, and what is about it with it.
    return await ctx.write((room_log(room), person_log(me)), work, room=room, seq=command.seq, changes=())


async def unsave(ctx: Context, command: UnsaveMessage) -> Save:
    room, me = number(command.room), ctx.me.person

    async def work(tx: WriteTransaction, _: Standing) -> Save:
        return await saves.unsave(tx, me, room, command.seq)

    return await ctx.write((room_log(room), person_log(me)), work, changes=())


async def list_saved(ctx: Context, command: ListSaved) -> SavedPage:
    async def work(tx: Transaction, who: Standing) -> SavedPage:
        found = await saves.page(tx, who.person, before=command.before, limit=command.limit + 1)
        shown = found[: command.limit]
        asks = {save: ctx.ask(number(save.room), save.seq) for save in shown}
        stands = await standings_of(tx, asks.values(), ctx.now())
        seen = [ask for ask in asks.values() if see_message(stands[ask]) is None]
        said = await messages.at(tx, [(ask.room, ask.seq) for ask in seen])
        followed = {ask.room for ask in asks.values() if be_in_room(stands[ask]) is None}
        there = await rooms.by_ids(tx, sorted(followed)) if followed else []
        return SavedPage(
            saved=[SavedMessage(save=save, message=said.get((ask.room, ask.seq))) for save, ask in asks.items()],
            more=len(found) > command.limit,
            rooms={room.id: room for room in there},
            people=await logs.people_in(tx, [*said.values(), *there]),
        )

    return await ctx.read(work)
