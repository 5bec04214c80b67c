"""Scheduled messages: scheduling, changing, sending at once and cancelling them. parley.later.scheduled sends them."""

from parley.actions.context import Context
from parley.actions.filtering import filtered
from parley.actions.messages import refuse_empty
from parley.actions.moments import moment_ahead
from parley.actions.threads import log_of, thread_of
from parley.basics.ids import number, request_hash
from parley.changes import Log, person_log
from parley.errors import Conflict, Gone, NotFound
from parley.policies import be_in_room, may_reply
from parley.protocol.scheduled import (
    SCHEDULED_LIMIT,
    CancelScheduled,
    CreateScheduled,
    ListScheduled,
    Scheduled,
    ScheduledList,
    SendScheduledNow,
    UpdateScheduled,
)
from parley.speech.sentences import say
from parley.standing import Standing
from parley.store import logs, rooms, scheduled
from parley.store.database import Row, Transaction
from parley.store.quotes import quotes_at
from parley.store.rows import made
from parley.store.standing import standings_of
from parley.store.units import WriteTransaction

FULL = say("You have {count} scheduled messages, which is the most. Cancel one of them first.", count=SCHEDULED_LIMIT)


async def create(ctx: Context, command: CreateScheduled) -> Scheduled:
    refuse_empty(command.body)
    body = await filtered(ctx, "scheduled", command.body, room=command.room, thread=command.thread)
    room, me = number(command.room), ctx.me.person
    thread = await thread_of(ctx, command.room, command.thread)
    digest = request_hash(
        command.room, str(command.thread or ""), str(command.reply_to or ""), command.at, command.body
    )

    async def work(tx: WriteTransaction, who: Standing) -> Scheduled:
        known = await scheduled.by_client_id(tx, me, command.client_id)
        if known is not None:
            if bytes(known.request_hash) != digest:
                raise Conflict("This client_id was used for another scheduled message.", field="client_id")
            return made(Scheduled, known)
        at = moment_ahead(command.at, tx.now)
        if command.reply_to is not None:
            await _refuse_unseen(tx, log_of(room, thread), command.reply_to, who)
        if await scheduled.number_of(tx, me) >= SCHEDULED_LIMIT:
            raise Conflict(FULL)
        return await scheduled.create(
            tx,
            me,
            known_by=(command.client_id, digest),
            room=room,
            root=command.thread,
            reply_to=command.reply_to,
            body=body,
            at=at,
        )

    return await ctx.write((person_log(me),), work, room=room, thread=thread, changes=())


async def list_scheduled(ctx: Context, _: ListScheduled) -> ScheduledList:
    async def work(tx: Transaction, who: Standing) -> ScheduledList:
        found = await scheduled.listed(tx, who.person)
        asks = {ctx.ask(number(each.room)) for each in found}
        stands = await standings_of(tx, asks, ctx.now())
        followed = sorted(ask.room for ask in asks if be_in_room(stands[ask]) is None)
        there = await rooms.by_ids(tx, followed) if followed else []
        return ScheduledList(
            scheduled=found,
            rooms={room.id: room for room in there},
            people=await logs.people_in(tx, there),
        )

    return await ctx.read(work)


async def update(ctx: Context, command: UpdateScheduled) -> Scheduled:
    if command.body is not None:
        refuse_empty(command.body)

    async def work(tx: WriteTransaction, _: Standing) -> Scheduled:
        row = await _pending(tx, ctx.me.person, command.scheduled)
        if command.body is None and command.at is None:
            return made(Scheduled, row)
        at = None if command.at is None else moment_ahead(command.at, tx.now)
        return await scheduled.change(tx, row, body=command.body, at=at)

    return await ctx.write((person_log(ctx.me.person),), work, changes=())


async def send_now(ctx: Context, command: SendScheduledNow) -> Scheduled:
    """The job does it, as at any other time: so it is said once, and refused in the same words."""

    async def work(tx: WriteTransaction, _: Standing) -> Scheduled:
        row = await _pending(tx, ctx.me.person, command.scheduled)
        return await scheduled.change(tx, row, at=tx.now)

    return await ctx.write((person_log(ctx.me.person),), work, changes=())


async def cancel(ctx: Context, command: CancelScheduled) -> Scheduled:
    async def work(tx: WriteTransaction, _: Standing) -> Scheduled:
        row = await _own(tx, ctx.me.person, command.scheduled)
        return made(Scheduled, row) if row.until is not None else await scheduled.cancel(tx, row)

    return await ctx.write((person_log(ctx.me.person),), work, changes=())


async def _refuse_unseen(tx: Transaction, log: Log, seq: int, who: Standing) -> None:
    place = (log.id, seq)
    if (refused := may_reply(who, (await quotes_at(tx, [place])).get(place))) is not None:
        raise refused


async def _pending(tx: Transaction, person: int, id_: str) -> Row:
    row = await _own(tx, person, id_)
    if row.until is not None:
        raise Gone("This message was sent or cancelled already.", field="scheduled")
    return row


async def _own(tx: Transaction, person: int, id_: str) -> Row:
    row = await scheduled.by_id(tx, number(id_))
    if row is None or row.person != person:
        raise NotFound("You have no such scheduled message.", field="scheduled")
    return row
