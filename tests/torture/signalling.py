"""The part of the judge about what is told and forgotten: who types, and who is there.

Nobody looks present for long after their last connection has ended, nobody who has a connection is said to have gone,
and nothing is told about or to people outside a room.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tests.torture.attending import SLACK_SECONDS
from tests.torture.dump import Dump
from tests.torture.haste import FREEZE_SECONDS, PRESENT_SECONDS
from tests.torture.history import Ended, Event, Joined, Joining
from tests.torture.signs import (
    Attending,
    Entered,
    Expelled,
    Parted,
    Signalled,
    Standing,
    Trouble,
    Typing,
    Watched,
    Watching,
)
from tests.torture.violation import Violation

# A connection is known everywhere after this long at most.
KNOWN_SECONDS = 5.0
# What somebody typed is told no later than this: then Redis was slow, or a process stood still.
TYPED_SECONDS = 15.0
# A room and a person.
About = tuple[str, str]
Window = tuple[float, float]


@dataclass(slots=True)
class Signalling:
    """`frozen` is when processes said that they tell nobody that people went away."""

    dump: Dump
    frozen: Sequence[Window] = ()
    judged: int = 0
    """How often somebody was away for so long that nobody might take them to be present."""
    # By person and connection: how it stands, and since when.
    connections: dict[str, dict[str, tuple[Standing, float]]] = field(default_factory=dict)
    absent: dict[str, float] = field(default_factory=dict)
    # By device: what it shows of people, by room.
    beliefs: dict[str, dict[About, str]] = field(default_factory=dict)
    asking: dict[str, set[str]] = field(default_factory=dict)
    outside: dict[str, set[str]] = field(default_factory=dict)
    typed: dict[About, float] = field(default_factory=dict)
    # Where somebody's present stay began; not known while they are joining.
    since: dict[About, int] = field(default_factory=dict)
    troubles: dict[str, list[Window]] = field(default_factory=dict)

    def see(self, event: Event) -> Iterator[Violation]:
        match event:
            case Attending():
                yield from self._attend(event)
            case Typing():
                yield from self._type(event)
            case Signalled():
                yield from self._stranger(event)
                yield from self._typist(event) if event.kind == "typing" else self._moved(event)
            case Trouble():
                self._upset(event)
            case Ended():
                yield from self._unseen(event)
            case _:
                yield from self._watch(event)

    def _watch(self, event: Event) -> Iterator[Violation]:
        """Whom a device watches, and where it may."""
        match event:
            case Watching():
                self.asking.setdefault(event.device, set()).add(event.room)
            case Watched():
                yield from self._watched(event)
            case Entered():
                self.outside.setdefault(event.device, set()).discard(event.room)
            case Expelled():
                self.outside.setdefault(event.device, set()).add(event.room)
                yield from self._forget(event.device, event.at, room=event.room)
            case Parted() if self._is_last(event):
                yield from self._forget(event.device, event.at, room=event.room, about=event.about)
            case Joining():
                self.since.pop((event.room, event.person), None)
            case Joined():
                self.since[event.room, event.person] = event.since
            case _:
                pass

    def _is_last(self, event: Parted) -> bool:
        """Whether the stay that ended is the person's last one. A connection that catches up is told of earlier ones,
        and those who have come back since are watched all the same.
        """
        since = self.since.get((event.room, event.about))
        return since is not None and since < event.until

    def _attend(self, event: Attending) -> Iterator[Violation]:
        if event.standing != "live":
            # Of a connection of which nobody reads it is not known what it was told.
            shown = self._forget(event.device, event.at)
            yield from shown if event.standing == "ended" else ()
            for known in (self.beliefs, self.asking, self.outside):
                known.pop(event.device, None)
        mine = self.connections.setdefault(event.person, {})
        if event.standing == "ended":
            if mine.pop(event.device, None) is not None and not mine:
                self.absent[event.person] = event.at
            return
        mine[event.device] = (event.standing, event.at)
        if event.person in self.absent:
            yield from self._return(event.person, event.at)

    def _return(self, person: str, at: float) -> Iterator[Violation]:
        left = self.absent[person]
        for device, beliefs in self.beliefs.items():
            for (room, about), state in beliefs.items():
                if about == person:
                    yield from self._ghost(device, room, person, state, at)
        self.judged += left + PRESENT_SECONDS + SLACK_SECONDS == self._limit(left) < at
        del self.absent[person]

    def _type(self, event: Typing) -> Iterator[Violation]:
        self.typed[event.room, event.person] = event.at
        if event.is_taken and not self._was_ever_in(event.person, event.room):
            yield Violation("typing", f"{event.person} could type in room {event.room}, and was never there")

    def _watched(self, event: Watched) -> Iterator[Violation]:
        what = f"{event.device} could watch"
        self.asking.get(event.device, set()).discard(event.room)
        yield from self._forget(event.device, event.at, room=event.room)
        beliefs = self.beliefs.setdefault(event.device, {})
        for about, state in event.states.items():
            if not self._was_ever_in(about, event.room) or not self._was_ever_in(event.person, event.room):
                yield Violation("leak", f"{what} {about} in room {event.room}, where one of them never was")
            beliefs[event.room, about] = state
            yield from self._ghost(event.device, event.room, about, state, event.at)
            if state == "offline" and not self._in_trouble(event.at, "redis"):
                yield from self._flap(event.device, about, event.at)

    def _stranger(self, event: Signalled) -> Iterator[Violation]:
        """A signal is for people who are in the room, about people who are in it."""
        what = f"{event.device} was told of the {event.kind} of {event.about} in room {event.room}"
        if event.room in self.outside.get(event.device, ()):
            yield Violation("leak", f"{what}, having been told that its person has left")
        elif not self._was_ever_in(event.person, event.room):
            yield Violation("leak", f"{what}, where its person never was")
        elif not self._was_ever_in(event.about, event.room):
            yield Violation("leak", f"{what}, where they never were")

    def _typist(self, event: Signalled) -> Iterator[Violation]:
        at = self.typed.get((event.room, event.about))
        if at is None or event.at - at > TYPED_SECONDS:
            what = f"{event.device} was told that {event.about} types in room {event.room}, which they said"
            yield Violation("typing", f"{what} {'never' if at is None else f'{event.at - at:.1f} s before'}")

    def _moved(self, event: Signalled) -> Iterator[Violation]:
        beliefs, key = self.beliefs.setdefault(event.device, {}), (event.room, event.about)
        if event.room not in self.asking.get(event.device, ()) and key not in beliefs:
            what = f"{event.device} was told of the presence of {event.about} in room {event.room}"
            yield Violation("leak", f"{what}, whom it does not watch there")
        yield from self._forget(event.device, event.at, room=event.room, about=event.about)
        beliefs[key] = event.state
        yield from self._ghost(event.device, event.room, event.about, event.state, event.at)
        if event.state == "offline":
            yield from self._flap(event.device, event.about, event.at)

    def _unseen(self, event: Ended) -> Iterator[Violation]:
        """In the end everybody is there."""
        for (room, about), state in self.beliefs.get(event.device, {}).items():
            if state == "offline" and self._live_since(about) is not None:
                yield Violation("unseen", f"{event.device} shows {about} as offline in room {room}, who is there")

    def _forget(self, device: str, at: float, *, room: str = "", about: str = "") -> Iterator[Violation]:
        """It shows this person, or everybody in this room, or everybody, no longer. What did it show until now?"""
        beliefs = self.beliefs.get(device, {})
        gone = [key for key in beliefs if key[0] == (room or key[0]) and key[1] == (about or key[1])]
        states = [(key, beliefs.pop(key)) for key in gone]
        return (found for key, state in states for found in self._ghost(device, *key, state, at))

    def _ghost(self, device: str, room: str, about: str, state: str, at: float) -> Iterator[Violation]:
        left = self.absent.get(about)
        if left is not None and state != "offline" and at > self._limit(left):
            what = f"{device} showed {about} as {state} in room {room}"
            yield Violation("ghost", f"{what} for {at - left:.1f} s after their last connection had ended")

    def _flap(self, device: str, about: str, at: float) -> Iterator[Violation]:
        since = self._live_since(about)
        if since is not None and at - since > KNOWN_SECONDS and not self._in_trouble(at, "process"):
            yield Violation("flap", f"{device} was told at {at} that {about} is offline, who is there since {since}")

    def _limit(self, left: float) -> float:
        """Until when somebody may look present. While Redis is away, or was until just now, nobody goes."""
        limit = left + PRESENT_SECONDS + SLACK_SECONDS
        for begin, end in sorted([*self.frozen, *(one for all_of in self.troubles.values() for one in all_of)]):
            if begin <= limit and end >= left:
                limit = max(limit, end + FREEZE_SECONDS + SLACK_SECONDS)
        return limit

    def _in_trouble(self, at: float, upset: str) -> bool:
        return any(begin <= at <= end + FREEZE_SECONDS for begin, end in self.troubles.get(upset, ()))

    def _upset(self, event: Trouble) -> None:
        windows = self.troubles.setdefault(event.upset, [])
        if event.is_over and windows:
            windows[-1] = (windows[-1][0], event.at)
        else:
            windows.append((event.at, float("inf")))

    def _live_since(self, person: str) -> float | None:
        """Since when one of their connections has been there for certain."""
        there = [since for standing, since in self.connections.get(person, {}).values() if standing == "live"]
        return min(there, default=None)

    def _was_ever_in(self, person: str, room: str) -> bool:
        return room in self.dump and person in self.dump[room].stays
