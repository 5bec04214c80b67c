"""The part of the judge about votes: answered ones are kept, and each poll counts exactly those that are kept."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from parley.protocol.polls import FIRST_LIMIT
from tests.torture.dump import PollRow, Room
from tests.torture.events import Event
from tests.torture.poll_events import Voted, Voting
from tests.torture.violation import Violation


class Key(NamedTuple):
    """Identifies one person's vote."""

    room: str
    seq: int
    person: str


@dataclass(slots=True)
class Votes:
    """What each person wanted to choose, the last of it, and how many requests have an answer. While one has none, it
    may have been made, or not.
    """

    asked: dict[Key, list[list[int]]] = field(default_factory=dict)
    answered: dict[Key, int] = field(default_factory=dict)

    def see(self, event: Event) -> Iterator[Violation]:
        """Only remembers: no request or answer is wrong by itself."""
        if isinstance(event, Voting | Voted):
            key = Key(event.room, event.seq, event.person)
            if isinstance(event, Voting):
                self.asked.setdefault(key, []).append(event.options)
            else:
                self.answered[key] = self.answered.get(key, 0) + 1
        yield from ()

    def compare(self, room: str, kept: Room) -> Iterator[Violation]:
        erased = {message.seq for message in kept.messages if message.erased}
        for seq in kept.polls.keys() & erased:
            yield Violation("unerased", f"the poll at {seq} of room {room} is there, and its message is erased")
        for seq, poll in kept.polls.items():
            yield from self._counts(f"the poll at {seq} of room {room}", poll)
            for person, options in poll.votes.items():
                if options not in self.asked.get(Key(room, seq, person), []):
                    yield Violation("ghost", f"{person} chose {options} at {seq} of room {room}, and never said so")
        for key, wishes in self.asked.items():
            is_settled = len(wishes) == self.answered.get(key, 0)
            if key.room != room or key.seq in erased or not is_settled:
                continue
            there = kept.polls[key.seq].votes.get(key.person, []) if key.seq in kept.polls else None
            if there != wishes[-1]:
                what = f"the vote of {key.person} at {key.seq} of room {room}"
                yield Violation("loss", f"{what} was answered as {wishes[-1]}, and is {there}")

    def _counts(self, what: str, poll: PollRow) -> Iterator[Violation]:
        people = [[who for who, options in poll.votes.items() if n in options] for n in range(len(poll.counts))]
        if poll.counts != [len(who) for who in people] or poll.voters != len(poll.votes):
            yield Violation("tally", f"{what} is told as {poll.counts} by {poll.voters}; people chose {people}")
        for first, who in zip(poll.first, people, strict=True):
            if not set(first) <= set(who) or len(first) != min(len(who), FIRST_LIMIT):
                yield Violation("tally", f"{what} names {first} of {who}")
