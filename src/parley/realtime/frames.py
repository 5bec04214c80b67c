"""From a commit's changes to the byte strings that connections are sent: each is encoded once, whoever reads it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from parley.changes import PERSON, ROOM, Change, OwnMembership, SessionChange
from parley.protocol.messages import Message
from parley.protocol.people import Card
from parley.protocol.rooms import Membership, Room, Stay
from parley.protocol.sync import Changes, Gone

encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Packet:
    """One log's next stretch: the frame for everybody who follows it, and what else follows from it here.

    A room's stretch ends where somebody joins or leaves, so that whoever left is sent nothing after it.
    """

    kind: int
    log: int
    to: int
    data: bytes
    joined: int | None = None
    left: int | None = None
    gone: bytes = b""
    ended_sessions: tuple[int, ...] = ()


def text_frame(payload: bytes) -> bytes:
    """A whole WebSocket text frame from the server: header and payload in one string, ready for any transport."""
    size = len(payload)
    if size < 126:
        return b"\x81" + bytes((size,)) + payload
    if size < 1 << 16:
        return b"\x81\x7e" + size.to_bytes(2, "big") + payload
    return b"\x81\x7f" + size.to_bytes(8, "big") + payload


def packets(changes: Sequence[Change]) -> list[Packet]:
    """A commit's changes, a stretch at a time, each log's in order."""
    logs: dict[tuple[int, int], list[Change]] = {}
    for change in changes:
        logs.setdefault((change.kind, change.log), []).append(change)
    return [_packet(stretch) for of_log in logs.values() for stretch in _stretches(of_log)]


def _stretches(changes: list[Change]) -> Iterator[list[Change]]:
    stretch: list[Change] = []
    for change in changes:
        stretch.append(change)
        if isinstance(change.thing, Stay):
            yield stretch
            stretch = []
    if stretch:
        yield stretch


@dataclass(slots=True)
class _Parts:
    """A frame under construction."""

    messages: list[Message] = field(default_factory=list)
    members: list[Stay] = field(default_factory=list)
    info: Room | None = None
    memberships: list[Membership] = field(default_factory=list)
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
            case SessionChange(session, ended=True):
                self.ended.append(session)
            case _:
                pass  # a profile is its card, and a session that began has nothing to show


def _packet(stretch: list[Change]) -> Packet:
    first, last = stretch[0], stretch[-1]
    parts = _Parts()
    for change in stretch:
        parts.add(change)
    frame = Changes(
        from_=first.rev - 1,
        to=last.rev,
        room=str(first.log) if first.kind == ROOM else None,
        mine=first.kind == PERSON,
        server=first.kind not in (ROOM, PERSON),
        messages=parts.messages,
        members=parts.members,
        info=parts.info,
        memberships=parts.memberships,
        rooms=list(parts.rooms.values()),
        people=parts.people,
    )
    data = text_frame(encode(frame))
    return Packet(first.kind, first.log, last.rev, data, ended_sessions=tuple(parts.ended), **_moves(first.log, last))


def _moves(log: int, last: Change) -> dict[str, Any]:
    """Who came or went at the end of a stretch."""
    stay = last.thing
    if not isinstance(stay, Stay):
        return {}
    if stay.until is None:
        return {"joined": int(stay.person)}
    return {"left": int(stay.person), "gone": text_frame(encode(Gone(room=str(log), at=stay.until)))}
