"""What servers' frames and pages say, taken apart: nothing else in this folder knows how they are written."""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from parley.protocol.messages import Message, MessagePage
from parley.protocol.people import Card
from parley.protocol.reads import ReadPosition
from parley.protocol.rooms import Membership
from parley.protocol.sync import Beat, Changes, Drain, Frames, Gone, Reset, ServerFrame, Welcome


class Arrival(NamedTuple):
    """Where one is welcomed to: one's rooms and how far they are read, all of them."""

    epoch: str
    mine: int
    memberships: list[Membership]
    reads: list[ReadPosition]
    heads: dict[str, int]


class Own(NamedTuple):
    """What changed in one's own log."""

    after: int
    upto: int
    memberships: list[Membership]
    reads: list[ReadPosition]


class Stretch(NamedTuple):
    """What changed in a room's log. `strangers` are people whose cards come with it and whom nothing in it names."""

    room: str
    after: int
    upto: int
    messages: list[Message]
    strangers: list[str]


class Page(NamedTuple):
    """Messages of a room as of `upto`. `is_fresh` if all that was known before is to be dropped for it."""

    room: str
    upto: int
    messages: list[Message]
    strangers: list[str]
    is_fresh: bool


class End(NamedTuple):
    """One is not in this room any more, as of this place."""

    room: str
    at: int


class Heads(NamedTuple):
    """Where rooms' logs stand."""

    heads: dict[str, int]


class Pause(NamedTuple):
    """The server stops, and says when to come back."""

    seconds: float


Part = Arrival | Own | Stretch | Page | End | Heads | Pause

_frames: "msgspec.json.Decoder[Frames]" = msgspec.json.Decoder(Frames)
_page: "msgspec.json.Decoder[MessagePage]" = msgspec.json.Decoder(MessagePage)


def taken_apart(frame: ServerFrame) -> Part | None:
    """None for what says nothing of rooms or of oneself."""
    match frame:
        case Welcome():
            return Arrival(frame.epoch, frame.mine, frame.memberships, frame.reads, frame.heads)
        case Changes(mine=True):
            return Own(frame.from_, frame.to, frame.memberships, frame.reads)
        case Changes(room=str(room)):
            named = {stay.person for stay in frame.members}
            if frame.info is not None:
                named.add(frame.info.created_by)
            strangers = _strangers(frame.people, frame.messages, named)
            return Stretch(room, frame.from_, frame.to, frame.messages, strangers)
        case Reset():
            named = {frame.info.created_by, *(stay.person for stay in frame.members)}
            strangers = _strangers(frame.people, frame.messages, named)
            return Page(frame.room, frame.head, frame.messages, strangers, is_fresh=True)
        case Gone():
            return End(frame.room, frame.at)
        case Beat():
            return Heads(frame.heads)
        case Drain():
            return Pause(frame.reconnect_after_ms / 1000)
        case _:
            return None


def caught_up(answer: bytes) -> list[Part]:
    """The answer to `sync.get`."""
    parts = (taken_apart(frame) for frame in _frames.decode(answer).frames)
    return [part for part in parts if part is not None]


def heads_in(answer: bytes) -> dict[str, int]:
    """Where one's rooms stand by an answer to `sync.get`."""
    return next(part.heads for part in caught_up(answer) if isinstance(part, Arrival))


def page(answer: bytes) -> Page:
    """The answer to `message.list`."""
    read = _page.decode(answer)
    return Page(read.room, read.head, read.messages, _strangers(read.people, read.messages, ()), is_fresh=False)


def _strangers(cards: dict[str, Card], messages: list[Message], named: Iterable[str]) -> list[str]:
    return sorted(cards.keys() - {message.sender for message in messages} - set(named))
