"""Reactions: putting an emoji under a message, taking it back, and who did."""

from parley.actions.context import Context
from parley.actions.emoji import existing, well_formed
from parley.actions.threads import log_of, logs_of, thread_of
from parley.basics.ids import number
from parley.changes import person_log
from parley.errors import Invalid
from parley.protocol.reactions import ListReactions, React, Reaction, ReactionPage, Unreact
from parley.standing import Standing
from parley.store import people
from parley.store.database import Transaction
from parley.store.reactions import Wish, people_page, react_all


async def react(ctx: Context, command: React) -> Reaction:
    return await _wished(ctx, command, _one(await existing(ctx, command.emoji)), is_there=True)


async def unreact(ctx: Context, command: Unreact) -> Reaction:
    return await _wished(ctx, command, _one(well_formed(command.emoji)), is_there=False)


async def list_reactions(ctx: Context, command: ListReactions) -> ReactionPage:
    room, emoji = number(command.room), _one(well_formed(command.emoji))
    thread = await thread_of(ctx, command.room, command.thread)
    log = log_of(room, thread).id
    after = number(command.after) if command.after is not None else None

    async def page(tx: Transaction, _: Standing) -> ReactionPage:
        found = await people_page(tx, log, command.seq, emoji, after=after, limit=command.limit + 1)
        shown = found[: command.limit]
        cards = await people.cards(tx, shown)
        return ReactionPage(people=[str(id_) for id_ in shown], more=len(found) > command.limit, cards=cards)

    return await ctx.read(page, room=room, seq=command.seq, thread=thread)


async def _wished(ctx: Context, command: React | Unreact, emoji: str, *, is_there: bool) -> Reaction:
    room = number(command.room)
    thread = await thread_of(ctx, command.room, command.thread)
    wish = Wish(ctx.ask(room, command.seq, thread), ctx.may, emoji, is_there)
    return await ctx.together(react_all, wish, *logs_of(room, thread), person_log(ctx.me.person))


def _one(emoji: str | None) -> str:
    if emoji is None:
        raise Invalid("This is not one emoji.", field="emoji")
    return emoji
