"""Catching up: the welcome, and for each log what changed since a cursor, or a fresh start.

The socket's `hello` and the verb `sync.get` are the same calls. Membership is read in the snapshot of the welcome, a
person at a time; what a room's members lack is the same for all of them, and made once.
"""

from collections.abc import AsyncIterator, Sequence
from functools import partial

from msgspec import Struct, structs

from parley.actions.context import Context
from parley.actions.server import server_info
from parley.changes import PERSON, ROOM, THE_SERVER, THREAD, Enter, Log, log_name, log_named, person_log, room_log
from parley.errors import Forbidden, Unauthenticated
from parley.own_things import MENTION
from parley.policies import CONFINED, be_in_room
from parley.protocol.messages import Message
from parley.protocol.sync import Changes, Frames, GetSync, Gone, Hello, Reset, Welcome
from parley.realtime.frames import Encoded, encoded, in_one, seen_from
from parley.realtime.recent import REPLAY_LIMIT, CatchUp, complete_to
from parley.store import epoch, logs, mentions, messages, people, rooms, sessions, threads
from parley.store.database import Transaction
from parley.store.quotes import quotes_in
from parley.store.standing import standing_of
from parley.things import (
    MESSAGE,
    OWN_ABOUT,
    Thing,
    about_messages,
    effect_in,
    kind_of,
    of_log,
    packed,
    unpacked,
)

Cursors = Hello | GetSync
# Which kinds of log are caught up after the others.
LATER = {ROOM: 1, THREAD: 2}
Missed = Encoded[Changes | Reset | Gone]


async def get(ctx: Context, command: GetSync) -> Frames:
    first = await welcome(ctx)
    return Frames(frames=[first, *[missed.frame async for missed in catch_up(ctx, first, command)]])


async def welcome(ctx: Context) -> Welcome:
    """Who the caller is, the rooms and every head, in one snapshot."""
    return await ctx.database.read(_welcome, ctx)


async def catch_up(ctx: Context, first: Welcome, known: Cursors) -> AsyncIterator[Missed]:
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


async def own_rooms(ctx: Context) -> list[Enter]:
    """The rooms whose changes a socket of the caller's is to be sent, and since when."""
    moving = [kind for kind in of_log(PERSON) if kind.travels and kind.effect is not None]
    things = await ctx.database.read(_own_things, ctx.me.person, moving)
    return _entered(things, ctx.me.person)


async def _missing(ctx: Context, first: Welcome, known: Cursors) -> AsyncIterator[Missed]:
    stays = {room_log(effect.room): effect for effect in _entered(unpacked(first.things), ctx.me.person)}
    unknown = [log.id for name in known.cursors if name not in first.heads and (log := log_named(name)).kind == ROOM]
    # Those that one has left, those of others and those that nobody knows are one question and look the same.
    left = await ctx.database.read(rooms.last_ends, ctx.me.person, unknown) if unknown else {}
    # The caller's own log and the server's first, then rooms, then threads: clients learn of a membership before the
    # messages of its room.
    for name in sorted(known.cursors, key=lambda name: LATER.get(log_named(name).kind, 0)):
        log, cursor, head = log_named(name), known.cursors[name], first.heads.get(name)
        if log.kind == THREAD:
            if (of_thread := await ctx.database.read(_missed_of_thread, ctx, log, cursor)) is not None:
                yield encoded(of_thread)
        elif head is None:
            yield encoded(Gone(log=name, at=left.get(log.id, 0) if log.kind == ROOM else 0))
        elif log.kind == ROOM:
            missed = await _missed(ctx, stays[log], cursor, head)
            if missed is not None:
                yield missed
        else:
            async for stretch in _stretches(ctx, log, cursor, head):
                yield stretch


async def _missed_of_thread(tx: Transaction, ctx: Context, log: Log, cursor: int) -> Changes | Reset | Gone | None:
    """What a thread's cursor lacks. Who may see it is read in the same snapshot, and so it is shared with nobody."""
    found = await threads.room_of(tx, log.id)
    if found is None:
        return Gone(log=log_name(log), at=0)
    room, thread = found
    who = await standing_of(tx, ctx.ask(room, thread=thread), ctx.now())
    if be_in_room(who) is not None:
        return Gone(log=log_name(log), at=0)
    head = await logs.head(tx, log)
    if cursor == head:
        return None
    frame = await _replay_or_reset(tx, log, cursor if cursor < head else None)
    return await _own_beside(tx, who.person, log, frame) if isinstance(frame, Reset) else frame


async def _stretches(ctx: Context, log: Log, cursor: int, head: int) -> AsyncIterator[Missed]:
    """All of one's own log, or of the server's, which is the same for everybody who comes back."""
    while cursor < head:
        read = partial(ctx.database.read, _replay, log, cursor)
        shared = log == THE_SERVER
        stretch = await ctx.services.recent.since(log, cursor, cursor + 1, read) if shared else encoded(await read())
        yield stretch
        if complete_to(stretch.frame) == cursor:
            return  # no further: by now it is another history
        cursor = complete_to(stretch.frame)


async def _missed(ctx: Context, stay: Enter, cursor: int, head: int) -> Missed | None:
    """What one room's cursor lacks, for somebody who saw it at `head` from within this stay."""
    if cursor == head:
        return None
    # A cursor above the head is another history's; one below this stay's beginning, of an earlier stay.
    place = cursor if stay.since <= cursor < head else None
    log = room_log(stay.room)
    read = partial(ctx.database.read, _replay_or_reset, log, place)
    missed = await _allowed(ctx, stay, head, await ctx.services.recent.since(log, place, head, read))
    return await ctx.database.read(_with_own, stay, missed) if isinstance(missed.frame, Reset) else missed


async def _allowed(ctx: Context, stay: Enter, head: int, answer: CatchUp) -> Missed:
    """An answer that was made for many, if this stay was open as far as it tells; else where the stay ended.

    The one place where what is shared meets who is asking. The stay was open at `head`; if it ended between there and
    where the answer ends, a replay says so itself, and about a page the table is asked.
    """
    frame, ended = answer.frame, None
    if isinstance(frame, Changes):
        ended = answer.ends.get((stay.person, stay.since))
    elif frame.head != head:
        ended = await ctx.database.read(rooms.end_of, stay.room, stay.person, stay.since)
    if ended is not None and ended <= complete_to(frame):
        return encoded(Gone(log=frame.log, at=ended))
    if stay.first_seq == 1:
        return answer
    if isinstance(frame, Reset):
        return encoded(seen_from(stay.first_seq, frame))
    return answer if answer.oldest >= stay.first_seq else encoded(seen_from(stay.first_seq, frame))


def _entered(things: Sequence[Struct], person: int) -> list[Enter]:
    effects = (effect_in(thing, person) for thing in things)
    return [effect for effect in effects if isinstance(effect, Enter)]


async def _welcome(tx: Transaction, ctx: Context) -> Welcome:
    me = ctx.me
    session = await sessions.live(tx, me.session, ctx.now())
    if session is None:
        raise Unauthenticated("This session has ended. Sign in again.")
    if session.confined:
        raise Forbidden(CONFINED, field="second_factor")
    own, kinds = person_log(me.person), [kind for kind in _travelling(PERSON) if kind is not MENTION]
    there = await logs.kinds_there(tx, own, kinds)  # of drafts, blocks and the like most people have none
    things = [*await _own_things(tx, me.person, there), *await mentions.unread(tx, me.person)]
    followed = [room_log(effect.room) for effect in _entered(things, me.person)]
    # The server's log tells of everybody, and guests know only the people of their rooms.
    everybody = [] if session.role == "guest" else [THE_SERVER]
    stands = await logs.heads_of(tx, [own, *everybody, *followed])
    shown = await logs.rooms_in(tx, things)
    return Welcome(
        epoch=await epoch.current(tx, on_postgresql=bool(ctx.services.settings.database_url)),
        you=people.me_of(session),
        log=log_name(own),
        things=packed(things),
        complete=[kind.name for kind in _travelling(PERSON)],
        rooms=shown,
        heads={log_name(log): head for log, (head, _) in stands.items()},
        last_seqs={log_name(log): stands[log][1] for log in followed},
        settings=await server_info(tx, ctx.services, is_set_up=True),
        people=await logs.people_in(tx, [*shown.values(), *things]),
    )


async def _own_things(tx: Transaction, person: int, kinds: Sequence[Thing]) -> list[Struct]:
    """All there is in somebody's own log, however much: nobody is in rooms that they are not told of."""
    found: list[Struct] = []
    for kind in kinds:
        found += (await logs.there(tx, person_log(person), kind, most=None))[0]
    return found


async def _replay(tx: Transaction, log: Log, cursor: int) -> Changes:
    """What follows a cursor, as far as one frame goes."""
    stretch = await logs.changed(tx, log, cursor, REPLAY_LIMIT)
    return in_one(stretch.changes, log, cursor, stretch.upto)


async def _replay_or_reset(tx: Transaction, log: Log, cursor: int | None) -> Changes | Reset:
    """Every change after the cursor, or a fresh start when there are too many."""
    head = await logs.head(tx, log)
    if cursor is not None and cursor <= head:
        stretch = await logs.changed(tx, log, cursor, REPLAY_LIMIT)
        if not stretch.is_cut:
            return in_one(stretch.changes, log, cursor, stretch.upto)
    return await _reset(tx, log, head)


async def _reset(tx: Transaction, log: Log, head: int) -> Reset:
    page = await messages.newest(tx, messages.everything(log.id), MESSAGE.most)
    things: list[Struct] = [*page, *await logs.about(tx, about_messages(log.kind), log, page)]
    complete = []
    for kind in _travelling(log.kind):
        if kind.place is None:
            found, is_all = await logs.there(tx, log, kind, most=kind.most)
            things += found
            complete += [kind.name] if is_all else []
    quotes = await quotes_in(tx, log, things)
    return Reset(
        log=log_name(log),
        head=head,
        things=packed(things),
        complete=complete,
        has_before=bool(page) and page[0].seq > max(1, *(kind_of(thing).floor_of(thing) for thing in things)),
        people=await logs.people_in(tx, things, quotes),
        rooms=await logs.rooms_in(tx, things),
        quotes=quotes,
    )


async def _with_own(tx: Transaction, stay: Enter, reset: Missed) -> Missed:
    """Add the receiver's own reactions and the like to a reset, which is otherwise the same for everybody."""
    if not isinstance(reset.frame, Reset):
        return reset
    with_own = await _own_beside(tx, stay.person, room_log(stay.room), reset.frame)
    return encoded(with_own) if with_own is not reset.frame else reset


async def _own_beside(tx: Transaction, person: int, log: Log, reset: Reset) -> Reset:
    page = [thing for thing in unpacked(reset.things) if isinstance(thing, Message)]
    own = await logs.about(tx, OWN_ABOUT, person_log(person), page, room=log.id)
    return structs.replace(reset, own=packed(own)) if own else reset


def _travelling(log_kind: int) -> list[Thing]:
    """The kinds of a log that a welcome or a reset lists by themselves, not with a page of messages."""
    return [kind for kind in of_log(log_kind) if kind.travels and kind.about is None]
