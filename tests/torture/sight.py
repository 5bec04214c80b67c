"""The part of the judge that knows who may be told what: nothing from before a stay's first message, nothing of the
room from outside a stay, and nobody's card without a reason.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.torture.dump import Dump, Stay
from tests.torture.history import Answered, Event, Heard, Joined, Joining, Left, Shown
from tests.torture.violation import Violation


@dataclass(slots=True)
class Sight:
    """Each thing that a device was sent told a room's log up to a place; in which stay, the database says."""

    dump: Dump
    # By room the newest place that was answered so far; by person and room, when they asked to be let in.
    said: dict[str, int] = field(default_factory=dict)
    said_before: dict[tuple[str, str], int] = field(default_factory=dict)

    def see(self, event: Event) -> Iterator[Violation]:
        match event:
            case Answered():
                self.said[event.room] = max(event.seq, self.said.get(event.room, 0))
            case Joining():
                self.said_before[event.person, event.room] = self.said.get(event.room, 0)
            case Joined():
                yield from self._joined(event)
            case Left():
                if event.place not in (stay.until for stay in self.stays(event.person, event.room)):
                    what = f"{event.person} was answered as having left room {event.room} at {event.place}"
                    yield Violation("answers", f"{what}, where no stay of theirs ends")
            case Shown() | Heard():
                yield from self._told(event)
            case _:
                pass

    def first_seq(self, shown: Shown) -> int:
        """The first message that may be read in the stay in which something was shown."""
        stay = self._last_begun(shown.person, shown.room, shown.upto)
        return stay.first_seq if stay is not None else 1

    def stays(self, person: str, room: str) -> list[Stay]:
        return self.dump[room].stays.get(person, []) if room in self.dump else []

    def _joined(self, event: Joined) -> Iterator[Violation]:
        """The stay is kept as it was answered, and in a room that keeps its past to itself it begins after that."""
        stay = self._last_begun(event.person, event.room, event.since)
        answer = f"{event.person} was let into room {event.room} at {event.since} and reads from {event.first_seq} on"
        if stay is None or (stay.since, stay.first_seq) != (event.since, event.first_seq):
            yield Violation("answers", f"{answer}, and that stay is not kept")
        before = self.said_before.get((event.person, event.room), 0)
        if event.room in self.dump and self.dump[event.room].is_since_join and event.first_seq <= before:
            yield Violation("old place", f"{answer}: {before} had been answered before they asked")

    def _told(self, told: Shown | Heard) -> Iterator[Violation]:
        """What a device was sent, however: live, catching up, on a page, used or not."""
        what = f"{told.device} was told room {told.room} up to {told.upto}"
        if isinstance(told, Shown):
            what = f"{told.device} was shown {told.seq} of room {told.room} by what told up to {told.upto}"
        elif told.strangers:
            yield Violation("card", f"{what} with the cards of {told.strangers}, whom nothing there names")
        before = self._last_begun(told.person, told.room, told.upto)
        if before is None:
            yield Violation("leak", f"{what}, and was never there until then")
        elif before.until is not None and before.until < told.upto:
            yield Violation("leak", f"{what}, having left at {before.until}")
        elif isinstance(told, Shown) and told.seq < before.first_seq:
            how = f"{what} ({told.how}), in the stay since {before.since}"
            yield Violation("old place", f"{how} that may read from {before.first_seq} on")

    def _last_begun(self, person: str, room: str, place: int) -> Stay | None:
        """The last stay that began at this place of the room's log or before."""
        stays = self.stays(person, room)
        number = bisect_right(stays, place, key=lambda stay: stay.since)
        return stays[number - 1] if number else None
