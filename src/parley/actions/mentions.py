"""Mentions: all messages that speak to the caller."""

from parley.actions.context import Context
from parley.basics.ids import number
from parley.changes import log_named
from parley.protocol.mentions import ListMentions, MentionedMessage, MentionPage
from parley.standing import Standing
from parley.store import logs, mentions, messages, rooms
from parley.store.database import Transaction


async def list_mentions(ctx: Context, command: ListMentions) -> MentionPage:
    async def work(tx: Transaction, who: Standing) -> MentionPage:
        found = await mentions.page(tx, who.person, before=command.before, limit=command.limit + 1)
        shown = found[: command.limit]
        places = {mention: (log_named(mention.log).id, mention.seq) for mention, _ in shown}
        said = await messages.at(tx, list(places.values()))
        there = await rooms.by_ids(tx, sorted({number(mention.room) for mention, _ in shown})) if shown else []
        return MentionPage(
            mentions=[
                MentionedMessage(mention=mention, message=said[places[mention]], is_unread=is_unread)
                for mention, is_unread in shown
            ],
            more=len(found) > command.limit,
            unread=await mentions.counted(tx, who.person, ctx.now()),
            rooms={room.id: room for room in there},
            people=await logs.people_in(tx, [*said.values(), *there]),
        )

    return await ctx.read(work)
