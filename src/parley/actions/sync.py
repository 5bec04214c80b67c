"""Catching up: the welcome, and for each log what changed since a cursor, or a fresh start.

The socket's `hello` and the verb `sync.get` are the same calls. A room is read in one snapshot together with the
membership that allows it, so nothing after a leaving is ever served.
"""

from collections.abc import AsyncIterator

from parley.actions.server import server_info
from parley.context import Context
from parley.errors import Unauthenticated
from parley.ids import number
from parley.protocol.rooms import Room
from parley.protocol.sync import Changes, Frames, GetSync, Gone, Hello, Reset, Welcome
from parley.store import epoch, logs, messages, people, rooms, sessions
from parley.store.database import Row, Transaction
from parley.store.units import THE_SERVER

# More changes than this in a room are not replayed: the client begins again from the newest page. One's own log and
# the server's have no pages; they come in as many frames as it takes.
REPLAY_LIMIT = 500
RESET_PAGE = 50

Cursors = Hello | GetSync


async def get(ctx: Context, command: GetSync) -> Frames:
    first = await welcome(ctx)
    return Frames(frames=[first, *[frame async for frame in catch_up(ctx, first, command)]])


async def welcome(ctx: Context) -> Welcome:
    """Who the caller is, the rooms and every head, in one snapshot."""
    return await ctx.database.read(_welcome, ctx)


async def catch_up(ctx: Context, first: Welcome, known: Cursors) -> AsyncIterator[Changes | Reset | Gone]:
    """What the caller's cursors lack, a log at a time. Cursors of another epoch mean nothing."""
    if known.epoch != first.epoch:
        return
    cursor = known.mine
    while cursor is not None and (own := await ctx.database.read(_own_changes, ctx.me.person, cursor)):
        yield own
        cursor = own.to
    cursor = known.server
    while cursor is not None and (everybodys := await ctx.database.read(_server_changes, cursor)):
        yield everybodys
        cursor = everybodys.to
    for room, cursor in known.cursors.items():
        frame = await ctx.database.read(_room_changes, room, ctx.me.person, cursor)
        if frame is not None:
            yield frame


async def own_rooms(ctx: Context) -> dict[int, int]:
    """The rooms whose changes a socket of the caller's is to be sent, and since when."""
    own = await ctx.database.read(rooms.own_memberships, ctx.me.person)
    return {int(membership.room): membership.since for membership in own}


async def _welcome(tx: Transaction, ctx: Context) -> Welcome:
    me = ctx.me
    session = await sessions.live(tx, me.session, ctx.now())
    if session is None:
        raise Unauthenticated("This session has ended. Sign in again.")
    own = await rooms.own_rooms(tx, me.person)
    return Welcome(
        epoch=await epoch.current(tx, on_postgresql=bool(ctx.services.settings.database_url)),
        you=people.me_of(session),
        rooms=[rooms.room_of(row) for row in own],
        memberships=await rooms.own_memberships(tx, me.person),
        heads={str(row.id): row.head for row in own},
        mine=await logs.head(tx, me.person),
        server=await logs.head(tx, THE_SERVER[1]),
        settings=server_info(ctx.services, is_set_up=True),
    )


async def _own_changes(tx: Transaction, me: int, cursor: int) -> Changes | None:
    head = await logs.head(tx, me)
    if head <= cursor:
        return None
    memberships = await rooms.changed_memberships(tx, me, cursor, REPLAY_LIMIT)
    about = await rooms.by_ids(tx, [int(membership.room) for membership in memberships])
    upto = memberships[-1].rev if len(memberships) == REPLAY_LIMIT else head
    return Changes(from_=cursor, to=upto, mine=True, memberships=memberships, rooms=about)


async def _server_changes(tx: Transaction, cursor: int) -> Changes | None:
    head = await logs.head(tx, THE_SERVER[1])
    if head <= cursor:
        return None
    changed = await people.changed_cards(tx, cursor, REPLAY_LIMIT)
    upto = max(card.rev for card in changed.values()) if len(changed) == REPLAY_LIMIT else head
    return Changes(from_=cursor, to=upto, server=True, people=changed)


async def _room_changes(tx: Transaction, ref: str, me: int, cursor: int) -> Changes | Reset | Gone | None:
    room = number(ref)
    row = await rooms.by_id(tx, room)
    stay = await rooms.last_stay(tx, room, me)
    if row is None or stay is None or stay.until is not None:
        return Gone(room=ref, at=stay.until if stay is not None else 0)
    head, _ = await rooms.counters(tx, room)
    if cursor == head:
        return None
    # A cursor above the head is another history's; one below this stay's beginning, of an earlier stay.
    if cursor > head or cursor < stay.since:
        return await _reset(tx, rooms.room_of(row), head)
    return await _replay(tx, row, cursor, head) or await _reset(tx, rooms.room_of(row), head)


async def _replay(tx: Transaction, row: Row, cursor: int, head: int) -> Changes | None:
    """Every change after the cursor, or None when there are too many."""
    said = await messages.changed(tx, row.id, cursor, REPLAY_LIMIT + 1)
    stays = await rooms.changed_stays(tx, row.id, cursor, REPLAY_LIMIT + 1)
    if len(said) + len(stays) > REPLAY_LIMIT:
        return None
    named = [int(message.sender) for message in said] + [int(stay.person) for stay in stays]
    return Changes(
        from_=cursor,
        to=head,
        room=str(row.id),
        messages=said,
        members=stays,
        info=rooms.room_of(row) if row.rev > cursor else None,
        people=await people.cards(tx, named),
    )


async def _reset(tx: Transaction, room: Room, head: int) -> Reset:
    page = await messages.newest(tx, int(room.id), RESET_PAGE)
    stays, complete = await rooms.members(tx, int(room.id))
    named = [int(message.sender) for message in page] + [int(stay.person) for stay in stays]
    return Reset(
        room=room.id,
        head=head,
        info=room,
        messages=page,
        has_before=bool(page) and page[0].seq > 1,
        members=stays,
        members_complete=complete,
        people=await people.cards(tx, named),
    )
