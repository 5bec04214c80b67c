"""What filters hold: keeping it, letting it through or dropping it, and what its author sees of it.

A message that waits is no message yet. It becomes one through the same door as all others, as its author.
"""

from typing import NoReturn

from parley.actions import orders
from parley.actions.context import Context
from parley.actions.filtering import cannot_wait, why
from parley.actions.reports import tell_moderators
from parley.actions.threads import log_of, thread_of
from parley.basics.ids import number, request_hash
from parley.changes import person_log, room_log
from parley.errors import Conflict, Forbidden, Gone, HeldBack, NotFound, ParleyError
from parley.guard.word_list import WATCHED
from parley.policies import may_reply
from parley.protocol.base import Empty
from parley.protocol.held import (
    DropHeld,
    Held,
    HeldPage,
    LetThrough,
    ListHeld,
    ListOwnHeld,
    OwnHeldList,
    WithdrawHeld,
)
from parley.protocol.messages import SendMessage, Sent
from parley.report_policies import NO_HELD, looks_after
from parley.speech.sentences import say
from parley.standing import Standing
from parley.store import held, people, reports
from parley.store.database import Row, Transaction
from parley.store.quotes import quotes_at
from parley.store.rows import made
from parley.store.standing import standing_of
from parley.store.units import WriteTransaction, write_alone

# Of one person. So that nobody buries what others wrote.
MOST_WAITING = 20


async def hold_back(ctx: Context, command: SendMessage, reason: str) -> None:
    """Keep a message for a moderator, and refuse it. Returns if it can be sent all the same: its author decides about
    such messages themselves, or it was sent before and its sender asks again.
    """
    room, me = number(command.room), ctx.me.person
    thread = await thread_of(ctx, command.room, command.thread)
    log, ask = log_of(room, thread), ctx.ask(room, thread=thread)
    digest = request_hash(command.body, str(command.reply_to or ""), "twice" if command.also_in_room else "")
    kept = "" if reason == WATCHED else reason

    async def work(tx: WriteTransaction) -> list[int] | None:
        """Whom to tell of it; nobody if it was held before, and None if it is to be sent."""
        # A known client_id is answered first, as every send is: its sender may have left meanwhile.
        if await held.was_sent(tx, log.id, me, command.client_id):
            return None
        known = await held.by_client_id(tx, me, room, command.thread or 0, command.client_id)
        if known is not None:
            _refuse_other(known, digest)
            return []
        who = await standing_of(tx, ask, tx.now)
        if (refused := ctx.may(who)) is not None:
            raise refused
        if looks_after(who):
            return None
        await _refuse_waiting(tx, who, command, log.id, reason)
        await held.add(tx, me, command, digest=digest, reason=kept)
        return await reports.moderators(tx, room)

    to_tell = await write_alone(ctx.writer, (room_log(room), person_log(me)), work, changes=())
    if to_tell is not None:
        tell_moderators(ctx, to_tell)
        raise HeldBack(
            say(
                "This waits for a moderator, and others see it once one has let it through: {reason}",
                reason=why(reason),
            ),
            field="body",
        )


async def list_held(ctx: Context, command: ListHeld) -> HeldPage:
    room = None if command.room is None else number(command.room)
    before = None if command.before is None else number(command.before)

    async def page(tx: Transaction, who: Standing) -> HeldPage:
        found = await held.page(tx, room=room, unseen_by=who.person, before=before, limit=command.limit + 1)
        shown = found[: command.limit]
        cards = await people.cards(tx, {number(one.sender) for one in shown})
        return HeldPage(held=shown, people=cards, more=len(found) > command.limit)

    return await ctx.read(page, room=room or 0)


async def let_through(ctx: Context, command: LetThrough) -> Sent:
    row = await ctx.database.read(held.by_id, number(command.held))
    if row is None:
        return await ctx.read(_not_there)
    author = orders.sender(ctx.services, row.person)
    while True:
        known = await orders.known_of(author, row.room, row.root or None)
        said = await _sent(ctx, author, row, known)
        if said is not None:
            sent, to_tell = said
            tell_moderators(ctx, to_tell)
            return sent


async def drop(ctx: Context, command: DropHeld) -> Empty:
    row = await ctx.database.read(held.by_id, number(command.held))
    if row is None:
        return await ctx.read(_not_there)

    async def work(tx: WriteTransaction, who: Standing) -> list[int]:
        await held.drop(tx, await _waiting(tx, row.id, who))
        await ctx.audit(tx, "held.drop", person=row.person, room=row.room, thread=row.root or None)
        return await reports.moderators(tx, row.room)

    logs = (room_log(row.room), person_log(row.person))
    tell_moderators(ctx, await ctx.write(logs, work, room=row.room, changes=()))
    return Empty()


async def list_own(ctx: Context, _: ListOwnHeld) -> OwnHeldList:
    async def work(tx: Transaction, who: Standing) -> OwnHeldList:
        return OwnHeldList(held=await held.listed(tx, who.person))

    return await ctx.read(work)


async def withdraw(ctx: Context, command: WithdrawHeld) -> Held:
    id_, me = number(command.held), ctx.me.person

    async def work(tx: WriteTransaction, _: Standing) -> tuple[Held, list[int]]:
        row = await held.by_id(tx, id_)
        if row is None or row.person != me:
            raise NotFound("You have no such message that waits for a moderator.", field="held")
        if row.until is not None:
            return made(Held, row), []
        to_tell = await reports.moderators(tx, row.room) if held.is_waiting(row) else []
        return await held.end(tx, row), to_tell

    withdrawn, to_tell = await ctx.write((person_log(me),), work, changes=())
    tell_moderators(ctx, to_tell)
    return withdrawn


async def _sent(ctx: Context, author: Context, row: Row, known: orders.Known) -> tuple[Sent, list[int]] | None:
    """The message, the end of the wait and the record, all or nothing: of two moderators one finds that it waits no
    longer. None if somebody has opened the thread meanwhile.
    """
    message = _message(row)

    async def work(tx: WriteTransaction, who: Standing) -> tuple[Sent, list[int]] | None:
        now = await _waiting(tx, row.id, who)
        try:
            sent = await orders.say(tx, author, message, known)
        except ParleyError as refused:
            raise _unsayable(refused) from refused
        if sent is None:
            return None
        await held.end(tx, now)
        await ctx.audit(tx, "held.let_through", person=row.person, room=row.room, thread=message.thread)
        return sent, await reports.moderators(tx, row.room)

    return await ctx.write(orders.logs_to_say(author, row.room, known), work, room=row.room, changes=())


def _message(row: Row) -> SendMessage:
    return SendMessage(
        room=str(row.room),
        client_id=row.client_id,
        body=row.body,
        reply_to=row.reply_to,
        thread=row.root or None,
        also_in_room=bool(row.also_in_room),
    )


def _refuse_other(known: Row, digest: bytes) -> None:
    """A retry is answered as the message was. What is over says so, because nobody sees it any more."""
    if bytes(known.request_hash) != digest:
        raise Conflict("This client_id was used for another message in this room.", field="client_id")
    if known.dropped:
        raise Forbidden("A moderator did not let this through.", field="body")
    if known.until is not None:
        raise Gone("This does not wait for a moderator any more. Write it again if you still want to say it.")


async def _refuse_waiting(tx: WriteTransaction, who: Standing, command: SendMessage, log: int, reason: str) -> None:
    # An administrator sees of a direct conversation what somebody in it reported, and nothing else.
    if who.kind == "direct":
        raise cannot_wait(reason)
    if command.reply_to is not None:
        quotes = await quotes_at(tx, [(log, command.reply_to)])
        if (refused := may_reply(who, quotes.get((log, command.reply_to)))) is not None:
            raise refused
    if await held.number_of(tx, who.person) >= MOST_WAITING:
        raise Conflict(
            say(
                "You have {count} messages that wait for a moderator. Wait until one has looked at some.",
                count=MOST_WAITING,
            )
        )


async def _waiting(tx: WriteTransaction, id_: int, who: Standing) -> Row:
    row = await held.by_id(tx, id_)
    if row is None or not held.is_waiting(row) or row.person == who.person:
        raise NotFound(NO_HELD, field="held")
    return row


def _unsayable(refused: ParleyError) -> ParleyError:
    """What the author would be told is no answer to the moderator."""
    if refused.retryable:
        return refused
    return Conflict("Its author cannot say this there any more. Drop it.", field="held")


async def _not_there(_: Transaction, __: Standing) -> NoReturn:
    """People who may decide about nothing at all have been told so before."""
    raise NotFound(NO_HELD, field="held")
