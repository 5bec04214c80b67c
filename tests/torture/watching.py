"""The part of the judge with a memory: compares what devices are shown with what they were shown before."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.torture.dump import Kept, Room
from tests.torture.editing import Edits
from tests.torture.erasing import Erasures
from tests.torture.events import Event, Joining, Left, Marked, Reached, Shown
from tests.torture.planning import Plans
from tests.torture.sending import Key, Sends
from tests.torture.sight import Sight
from tests.torture.violation import Violation


@dataclass(slots=True)
class Watch:
    """Compares what devices were shown with what is stored, what was asked so far, and who was in which room."""

    places: dict[str, dict[int, Kept]]
    sends: Sends
    erasures: Erasures
    edits: Edits
    sight: Sight
    plans: Plans
    # By device and room: the last place shown.
    last: dict[tuple[str, str], int] = field(default_factory=dict)

    def see(self, event: Shown) -> Iterator[Violation]:
        yield from self._identity(event)
        yield from self._hole(event)

    def _identity(self, shown: Shown) -> Iterator[Violation]:
        kept = self.places.get(shown.room, {}).get(shown.seq)
        saw = f"{shown.device} was shown {shown.client_id} at {shown.seq} of room {shown.room}"
        if kept is None:
            yield Violation("ghost", f"{saw}, where nothing is")
            return
        if (kept.sender, kept.client_id) != (shown.sender, shown.client_id):
            yield Violation("reorder", f"{saw}, where {kept.client_id} is")
        elif shown.body and not self._is_said(shown, kept):
            yield Violation("ghost", f"{saw} with a body that is not its own")
        yield from self.erasures.judge(shown, kept)
        yield from self.edits.judge(shown, kept)

    def _is_said(self, shown: Shown, kept: Kept) -> bool:
        """An erased or edited message had other texts before: the one that was sent, or one requested later."""
        if not kept.erased and not kept.edited:
            return shown.body == kept.body
        is_sent = Key(shown.room, shown.sender, shown.client_id, shown.body) in self.sends
        is_sent = is_sent or self.plans.has(shown.room, shown.sender, shown.body)
        return is_sent or self.edits.has(shown.room, shown.seq, shown.body)

    def _hole(self, shown: Shown) -> Iterator[Violation]:
        at = (shown.device, shown.room)
        before = self.last.get(at, 0)
        if shown.how in ("again", "unused"):
            return
        # Of what was said between two stays the later one may be shown nothing.
        first = max(before + 1, self.sight.first_seq(shown))
        hole = Violation("hole", f"{shown.device} was shown {shown.seq} of room {shown.room} right after {before}")
        if shown.how == "next" and (shown.seq <= before or not self._may_come_later(hole, shown, first)):
            yield hole
        self.last[at] = shown.seq

    def _may_come_later(self, hole: Violation, shown: Shown, first: int) -> bool:
        """Editing, erasing and restoring move a message to a later place in the log, so it may arrive after newer
        messages; the client leaves out erased ones. In the end the judge asks whether the device knows of it.
        """
        there, room = self.places.get(shown.room, {}), shown.room
        for seq in range(first, shown.seq):
            place = (room, seq)
            if seq not in there or (place not in self.erasures.asked and place not in self.edits.asked):
                return False
            if not there[seq].erased and place not in self.edits.asked:
                self.erasures.doubts.setdefault(place, hole)
        return True


@dataclass(slots=True)
class Reading:
    """How far people have read: what each device was last sent, and what each person was answered in this stay."""

    reached: dict[tuple[str, str, int], tuple[int, int]] = field(default_factory=dict)
    marked: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)

    def see(self, event: Event) -> Iterator[Violation]:
        if isinstance(event, Joining | Left):
            self.marked.pop((event.person, event.room), None)
        if not isinstance(event, Marked | Reached):
            return
        place = (event.generation, event.seq)
        if isinstance(event, Marked):
            stay = (event.person, event.room)
            self.marked[stay] = max(place, self.marked.get(stay, place))
            return
        on_device = (event.device, event.room, event.since)
        before = self.reached.get(on_device, place)
        if place < before:
            yield Violation("reading", f"{event.device} went back in room {event.room}, from {before} to {place}")
        self.reached[on_device] = place

    def compare(self, room: str, kept: Room) -> Iterator[Violation]:
        """The stored position is the answered one or a later one."""
        for person, read in kept.members.items():
            marked = self.marked.get((person, room), (0, 0))
            if read < marked:
                yield Violation("reading", f"{person} has read room {room} up to {read}, and was told {marked}")
