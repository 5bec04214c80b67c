"""State and frame in, state out: nothing else happens here. The web client follows the same rules.

Whole things are applied by upsert, the higher `rev` winning. A log's cursor moves only by frames without a hole
before them; `is_hole` tells, and whoever calls repairs.
"""

from collections.abc import Iterable, Mapping

from msgspec import structs

from parley.client.rows import by_person, later_than, newer, newest
from parley.client.span import Span, from_place, join, leaves_hole, upsert
from parley.client.state import NOTHING_KNOWN, RoomState, State
from parley.protocol.messages import Message, MessagePage
from parley.protocol.people import Card
from parley.protocol.reads import ReadPosition
from parley.protocol.rooms import Membership, Room, RoomAnswer, RoomDetails
from parley.protocol.sync import Beat, Changes, Drain, Gone, Ok, Refused, Reset, ServerFrame, Welcome


def apply(state: State, frame: ServerFrame) -> State:
    """The state after a frame. One behind a hole changes no more than what is known to be missing."""
    match frame:
        case Welcome():
            return _welcome(state, frame)
        case Changes(mine=True):
            return _own_changes(state, frame)
        case Changes(server=True):
            return _server_changes(state, frame)
        case Changes():
            return _room_changes(state, frame)
        case Reset():
            return _reset(state, frame)
        case Gone():
            return _gone(state, frame)
        case Beat():
            return _raise_heads(state, frame.heads)
        case Ok() | Refused() | Drain():
            return state


def apply_page(state: State, page: MessagePage) -> State:
    """A page of `message.list`. The first one opens the room: its head becomes the cursor."""
    room = state.rooms.get(page.room)
    if room is None or is_stale(state, page):
        return state
    span = join(_span(room), Span(messages=tuple(page.messages), has_before=page.has_before, has_after=page.has_after))
    opened = _with_span(room, span)
    cursor = page.head if room.cursor is None else room.cursor
    last = _last_seq(room, page.messages)
    known = structs.replace(opened, cursor=cursor, head=max(room.head, page.head), last_seq=last)
    return _with_room(_with_people(state, page.people), known)


def apply_details(state: State, details: RoomDetails) -> State:
    """The answer to `room.get`. Only an opened room can tell whether the members in it are recent enough."""
    room = state.rooms.get(details.room.id)
    if room is None or room.cursor is None or is_stale(state, details):
        return state
    # A complete list says by silence who is not there any more.
    kept = [stay for stay in room.members.values() if stay.rev > details.head or not details.members_complete]
    known = structs.replace(
        room,
        info=newer(room.info, details.room),
        head=max(room.head, details.head),
        last_seq=max(room.last_seq, details.last_seq),
        members=newest(by_person(kept), by_person(details.members)),
        members_complete=room.members_complete or details.members_complete,
    )
    return _with_room(_with_people(state, details.people), known)


def apply_answer(state: State, answer: RoomAnswer) -> State:
    """The answer to making, changing or joining a room. It brings rows and moves no cursor."""
    return _with_memberships(state, [answer.membership], [answer.room])


def apply_position(state: State, position: ReadPosition) -> State:
    """The answer to marking a room read or unread. It moves no cursor either."""
    return _with_positions(state, [position])


def is_hole(state: State, frame: Changes) -> bool:
    """Whether something before this frame is missing: of the log, or of the messages."""
    if frame.mine:
        return frame.from_ > state.mine
    if frame.server:
        return frame.from_ > state.server
    room = state.rooms.get(frame.room or "")
    if room is None or room.cursor is None or frame.to <= room.cursor:
        return False
    info = room.info if frame.info is None else newer(room.info, frame.info)
    first = max(info.first_seq, state.memberships[info.id].first_seq)
    return frame.from_ > room.cursor or leaves_hole(_span(room), frame.messages, first)


def is_stale(state: State, answer: MessagePage | RoomDetails) -> bool:
    """Whether an answer was read before something that is known already, and has to be asked for again."""
    room = state.rooms.get(answer.room if isinstance(answer, MessagePage) else answer.room.id)
    return room is not None and answer.head < (room.head if room.cursor is None else room.cursor)


def rooms_behind(state: State) -> list[str]:
    """Opened rooms whose head is known to be above their cursor."""
    return [id_ for id_, room in state.rooms.items() if room.cursor is not None and room.cursor < room.head]


def _welcome(state: State, frame: Welcome) -> State:
    # The people's cursor is left to their changes, which follow: a cut before them must not make them look known.
    fresh = structs.replace(NOTHING_KNOWN, epoch=frame.epoch, server=frame.server)
    base = state if frame.epoch == state.epoch else fresh
    # The same frame also answers `sync.get`, which live frames and answers can overtake.
    if frame.mine < base.mine:
        return _raise_heads(base, frame.heads)
    memberships = newest({own.room: own for own in frame.memberships}, later_than(frame.mine, base.memberships))
    reads = newest({position.room: position for position in frame.reads}, later_than(frame.mine, base.reads))
    told = {room.id: room for room in frame.rooms}
    in_them = {room for room, own in memberships.items() if own.until is None}
    rooms = {id_: room for id_, room in base.rooms.items() if id_ in in_them} | {
        id_: _with_info(base.rooms.get(id_), info) for id_, info in told.items() if id_ in in_them
    }
    known = structs.replace(
        base,
        me=frame.you,
        settings=frame.settings,
        mine=frame.mine,
        memberships=memberships,
        reads=reads,
        rooms={id_: _with_last_seq(room, frame.last_seqs.get(id_, 0)) for id_, room in rooms.items()},
    )
    return _raise_heads(known, frame.heads)


def _own_changes(state: State, frame: Changes) -> State:
    if is_hole(state, frame) or frame.to <= state.mine:
        return state
    known = _with_memberships(_with_people(state, frame.people), frame.memberships, frame.rooms)
    return structs.replace(_with_positions(known, frame.reads), mine=frame.to)


def _server_changes(state: State, frame: Changes) -> State:
    known = _with_people(state, frame.people)
    return known if is_hole(state, frame) else structs.replace(known, server=max(state.server, frame.to))


def _room_changes(state: State, frame: Changes) -> State:
    known = _with_people(state, frame.people)
    room = known.rooms.get(frame.room or "")
    if room is None:
        return known
    info = room.info if frame.info is None else newer(room.info, frame.info)
    heard = structs.replace(room, head=max(room.head, frame.to), info=info)
    heard = structs.replace(heard, last_seq=_last_seq(heard, frame.messages))
    # At or below the cursor there is nothing that is not known already.
    if room.cursor is None or is_hole(known, frame) or frame.to <= room.cursor:
        return _with_room(known, heard)
    members = newest(room.members, by_person(frame.members))
    # What was missed and is not kept any more leaves no hole to what still is.
    still_kept = from_place(_span(room), info.first_seq)
    taken = _with_span(heard, upsert(still_kept, frame.messages))
    return _with_room(known, structs.replace(taken, cursor=frame.to, members=members))


def _reset(state: State, frame: Reset) -> State:
    room = state.rooms.get(frame.room)
    if room is None or frame.head < (room.cursor or 0):
        return state
    fresh = RoomState(
        info=newer(room.info, frame.info),
        head=max(room.head, frame.head),
        last_seq=_last_seq(room, frame.messages),
        cursor=frame.head,
        messages=tuple(frame.messages),
        has_before=frame.has_before,
        members=by_person(frame.members),
        members_complete=frame.members_complete,
    )
    return _with_room(_with_people(state, frame.people), fresh)


def _gone(state: State, frame: Gone) -> State:
    own = state.memberships.get(frame.room)
    # A stay that began later is another one: this news is about the one before.
    if own is not None and own.until is None and own.since > frame.at:
        return state
    ended = {} if own is None else {frame.room: structs.replace(own, until=frame.at)}
    rooms = {id_: room for id_, room in state.rooms.items() if id_ != frame.room}
    return structs.replace(state, rooms=rooms, memberships=state.memberships | ended)


def _with_memberships(state: State, incoming: Iterable[Membership], infos: Iterable[Room]) -> State:
    memberships = newest(state.memberships, {own.room: own for own in incoming})
    known = state.rooms | {info.id: _with_info(state.rooms.get(info.id), info) for info in infos}
    rooms = {id_: room for id_, room in known.items() if id_ in memberships and memberships[id_].until is None}
    return structs.replace(state, memberships=memberships, rooms=rooms)


def _with_positions(state: State, incoming: Iterable[ReadPosition]) -> State:
    """Nobody has read further than there is: in a room just joined this is the first that is heard of its length."""
    positions = {position.room: position for position in incoming}
    rooms = {
        id_: _with_last_seq(state.rooms[id_], position.seq) for id_, position in positions.items() if id_ in state.rooms
    }
    return structs.replace(state, reads=newest(state.reads, positions), rooms=state.rooms | rooms)


def _raise_heads(state: State, heads: Mapping[str, int]) -> State:
    raised = {
        id_: structs.replace(state.rooms[id_], head=head)
        for id_, head in heads.items()
        if id_ in state.rooms and head > state.rooms[id_].head
    }
    return structs.replace(state, rooms=state.rooms | raised) if raised else state


def _with_room(state: State, room: RoomState) -> State:
    return structs.replace(state, rooms=state.rooms | {room.info.id: room})


def _with_info(room: RoomState | None, info: Room) -> RoomState:
    return RoomState(info=info) if room is None else structs.replace(room, info=newer(room.info, info))


def _last_seq(room: RoomState, messages: Iterable[Message]) -> int:
    """What is not kept any more was there, whether it was heard of or not."""
    return max(room.last_seq, room.info.first_seq - 1, *(message.seq for message in messages))


def _with_last_seq(room: RoomState, seq: int) -> RoomState:
    return structs.replace(room, last_seq=max(room.last_seq, seq))


def _with_people(state: State, incoming: Mapping[str, Card]) -> State:
    news = {id_: card for id_, card in incoming.items() if id_ not in state.people or card.rev > state.people[id_].rev}
    return structs.replace(state, people=state.people | news) if news else state


def _span(room: RoomState) -> Span:
    return Span(messages=room.messages, has_before=room.has_before, has_after=room.has_after)


def _with_span(room: RoomState, span: Span) -> RoomState:
    kept = from_place(span, room.info.first_seq)
    return structs.replace(room, messages=kept.messages, has_before=kept.has_before, has_after=kept.has_after)
