"""The part of the judge about who may see what: nothing from before a stay's first message, nothing of the room from
outside a stay, and no person's card without a reason.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from tests.torture.dump import Dump, Room, Stay
from tests.torture.events import Event, Heard, Joined, Left, Mentioned, Shown
from tests.torture.violation import Violation


@dataclass(slots=True)
class Sight:
    """All that a device was sent reaches up to a place of a room's log. The database says which stay that was in."""

    dump: Dump
    # By room and `seq`: what somebody asked to be restored.
    restoring: set[tuple[str, int]]

    def see(self, event: Event) -> Iterator[Violation]:
        match event:
            case Joined():
                kept = self._last_begun(event.person, event.room, event.since)
                if kept is None or (kept.since, kept.first_seq) != (event.since, event.first_seq):
                    what = f"{event.person} was let into room {event.room} at {event.since} and reads from"
                    yield Violation("answers", f"{what} {event.first_seq} on, as was answered; that stay is not kept")
            case Left():
                if event.place not in (stay.until for stay in self._stays(event.person, event.room)):
                    what = f"{event.person} was answered as having left room {event.room} at {event.place}"
                    yield Violation("answers", f"{what}, where no stay of theirs ends")
            case Shown() | Heard() | Mentioned():
                yield from self._told(event)
            case _:
                pass

    def first_seq(self, shown: Shown) -> int:
        """The first message that may be read in the stay in which something was shown."""
        stay = self._last_begun(shown.person, shown.room, shown.upto)
        return stay.first_seq if stay is not None else 1

    def compare(self, room: str, kept: Room) -> Iterator[Violation]:
        """In a room that hides its past, a stay reads exactly the messages sent during it. What moves a
        message to a later place are edits, erasures and restorings, so those messages are left out.
        """
        moved = {seq for of_room, seq in self.restoring if of_room == room}
        as_said = [said for said in kept.messages if not (said.erased or said.edited or said.seq in moved)]
        there = as_said if kept.is_since_join else []
        for person, stays in kept.stays.items():
            for stay in stays:
                first = bisect_left(there, stay.first_seq, key=lambda message: message.seq)
                what = f"{person} may read room {room} from {stay.first_seq} on, being there since {stay.since}"
                if first < len(there) and there[first].rev < stay.since:
                    yield Violation("old place", f"{what}: {there[first].seq} was said before")
                if first and there[first - 1].rev > stay.since:
                    yield Violation("hidden", f"{what}: {there[first - 1].seq} was said after that")

    def _told(self, told: Shown | Heard | Mentioned) -> Iterator[Violation]:
        """What a device was sent, however: live, catching up, on a page, used or not."""
        what = f"{told.device} was told room {told.room} up to {told.upto}"
        if isinstance(told, Shown):
            what = f"{told.device} was shown {told.seq} of room {told.room} by what told up to {told.upto}"
        elif isinstance(told, Mentioned):
            what = f"{told.device} was told about {told.seq} of room {told.room} by what told up to {told.upto}"
        elif told.strangers:
            yield Violation("card", f"{what} with the cards of {told.strangers}, whom nothing there names")
        before = self._last_begun(told.person, told.room, told.upto)
        if before is None:
            yield Violation("leak", f"{what}, and was never there until then")
        elif before.until is not None and before.until < told.upto:
            yield Violation("leak", f"{what}, having left at {before.until}")
        elif not isinstance(told, Heard) and told.seq < before.first_seq:
            how = f"{what}, in the stay since {before.since}"
            yield Violation("old place", f"{how} that may read from {before.first_seq} on")

    def _last_begun(self, person: str, room: str, place: int) -> Stay | None:
        """The last stay that began at this place of the room's log or before."""
        stays = self._stays(person, room)
        number = bisect_right(stays, place, key=lambda stay: stay.since)
        return stays[number - 1] if number else None

    def _stays(self, person: str, room: str) -> list[Stay]:
        return self.dump[room].stays.get(person, []) if room in self.dump else []
