"""Polls: asking the people of a room something, voting, ending a poll, and who voted."""

from functools import partial

from msgspec.structs import replace

from parley.actions import threads
from parley.actions.context import Context
from parley.actions.filtering import filtered_lines
from parley.actions.threads import log_of, logs_of, thread_of
from parley.basics.ids import number
from parley.basics.times import milliseconds
from parley.changes import person_log, room_log
from parley.errors import Invalid, NotFound, ParleyError
from parley.poll_policies import NO_POLL, may_close_at, may_name_voters
from parley.protocol.messages import SendMessage, Sent
from parley.protocol.polls import ClosedPoll, ClosePoll, CreatePoll, ListVoters, Vote, VoteInPoll, VoterPage
from parley.standing import Standing
from parley.store import people, polls
from parley.store.database import Transaction
from parley.store.polls import NewPoll
from parley.store.sends import Send, send_all
from parley.store.units import WriteTransaction
from parley.store.votes import Ballot, vote_all


async def create(ctx: Context, command: CreatePoll) -> Sent:
    """A poll is a message, and is sent as one."""
    new, room = await _filtered(ctx, command, _new(command)), number(command.room)
    asking = replace(ctx, may=partial(_may_ask, ctx, new))
    if command.thread is None:
        send = Send(asking.ask(room), asking.may, command.client_id, new.body, poll=new)
        return await asking.together(send_all, send, room_log(room))
    said = SendMessage(room=command.room, client_id=command.client_id, body=new.body, thread=command.thread)
    return await threads.reply(asking, said, new)


async def vote(ctx: Context, command: VoteInPoll) -> Vote:
    room, thread = number(command.room), await thread_of(ctx, command.room, command.thread)
    ballot = Ballot(ctx.ask(room, command.seq, thread), ctx.may, polls.bits(command.options))
    return await ctx.together(vote_all, ballot, *logs_of(room, thread), person_log(ctx.me.person))


async def close(ctx: Context, command: ClosePoll) -> ClosedPoll:
    room, thread = number(command.room), await thread_of(ctx, command.room, command.thread)

    async def work(tx: WriteTransaction, _: Standing) -> ClosedPoll:
        closed = await polls.close(tx, log_of(room, thread), command.seq, at=tx.now)
        if closed is None:
            raise NotFound(NO_POLL, field="seq")
        return ClosedPoll(room=command.room, seq=command.seq, rev=closed.rev)

    return await ctx.write(logs_of(room, thread), work, room=room, seq=command.seq, thread=thread, changes=())


async def list_voters(ctx: Context, command: ListVoters) -> VoterPage:
    room, thread = number(command.room), await thread_of(ctx, command.room, command.thread)
    log = log_of(room, thread).id
    after = number(command.after) if command.after is not None else None

    async def page(tx: Transaction, _: Standing) -> VoterPage:
        poll = await polls.find(tx, log, command.seq)
        if poll is None:
            raise NotFound(NO_POLL, field="seq")
        if (refused := may_name_voters(is_anonymous=bool(poll.anonymous))) is not None:
            raise refused
        found = await polls.voters(tx, log, command.seq, command.option, after=after, limit=command.limit + 1)
        shown = found[: command.limit]
        cards = await people.cards(tx, shown)
        return VoterPage(people=[str(id_) for id_ in shown], more=len(found) > command.limit, cards=cards)

    return await ctx.read(page, room=room, seq=command.seq, thread=thread)


async def _filtered(ctx: Context, command: CreatePoll, new: NewPoll) -> NewPoll:
    lines = (new.question, *new.options)
    question, *options = await filtered_lines(ctx, lines, room=command.room, thread=command.thread)
    return new if (question, *options) == lines else replace(new, question=question, options=tuple(options))


def _may_ask(ctx: Context, new: NewPoll, who: Standing) -> ParleyError | None:
    return ctx.may(who) or may_close_at(who.now, new.closes_at)


def _new(command: CreatePoll) -> NewPoll:
    question, options = _line(command.question), tuple(map(_line, command.options))
    if not question:
        raise Invalid("The question is empty.", field="question")
    if not all(options):
        raise Invalid("An option is empty.", field="options")
    if len({option.casefold() for option in options}) < len(options):
        raise Invalid("Two options are the same.", field="options")
    return NewPoll(
        question=question,
        options=options,
        is_multiple=command.multiple,
        is_anonymous=command.anonymous,
        closes_at=_moment(command.closes_at),
    )


def _line(text: str) -> str:
    return " ".join(text.split())


def _moment(time: str | None) -> int | None:
    try:
        return None if time is None else milliseconds(time)
    except ValueError as error:
        raise Invalid("There is no such time.", field="closes_at") from error
