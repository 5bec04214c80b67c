"""State and frame in, state out: nothing else happens here. The web client follows the same rules.

Whole things are applied by upsert, the higher `rev` winning. `parley.things` has what there is to know of each kind. A
log's cursor moves only by frames without a hole before them: `is_hole` finds holes, and the caller repairs them.
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, structs

from parley.changes import PERSON
from parley.client.rows import all_of, first_kept, renewed, shown_key, upserted
from parley.client.span import Span, from_place, leaves_hole, said_in, upsert
from parley.client.state import SERVER, State
from parley.client.talks import LogState, is_room_log, is_thread_log, room_log
from parley.protocol.people import Card
from parley.protocol.reads import ReadPosition
from parley.protocol.rooms import Room
from parley.protocol.signals import Signal
from parley.protocol.sync import Beat, Changes, Drain, Gone, Ok, Refused, Reset, ServerFrame, Welcome
from parley.protocol.threads import Thread
from parley.things import kind_of, of_log, unpacked


def apply(state: State, frame: ServerFrame) -> State:
    """The state after a frame. One behind a hole changes no more than what is known to be missing."""
    match frame:
        case Welcome():
            return _welcome(state, frame)
        case Changes():
            return _changes(state, frame)
        case Reset():
            return _reset(state, frame)
        case Gone():
            return _gone(state, frame)
        case Beat():
            return _raise_heads(state, frame.heads)
        case Ok() | Refused() | Drain() | Signal():
            return state


def is_hole(state: State, frame: Changes) -> bool:
    """Whether something before this frame is missing: of the log, or of the messages."""
    log = state.logs.get(frame.log)
    if log is None or log.cursor is None or frame.to <= log.cursor:
        return False
    things = unpacked(frame.things)
    return _is_behind_hole(state, frame, things, heard(log, frame.to, things))


def logs_behind(state: State) -> list[str]:
    """Logs whose head is known to be above their cursor. A room that was not opened has none."""
    return [name for name, log in state.logs.items() if log.cursor is not None and log.cursor < log.head]


def with_own_things(state: State, things: Iterable[Struct], rooms: Mapping[str, Room]) -> State:
    """With newer things of one's own log, and with the rows of rooms that they name."""
    if state.own not in state.logs:
        return state
    own = state.logs[state.own]
    return _follow(with_log(state, state.own, structs.replace(own, things=upserted(own.things, things))), rooms)


def with_log(state: State, name: str, log: LogState) -> State:
    return structs.replace(state, logs=state.logs | {name: log})


def with_people(state: State, incoming: Mapping[str, Card]) -> State:
    news = {id_: card for id_, card in incoming.items() if id_ not in state.people or card.rev > state.people[id_].rev}
    return structs.replace(state, people=state.people | news) if news else state


def heard(log: LogState, head: int, things: Sequence[Struct]) -> LogState:
    """What may be known of a log before everything that came earlier is: how far it goes, and what it keeps of that.

    What is not kept any more was there, whether it was heard of or not.
    """
    told = upserted(log.things, (thing for thing in things if kind_of(thing).floor is not None))
    first = first_kept(told)
    last = max((message.seq for message in said_in(things)), default=0)
    return structs.replace(
        log,
        head=max(log.head, head),
        things=told,
        span=from_place(log.span, first),
        last_seq=max(log.last_seq, first - 1, last),
    )


def without_places(things: Iterable[Struct]) -> Iterable[Struct]:
    """Those that are neither messages nor about one."""
    return (thing for thing in things if kind_of(thing).place is None)


def _welcome(state: State, frame: Welcome) -> State:
    # The people's cursor is left to their changes, which follow: a cut before them must not make them look known.
    people = frame.heads.get(SERVER, 0)
    fresh = State(epoch=frame.epoch, logs={SERVER: LogState(head=people, cursor=people)})
    base = state if frame.epoch == state.epoch else fresh
    own, head = base.logs.get(frame.log, LogState()), frame.heads.get(frame.log, 0)
    # The same frame also answers `sync.get`, which live frames and answers can overtake.
    if head < (own.cursor or 0):
        return _raise_heads(base, frame.heads)
    things = renewed(own.things, unpacked(frame.things), head, complete=frame.complete)
    # Kinds that a welcome does not tell follow from the cursor, if there is one.
    is_whole = own.cursor is None or {kind.name for kind in of_log(PERSON) if kind.travels} <= set(frame.complete)
    place = (head, head) if is_whole else (own.cursor, own.start)
    renewed_log = structs.replace(
        own, cursor=place[0], start=place[1], things=things, complete=frozenset(frame.complete)
    )
    known = structs.replace(
        with_people(base, frame.people),
        me=frame.you,
        settings=frame.settings,
        own=frame.log,
        logs=base.logs | {frame.log: renewed_log},
    )
    return _raise_heads(_raise_last_seqs(_follow(known, frame.rooms), frame.last_seqs), frame.heads)


def _changes(state: State, frame: Changes) -> State:
    known = with_people(state, frame.people)
    log = known.logs.get(frame.log)
    if log is None:
        return known
    things = unpacked(frame.things)
    told = heard(log, frame.to, things)
    # At or below the cursor there is nothing that is not known already.
    if log.cursor is None or frame.to <= log.cursor or _is_behind_hole(known, frame, things, told):
        return with_log(known, frame.log, told)
    taken = structs.replace(
        told,
        cursor=frame.to,
        things=upserted(told.things, without_places(things)),
        # What was missed and is not kept any more leaves no hole to what still is: the span has been cut.
        span=upsert(told.span, things, frame.quotes),
    )
    known = _heard_of_threads(with_log(known, frame.log, taken), things)
    return _follow(known, frame.rooms) if frame.log == state.own or frame.rooms else known


def _is_behind_hole(state: State, frame: Changes, things: Sequence[Struct], told: LogState) -> bool:
    own = state.membership_in(frame.log)
    first = max(first_kept(told.things), 1 if own is None else own.first_seq)
    return frame.from_ > (told.cursor or 0) or leaves_hole(told.span, things, first)


def _reset(state: State, frame: Reset) -> State:
    known = with_people(state, frame.people)
    log = known.logs.get(frame.log)
    if log is None or frame.head < (log.cursor or 0):
        return known
    things = unpacked(frame.things)
    fresh = LogState(
        head=max(log.head, frame.head),
        cursor=frame.head,
        start=frame.head,
        things=renewed(log.things, without_places(things), frame.head),
        complete=frozenset(frame.complete),
        span=upsert(Span(has_before=frame.has_before), things, frame.quotes),
        last_seq=log.last_seq,
    )
    known = with_own_things(with_log(known, frame.log, heard(fresh, frame.head, things)), unpacked(frame.own), {})
    known = _heard_of_threads(known, things)
    return _follow(known, frame.rooms) if frame.log == state.own or frame.rooms else known


def _gone(state: State, frame: Gone) -> State:
    own = state.membership_in(frame.log)
    # A stay that began later is another one: this news is about the one before.
    if own is not None and own.until is None and own.since > frame.at:
        return state
    logs = {name: log for name, log in state.logs.items() if name != frame.log and _room_of(name, log) != frame.log}
    if own is not None:
        mine, kind, ended = logs[state.own], kind_of(own).name, structs.replace(own, until=frame.at)
        rows = {**mine.things[kind], shown_key(ended): ended}
        logs[state.own] = structs.replace(mine, things={**mine.things, kind: rows})
    return structs.replace(state, logs=logs)


def _follow(state: State, rooms: Mapping[str, Room]) -> State:
    """Open memberships say which rooms' logs are followed; a log begins with its room's row."""
    followed = {room_log(own.room) for own in state.open_memberships}
    logs = {name: log for name, log in state.logs.items() if (of := _room_of(name, log)) is None or of in followed}
    for room in rooms.values():
        if (name := room_log(room.id)) in followed:
            logs[name] = heard(logs.get(name, LogState()), 0, [room])
    # Nobody has read further than there is: in a room just joined this is the first that is heard of its length.
    read = {room_log(position.room): position.seq for position in all_of(state.own_things, ReadPosition)}
    return _raise_last_seqs(structs.replace(state, logs=logs), read)


def _heard_of_threads(state: State, things: Sequence[Struct]) -> State:
    """A room's log says how far the logs of its threads go."""
    return _raise_heads(state, {thing.log: thing.head for thing in things if isinstance(thing, Thread)})


def _room_of(name: str, log: LogState) -> str | None:
    """The log of the room that a room's or a thread's log belongs to. None if it is another's, or not known yet."""
    if is_room_log(name):
        return name
    return room_log(log.span.messages[0].room) if is_thread_log(name) and log.span.messages else None


def _raise_last_seqs(state: State, last_seqs: Mapping[str, int]) -> State:
    raised = {
        name: structs.replace(state.logs[name], last_seq=seq)
        for name, seq in last_seqs.items()
        if name in state.logs and seq > state.logs[name].last_seq
    }
    return structs.replace(state, logs=state.logs | raised) if raised else state


def _raise_heads(state: State, heads: Mapping[str, int]) -> State:
    raised = {
        name: structs.replace(state.logs[name], head=head)
        for name, head in heads.items()
        if name in state.logs and head > state.logs[name].head
    }
    return structs.replace(state, logs=state.logs | raised) if raised else state
