"""Turns a commit's changes into packets for other processes and into byte strings for sockets.

Each is encoded once for all receivers. If some may see less of it, it is encoded once more for each such limit.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

import msgspec
from msgspec import Raw, Struct, structs

from parley.changes import Change, Effect, Enter, Leave, Log, log_name, log_named, rev_of, room_log
from parley.protocol.messages import Quote
from parley.protocol.people import Card
from parley.protocol.rooms import Room
from parley.protocol.sync import Changes, Reset
from parley.things import effect_in, effect_of, kind_of, packed, paired, unpacked

encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Changes).decode
S = TypeVar("S", bound=Struct)
F = TypeVar("F", Changes, Reset)
F_co = TypeVar("F_co", bound=Struct, covariant=True)


class Packet(Struct, frozen=True, kw_only=True, array_like=True):
    """One log's next stretch: the frame for its subscribers, and its effects on who subscribes to what.

    A room's stretch ends where somebody leaves, so that they are sent nothing after it, and before somebody joins, so
    that they are sent nothing from before.
    """

    log: Log
    from_: int
    to: int
    payload: Raw
    # The oldest message that the frame holds, is about or quotes. Who may not see that far back gets a variant.
    oldest: int | None = None
    effects: tuple[Effect, ...] = ()


def text_frame(payload: bytes | Raw) -> bytes:
    """A whole WebSocket text frame from the server: header and payload in one string, ready for any transport."""
    size = len(payload)
    if size < 126:
        return b"\x81" + bytes((size,)) + payload
    if size < 1 << 16:
        return b"\x81\x7e" + size.to_bytes(2, "big") + payload
    return b"\x81\x7f" + size.to_bytes(8, "big") + payload


@dataclass(frozen=True)
class Encoded(Generic[F_co]):
    """A frame as a value, and as the bytes that its receivers are sent."""

    frame: F_co
    data: bytes

    @cached_property
    def oldest(self) -> int:
        """The oldest message that the frame holds, is about or quotes, or `sys.maxsize` if there is none."""
        places = (kind_of(thing).place_of(thing) for thing in self.things)
        quoted = (quote.seq for quote in getattr(self.frame, "quotes", ()))
        return min((*(place for place in places if place is not None), *quoted), default=sys.maxsize)

    @cached_property
    def ends(self) -> dict[tuple[int, int], int]:
        """Where stays in this log ended, by person and by where the stay began."""
        log = log_named(getattr(self.frame, "log", "server"))
        effects = (effect_in(thing, log.id) for thing in self.things)
        return {(effect.person, effect.since): effect.at for effect in effects if isinstance(effect, Leave)}

    @cached_property
    def things(self) -> list[Struct]:
        return unpacked(getattr(self.frame, "things", ()))


def encoded(frame: S) -> Encoded[S]:
    return Encoded(frame, text_frame(encode(frame)))


def packets(changes: Sequence[Change]) -> list[Packet]:
    """A commit's changes as packets, each log's in order."""
    logs: dict[Log, list[Change]] = {}
    for change in changes:
        logs.setdefault(change.log, []).append(change)
    return [packet for of_log in logs.values() for packet in log_packets(of_log, of_log[0].rev - 1, of_log[-1].rev)]


def log_packets(changes: Sequence[Change], from_: int, to: int) -> list[Packet]:
    """One log's changes in order of `rev`, as packets that cover (from_, to]. Overwritten changes leave gaps."""
    made: list[Packet] = []
    stretches = list(_stretches(changes))
    for number, stretch in enumerate(stretches, 1):
        upto = to if number == len(stretches) else stretch[-1].rev
        made.append(_packet(stretch, from_, upto))
        from_ = upto
    return made


def merged(told: Sequence[Packet], cursor: int) -> Changes:
    """Consecutive stretches of one log as the one frame that its table would give: each thing once, in its newest
    state, in order of `rev`, with the people and rooms that they name.
    """
    last: dict[object, tuple[Raw, Struct]] = {}
    people: dict[str, Card] = {}
    rooms: dict[str, Room] = {}
    quotes: list[Quote] = []
    for packet in told:
        frame = _decode(packet.payload)
        last.update((kind_of(thing).key_of(thing), (raw, thing)) for raw, thing in paired(frame.things))
        people.update(frame.people)
        rooms.update(frame.rooms)
        quotes += frame.quotes
    floor = max((kind_of(thing).floor_of(thing) for _, thing in last.values()), default=0)
    changed = [(raw, thing) for raw, thing in last.values() if rev_of(thing) > cursor and _is_seen(thing, floor)]
    last_quotes = _newest(quotes, floor)
    log = log_name(told[-1].log)
    whole = Changes(log=log, from_=cursor, to=told[-1].to, people=people, rooms=rooms, quotes=last_quotes)
    return _with_things(whole, sorted(changed, key=lambda pair: rev_of(pair[1])))


def variant(packet: Packet, first: int) -> bytes:
    """A packet's frame, for receivers who may see no message before this one."""
    return text_frame(encode(seen_from(first, _decode(packet.payload))))


def seen_from(first: int, frame: F) -> F:
    """A shared frame, for receivers who may see no message before this one."""
    things = paired(frame.things)
    seen = [(raw, thing) for raw, thing in things if _is_seen(thing, first)]
    if isinstance(frame, Reset):
        places = (kind_of(thing).place_of(thing) for _, thing in seen)
        oldest = min((place for place in places if place is not None), default=first)
        frame = structs.replace(frame, has_before=frame.has_before and oldest > first)
    quotes = [quote for quote in frame.quotes if quote.seq >= first]
    if (len(seen), len(quotes)) == (len(things), len(frame.quotes)):
        return frame
    return _with_things(structs.replace(frame, quotes=quotes), seen)


def _is_seen(thing: Struct, first: int) -> bool:
    place = kind_of(thing).place_of(thing)
    return place is None or place >= first


def _with_things(frame: F, things: Sequence[tuple[Raw, Struct]]) -> F:
    """The frame with these things, and with only the people, rooms and quotes that they name."""
    rooms: dict[str, Room] = _chosen(
        frame.rooms, {id_ for _, thing in things for id_ in kind_of(thing).rooms_of(thing)}
    )
    quotes = _outside([thing for _, thing in things], frame.quotes) if frame.quotes else []
    shown = [*(thing for _, thing in things), *rooms.values()]
    people = {id_ for thing in shown for id_ in kind_of(thing).people_of(thing)}
    people.update(quote.sender for quote in quotes)
    cards = _chosen(frame.people, people)
    return structs.replace(frame, things=[raw for raw, _ in things], people=cards, rooms=rooms, quotes=quotes)


def _outside(things: Sequence[Struct], quotes: Sequence[Quote]) -> list[Quote]:
    """The quotes of these things, without the messages that are among them."""
    kinds = [(kind, thing) for thing in things if (kind := kind_of(thing)).quotes is not None]
    wanted = {kind.quoted_by(thing) for kind, thing in kinds} - {kind.place_of(thing) for kind, thing in kinds}
    return [quote for quote in quotes if quote.seq in wanted]


def _newest(quotes: Sequence[Quote], first: int) -> list[Quote]:
    """Each once, in its newest state, in order of `seq`."""
    newest = {quote.seq: quote for quote in sorted(quotes, key=rev_of) if quote.seq >= first}
    return [newest[seq] for seq in sorted(newest)]


def _chosen(known: dict[str, S], ids: set[str]) -> dict[str, S]:
    return {id_: known[id_] for id_ in sorted(ids, key=int) if id_ in known}


def _stretches(changes: Sequence[Change]) -> Iterator[Sequence[Change]]:
    if all(kind.effect is None for kind in {kind_of(change.thing) for change in changes}):
        if changes:
            yield changes
        return
    # Split where a stay began, not at its row: a stay read from the table may have ended since, which moved its row.
    comings = {effect.since for change in changes if (effect := _in_own_room(change)) is not None}
    stretch: list[Change] = []
    for change in changes:
        if comings and stretch and any(stretch[-1].rev < coming <= change.rev for coming in comings):
            yield stretch
            stretch = []
        stretch.append(change)
        if isinstance(_in_own_room(change), Leave):
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def _in_own_room(change: Change) -> Enter | Leave | None:
    """The change's effect on its own room's log, if any. A person's log carries effects on other logs too."""
    effect = effect_of(change)
    return effect if isinstance(effect, Enter | Leave) and room_log(effect.room) == change.log else None


def in_one(changes: Sequence[Change], log: Log, from_: int, to: int) -> Changes:
    """Changes in order of `rev` as one frame. A thing that changed more than once is in it once, at its last `rev`."""
    people: dict[str, Card] = {}
    rooms: dict[str, Room] = {}
    told: list[Struct] = []
    quotes: list[Quote] = []
    for change in _last_states(changes):
        people.update(change.people)
        rooms.update(change.rooms)
        quotes += change.quotes
        if kind_of(change.thing).travels:
            told.append(change.thing)
    things = packed(told)
    if quotes:
        quotes = _outside(told, _newest(quotes, 1))
    return Changes(log=log_name(log), from_=from_, to=to, things=things, people=people, rooms=rooms, quotes=quotes)


def _last_states(changes: Sequence[Change]) -> Sequence[Change]:
    if len(changes) == 1:
        return changes
    last = {kind_of(change.thing).key_of(change.thing): change for change in changes}
    return changes if len(last) == len(changes) else sorted(last.values(), key=_rev)


def _packet(stretch: Sequence[Change], from_: int, to: int) -> Packet:
    log = stretch[0].log
    places: list[int] = []
    effects: list[Effect] = []
    for change in stretch:  # for each message that is sent, and so in one pass
        kind = kind_of(change.thing)
        if (place := kind.place_of(change.thing)) is not None:
            places.append(place)
        places += (quote.seq for quote in change.quotes)
        if kind.effect is not None and (effect := kind.effect(change.thing, log.id)) is not None:
            effects.append(effect)
    return Packet(
        log=log,
        from_=from_,
        to=to,
        payload=Raw(encode(in_one(stretch, log, from_, to))),
        oldest=min(places, default=None),
        effects=tuple(effects),
    )


def _rev(change: Change) -> int:
    return change.rev
