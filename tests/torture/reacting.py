"""The part of the judge about reactions: answered ones are stored, and tallies count them rightly."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from parley.protocol.reactions import FIRST_LIMIT
from tests.torture.dump import Room
from tests.torture.events import Event, Reacted, Reacting
from tests.torture.violation import Violation


class Key(NamedTuple):
    """Identifies one person's reaction."""

    room: str
    seq: int
    emoji: str
    person: str


@dataclass(slots=True)
class Wishes:
    """The last request about each reaction. It decides nothing while another request has no answer."""

    asked: dict[Key, int] = field(default_factory=dict)
    answered: dict[Key, int] = field(default_factory=dict)
    last: dict[Key, bool] = field(default_factory=dict)

    def see(self, event: Event) -> Iterator[Violation]:
        """Only remembers: no request or answer is wrong by itself."""
        if isinstance(event, Reacting | Reacted):
            key = Key(event.room, event.seq, event.emoji, event.person)
            counts = self.asked if isinstance(event, Reacting) else self.answered
            counts[key] = counts.get(key, 0) + 1
            self.last[key] = event.is_there
        yield from ()

    def compare(self, room: str, kept: Room) -> Iterator[Violation]:
        erased = {message.seq for message in kept.messages if message.erased}
        for seq, emoji in kept.reactions.keys() | kept.tallies.keys():
            what = f"{emoji} under {seq} of room {room}"
            people = kept.reactions.get((seq, emoji), [])
            number, first = kept.tallies.get((seq, emoji), (0, []))
            if seq in erased:
                yield Violation("unerased", f"{what} is there, and the message is erased")
            if number != len(people):
                yield Violation("tally", f"{what} is told as {number}, and {len(people)} react")
            if not set(first) <= set(people) or len(first) != min(len(people), FIRST_LIMIT):
                yield Violation("tally", f"{what} names {first} of {people}")
            if ghosts := [person for person in people if Key(room, seq, emoji, person) not in self.asked]:
                yield Violation("ghost", f"{what}: {ghosts} never reacted")
        for key, is_there in self.last.items():
            if key.room != room or key.seq in erased or self.asked[key] != self.answered.get(key, 0):
                continue
            if is_there != (key.person in kept.reactions.get((key.seq, key.emoji), [])):
                what = f"{key.emoji} by {key.person} under {key.seq} of room {room}"
                yield Violation("loss", f"{what} was answered as {'there' if is_there else 'gone'}, and is not")
