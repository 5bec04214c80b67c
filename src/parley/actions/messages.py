"""Messages: sending, editing and erasing them, and reading pages and histories of them."""

import asyncio

from parley.changes import log_name, person_log, room_log
from parley.context import Context
from parley.errors import Forbidden, Invalid, NotFound
from parley.ids import number
from parley.policies import may_erase
from parley.protocol.messages import (
    Edited,
    EditMessage,
    Erased,
    EraseMessage,
    GetHistory,
    ListMessages,
    Message,
    MessageHistory,
    MessagePage,
    SendMessage,
    Sent,
    Version,
)
from parley.store import logs, messages, rooms
from parley.store.database import Transaction
from parley.store.edits import Edit, edit_all
from parley.store.sends import Send, send_all
from parley.store.units import Unit, WriteTransaction
from parley.things import OWN_ABOUT, about_messages, packed


async def send(ctx: Context, command: SendMessage) -> Sent:
    # A caller who hangs up now has sent it all the same: cancelling this wait does not take the unit back.
    return await submit(ctx, command)


def submit(ctx: Context, command: SendMessage) -> "asyncio.Future[Sent]":
    """Hand it to the writer, which keeps the order of these calls. A caller with many need not wait for each."""
    if not command.body.strip():
        raise Invalid("The message is empty.", field="body")
    me, room = ctx.me, number(command.room)
    one = Send(room=room, sender=me.person, session=me.session, client_id=command.client_id, body=command.body)
    return ctx.writer.submit(Unit(send_all, one, (room_log(room),), together=True, depends_on=(person_log(me.person),)))


async def edit(ctx: Context, command: EditMessage) -> Edited:
    if not command.body.strip():
        raise Invalid("The message is empty. To take it away, delete it.", field="body")
    me, room = ctx.me, number(command.room)
    one = Edit(room=room, seq=command.seq, editor=me.person, session=me.session, body=command.body)
    unit = Unit(edit_all, one, (room_log(room),), together=True, depends_on=(person_log(me.person),))
    return await ctx.writer.submit(unit)


async def history(ctx: Context, command: GetHistory) -> MessageHistory:
    return await ctx.read(_history, command, ctx.me.person)


async def erase(ctx: Context, command: EraseMessage) -> Erased:
    room, me = number(command.room), ctx.me.person

    async def work(tx: WriteTransaction) -> Erased:
        stay, message = await rooms.seen_message(tx, room, command.seq, me)
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
    own = await logs.about(tx, OWN_ABOUT, person_log(me), found, room=room)
    head, last_seq = await rooms.counters(tx, room)
    has_any = sight.first <= last_seq
    # Places run up to the last without holes, so the edges of a page tell what lies beyond it.
    return MessagePage(
        log=log_name(log),
        head=head,
        messages=found,
        things=packed(about),
        own=packed(own),
        has_before=found[0].seq > sight.first if found else has_any and command.after is not None,
        has_after=found[-1].seq < last_seq if found else has_any and command.before is not None,
        people=await logs.people_in(tx, [*found, *about]),
    )


async def _history(tx: Transaction, command: GetHistory, me: int) -> MessageHistory:
    room = number(command.room)
    _, message = await rooms.seen_message(tx, room, command.seq, me)
    if message.erased:
        return MessageHistory(versions=[], has_before=False)
    # The first page ends with the present version, which is in the message's own row.
    is_first = command.before is None or command.before > message.rev
    room_for = command.limit - is_first
    found, has_before = await messages.versions(tx, room, command.seq, before=command.before, limit=room_for)
    earlier = [Version(rev=version.rev, body=version.body, at=version.at) for version in found]
    present = Version(rev=message.rev, body=message.body, at=message.edited_at or message.created_at)
    return MessageHistory(versions=[*earlier, present] if is_first else earlier, has_before=has_before)


async def _slice(tx: Transaction, sight: messages.Sight, command: ListMessages) -> list[Message]:
    if command.around is not None:
        older = command.limit // 2
        upto = await messages.before(tx, sight, command.around, older) if older else []
        return upto + await messages.after(tx, sight, command.around - 1, command.limit - len(upto))
    if command.after is not None:
        return await messages.after(tx, sight, command.after, command.limit)
    return await messages.before(tx, sight, command.before, command.limit)
