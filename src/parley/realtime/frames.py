"""From a commit's changes to the packets that travel between processes and the byte strings that sockets are sent.

Each is encoded once, whoever reads it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

import msgspec

from parley.changes import PERSON, ROOM, Change, OwnMembership, SessionChange
from parley.protocol.messages import Message
from parley.protocol.people import Card
from parley.protocol.reads import ReadPosition
from parley.protocol.rooms import Membership, Room, Stay
from parley.protocol.sync import Changes

encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Changes).decode
S = TypeVar("S", bound=msgspec.Struct)
F_co = TypeVar("F_co", bound=msgspec.Struct, covariant=True)


class Move(NamedTuple):
    """A stay in a person's own log: in a room since this place of the room's log, and perhaps until that one."""

    room: int
    since: int
    until: int | None


@dataclass(frozen=True, slots=True)
class Packet:
    """One log's next stretch: the frame for everybody who follows it, and what else it means for who follows what.

    A room's stretch ends where somebody leaves, so that whoever left is sent nothing after it; and before somebody
    comes, so that they are sent nothing of what was said until then.
    """

    kind: int
    log: int
    from_: int
    to: int
    payload: bytes
    left: int | None = None
    moves: tuple[Move, ...] = ()
    ended_sessions: tuple[int, ...] = ()


def text_frame(payload: bytes) -> bytes:
    """A whole WebSocket text frame from the server: header and payload in one string, ready for any transport."""
    size = len(payload)
    if size < 126:
        return b"\x81" + bytes((size,)) + payload
    if size < 1 << 16:
        return b"\x81\x7e" + size.to_bytes(2, "big") + payload
    return b"\x81\x7f" + size.to_bytes(8, "big") + payload


@dataclass(frozen=True, slots=True)
class Encoded(Generic[F_co]):
    """A frame as a value, and as the bytes that every socket it is for is sent."""

    frame: F_co
    data: bytes


def encoded(frame: S) -> Encoded[S]:
    return Encoded(frame, text_frame(encode(frame)))


def packets(changes: Sequence[Change]) -> list[Packet]:
    """A commit's changes, a stretch at a time, each log's in order."""
    logs: dict[tuple[int, int], list[Change]] = {}
    for change in changes:
        logs.setdefault((change.kind, change.log), []).append(change)
    return [packet for of_log in logs.values() for packet in log_packets(of_log, of_log[0].rev - 1, of_log[-1].rev)]


def log_packets(changes: Sequence[Change], from_: int, to: int) -> list[Packet]:
    """One log's changes in order of `rev`, from one place of it to another. Numbers that were overwritten are gaps."""
    made: list[Packet] = []
    stretches = list(_stretches(changes))
    for number, stretch in enumerate(stretches, 1):
        upto = to if number == len(stretches) else stretch[-1].rev
        made.append(_packet(stretch, from_, upto))
        from_ = upto
    return made


def merged(told: Sequence[Packet], cursor: int) -> Changes:
    """A room's stretches, one after the other, as the one frame that its table would give: everything once, its newest
    state, in order of `rev`, with the people that it names.
    """
    messages: dict[int, Message] = {}
    stays: dict[tuple[str, int], Stay] = {}
    info: Room | None = None
    people: dict[str, Card] = {}
    for packet in told:
        frame = _decode(packet.payload)
        messages.update((message.seq, message) for message in frame.messages)
        stays.update(((stay.person, stay.since), stay) for stay in frame.members)
        info = frame.info or info
        people.update(frame.people)
    first = info.first_seq if info is not None else 1
    said = sorted((one for one in messages.values() if one.rev > cursor and one.seq >= first), key=_by_rev)
    members = sorted((one for one in stays.values() if one.rev > cursor), key=_by_rev)
    named = {one.sender for one in said} | {one.person for one in members}
    return Changes(
        from_=cursor,
        to=told[-1].to,
        room=str(told[-1].log),
        messages=said,
        members=members,
        info=info if info is not None and info.rev > cursor else None,
        people={id_: people[id_] for id_ in sorted(named, key=int)},
    )


def _by_rev(thing: Message | Stay) -> int:
    return thing.rev


def _stretches(changes: Sequence[Change]) -> Iterator[list[Change]]:
    # By where the stays began: a row read from the table may have changed since, and then stands further on.
    comings = {change.thing.since for change in changes if isinstance(change.thing, Stay)}
    stretch: list[Change] = []
    for change in changes:
        if comings and stretch and any(stretch[-1].rev < coming <= change.rev for coming in comings):
            yield stretch
            stretch = []
        stretch.append(change)
        if _leaver(change) is not None:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def _leaver(change: Change) -> int | None:
    stay = change.thing
    return int(stay.person) if isinstance(stay, Stay) and stay.until is not None else None


@dataclass(slots=True)
class _Parts:
    """A frame under construction."""

    messages: list[Message] = field(default_factory=list)
    members: list[Stay] = field(default_factory=list)
    info: Room | None = None
    memberships: list[Membership] = field(default_factory=list)
    reads: list[ReadPosition] = field(default_factory=list)
    rooms: dict[str, Room] = field(default_factory=dict)
    people: dict[str, Card] = field(default_factory=dict)
    ended: list[int] = field(default_factory=list)

    def add(self, change: Change) -> None:
        self.people.update(change.people)
        match change.thing:
            case Message() as message:
                self.messages.append(message)
            case Stay() as stay:
                self.members.append(stay)
            case Room() as room:
                self.info = room
            case OwnMembership(membership, room):
                self.memberships.append(membership)
                self.rooms[room.id] = room
            case ReadPosition() as position:
                self.reads.append(position)
            case SessionChange(session, ended=True):
                self.ended.append(session)
            case _:
                pass  # a profile is its card, and a session that began has nothing to show


def _packet(stretch: list[Change], from_: int, to: int) -> Packet:
    kind, log = stretch[0].kind, stretch[0].log
    parts = _Parts()
    for change in stretch:
        parts.add(change)
    frame = Changes(
        from_=from_,
        to=to,
        room=str(log) if kind == ROOM else None,
        mine=kind == PERSON,
        server=kind not in (ROOM, PERSON),
        messages=parts.messages,
        members=parts.members,
        info=parts.info,
        memberships=parts.memberships,
        reads=parts.reads,
        rooms=list(parts.rooms.values()),
        people=parts.people,
    )
    return Packet(
        kind,
        log,
        from_,
        to,
        encode(frame),
        left=_leaver(stretch[-1]),
        moves=tuple(Move(int(own.room), own.since, own.until) for own in parts.memberships),
        ended_sessions=tuple(parts.ended),
    )
