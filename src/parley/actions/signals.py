"""What somebody does at this moment: typing, and being present. Nothing of it is written."""

from parley.actions.context import Context
from parley.basics.ids import number
from parley.errors import NotFound, Unauthenticated, Unavailable
from parley.policies import NO_ROOM
from parley.protocol.base import Empty
from parley.protocol.signals import SetPresence, SetTyping, Watched, WatchPresence
from parley.realtime.receiver import Receiver
from parley.standing import Standing
from parley.store.database import Transaction
from parley.store.seen import members_seen


async def set_typing(ctx: Context, command: SetTyping) -> Empty:
    """Over a socket without asking the database: the hub knows which rooms the socket follows."""
    live, room = ctx.live, number(command.room)
    if live.socket is None:
        await ctx.read(_nothing_more, room=room)
    elif not live.signals.follows(_own_socket(ctx), room):
        raise NotFound(NO_ROOM, field="room")
    live.signals.typists.say(ctx.me.person, room, is_typing=command.is_typing, but=live.socket)
    return Empty()


async def set_presence(ctx: Context, command: SetPresence) -> Empty:
    ctx.live.signals.presence.here.become(_own_socket(ctx), command.state)
    return Empty()


async def watch(ctx: Context, command: WatchPresence) -> Watched:
    signals, socket, room = ctx.live.signals, _own_socket(ctx), number(command.room)
    if not signals.presence.here.has(socket):  # a watch that nothing ends would stay for ever
        raise Unavailable("The connection has ended.")
    begun = signals.watches.begin(socket, room)

    async def members(tx: Transaction, _: Standing) -> dict[int, tuple[int, int | None]]:
        return await members_seen(tx, room, [number(person) for person in command.people])

    try:
        found = await ctx.read(members, room=room)
    except BaseException:
        signals.watches.abandon(begun)
        raise
    since = {person: began for person, (began, _) in found.items()}
    seen = {person: at for person, (_, at) in found.items() if at is not None}
    return Watched(people=await signals.presence.watch(begun, since, seen))


def _own_socket(ctx: Context) -> Receiver:
    """The socket that speaks, as long as its session lasts. One that was ended is closed within two seconds."""
    socket = ctx.live.own_socket
    if socket.session_expires_at <= ctx.now():
        raise Unauthenticated("This session has ended. Sign in again.")
    return socket


async def _nothing_more(_: Transaction, __: Standing) -> None:
    pass
