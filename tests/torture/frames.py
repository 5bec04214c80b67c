"""Decodes servers' frames and pages: nothing else in this folder knows their format."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple, TypeVar

import msgspec
from msgspec import Raw, Struct

from parley.protocol.drafts import Draft
from parley.protocol.favourites import Favourite
from parley.protocol.messages import Message, MessagePage, Quote
from parley.protocol.mutes import Mute
from parley.protocol.people import Card
from parley.protocol.polls import Poll
from parley.protocol.reactions import Tally
from parley.protocol.reads import ReadPosition
from parley.protocol.rooms import Membership, Room, Stay
from parley.protocol.sync import Beat, Changes, Drain, Frames, Gone, Reset, ServerFrame, Welcome
from parley.protocol.threads import Thread

T = TypeVar("T", bound=Struct)
ROOM, PERSON = "room:", "person:"
KINDS: dict[str, type[Struct]] = {
    str(wire.__struct_config__.tag): wire
    for wire in (Message, Tally, Thread, Poll, Stay, Room, Membership, ReadPosition, Draft, Favourite, Mute)
}


# What people keep for themselves, by room and what it is: the `rev`, and what it says. That is nothing once it is gone.
Keepsakes = dict[tuple[str, str], tuple[int, str]]


class Arrival(NamedTuple):
    """A welcome: all of the person's rooms, how far they have read them, and what they keep for themselves."""

    epoch: str
    # The name of one's own log, and where it stands.
    own: str
    mine: int
    memberships: list[Membership]
    reads: list[ReadPosition]
    keepsakes: Keepsakes
    heads: dict[str, int]


class Own(NamedTuple):
    """Changes in the person's own log."""

    after: int
    upto: int
    memberships: list[Membership]
    reads: list[ReadPosition]
    keepsakes: Keepsakes


class Stretch(NamedTuple):
    """Changes in a room's log. `strangers` are people whose cards come with it although nothing in it names them."""

    room: str
    after: int
    upto: int
    messages: list[Message]
    # The messages that something else in it is about.
    mentioned: list[int]
    strangers: list[str]


class Page(NamedTuple):
    """Messages of a room as of `upto`. If `is_fresh`, it replaces everything that was known before."""

    room: str
    upto: int
    messages: list[Message]
    mentioned: list[int]
    strangers: list[str]
    is_fresh: bool


class End(NamedTuple):
    """The person is no longer in this room, as of this place."""

    room: str
    at: int


class Heads(NamedTuple):
    """The heads of rooms' logs."""

    heads: dict[str, int]


class Pause(NamedTuple):
    """The server stops, and says when to reconnect."""

    seconds: float


Part = Arrival | Own | Stretch | Page | End | Heads | Pause

_frames: "msgspec.json.Decoder[Frames]" = msgspec.json.Decoder(Frames)
_page: "msgspec.json.Decoder[MessagePage]" = msgspec.json.Decoder(MessagePage)


def cursors(rooms: Mapping[str, int], own: str, mine: int) -> dict[str, int]:
    """Cursors as in `hello` and `sync.get`: rooms by their logs, and the person's own log."""
    return {own: mine} | {f"{ROOM}{room}": cursor for room, cursor in rooms.items()}


def taken_apart(frame: ServerFrame) -> Part | None:
    """None if the frame says nothing of rooms or of the person."""
    match frame:
        case Welcome():
            things = _things(frame.things)
            memberships, reads = _of(Membership, things), _of(ReadPosition, things)
            mine, heads = frame.heads[frame.log], _rooms(frame.heads)
            return Arrival(frame.epoch, frame.log, mine, memberships, reads, _keepsakes(things), heads)
        case Changes() if frame.log.startswith(PERSON):
            things = _things(frame.things)
            memberships, reads = _of(Membership, things), _of(ReadPosition, things)
            return Own(frame.from_, frame.to, memberships, reads, _keepsakes(things))
        case Changes() if frame.log.startswith(ROOM):
            things = _things(frame.things)
            strangers = _strangers(frame.people, things, frame.quotes)
            messages, about = _of(Message, things), _mentioned(things)
            return Stretch(_room(frame.log), frame.from_, frame.to, messages, about, strangers)
        case Reset():
            things = _things(frame.things)
            strangers = _strangers(frame.people, things, frame.quotes)
            messages, about = _of(Message, things), _mentioned(things)
            return Page(_room(frame.log), frame.head, messages, about, strangers, is_fresh=True)
        case Gone():
            return End(_room(frame.log), frame.at)
        case Beat():
            return Heads(_rooms(frame.heads))
        case Drain():
            return Pause(frame.reconnect_after_ms / 1000)
        case _:
            return None


def caught_up(answer: bytes) -> list[Part]:
    """The answer to `sync.get`."""
    parts = (taken_apart(frame) for frame in _frames.decode(answer).frames)
    return [part for part in parts if part is not None]


def heads_in(answer: bytes) -> dict[str, int]:
    """The heads of the person's rooms in an answer to `sync.get`."""
    return next(part.heads for part in caught_up(answer) if isinstance(part, Arrival))


def page(answer: bytes) -> Page:
    """The answer to `message.list`."""
    read = _page.decode(answer)
    about = _things(read.things)
    strangers = _strangers(read.people, [*read.messages, *about], read.quotes)
    return Page(_room(read.log), read.head, read.messages, _mentioned(about), strangers, is_fresh=False)


def _mentioned(things: Collection[Struct]) -> list[int]:
    return [thing.seq for thing in things if isinstance(thing, Tally | Thread | Poll)]


def _things(raws: list[Raw]) -> list[Struct]:
    """Decodes things by their names, without the server's table of kinds."""
    named: list[tuple[Raw, dict[str, Any]]] = [(raw, msgspec.json.decode(raw)) for raw in raws]
    return [msgspec.json.decode(raw, type=KINDS[found["thing"]]) for raw, found in named if found["thing"] in KINDS]


def _keepsakes(things: Collection[Struct]) -> Keepsakes:
    found: Keepsakes = {}
    for thing in things:
        match thing:
            case Draft():
                found[thing.room, "draft"] = (thing.rev, thing.body)
            case Favourite():
                found[thing.room, "favourite"] = (thing.rev, "there" if thing.until is None else "")
            case Mute():
                found[thing.room, "mute"] = (thing.rev, thing.level if thing.until is None else "")
            case _:
                pass
    return found


def _of(wire: type[T], things: Collection[Struct]) -> list[T]:
    return [thing for thing in things if isinstance(thing, wire)]


def _room(log: str) -> str:
    return log.removeprefix(ROOM)


def _rooms(heads: Mapping[str, int]) -> dict[str, int]:
    return {_room(log): head for log, head in heads.items() if log.startswith(ROOM)}


def _strangers(cards: Mapping[str, Card], things: Collection[Struct], quotes: Collection[Quote]) -> list[str]:
    """The people whose cards come with these things although none of them names these people."""
    senders = {message.sender for message in _of(Message, things)}
    members = {stay.person for stay in _of(Stay, things)}
    makers = {room.created_by for room in _of(Room, things)}
    reacted = {person for tally in _of(Tally, things) for person in tally.first}
    replied = {person for thread in _of(Thread, things) for person in thread.first}
    voted = {person for poll in _of(Poll, things) for first in poll.first for person in first}
    named = {person for message in _of(Message, things) for person in message.mentions.values()}
    quoted = {quote.sender for quote in quotes}
    return sorted(cards.keys() - senders - members - makers - reacted - replied - voted - named - quoted)
