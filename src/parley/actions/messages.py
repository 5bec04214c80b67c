"""Messages: sending, editing, erasing and restoring them, and reading pages and histories of them."""

import asyncio
from functools import partial

from msgspec.structs import replace

from parley.actions import held, threads
from parley.actions.context import Context
from parley.actions.filtering import filtered, looked_at
from parley.actions.threads import log_of, logs_of, thread_of
from parley.basics.ids import number
from parley.basics.times import milliseconds, rfc3339
from parley.changes import Log, log_name, person_log, room_log
from parley.errors import Invalid, NotFound
from parley.policies import UNDO_MS, undo_ms
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
    Restored,
    RestoreMessage,
    SendMessage,
    Sent,
    Version,
)
from parley.standing import Standing
from parley.store import erasures, logs, messages, rooms
from parley.store.database import Transaction
from parley.store.edits import Edit, edit_all
from parley.store.quotes import quotes_in
from parley.store.sends import Send, send_all
from parley.store.threads import UNOPENED
from parley.store.units import WriteTransaction
from parley.things import OWN_ABOUT, about_messages, packed


async def send(ctx: Context, command: SendMessage) -> Sent:
    if ctx.services.filters.are_there:
        refuse_empty(command.body)
        passed = await looked_at(ctx, "message", command.body, room=command.room, thread=command.thread)
        command = replace(command, body=passed.body)
        if passed.hold is not None:
            await held.hold_back(ctx, command, passed.hold)
    # A caller who hangs up now has sent it all the same: cancelling this wait does not take the unit back.
    if command.thread is None:
        return await submit(ctx, command)
    refuse_empty(command.body)
    return await threads.reply(ctx, command)


def submit(ctx: Context, command: SendMessage) -> "asyncio.Future[Sent]":
    """Hand it to the writer, which keeps the order of these calls. A caller with many need not wait for each."""
    refuse_empty(command.body)
    if command.also_in_room:
        raise Invalid("This is about a reply in a thread: name the thread.", field="also_in_room")
    room = number(command.room)
    send = Send(ctx.ask(room), ctx.may, command.client_id, command.body, command.reply_to)
    return ctx.together(send_all, send, room_log(room))


async def edit(ctx: Context, command: EditMessage) -> Edited:
    if not command.body.strip():
        raise Invalid("The message is empty. To take it away, delete it.", field="body")
    body = await filtered(ctx, "edit", command.body, room=command.room, thread=command.thread)
    room, thread = number(command.room), await thread_of(ctx, command.room, command.thread)
    one = Edit(ctx.ask(room, command.seq, thread), ctx.may, body)
    return await ctx.together(edit_all, one, *logs_of(room, thread))


async def history(ctx: Context, command: GetHistory) -> MessageHistory:
    room, thread = number(command.room), await thread_of(ctx, command.room, command.thread)
    return await ctx.read(partial(_history, command, log_of(room, thread)), room=room, seq=command.seq, thread=thread)


async def erase(ctx: Context, command: EraseMessage) -> Erased:
    room, thread = number(command.room), await thread_of(ctx, command.room, command.thread)

    async def work(tx: WriteTransaction, who: Standing) -> Erased:
        if who.is_erased:
            return Erased(room=command.room, seq=command.seq, rev=who.rev, undo_ms=undo_ms(who))
        rev = await erasures.erase(tx, log_of(room, thread), command.seq, by=who.person)
        return Erased(room=command.room, seq=command.seq, rev=rev, undo_ms=UNDO_MS)

    return await ctx.write(logs_of(room, thread), work, room=room, seq=command.seq, thread=thread, changes=())


async def restore(ctx: Context, command: RestoreMessage) -> Restored:
    room, seq = number(command.room), command.seq
    thread = await thread_of(ctx, command.room, command.thread)
    log = log_of(room, thread)

    async def work(tx: WriteTransaction, who: Standing) -> int | None:
        return await erasures.restore(tx, log, seq) if who.is_erased else who.rev

    async def logs_to_change(tx: Transaction, _: Standing) -> tuple[Log, ...]:
        return await erasures.logs_to_restore(tx, log, seq)

    rev = None
    while rev is None:
        changed = await ctx.read(logs_to_change, room=room, seq=seq, thread=thread)
        locked = tuple(dict.fromkeys((*logs_of(room, thread), *changed)))
        rev = await ctx.write(locked, work, room=room, seq=seq, thread=thread, changes=())
    return Restored(room=command.room, seq=seq, rev=rev)


async def list_messages(ctx: Context, command: ListMessages) -> MessagePage:
    if sum(place is not None for place in (command.before, command.after, command.around, command.at)) > 1:
        raise Invalid("Name at most one of before, after, around and at.", field="before")
    room, thread = number(command.room), await thread_of(ctx, command.room, command.thread)
    page = partial(_page, command, _moment(command), log_of(room, thread))
    return await ctx.read(page, room=room, thread=thread)


def refuse_empty(body: str) -> None:
    if not body.strip():
        raise Invalid("The message is empty.", field="body")


def _moment(command: ListMessages) -> int | None:
    try:
        return None if command.at is None else milliseconds(command.at)
    except ValueError as error:
        raise Invalid("There is no such time.", field="at") from error


async def _page(command: ListMessages, moment: int | None, log: Log, tx: Transaction, who: Standing) -> MessagePage:
    """Messages and head from one snapshot."""
    if log.id == UNOPENED:
        raise NotFound("Nobody has replied to this message in a thread yet.", field="thread")
    sight = messages.Sight(log.id, who.first_seen)
    head, last_seq = await rooms.counters(tx, log.id)
    around = command.around
    if moment is not None:
        around = await messages.first_since(tx, sight, last_seq, moment)
    found = await _slice(tx, sight, command, around)
    about = await logs.about(tx, about_messages(log.kind), log, found)
    own = await logs.about(tx, OWN_ABOUT, person_log(who.person), found, room=log.id)
    quotes = await quotes_in(tx, log, found, first=who.first_seen)
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
        people=await logs.people_in(tx, [*found, *about], quotes),
        quotes=quotes,
    )


async def _history(command: GetHistory, log: Log, tx: Transaction, who: Standing) -> MessageHistory:
    if who.is_erased:
        return MessageHistory(versions=[], has_before=False)
    # The first page ends with the present version, which is in the message's own row.
    is_first = command.before is None or command.before > who.rev
    room_for = command.limit - is_first
    found, has_before = await messages.versions(tx, log.id, command.seq, before=command.before, limit=room_for)
    earlier = [Version(rev=version.rev, body=version.body, at=version.at) for version in found]
    present = Version(rev=who.rev, body=who.body or "", at=rfc3339(who.edited_at or who.said_at))
    return MessageHistory(versions=[*earlier, present] if is_first else earlier, has_before=has_before)


async def _slice(tx: Transaction, sight: messages.Sight, command: ListMessages, around: int | None) -> list[Message]:
    if around is not None:
        older = command.limit // 2
        upto = await messages.before(tx, sight, around, older) if older else []
        return upto + await messages.after(tx, sight, around - 1, command.limit - len(upto))
    if command.after is not None:
        return await messages.after(tx, sight, command.after, command.limit)
    return await messages.before(tx, sight, command.before, command.limit)
