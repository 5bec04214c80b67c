"""The judge: from what was recorded and what the server has in the end, every promise that was broken.

Pure functions. A violation has a kind, so that runs can be compared, and a sentence, so that somebody can look.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from tests.torture.dump import Dump, Kept, Room
from tests.torture.history import Answered, Asked, Ended, Event, Marked, Reached, Refused
from tests.torture.watching import Reading, Violation, Watch


class Key(NamedTuple):
    """What makes two requests the same send."""

    room: str
    person: str
    client_id: str
    body: str


class Placed(NamedTuple):
    """A send that was answered, and when it had been asked."""

    asked_at: float
    answered_at: float
    seq: int
    client_id: str


@dataclass(slots=True)
class Send:
    """One message on its way in, however often it was asked."""

    asked_at: float
    attempts: int = 0
    refusals: int = 0
    for_good: str = ""
    answered_at: float | None = None
    seqs: set[int] = field(default_factory=set)

    @property
    def is_refused(self) -> bool:
        """For good, and no attempt is left of which nobody knows what became."""
        return bool(self.for_good) and not self.seqs and self.refusals == self.attempts


def check(history: Iterable[Event], dump: Dump) -> list[Violation]:
    """Everything that is wrong; nothing, when all promises were kept."""
    places = {room: {message.seq: message for message in kept.messages} for room, kept in dump.items()}
    sends: dict[Key, Send] = {}
    watch, reading = Watch(places), Reading()
    found: list[Violation] = []
    for event in history:
        match event:
            case Asked() | Answered() | Refused():
                take_in(sends, event)
            case Marked() | Reached():
                found += reading.see(event)
            case Ended():
                found += ends(event, dump)
            case _:
                reading.begin_again(event)
                found += watch.see(event)
    for room, kept in dump.items():
        found += numbering(room, kept)
        found += origins(room, kept, sends)
        found += reading.compare(room, kept)
    found += answers(sends, places)
    found += order(sends)
    return found


def take_in(sends: dict[Key, Send], event: Asked | Answered | Refused) -> None:
    key = Key(event.room, event.person, event.client_id, event.body)
    send = sends.get(key)
    if send is None:
        send = sends[key] = Send(asked_at=event.at)
    match event:
        case Asked():
            send.attempts += 1
        case Answered():
            send.seqs.add(event.seq)
            send.answered_at = event.at if send.answered_at is None else send.answered_at
        case Refused():
            send.refusals += 1
            if event.for_good:
                send.for_good = event.code


def doors(dump: Dump, told: Dump) -> Iterator[Violation]:
    """What the API tells is what the database has."""
    for room, kept in dump.items():
        there = told.get(room)
        if there is None or (there.head, there.messages) != (kept.head, kept.messages):
            yield Violation("doors", f"room {room} is not told as it is kept")


def numbering(room: str, kept: Room) -> Iterator[Violation]:
    """Places run from 1 without holes, the room counts them rightly, and no send has two."""
    seqs = [message.seq for message in kept.messages]
    if seqs != list(range(1, len(seqs) + 1)) or kept.seq != len(seqs):
        yield Violation("numbering", f"room {room} counts {kept.seq} messages and has {len(seqs)}: {_gap(seqs)}")
    above = [message.seq for message in kept.messages if message.rev > kept.head]
    if above:
        yield Violation("numbering", f"room {room} is at {kept.head}, and message {above[0]} came after that")
    first: dict[tuple[str, str], int] = {}
    for message in kept.messages:
        there = first.setdefault((message.sender, message.client_id), message.seq)
        if there != message.seq:
            yield Violation("duplicate", f"{message.client_id} is in room {room} at {there} and {message.seq}")


def origins(room: str, kept: Room, sends: dict[Key, Send]) -> Iterator[Violation]:
    """Whatever is there was sent, by that person and with that body, and not refused for good."""
    for message in kept.messages:
        send = sends.get(Key(room, message.sender, message.client_id, message.body))
        where = f"{message.client_id} at {message.seq} of room {room}"
        if send is None:
            yield Violation("ghost", f"{where}: {message.sender} never sent that")
        elif send.is_refused:
            yield Violation("refused", f"{where} was refused for good ({send.for_good}) and is there")


def answers(sends: dict[Key, Send], places: dict[str, dict[int, Kept]]) -> Iterator[Violation]:
    """What was answered is where the answer said, and every answer said the same."""
    for key, send in sends.items():
        if len(send.seqs) > 1:
            yield Violation("answers", f"{key.client_id} in room {key.room} was answered {sorted(send.seqs)}")
        for seq in send.seqs:
            there = places.get(key.room, {}).get(seq)
            if there is None:
                yield Violation("loss", f"{key.client_id} was answered at {seq} of room {key.room} and is not there")
            elif (there.sender, there.client_id, there.body) != (key.person, key.client_id, key.body):
                what = f"{key.client_id} was answered at {seq} of room {key.room}"
                yield Violation("loss", f"{what}, where {there.client_id} is")


def order(sends: dict[Key, Send]) -> Iterator[Violation]:
    """What was answered before something else was first asked is before it in the room, whoever sent the two."""
    rooms: dict[str, list[Placed]] = {}
    for key, send in sends.items():
        if send.answered_at is not None:
            placed = Placed(send.asked_at, send.answered_at, min(send.seqs), key.client_id)
            rooms.setdefault(key.room, []).append(placed)
    for room, of_room in rooms.items():
        answered = sorted(of_room, key=lambda one: one.answered_at)
        done, last = 0, Placed(0, 0, 0, "")
        for one in sorted(of_room):
            while answered[done].answered_at < one.asked_at:
                last = max(last, answered[done], key=lambda placed: placed.seq)
                done += 1
            if last.seq > one.seq:
                after = f"was sent after {last.client_id} had been answered at {last.seq}"
                yield Violation("order", f"{one.client_id} at {one.seq} of room {room} {after}")


def ends(end: Ended, dump: Dump) -> Iterator[Violation]:
    """When all is quiet, a device knows what a fresh snapshot says: its rooms, and each up to its last change."""
    own = {room: kept for room, kept in dump.items() if end.person in kept.members}
    for room in end.rooms.keys() - own.keys():
        yield Violation("behind", f"{end.device} believes to be in room {room}")
    for room in own.keys() - end.rooms.keys():
        yield Violation("behind", f"{end.device} does not know that it is in room {room}")
    for room in own.keys() & end.rooms.keys():
        cursor, last = end.rooms[room]
        if (cursor, last) != (own[room].head, own[room].seq):
            there = f"the room is at {own[room].head} with {own[room].seq} messages"
            yield Violation("behind", f"{end.device} knows room {room} up to {cursor} with {last} messages; {there}")
        read = own[room].members[end.person]
        if end.reads.get(room, (0, 0)) != read:
            yield Violation("behind", f"{end.device} has read room {room} up to {end.reads.get(room)}, not {read}")


def _gap(seqs: list[int]) -> str:
    for place, seq in enumerate(seqs, 1):
        if seq != place:
            return f"{seq} stands where {place} should"
    return "the count is wrong"
