"""What people asked for before, done as if they asked for it now: they need not be there."""

from typing import TypeAlias

from msgspec.structs import replace

from parley.actions import threads
from parley.actions.context import Caller, Context, Services
from parley.basics.ids import number
from parley.changes import Log, person_log, room_log
from parley.errors import Forbidden, ParleyError
from parley.policies import Policy
from parley.policies import send as may_send
from parley.protocol.messages import SendMessage, Sent
from parley.standing import Standing
from parley.store import follows, reads
from parley.store.sends import Send
from parley.store.standing import NONE
from parley.store.threads import find
from parley.store.units import WriteTransaction

# What has to be known of a thread before something is said in it. None in a room.
Known: TypeAlias = threads.Before | None


def ordered(policy: Policy) -> Policy:
    """The policy for somebody who need not be signed in any more, but whose account must be active."""

    def decide(who: Standing) -> ParleyError | None:
        if who.handle is None:
            return Forbidden("This account is deactivated.")
        return policy(replace(who, expires_at=who.now + 1, confined=0))

    return decide


def sender(services: Services, person: int) -> Context:
    """In whose name a message is sent that they wrote before."""
    return Context(services, Caller(person, NONE, "member", 0), may=ordered(may_send))


async def known_of(ctx: Context, room: int, root: int | None) -> Known:
    return None if root is None else await ctx.database.read(threads.before, room, root, ctx.me.person)


def logs_to_say(ctx: Context, room: int, known: Known) -> tuple[Log, ...]:
    """The logs that `say` needs locked."""
    person = ctx.me.person
    return (room_log(room), person_log(person)) if known is None else threads.logs_to_reply(room, person, known)


async def say(tx: WriteTransaction, ctx: Context, message: SendMessage, known: Known) -> Sent | None:
    """None if somebody else has opened the thread since it was known. Somebody who had read all before it has read
    it, too.
    """
    room, me = number(message.room), ctx.me.person
    if known is None:
        send = Send(ctx.ask(room), ctx.may, message.client_id, message.body, message.reply_to)
        sent = await threads.sent(tx, send)
        await reads.read_on(tx, me, room, sent.seq)
        return sent
    said = await threads.say(tx, ctx, message, known)
    if said is not None:
        thread = await find(tx, room, known.thread.root)
        own = await follows.known(tx, me, room, known.thread.root)
        if own is not None and own.read == said.seq - 1:
            await follows.mark(tx, me, room, thread, read=said.seq)
    return said
