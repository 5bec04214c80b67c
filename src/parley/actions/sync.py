"""Catching up: the welcome, and for each log what changed since a cursor, or a fresh start.

The socket's `hello` and the verb `sync.get` are the same calls. Membership is read in the snapshot of the welcome, a
person at a time; what a room's members lack is the same for all of them, and made once.
"""

from collections.abc import AsyncIterator
from functools import partial

from msgspec import structs

from parley.actions.server import server_info
from parley.changes import ROOM
from parley.context import Context
from parley.errors import NotFound, Unauthenticated
from parley.ids import number
from parley.protocol.rooms import Membership
from parley.protocol.sync import Changes, Frames, GetSync, Gone, Hello, Reset, Welcome
from parley.realtime.frames import Encoded, encoded
from parley.realtime.recent import REPLAY_LIMIT, Answer, reach
from parley.store import epoch, logs, messages, people, reads, rooms, sessions
from parley.store.database import Row, Transaction
from parley.store.units import THE_SERVER, person_log

RESET_PAGE = 50

Cursors = Hello | GetSync


async def get(ctx: Context, command: GetSync) -> Frames:
    first = await welcome(ctx)
    return Frames(frames=[first, *[missed.frame async for missed in catch_up(ctx, first, command)]])


async def welcome(ctx: Context) -> Welcome:
    """Who the caller is, the rooms and every head, in one snapshot."""
    return await ctx.database.read(_welcome, ctx)


async def catch_up(ctx: Context, first: Welcome, known: Cursors) -> AsyncIterator[Encoded[Changes | Reset | Gone]]:
    """What the caller's cursors lack, a log at a time. Cursors of another epoch mean nothing."""
    resumes = ctx.services.metrics.resumes
    if known.epoch != first.epoch:
        resumes.add("fresh" if known.epoch is None else "reset")
        return
    ctx.services.recent.keep_to(first.epoch)
    outcome = "lossless"
    async for missed in _missing(ctx, first, known):
        outcome = "reset" if isinstance(missed.frame, Reset) or outcome == "reset" else "replay"
        yield missed
    resumes.add(outcome)


async def _missing(ctx: Context, first: Welcome, known: Cursors) -> AsyncIterator[Encoded[Changes | Reset | Gone]]:
    cursor = known.mine
    while cursor is not None and cursor < first.mine:
        own = await ctx.database.read(_own_changes, ctx.me.person, cursor)
        yield encoded(own)
        cursor = own.to if own.to > cursor else None  # no further: by now it is another history
    cursor = known.server
    while cursor is not None and cursor < first.server:
        read = partial(ctx.database.read, _server_changes, cursor)
        everybodys = await ctx.services.recent.since(THE_SERVER, cursor, cursor + 1, read)
        yield everybodys
        cursor = upto if (upto := reach(everybodys.frame)) > cursor else None
    stays = {own.room: own for own in first.memberships}
    for room, cursor in known.cursors.items():
        missed = await _missed(ctx, room, cursor, stays.get(room), first.heads.get(room, 0))
        if missed is not None:
            yield missed


async def own_rooms(ctx: Context) -> dict[int, int]:
    """The rooms whose changes a socket of the caller's is to be sent, and since when."""
    own = await ctx.database.read(rooms.own_memberships, ctx.me.person)
    return {int(membership.room): membership.since for membership in own}


async def _welcome(tx: Transaction, ctx: Context) -> Welcome:
    me = ctx.me
    session = await sessions.live(tx, me.session, ctx.now())
    if session is None:
        raise Unauthenticated("This session has ended. Sign in again.")
    own = await rooms.own(tx, me.person)
    heads = await logs.heads_of(tx, [person_log(me.person), THE_SERVER])
    return Welcome(
        epoch=await epoch.current(tx, on_postgresql=bool(ctx.services.settings.database_url)),
        you=people.me_of(session),
        rooms=[one.room for one in own],
        memberships=[one.membership for one in own],
        reads=[one.read for one in own],
        heads={one.room.id: one.head for one in own},
        last_seqs={one.room.id: one.last_seq for one in own},
        mine=heads[person_log(me.person)],
        server=heads[THE_SERVER],
        settings=server_info(ctx.services, is_set_up=True),
    )


async def _missed(
    ctx: Context, ref: str, cursor: int, stay: Membership | None, head: int
) -> Encoded[Changes | Reset | Gone] | None:
    """What one room's cursor lacks, for somebody who saw it at `head` from within this stay, or from outside."""
    room = number(ref)
    if stay is None:
        return encoded(await ctx.database.read(_gone, ref, ctx.me.person))
    if cursor == head:
        return None
    # A cursor above the head is another history's; one below this stay's beginning, of an earlier stay.
    place = cursor if stay.since <= cursor < head else None
    read = partial(ctx.database.read, _room_changes, room, place)
    return await _allowed(ctx, stay, head, await ctx.services.recent.since((ROOM, room), place, head, read))


async def _allowed(ctx: Context, stay: Membership, head: int, answer: Answer) -> Encoded[Changes | Reset | Gone]:
    """An answer that was made for many, if this stay was open as far as it tells; else where the stay ended.

    The one place where what is shared meets who is asking. The stay was open at `head`; if it ended between there and
    where the answer ends, a replay says so itself, and about a page the table is asked.
    """
    frame = answer.frame
    me, ended = ctx.me.person, None
    if isinstance(frame, Changes):
        mine = (one.until for one in frame.members if one.person == str(me) and one.since == stay.since)
        ended = next(mine, None)
    elif frame.head != head:
        ended = await ctx.database.read(rooms.end_of, number(frame.room), me, stay.since)
    if ended is not None and ended <= reach(frame):
        return encoded(Gone(room=stay.room, at=ended))
    return answer if stay.first_seq == 1 else _from_first(stay.first_seq, answer)


def _from_first(first: int, answer: Answer) -> Answer:
    """What of an answer that was made for many may be read by somebody who is shown nothing before this message."""
    frame = answer.frame
    said = [message for message in frame.messages if message.seq >= first]
    named = {message.sender for message in said} | {stay.person for stay in frame.members}
    known = {id_: card for id_, card in frame.people.items() if id_ in named}
    if isinstance(frame, Reset):
        has_before = bool(said) and said[0].seq > max(first, frame.info.first_seq)
        return encoded(structs.replace(frame, messages=said, has_before=has_before, people=known))
    return answer if len(said) == len(frame.messages) else encoded(structs.replace(frame, messages=said, people=known))


async def _own_changes(tx: Transaction, me: int, cursor: int) -> Changes:
    head = await logs.head(tx, me)
    memberships = await rooms.changed_memberships(tx, me, cursor, REPLAY_LIMIT)
    positions = await reads.changed(tx, me, cursor, REPLAY_LIMIT)
    # Of a list that was cut nobody knows what comes next: the frame ends where the first such list does.
    upto = min([head, *(rows[-1].rev for rows in (memberships, positions) if len(rows) == REPLAY_LIMIT)])
    memberships = [membership for membership in memberships if membership.rev <= upto]
    about = await rooms.by_ids(tx, [int(membership.room) for membership in memberships])
    told = [position for position in positions if position.rev <= upto]
    return Changes(from_=cursor, to=upto, mine=True, memberships=memberships, reads=told, rooms=about)


async def _server_changes(tx: Transaction, cursor: int) -> Changes:
    head = await logs.head(tx, THE_SERVER[1])
    changed = await people.changed_cards(tx, cursor, REPLAY_LIMIT)
    upto = max(card.rev for card in changed.values()) if len(changed) == REPLAY_LIMIT else head
    return Changes(from_=cursor, to=upto, server=True, people=changed)


async def _gone(tx: Transaction, ref: str, me: int) -> Gone:
    """For whoever was not in the room. A room nobody knows and one of others are the same."""
    stay = await rooms.last_stay(tx, number(ref), me)
    return Gone(room=ref, at=stay.until or 0 if stay is not None else 0)


async def _room_changes(tx: Transaction, room: int, cursor: int | None) -> Changes | Reset:
    row = await rooms.by_id(tx, room)
    if row is None:
        raise NotFound("There is no such room, or you are not in it.", field="room")
    head, _ = await rooms.counters(tx, room)
    replay = await _replay(tx, row, cursor, head) if cursor is not None and cursor <= head else None
    return replay or await _reset(tx, row, head)


async def _replay(tx: Transaction, row: Row, cursor: int, head: int) -> Changes | None:
    """Every change after the cursor, or None when there are too many."""
    said = await messages.changed(tx, messages.everything(row.id), cursor, REPLAY_LIMIT + 1)
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


async def _reset(tx: Transaction, row: Row, head: int) -> Reset:
    page = await messages.newest(tx, messages.everything(row.id), RESET_PAGE)
    stays, complete = await rooms.members(tx, row.id)
    named = [int(message.sender) for message in page] + [int(stay.person) for stay in stays]
    return Reset(
        room=str(row.id),
        head=head,
        info=rooms.room_of(row),
        messages=page,
        has_before=bool(page) and page[0].seq > row.first_kept,
        members=stays,
        members_complete=complete,
        people=await people.cards(tx, named),
    )
