"""The part of the judge about signals: nobody is shown who has long gone, nobody goes who stays, nobody types who does
not, and nobody who has left a room is told of it.

All times are those of the one clock of all these people. Each begins when a person has seen the end of something, and
the server has known of that for as long, unless it was too busy. `LATE_SECONDS` is for that. A process stands still for
up to 5 seconds as a fault, a database or a Redis that is away may hold it up for as long, and a busy machine makes
twice as much of that. A ghost is there for ever, so it is found however long that is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import inf
from typing import NamedTuple

from tests.torture.events import Event, Joined, Joining, Left
from tests.torture.signal_events import Came, Coming, Frozen, Gone, Seen, Signalled, State, Typed, Typing, Went
from tests.torture.violation import Violation

LATE_SECONDS = 20.0
# What the leases say of a connection is right when it is so old: its person may have had another one before, which was
# lost, and counts for twenty seconds.
SETTLED_SECONDS = 20.0
# A connection that the server has given up is known here to have ended before somebody else hears of it: the server
# waits four seconds at least.
STEADY_SECONDS = 10.0


@dataclass(slots=True)
class Line:
    """One connection: since when it is welcomed, whether it is out of the room, and what it was told last of people."""

    person: str
    welcomed_at: float = inf
    is_out: bool = False
    told: dict[str, State] = field(default_factory=dict)


class Flap(NamedTuple):
    """At this time somebody was shown as gone who had this connection. It is wrong if the connection stays."""

    at: float
    line: str
    violation: Violation


class Ghost(NamedTuple):
    """Somebody was shown who had long gone. It is wrong unless a server could not tell then."""

    at: float
    violation: Violation


@dataclass(slots=True)
class Presence:
    """By person and by connection. A person's connections are those that are open or about to be."""

    lines: dict[str, Line] = field(default_factory=dict)
    gone_at: dict[str, float] = field(default_factory=dict)
    # Since which place of the log each person is in the room; infinite while they may be or not.
    since: dict[str, float] = field(default_factory=dict)
    left_at: dict[str, float] = field(default_factory=dict)
    # How many of a person's requests to type have no answer, and when the last one was answered.
    typing: dict[str, int] = field(default_factory=dict)
    typed_at: dict[str, float] = field(default_factory=dict)
    frozen: list[Frozen] = field(default_factory=list)
    flaps: list[Flap] = field(default_factory=list)
    ghosts: list[Ghost] = field(default_factory=list)
    last_at: float = 0.0

    def see(self, event: Event) -> Iterator[Violation]:
        match event:
            case Coming() | Came() | Went():
                self._connection(event)
            case Joining() | Joined() | Left() | Gone():
                self._membership(event)
            case Typing():
                self.typing[event.person] = self.typing.get(event.person, 0) + 1
            case Typed():
                self.typing[event.person] -= 1
                self.typed_at[event.person] = event.at
            case Seen():
                self._seen(event)
            case Signalled():
                yield from self._signal(event)
            case Frozen():
                self.frozen.append(event)
            case _:
                pass
        if isinstance(event, Coming | Came | Went | Seen | Signalled):
            self.last_at = event.at

    def in_the_end(self) -> Iterator[Violation]:
        """A connection that is still there when all is over was there all the time."""
        yield from (flap.violation for flap in self.flaps if self.last_at - flap.at >= STEADY_SECONDS)
        for ghost in self.ghosts:
            if not any(one.since <= ghost.at <= one.until + LATE_SECONDS for one in self.frozen):
                yield ghost.violation

    def _connection(self, event: Coming | Came | Went) -> None:
        if isinstance(event, Coming):
            self.lines[event.line] = Line(event.person)
        elif isinstance(event, Came):
            self.lines[event.line].welcomed_at = event.at
            self.lines[event.line].is_out = not event.is_in and event.person in self.left_at
        else:
            del self.lines[event.line]
            self.gone_at[event.person] = event.at
            self.flaps = [one for one in self.flaps if one.line != event.line or event.at - one.at >= STEADY_SECONDS]

    def _membership(self, event: Joining | Joined | Left | Gone) -> None:
        """A `Gone` that was overtaken by the next stay says nothing of that."""
        person = event.person
        if isinstance(event, Joined):
            self.since[person] = event.since
        elif isinstance(event, Left):
            self.left_at[person] = event.at
        elif isinstance(event, Gone):
            if event.line in self.lines and event.place > self.since.get(person, inf):
                self.lines[event.line].is_out = True
        else:
            self.since[person] = inf
            self.left_at.pop(person, None)
            for line in self._lines_of(person):
                line.is_out = False

    def _seen(self, seen: Seen) -> None:
        line = self.lines.get(seen.line)
        for about, state in seen.states.items():
            if state != "offline":
                self._shown(seen.asked_at, seen.line, about, seen.within)
            if line is not None:
                line.told[about] = state

    def _signal(self, signal: Signalled) -> Iterator[Violation]:
        what = f"{signal.line} was told that {signal.about} is {signal.what}"
        line = self.lines.get(signal.line, Line(signal.person))
        left_at = self.left_at.get(signal.person, inf)
        if line.is_out or signal.at - left_at > LATE_SECONDS:
            yield Violation("leak", f"{what} at {signal.at}, and is not in that room")
        if signal.what == "typing":
            typed_at = self.typed_at.get(signal.about, -inf)
            if not self.typing.get(signal.about) and signal.at - typed_at > LATE_SECONDS:
                yield Violation("typing", f"{what} at {signal.at}, who said so last at {typed_at}")
        elif signal.what != "still":
            if signal.what == "offline" and line.told.get(signal.about, "offline") != "offline":
                self._flap(signal, what)
            line.told[signal.about] = signal.what

    def _shown(self, at: float, shown_by: str, about: str, within: float) -> None:
        gone_at = self.gone_at.get(about, -inf)
        if not self._lines_of(about) and at - gone_at > within + LATE_SECONDS:
            sentence = f"{shown_by} was shown {about} at {at}, whose last connection had ended at {gone_at}"
            self.ghosts.append(Ghost(at, Violation("ghost", sentence)))

    def _flap(self, signal: Signalled, what: str) -> None:
        for name, line in self.lines.items():
            if line.person == signal.about and signal.at - line.welcomed_at >= SETTLED_SECONDS:
                sentence = f"{what} at {signal.at}, who had {name} since {line.welcomed_at}, and kept it"
                self.flaps.append(Flap(signal.at, name, Violation("flap", sentence)))

    def _lines_of(self, person: str) -> list[Line]:
        return [line for line in self.lines.values() if line.person == person]
