"""Sending scheduled messages as the people who wrote them, by the same policy as if they sent them at that moment.

The message, the end of what was scheduled and the completion of the job are one transaction.
"""

import asyncio
from functools import partial

from parley.actions import orders
from parley.actions.filtering import filtered
from parley.basics.times import DAY
from parley.changes import person_log
from parley.errors import Gone, Internal, ParleyError, Unavailable
from parley.later.jobs import Turn
from parley.protocol.messages import SendMessage
from parley.speech.languages import asked_for
from parley.speech.sentences import translated
from parley.store import people, scheduled
from parley.store.database import Row
from parley.store.scheduled import SendScheduled
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
    ctx = orders.sender(turn.services, known.person)
    body = await filtered(ctx, "scheduled", known.body, room=str(known.room), thread=known.root)
    message = SendMessage(
        room=str(known.room), client_id=_client_id(known), body=body, reply_to=known.reply_to, thread=known.root
    )
    thread = await orders.known_of(ctx, known.room, known.root)

    async def work(tx: WriteTransaction) -> None:
        row = await scheduled.by_id(tx, known.id)
        if row is None or row.until is not None:
            return
        if tx.now - row.at > LATE_MS:
            raise Gone(TOO_LATE)
        if row.body != known.body or not await scheduled.is_next(tx, row):
            turn.every_ms = WAIT_MS
            return
        if await orders.say(tx, ctx, message, thread) is None:
            raise Unavailable("Somebody opened this thread at the same moment. Try again.", retry_after_ms=100)
        await scheduled.end(tx, row)

    await turn.complete(work, *orders.logs_to_say(ctx, known.room, thread))


def _client_id(row: Row) -> str:
    """No other message has it, so that a repetition would change nothing."""
    return f"scheduled:{row.id}"
