"""Forwarding: a message of one room said in another one, and where forwarded messages come from."""

from parley.actions.context import Context
from parley.actions.filtering import filtered
from parley.actions.threads import thread_of
from parley.basics.ids import number
from parley.changes import room_log
from parley.forward_policies import forward_from, see_origin
from parley.protocol.forwards import ForwardMessage, ListOrigins, Origins
from parley.protocol.messages import Sent
from parley.standing import Standing
from parley.store import forwards
from parley.store.database import Transaction
from parley.store.forwards import Forwarding, Original, Source
from parley.store.sends import Send, send_all
from parley.store.standing import Ask, standings_of


async def forward(ctx: Context, command: ForwardMessage) -> Sent:
    """A forwarded message is sent as any other. The text is read and shown to the filters before, and the transaction
    that sends it asks once more whether the caller may read it.
    """
    room, asked = number(command.room), command.note if command.note.strip() else ""
    thread = await thread_of(ctx, command.source_room, command.source_thread)
    ask = ctx.ask(number(command.source_room), command.source_seq, thread)
    original = await ctx.database.read(_readable, ask, ctx.now())
    note = await filtered(ctx, "message", asked, room=command.room) if asked else ""
    if original is not None:
        text = await filtered(ctx, "forward", original.text, room=command.room)
        original = Original(text, original.sender, original.at, original.source)
    terms = f"{ask.room}:{ask.root}:{ask.seq} {asked}"
    forwarding = Forwarding(ask, forward_from, note, terms, original)
    send = Send(ctx.ask(room), ctx.may, command.client_id, forwarding.body, forwarding=forwarding)
    return await ctx.together(send_all, send, room_log(room))


async def origins(ctx: Context, command: ListOrigins) -> Origins:
    room = number(command.room)

    async def work(tx: Transaction, who: Standing) -> Origins:
        seen = [seq for seq in command.seqs if seq >= who.first_seen]
        found = await forwards.origins_at(tx, room, seen)
        asks = {seq: _ask(ctx, source) for seq, source in found}
        standings = await standings_of(tx, asks.values(), ctx.now())
        readable = [(seq, source) for seq, source in found if see_origin(standings[asks[seq]]) is None]
        return Origins(origins=[forwards.told(seq, source) for seq, source in readable])

    return await ctx.read(work, room=room)


async def _readable(tx: Transaction, ask: Ask, now: int) -> Original | None:
    who = (await standings_of(tx, [ask], now))[ask]
    source = Source(ask.room, ask.log, ask.root, ask.seq)
    return None if forward_from(who) is not None else await forwards.original_of(tx, who, source)


def _ask(ctx: Context, source: Source) -> Ask:
    return Ask(ctx.me.session, ctx.me.person, source.room, source.seq, source.log, source.root)
