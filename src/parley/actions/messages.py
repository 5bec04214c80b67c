"""Messages: sending them and reading pages of them."""

import asyncio

from parley.changes import log_name, person_log, room_log
from parley.context import Context
from parley.errors import Forbidden, Invalid, NotFound
from parley.ids import number
from parley.policies import may_erase
from parley.protocol.messages import Erased, EraseMessage, ListMessages, Message, MessagePage, SendMessage, Sent
from parley.store import logs, messages, rooms
from parley.store.database import Transaction
from parley.store.sends import Send, send_all
from parley.store.units import Unit, WriteTransaction
from parley.things import about_messages, packed


async def send(ctx: Context, command: SendMessage) -> Sent:
    # Whoever hangs up now has sent it all the same: cancelling this wait does not take the unit back.
    return await submit(ctx, command)


def submit(ctx: Context, command: SendMessage) -> "asyncio.Future[Sent]":
    """Hand it over to be written, in the order of these calls. Whoever has many need not wait for each."""
    if not command.body.strip():
        raise Invalid("The message is empty.", field="body")
    me, room = ctx.me, number(command.room)
    one = Send(room=room, sender=me.person, session=me.session, client_id=command.client_id, body=command.body)
    return ctx.writer.submit(Unit(send_all, one, (room_log(room),), together=True, depends_on=(person_log(me.person),)))


async def erase(ctx: Context, command: EraseMessage) -> Erased:
    room, me = number(command.room), ctx.me.person

    async def work(tx: WriteTransaction) -> Erased:
        stay = await rooms.open_stay(tx, room, me)
        message = await messages.at(tx, rooms.sight_of(stay), command.seq) if stay is not None else None
        if stay is None or message is None:
            raise NotFound("There is no such message in a room that you are in.", field="seq")
        if not may_erase(stay.role, is_own=message.sender == str(me)):
            raise Forbidden("This message is somebody else's. Its sender and the room's owner can delete it.")
        rev = message.rev if message.erased else await messages.erase(tx, message)
        return Erased(room=command.room, seq=command.seq, rev=rev)

    return await ctx.write((room_log(room),), work, changes=())


async def list_messages(ctx: Context, command: ListMessages) -> MessagePage:
    if sum(place is not None for place in (command.before, command.after, command.around)) > 1:
        raise Invalid("Name at most one of before, after and around.", field="before")
    return await ctx.read(_page, command, ctx.me.person)


async def _page(tx: Transaction, command: ListMessages, me: int) -> MessagePage:
    """Membership, messages and head from one snapshot."""
    room = number(command.room)
    stay = await rooms.open_stay(tx, room, me)
    if stay is None:
        raise NotFound("There is no such room, or you are not in it.", field="room")
    sight = rooms.sight_of(stay)
    found, log = await _slice(tx, sight, command), room_log(room)
    about = await logs.about(tx, about_messages(log.kind), log, found)
    head, last_seq = await rooms.counters(tx, room)
    has_any = sight.first <= last_seq
    # Places run up to the last without holes, so the edges of a page tell what lies beyond it.
    return MessagePage(
        log=log_name(log),
        head=head,
        messages=found,
        things=packed(about),
        has_before=found[0].seq > sight.first if found else has_any and command.after is not None,
        has_after=found[-1].seq < last_seq if found else has_any and command.before is not None,
        people=await logs.people_in(tx, [*found, *about]),
    )


async def _slice(tx: Transaction, sight: messages.Sight, command: ListMessages) -> list[Message]:
    if command.around is not None:
        older = command.limit // 2
        upto = await messages.before(tx, sight, command.around, older) if older else []
        return upto + await messages.after(tx, sight, command.around - 1, command.limit - len(upto))
    if command.after is not None:
        return await messages.after(tx, sight, command.after, command.limit)
    return await messages.before(tx, sight, command.before, command.limit)
