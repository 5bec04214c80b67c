"""Drafts: keeping what somebody writes for their other devices, throwing it away, and listing all of it."""

from parley.actions.context import Context
from parley.actions.threads import thread_of
from parley.basics.ids import number
from parley.changes import person_log
from parley.policies import be_in_room
from parley.protocol.drafts import DeleteDraft, Draft, DraftPage, ListDrafts, PutDraft
from parley.standing import Standing
from parley.store import drafts, logs, rooms
from parley.store.database import Transaction
from parley.store.drafts import Place
from parley.store.standing import standings_of
from parley.store.units import WriteTransaction


async def put(ctx: Context, command: PutDraft) -> Draft:
    place = _place(ctx, command)
    thread = await thread_of(ctx, command.room, command.thread)

    async def work(tx: WriteTransaction, _: Standing) -> Draft:
        if not command.body.strip():
            return await drafts.remove(tx, place)
        return await drafts.put(tx, place, command.body, command.reply_to, base=command.base)

    # Somebody who leaves the room locks the same log: either this comes first and is removed, or it is refused.
    return await ctx.write((person_log(place.person),), work, room=place.room, thread=thread, changes=())


async def delete(ctx: Context, command: DeleteDraft) -> Draft:
    place = _place(ctx, command)

    async def work(tx: WriteTransaction, _: Standing) -> Draft:
        return await drafts.remove(tx, place)

    return await ctx.write((person_log(place.person),), work, changes=())


async def list_drafts(ctx: Context, command: ListDrafts) -> DraftPage:
    async def work(tx: Transaction, who: Standing) -> DraftPage:
        found = await drafts.page(tx, who.person, before=command.before, limit=command.limit + 1)
        shown = found[: command.limit]
        asks = {ctx.ask(number(draft.room)) for draft in shown}
        stands = await standings_of(tx, asks, ctx.now())
        seen = sorted(ask.room for ask in asks if be_in_room(stands[ask]) is None)
        there = await rooms.by_ids(tx, seen) if seen else []
        return DraftPage(
            drafts=shown,
            more=len(found) > command.limit,
            rooms={room.id: room for room in there},
            people=await logs.people_in(tx, there),
        )

    return await ctx.read(work)


def _place(ctx: Context, command: PutDraft | DeleteDraft) -> Place:
    return Place(ctx.me.person, number(command.room), command.thread or 0)
