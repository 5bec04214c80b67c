"""Reminders: making, changing and completing them. parley.later.reminders makes them due."""

from msgspec.structs import replace

from parley.actions.context import Context
from parley.actions.moments import moment_ahead
from parley.actions.threads import log_of, thread_of
from parley.basics.ids import number, request_hash
from parley.changes import person_log
from parley.errors import Conflict, Gone, Invalid, NotFound
from parley.policies import be_in_room, save
from parley.protocol.reminders import (
    REMINDERS_LIMIT,
    CompleteReminder,
    CreateReminder,
    ListReminders,
    Reminder,
    ReminderList,
    ReminderShown,
    UpdateReminder,
)
from parley.speech.sentences import say
from parley.standing import Standing
from parley.store import logs, messages, reminders, rooms
from parley.store.database import Row, Transaction
from parley.store.reminders import NO_MESSAGE, About
from parley.store.rows import made
from parley.store.standing import NONE, standings_of
from parley.store.threads import Thread
from parley.store.units import WriteTransaction

FULL = say("You have {count} reminders, which is the most. Complete one of them first.", count=REMINDERS_LIMIT)


async def create(ctx: Context, command: CreateReminder) -> Reminder:
    me, text = ctx.me.person, command.text.strip()
    is_about_message = _names_message(command)
    if not is_about_message and not text:
        raise Invalid("Say what to be reminded of.", field="text")
    thread = await thread_of(ctx, command.room or "0", command.thread)
    about = _about(command, thread) if is_about_message else NO_MESSAGE
    digest = request_hash(*(str(each or "") for each in (command.room, command.thread, command.seq)), command.at, text)

    async def work(tx: WriteTransaction, who: Standing) -> Reminder:
        known = await reminders.by_client_id(tx, me, command.client_id)
        if known is not None:
            if bytes(known.request_hash) != digest:
                raise Conflict("This client_id was used for another reminder.", field="client_id")
            return made(Reminder, known)
        if is_about_message and (refused := save(who)) is not None:
            raise refused
        at = moment_ahead(command.at, tx.now)
        if await reminders.number_of(tx, me) >= REMINDERS_LIMIT:
            raise Conflict(FULL)
        return await reminders.create(tx, me, known_by=(command.client_id, digest), about=about, text=text, at=at)

    room, seq = about.room or NONE, about.seq or NONE
    return await ctx.write((person_log(me),), work, room=room, seq=seq, thread=thread, changes=())


async def list_reminders(ctx: Context, _: ListReminders) -> ReminderList:
    async def work(tx: Transaction, who: Standing) -> ReminderList:
        rows = await reminders.rows_of(tx, who.person)
        asks = {row.id: ask for row in rows if (ask := reminders.ask_of(row, ctx.me.session)) is not None}
        stands = await standings_of(tx, asks.values(), ctx.now())
        seen = [(ask.log, ask.seq) for ask in asks.values() if save(stands[ask]) is None]
        said = await messages.at(tx, seen)
        followed = {ask.room for ask in asks.values() if be_in_room(replace(stands[ask], root=NONE)) is None}
        there = await rooms.by_ids(tx, sorted(followed)) if followed else []
        return ReminderList(
            reminders=[
                ReminderShown(reminder=made(Reminder, row), message=said.get((row.log, row.seq))) for row in rows
            ],
            rooms={room.id: room for room in there},
            people=await logs.people_in(tx, [*said.values(), *there]),
        )

    return await ctx.read(work)


async def update(ctx: Context, command: UpdateReminder) -> Reminder:
    text = None if command.text is None else command.text.strip()

    async def work(tx: WriteTransaction, _: Standing) -> Reminder:
        row = await _own(tx, ctx.me.person, command.reminder)
        if row.until is not None:
            raise Gone("This reminder was completed already.", field="reminder")
        if text == "" and row.seq is None:
            raise Invalid("Say what to be reminded of.", field="text")
        if text is None and command.at is None:
            return made(Reminder, row)
        at = None if command.at is None else moment_ahead(command.at, tx.now)
        return await reminders.change(tx, row, text=text, at=at)

    return await ctx.write((person_log(ctx.me.person),), work, changes=())


async def complete(ctx: Context, command: CompleteReminder) -> Reminder:
    async def work(tx: WriteTransaction, _: Standing) -> Reminder:
        row = await _own(tx, ctx.me.person, command.reminder)
        return made(Reminder, row) if row.until is not None else await reminders.complete(tx, row)

    return await ctx.write((person_log(ctx.me.person),), work, changes=())


def _names_message(command: CreateReminder) -> bool:
    """Whether it is about a message, which takes a room and a place."""
    if (command.room is None) != (command.seq is None):
        raise Invalid("A message is named by its room and its seq.", field="seq" if command.room else "room")
    if command.thread is not None and command.seq is None:
        raise Invalid("This is the thread of a message: name the message.", field="thread")
    return command.seq is not None


def _about(command: CreateReminder, thread: Thread | None) -> About:
    room = number(command.room or "0")
    return About(log_of(room, thread).id, room, command.thread, command.seq)


async def _own(tx: Transaction, person: int, id_: str) -> Row:
    row = await reminders.by_id(tx, number(id_))
    if row is None or row.person != person:
        raise NotFound("You have no such reminder.", field="reminder")
    return row
