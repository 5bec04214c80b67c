"""The part of the judge about sends: how often each was sent, with which answers, and where it is in the end."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from tests.torture.dump import Kept, Room
from tests.torture.editing import Edits
from tests.torture.erasing import Erasures
from tests.torture.events import Answered, Asked, Refused
from tests.torture.planning import SENT_AS
from tests.torture.violation import Violation


class Key(NamedTuple):
    """Two requests with the same key are the same send."""

    room: str
    person: str
    client_id: str
    body: str


class Placed(NamedTuple):
    """A send that was answered, and when it was first asked."""

    asked_at: float
    answered_at: float
    seq: int
    client_id: str


@dataclass(slots=True)
class Send:
    """One message, however often it was sent."""

    asked_at: float
    attempts: int = 0
    refusals: int = 0
    for_good: str = ""
    answered_at: float | None = None
    seqs: set[int] = field(default_factory=set)

    @property
    def is_refused(self) -> bool:
        """Refused for good, and no attempt has an unknown outcome."""
        return bool(self.for_good) and not self.seqs and self.refusals == self.attempts


Sends = dict[Key, Send]


def take_in(sends: Sends, event: Asked | Answered | Refused) -> None:
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


def origins(room: str, kept: Room, sends: Sends, edits: Edits) -> Iterator[Violation]:
    """Whatever is there was sent, by that person and with that body, and not refused for good.

    What an erased message has said is not there any more: one of the sends under its name will do. So it will for one
    that says what somebody asked to be made of it.
    """
    changed = [m for m in kept.messages if m.erased or (m.edited and edits.has(room, m.seq, m.body))]
    of_changed: dict[tuple[str, str], list[Send]] = {(m.sender, m.client_id): [] for m in changed}
    for key, send in sends.items():
        if key.room == room and (key.person, key.client_id) in of_changed:
            of_changed[key.person, key.client_id].append(send)
    for message in kept.messages:
        if message.client_id.startswith(SENT_AS):
            continue  # that was scheduled, and planning.py judges it
        as_it_is = sends.get(Key(room, message.sender, message.client_id, message.body))
        found = [as_it_is] if as_it_is is not None else of_changed.get((message.sender, message.client_id), [])
        where = f"{message.client_id} at {message.seq} of room {room}"
        if not found:
            yield Violation("ghost", f"{where}: {message.sender} never sent that")
        elif all(send.is_refused for send in found):
            yield Violation("refused", f"{where} was refused for good ({found[0].for_good}) and is there")


def answers(sends: Sends, places: dict[str, dict[int, Kept]], erasures: Erasures, edits: Edits) -> Iterator[Violation]:
    """What was answered is where the answer said, and every answer said the same."""
    for key, send in sends.items():
        if len(send.seqs) > 1:
            yield Violation("answers", f"{key.client_id} in room {key.room} was answered {sorted(send.seqs)}")
        for seq in send.seqs:
            there = places.get(key.room, {}).get(seq)
            what = f"{key.client_id} was answered at {seq} of room {key.room}"
            if there is None:
                yield Violation("loss", f"{what} and is not there")
            elif (there.sender, there.client_id) != (key.person, key.client_id):
                yield Violation("loss", f"{what}, where {there.client_id} is")
            elif there.body != key.body and not (
                (there.erased and (key.room, seq) in erasures.asked) or edits.has(key.room, seq, there.body)
            ):
                yield Violation("loss", f"{what} and does not say what it said")


def order(sends: Sends) -> Iterator[Violation]:
    """If a message was answered before anybody first sent another, it has the lower place in their room."""
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
