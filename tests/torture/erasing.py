"""The part of the judge about erasures: a message is erased if somebody asked, and only then, and devices know it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.torture.dump import Kept, Room
from tests.torture.history import Ended, Erased, Erasing, Event, Shown
from tests.torture.violation import Violation


@dataclass(slots=True)
class Erasures:
    """By room and place: the erasures asked for so far, and the change that was the answer to each."""

    asked: set[tuple[str, int]] = field(default_factory=set)
    answered: dict[tuple[str, int], int] = field(default_factory=dict)

    def see(self, event: Event) -> Iterator[Violation]:
        if isinstance(event, Erasing):
            self.asked.add((event.room, event.seq))
        if not isinstance(event, Erased):
            return
        place = (event.room, event.seq)
        rev = self.answered.setdefault(place, event.rev)
        if rev != event.rev:
            which = f"the erasure of {event.seq} in room {event.room}"
            yield Violation("answers", f"{which} was answered as change {rev} and as {event.rev}")

    def judge(self, shown: Shown, kept: Kept) -> Iterator[Violation]:
        """A device is shown an empty message from the change that erased it on, and not before."""
        what = f"{shown.device} was shown {shown.client_id} at {shown.seq} of room {shown.room}"
        if shown.body and kept.erased and shown.upto >= kept.rev:
            yield Violation("retold", f"{what} with its body by what told up to {shown.upto}: erased at {kept.rev}")
        elif not shown.body and (shown.room, shown.seq) not in self.asked:
            yield Violation("emptied", f"{what} as erased before anybody had asked for that")
        elif not shown.body and (not kept.erased or shown.rev != kept.rev):
            stands = f"erased at {kept.rev}" if kept.erased else "there"
            yield Violation("emptied", f"{what} as erased at {shown.rev}; it is {stands}")

    def compare(self, room: str, kept: Room) -> Iterator[Violation]:
        """A message is erased as of the change in the answer. One that nobody asked to erase is not."""
        for message in kept.messages:
            place = (room, message.seq)
            what = f"{message.client_id} at {message.seq} of room {room}"
            if message.erased and place not in self.asked:
                yield Violation("emptied", f"{what} is erased, and nobody has asked for that")
            elif place in self.answered and not message.erased:
                yield Violation("unerased", f"{what} was answered as erased and says what it said")
            elif place in self.answered and message.rev != self.answered[place]:
                change = f"change {self.answered[place]} and stands at {message.rev}"
                yield Violation("unerased", f"{what} was answered as erased by {change}")


def beliefs(end: Ended, room: str, kept: Room) -> Iterator[Violation]:
    """In the end a device knows exactly which messages are erased, from the first that it knows of the room on."""
    first, believed = end.erased.get(room, (1, []))
    erased = {message.seq for message in kept.messages if message.erased and message.seq >= first}
    if unheard := sorted(erased - set(believed)):
        yield Violation("behind", f"{end.device} does not know that {unheard} in room {room} are erased")
    if imagined := sorted(set(believed) - erased):
        yield Violation("behind", f"{end.device} takes {imagined} in room {room} to be erased, and they are not")
