"""Threads: replying in one, following it, how far one has read it, and all that one follows."""

import asyncio
from collections.abc import Sequence
from typing import NamedTuple

from parley.actions.context import Context
from parley.basics.ids import number
from parley.changes import Log, person_log, room_log, thread_log
from parley.errors import ParleyError
from parley.policies import may_follow
from parley.protocol.messages import Message, SendMessage, Sent
from parley.protocol.rooms import Room
from parley.protocol.threads import (
    Follow,
    FollowedThread,
    FollowThread,
    GetThread,
    ListThreads,
    MarkThread,
    ThreadDetails,
    ThreadPage,
    UnfollowThread,
)
from parley.standing import Standing
from parley.store import follows, logs, messages, rooms, threads
from parley.store.database import Row, Transaction
from parley.store.polls import NewPoll
from parley.store.rows import made
from parley.store.sends import Send, send_all
from parley.store.threads import UNOPENED, Thread
from parley.store.units import WriteTransaction, write_alone


class Before(NamedTuple):
    """What is known before somebody replies: the thread, whether they follow it, and who said its root."""

    thread: Thread
    is_followed: bool
    author: int


async def thread_of(ctx: Context, room: str, root: int | None) -> Thread | None:
    """The thread that a command names; none if it is about the room. The policy says whether the caller may see it."""
    return None if root is None else await ctx.database.read(threads.find, number(room), root)


def log_of(room: int, thread: Thread | None) -> Log:
    return room_log(room) if thread is None else thread_log(thread.id)


def logs_of(room: int, thread: Thread | None) -> tuple[Log, ...]:
    """What is locked to write about a message. Its room comes first: it decides in which order units run."""
    return (room_log(room),) if thread is None else (room_log(room), thread_log(thread.id))


async def reply(ctx: Context, command: SendMessage, poll: NewPoll | None = None) -> Sent:
    """Say something in a thread, perhaps a poll. A person's first reply follows it, and the very first one opens it."""
    room, root = number(command.room), command.thread or 0
    while True:
        known = await ctx.database.read(before, room, root, ctx.me.person)
        if known.is_followed and not command.also_in_room:
            return await _together(ctx, command, known.thread, poll)
        said = await _joining(ctx, command, known, poll)
        if said is not None:
            return said


def _together(ctx: Context, command: SendMessage, thread: Thread, poll: NewPoll | None) -> "asyncio.Future[Sent]":
    room = number(command.room)
    return ctx.together(send_all, _reply(ctx, command, thread, poll), *logs_of(room, thread))


async def _joining(ctx: Context, command: SendMessage, known: Before, poll: NewPoll | None) -> Sent | None:
    """A reply that opens its thread, or whose sender does not follow it yet, or that is said in the room as well. None
    if somebody else has opened the thread meanwhile.
    """
    logs = logs_to_reply(number(command.room), ctx.me.person, known)
    return await write_alone(ctx.writer, logs, lambda tx: say(tx, ctx, command, known, poll), changes=())


def logs_to_reply(room: int, person: int, known: Before) -> tuple[Log, ...]:
    """What is locked for `say`."""
    thread, _, author = known
    people = {person_log(person), *((person_log(author),) if author and thread.id == UNOPENED else ())}
    opened = (thread_log(thread.id),) if thread.id != UNOPENED else ()
    return (room_log(room), *opened, *sorted(people))


async def say(
    tx: WriteTransaction, ctx: Context, command: SendMessage, known: Before, poll: NewPoll | None = None
) -> Sent | None:
    """A reply in a transaction of its own. None if somebody else has opened the thread since `before`."""
    room, me, (thread, _, author) = number(command.room), ctx.me.person, known
    there = await threads.find(tx, room, thread.root)
    if there.id != thread.id:
        return None
    is_there = await _is_there(tx, room, thread.root)
    is_new = there.id == UNOPENED and is_there
    if is_new:
        there = await threads.open_thread(tx, room, thread.root)
    said = await sent(tx, _reply(ctx, command, there, poll))
    if is_there:  # else it was sent before the root was erased, and who follows comes back with the root
        await follows.follow(tx, me, room, there, read=said.seq)
    if is_new and author != me and await rooms.open_stay(tx, room, author) is not None:
        await follows.follow(tx, author, room, there, read=0)
    if command.also_in_room:
        await sent(tx, Send(ctx.ask(room), ctx.may, command.client_id, command.body, thread.root, is_twice=True))
    return said


def _reply(ctx: Context, command: SendMessage, thread: Thread, poll: NewPoll | None) -> Send:
    ask = ctx.ask(number(command.room), thread=thread)
    is_twice = command.also_in_room
    return Send(ask, ctx.may, command.client_id, command.body, command.reply_to, is_twice=is_twice, poll=poll)


async def sent(tx: WriteTransaction, send: Send) -> Sent:
    """One message in a transaction that does more than that, or the refusal raised."""
    (answer,) = await send_all(tx, [send])
    if isinstance(answer, ParleyError):
        raise answer
    return answer


async def before(tx: Transaction, room: int, root: int, person: int) -> Before:
    thread = await threads.find(tx, room, root)
    known = await follows.known(tx, person, room, root)
    said = await messages.at(tx, [(room, root)])
    author = int(said[room, root].sender) if (room, root) in said else 0
    return Before(thread, known is not None and known.until is None, author)


async def _is_there(tx: Transaction, room: int, root: int) -> bool:
    there = (await messages.at(tx, [(room, root)])).get((room, root))
    return there is not None and not there.erased


async def get(ctx: Context, command: GetThread) -> ThreadDetails:
    room = number(command.room)

    async def work(tx: Transaction, who: Standing) -> ThreadDetails:
        said = (await messages.at(tx, [(room, command.seq)]))[room, command.seq]
        thread = await threads.summary(tx, room, command.seq)
        known = await follows.known(tx, who.person, room, command.seq)
        return ThreadDetails(
            root=said,
            thread=thread,
            follow=made(Follow, known) if known is not None and known.until is None else None,
            people=await logs.people_in(tx, [said, *([] if thread is None else [thread])]),
        )

    return await ctx.read(work, room=room, seq=command.seq)


async def follow(ctx: Context, command: FollowThread) -> Follow:
    room, me = number(command.room), ctx.me.person

    async def work(tx: WriteTransaction, _: Standing) -> Follow:
        thread = await threads.find(tx, room, command.seq)
        if (refused := may_follow(thread.id != UNOPENED)) is not None:
            raise refused
        last = (await rooms.counters(tx, thread.id))[1]
        return await follows.follow(tx, me, room, thread, read=last)

    # The room's head is locked as well: the message may be erased at this moment, and what is about it with it.
    return await ctx.write((room_log(room), person_log(me)), work, room=room, seq=command.seq, changes=())


async def unfollow(ctx: Context, command: UnfollowThread) -> Follow:
    room, me = number(command.room), ctx.me.person

    async def work(tx: WriteTransaction, _: Standing) -> Follow:
        thread = await threads.find(tx, room, command.seq)
        return await follows.unfollow(tx, me, room, thread) or _not_followed(command, thread)

    return await ctx.write((room_log(room), person_log(me)), work, room=room, seq=command.seq, changes=())


async def mark(ctx: Context, command: MarkThread) -> Follow:
    room, me = number(command.room), ctx.me.person

    async def work(tx: WriteTransaction, _: Standing) -> Follow:
        thread = await threads.find(tx, room, command.seq)
        last = (await rooms.counters(tx, thread.id))[1]
        marked = await follows.mark(tx, me, room, thread, read=min(command.read, last))
        return marked or _not_followed(command, thread)

    return await ctx.write((room_log(room), person_log(me)), work, room=room, seq=command.seq, changes=())


def _not_followed(command: UnfollowThread | MarkThread, thread: Thread) -> Follow:
    """What never was followed has no place in any log."""
    log = f"thread:{max(thread.id, 1)}"
    return Follow(room=command.room, seq=command.seq, log=log, read=0, since=0, until=0, rev=0)


async def list_threads(ctx: Context, command: ListThreads) -> ThreadPage:
    before = None if command.before is None else command.before.split(".")
    edge = None if before is None else (int(before[0]), int(before[1]))

    async def work(tx: Transaction, who: Standing) -> ThreadPage:
        found = await follows.page(tx, who.person, before=edge, limit=command.limit + 1)
        shown = found[: command.limit]
        followed, said, there = await _followed(tx, shown)
        return ThreadPage(
            threads=followed,
            next=f"{shown[-1].last_at}.{shown[-1].thread}" if len(found) > command.limit else None,
            unread=await follows.unread(tx, who.person, ctx.now()),
            rooms={room.id: room for room in there},
            people=await logs.people_in(tx, [*said, *there, *(one.thread for one in followed)]),
        )

    return await ctx.read(work)


async def _followed(tx: Transaction, rows: Sequence[Row]) -> tuple[list[FollowedThread], list[Message], list[Room]]:
    roots = await messages.at(tx, [(row.room, row.seq) for row in rows])
    last = await messages.at(tx, [(row.thread, row.seq_last) for row in rows])
    followed: list[FollowedThread] = []
    for row in rows:
        summary = await threads.summary(tx, row.room, row.seq)
        root = roots.get((row.room, row.seq))
        if summary is not None and root is not None:
            unread = max(0, row.seq_last - row.read)
            one = made(Follow, row)
            newest = last.get((row.thread, row.seq_last))
            followed.append(FollowedThread(follow=one, thread=summary, root=root, last=newest, unread=unread))
    there = await rooms.by_ids(tx, sorted({row.room for row in rows})) if rows else []
    return followed, [*roots.values(), *last.values()], there
