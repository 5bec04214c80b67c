"""Messages: sending them and reading pages of them."""

import asyncio

from parley.context import Context
from parley.errors import Invalid, NotFound
from parley.ids import number
from parley.protocol.messages import ListMessages, Message, MessagePage, SendMessage, Sent
from parley.store import messages, people, rooms
from parley.store.database import Transaction
from parley.store.sends import Send, send_all
from parley.store.units import Unit, room_log


async def send(ctx: Context, command: SendMessage) -> Sent:
    # Whoever hangs up now has sent it all the same: cancelling this wait does not take the unit back.
    return await submit(ctx, command)


def submit(ctx: Context, command: SendMessage) -> "asyncio.Future[Sent]":
    """Hand it over to be written, in the order of these calls. Whoever has many need not wait for each."""
    if not command.body.strip():
        raise Invalid("The message is empty.", field="body")
    me, room = ctx.me, number(command.room)
    one = Send(room=room, sender=me.person, session=me.session, client_id=command.client_id, body=command.body)
    return ctx.writer.submit(Unit(send_all, one, (room_log(room),), together=True))


async def list_messages(ctx: Context, command: ListMessages) -> MessagePage:
    if sum(place is not None for place in (command.before, command.after, command.around)) > 1:
        raise Invalid("Name at most one of before, after and around.", field="before")
    return await ctx.database.read(_page, command, ctx.me.person)


async def _page(tx: Transaction, command: ListMessages, me: int) -> MessagePage:
    """Membership, messages and head from one snapshot."""
    room = number(command.room)
    if await rooms.open_stay(tx, room, me) is None:
        raise NotFound("There is no such room, or you are not in it.", field="room")
    found = await _slice(tx, room, command)
    head, last_seq = await rooms.counters(tx, room)
    return MessagePage(
        room=command.room,
        head=head,
        messages=found,
        has_before=_has_before(found, last_seq, command),
        has_after=_has_after(found, last_seq, command),
        people=await people.cards(tx, (int(message.sender) for message in found)),
    )


async def _slice(tx: Transaction, room: int, command: ListMessages) -> list[Message]:
    if command.around is not None:
        older = command.limit // 2
        upto = await messages.before(tx, room, command.around, older) if older else []
        return upto + await messages.after(tx, room, command.around - 1, command.limit - len(upto))
    if command.after is not None:
        return await messages.after(tx, room, command.after, command.limit)
    return await messages.before(tx, room, command.before, command.limit)


# A room's places run from 1 to its last without holes, so the edges of a page tell what lies beyond it.
def _has_before(found: list[Message], last_seq: int, command: ListMessages) -> bool:
    if found:
        return found[0].seq > 1
    return command.after is not None and last_seq > 0


def _has_after(found: list[Message], last_seq: int, command: ListMessages) -> bool:
    if found:
        return found[-1].seq < last_seq
    return command.before is not None and last_seq > 0
