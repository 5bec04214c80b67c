"""Sending scheduled messages as the people who wrote them, by the same policy as if they sent them at that moment.

The message, the end of what was scheduled and the completion of the job are one transaction.
"""

import asyncio
from functools import partial

from parley.actions import threads
from parley.actions.context import Caller, Context
from parley.actions.filtering import filtered
from parley.basics.times import DAY
from parley.changes import Log, person_log, room_log
from parley.errors import Gone, Internal, ParleyError, Unavailable
from parley.later.jobs import Turn
from parley.later.orders import ordered
from parley.policies import send as may_send
from parley.protocol.messages import SendMessage
from parley.speech.languages import asked_for
from parley.speech.sentences import translated
from parley.store import follows, people, reads, scheduled
from parley.store.database import Row
from parley.store.scheduled import SendScheduled
from parley.store.sends import Send
from parley.store.standing import NONE
from parley.store.threads import find
from parley.store.units import WriteTransaction

# A server that was down for longer does not surprise a room with what was meant for another day.
LATE_MS = DAY
# Jobs that are due together are done side by side, and what one person says in one place keeps its order. A job that
# is too early waits for the others, and comes back later if another process has them.
LOOK_SECONDS, LOOKS = 0.02, 100
WAIT_MS = 200
TOO_LATE = "The server was down at this time, and for more than a day after it."


async def send(turn: Turn, due: SendScheduled) -> None:
    row = await turn.services.database.read(scheduled.by_id, due.scheduled)
    if row is None or row.until is not None:
        return await turn.complete()
    await _wait_for_earlier(turn, row)
    try:
        await _say(turn, row)
    except ParleyError as refused:
        if turn.is_lost or refused.retryable or isinstance(refused, Internal):
            raise
        reason = translated(refused.message, await _language(turn, row.person))
        fail = partial(scheduled.fail, id_=row.id, reason=reason)
        await turn.complete(fail, person_log(row.person))


async def _language(turn: Turn, person: int) -> str:
    """No request asks for one now, and the reason is kept: it is written in the language of the person's profile."""
    row = await turn.services.database.read(people.by_id, person)
    return asked_for("" if row is None else row.language or "")


async def _wait_for_earlier(turn: Turn, row: Row) -> None:
    for _ in range(LOOKS):
        if await turn.services.database.read(scheduled.is_next, row):
            return
        await asyncio.sleep(LOOK_SECONDS)


async def _say(turn: Turn, known: Row) -> None:
    caller = Caller(known.person, NONE, "member", 0)
    ctx = Context(turn.services, caller, may=ordered(may_send))
    body = await filtered(ctx, "scheduled", known.body, room=str(known.room), thread=known.root)
    reply: threads.Before | None = None
    logs: tuple[Log, ...] = (room_log(known.room), person_log(known.person))
    if known.root is not None:
        reply = await turn.services.database.read(threads.before, known.room, known.root, known.person)
        logs = threads.logs_to_reply(known.room, known.person, reply)

    async def work(tx: WriteTransaction) -> None:
        row = await scheduled.by_id(tx, known.id)
        if row is None or row.until is not None:
            return
        if tx.now - row.at > LATE_MS:
            raise Gone(TOO_LATE)
        if row.body != known.body or not await scheduled.is_next(tx, row):
            turn.every_ms = WAIT_MS
            return
        if reply is None:
            await _in_room(tx, ctx, row, body)
        else:
            await _in_thread(tx, ctx, row, body, reply)
        await scheduled.end(tx, row)

    await turn.complete(work, *logs)


async def _in_room(tx: WriteTransaction, ctx: Context, row: Row, body: str) -> None:
    sent = await threads.sent(tx, Send(ctx.ask(row.room), ctx.may, _client_id(row), body, row.reply_to))
    await reads.read_on(tx, row.person, row.room, sent.seq)


async def _in_thread(tx: WriteTransaction, ctx: Context, row: Row, body: str, reply: threads.Before) -> None:
    command = SendMessage(
        room=str(row.room), client_id=_client_id(row), body=body, reply_to=row.reply_to, thread=row.root
    )
    sent = await threads.say(tx, ctx, command, reply)
    if sent is None:
        raise Unavailable("Somebody opened this thread at the same moment. Try again.", retry_after_ms=100)
    thread = await find(tx, row.room, row.root)
    own = await follows.known(tx, row.person, row.room, row.root)
    if own is not None and own.read == sent.seq - 1:
        await follows.mark(tx, row.person, row.room, thread, read=sent.seq)


def _client_id(row: Row) -> str:
    """No other message has it, so that a repetition would change nothing."""
    return f"scheduled:{row.id}"
