"""Every kind of thing, once. Reading a log, frames, sight, both clients and the documents go by this table.

A kind says what of it travels and in whose log, which fields say which one it is, and in which columns it rests. What
is not said here about a kind nobody knows but the actions that write it and the views that show it.
"""

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import Raw, Struct

from parley.changes import ROOM, SERVER, THREAD, Change, Effect, Enter, Leave, log_name
from parley.kinds import Thing as Thing  # noqa: PLC0414 - what the table is made of
from parley.kinds import from_json
from parley.language.mentions import groups_of, people_of, wide_of
from parley.own_things import OWN_THINGS
from parley.protocol.base import Time
from parley.protocol.messages import Forwarded, GroupMention, Message
from parley.protocol.notices import Notice
from parley.protocol.people import Profile
from parley.protocol.pins import Pin
from parley.protocol.polls import Poll
from parley.protocol.reactions import Tally
from parley.protocol.rooms import Room, Stay
from parley.protocol.threads import Thread


class EarlierVersion(Struct, frozen=True, kw_only=True, tag="version", tag_field="thing"):
    """What a message said before it was edited. It never travels: `message.history` reads it."""

    seq: int
    rev: int
    body: str
    at: Time


def _stay_effect(stay: Stay, room: int) -> Effect:
    person = int(stay.person)
    if stay.until is not None:
        return Leave(person=person, room=room, since=stay.since, at=stay.until)
    # Only where the room's log is split counts here: a connection enters by the person's own log, which has the sight.
    return Enter(person=person, room=room, since=stay.since, first_seq=1)


def was_erased(erased_at: int | None, body: str | None) -> bool:
    """Whether a message was erased. During an update, a process of the version before empties the body and sets no
    time.
    """
    return erased_at is not None or not body


_forwarded_in = msgspec.json.Decoder(Forwarded).decode


def forwarded_of(row: Any) -> Forwarded | None:
    """Which lines of a message's row are a copy. During an update, a process of the version before may edit it: then it
    is a message like others.
    """
    if row.forwarded is None or row.edited_at is not None or was_erased(row.erased_at, row.body):
        return None
    return _forwarded_in(row.forwarded)


_notice_in = msgspec.json.Decoder(Notice).decode


def notice_of(row: Any) -> Notice | None:
    return None if row.notice is None or was_erased(row.erased_at, row.body) else _notice_in(row.notice)


def group_mentions_of(kept: str | None) -> dict[str, GroupMention]:
    return {
        handle: GroupMention(group=str(called.group), people=[*map(str, called.people)])
        for handle, called in groups_of(kept).items()
    }


MESSAGE = Thing(
    wire=Message,
    log=ROOM,
    key=("seq",),
    table="messages",
    log_column="room",
    columns={
        "erased": lambda row: was_erased(row.erased_at, row.body),
        "reply_to": lambda row: None if was_erased(row.erased_at, row.body) else row.reply_to,
        "room": lambda row: str(row.in_room or row.room),
        "thread": "root",
        "from_thread": lambda row: bool(row.from_thread) and not was_erased(row.erased_at, row.body),
        "mentions": lambda row: {} if was_erased(row.erased_at, row.body) else people_of(row.mentions),
        "groups": lambda row: {} if was_erased(row.erased_at, row.body) else group_mentions_of(row.mentions),
        "wide": lambda row: None if was_erased(row.erased_at, row.body) else wide_of(row.mentions),
        "poll": lambda row: bool(row.poll) and not was_erased(row.erased_at, row.body),
        "forwarded": forwarded_of,
        "notice": notice_of,
    },
    most=50,
    place="seq",
    quotes="reply_to",
    people=("sender", "mentions", "forwarded", "notice"),
    in_threads=True,
)
VERSION = Thing(
    wire=EarlierVersion,
    log=ROOM,
    key=("seq", "rev"),
    table="versions",
    log_column="room",
    place="seq",
    travels=False,
    in_threads=True,
)
TALLY = Thing(
    wire=Tally,
    log=ROOM,
    key=("seq", "kind", "key"),
    table="tallies",
    log_column="room",
    columns={"count": "number", "first": lambda row: row.first.split()},
    ended="until",
    place="seq",
    people=("first",),
    in_threads=True,
)
SUMMARY = Thing(
    wire=Thread,
    log=ROOM,
    key=("seq",),
    table="summaries",
    log_column="room",
    columns={
        "log": lambda row: log_name((THREAD, row.thread)),
        "count": "number",
        "first": lambda row: row.first.split(),
    },
    ended="until",
    place="seq",
    people=("first",),
)
STAY = Thing(
    wire=Stay,
    log=ROOM,
    key=("person", "since"),
    shown_by=("person",),
    table="stays",
    log_column="room",
    ended="until",
    people=("person",),
    effect=_stay_effect,
)
ROOM_ROW = Thing(
    wire=Room,
    log=ROOM,
    table="rooms",
    log_column="id",
    columns={
        "first_seq": "first_kept",
        "direct": lambda row: (row.direct or "").split(),
        "notices": lambda row: bool(row.notices),
    },
    floor="first_seq",
    people=("direct",),
)
PIN = Thing(
    wire=Pin, log=ROOM, key=("seq",), table="pins", log_column="room", ended="until", place="seq", people=("pinned_by",)
)
POLL = Thing(
    wire=Poll,
    log=ROOM,
    key=("seq",),
    table="polls",
    log_column="room",
    columns={
        "options": from_json("options", list[str]),
        "counts": from_json("counts", list[int]),
        "first": from_json("first", list[list[str]]),
        "multiple": lambda row: bool(row.multiple),
        "anonymous": lambda row: bool(row.anonymous),
    },
    place="seq",
    people=("first",),
    in_threads=True,
)
PROFILE = Thing(
    wire=Profile,
    log=SERVER,
    key=("person",),
    table="people",
    log_column=None,
    columns={"person": "id"},
    people=("person",),
)

THINGS: tuple[Thing, ...] = (
    *(MESSAGE, VERSION, TALLY, PIN, POLL, SUMMARY, STAY, ROOM_ROW),
    *OWN_THINGS,
    *(PROFILE,),
)
# The kinds in people's own logs that are about a message of a room.
OWN_ABOUT: tuple[Thing, ...] = tuple(thing for thing in THINGS if thing.about is not None)
BY_NAME: dict[str, Thing] = {thing.name: thing for thing in THINGS}
BY_WIRE: dict[type[Struct], Thing] = {thing.wire: thing for thing in THINGS}


def about_messages(log_kind: int) -> list[Thing]:
    """The kinds that are about a message, in logs of this kind."""
    return [kind for kind in of_log(log_kind) if kind.message is not None and kind.travels]


def kind_of(thing: Struct) -> Thing:
    return BY_WIRE[type(thing)]


def effect_of(change: Change) -> Effect | None:
    return effect_in(change.thing, change.log.id)


def effect_in(thing: Struct, log: int) -> Effect | None:
    """What a thing, in the log of this id, means for who follows what."""
    effect = kind_of(thing).effect
    return effect(thing, log) if effect is not None else None


def of_log(kind: int) -> list[Thing]:
    if kind == THREAD:
        return [thing for thing in THINGS if thing.in_threads]
    return [thing for thing in THINGS if thing.log == kind]


class _Named(Struct, frozen=True, kw_only=True, gc=False):
    thing: str


_name_in = msgspec.json.Decoder(_Named).decode
_decoders = {thing.name: msgspec.json.Decoder(thing.wire).decode for thing in THINGS if thing.travels}
_encode = msgspec.json.Encoder().encode


def packed(things: Iterable[Struct]) -> list[Raw]:
    """Things as they stand in a frame."""
    return [Raw(_encode(thing)) for thing in things]


def unpacked(things: Iterable[Raw]) -> list[Struct]:
    """Decode a frame's things, and skip the kinds that this program does not know."""
    return [thing for _, thing in paired(things)]


def paired(things: Iterable[Raw]) -> list[tuple[Raw, Struct]]:
    """The same, each beside its bytes, so that a frame can be made of some of them without encoding them again."""
    found = ((raw, _decoders.get(_name_in(raw).thing)) for raw in things)
    return [(raw, decode(raw)) for raw, decode in found if decode is not None]
