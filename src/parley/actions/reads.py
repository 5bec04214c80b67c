"""How far one has read: marking it, and marking it back."""

from parley.actions.context import Context
from parley.basics.ids import number
from parley.changes import person_log
from parley.protocol.reads import MarkRead, MarkUnread, ReadPosition
from parley.store.reads import Mark, mark_all


async def mark(ctx: Context, command: MarkRead) -> ReadPosition:
    return await _marked(ctx, command, unread=False)


async def mark_unread(ctx: Context, command: MarkUnread) -> ReadPosition:
    return await _marked(ctx, command, unread=True)


async def _marked(ctx: Context, command: MarkRead | MarkUnread, *, unread: bool) -> ReadPosition:
    ask = ctx.ask(number(command.room))
    one = Mark(ask, ctx.may, command.generation, command.seq, unread)
    position = await ctx.together(mark_all, one, person_log(ask.person))
    # A mark that changed nothing is answered with a later place.
    if not unread and ctx.told_through is not None and position.seq == command.seq:
        ctx.live.signals.receipts.say(ask.person, ask.room)
    return position
