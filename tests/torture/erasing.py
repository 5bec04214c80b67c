"""The part of the judge about erasures: a message is erased if somebody asked, and only then, until somebody restores
it; and devices know it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.torture.dump import Kept, Room
from tests.torture.events import Ended, Erased, Erasing, Event, Restored, Restoring, Shown
from tests.torture.violation import Violation


@dataclass(slots=True)
class Erasures:
    """By room and place: the erasures and restorings asked for so far, and of each answer its change, and whether the
    message is erased since.
    """

    asked: set[tuple[str, int]] = field(default_factory=set)
    restoring: set[tuple[str, int]] = field(default_factory=set)
    answered: dict[tuple[str, int], dict[int, bool]] = field(default_factory=dict)
    # What is wrong unless the message was restored later, which only the rest of the history says.
    doubts: dict[tuple[str, int], Violation] = field(default_factory=dict)

    def see(self, event: Event) -> Iterator[Violation]:
        if isinstance(event, Erasing):
            self.asked.add((event.room, event.seq))
        if isinstance(event, Restoring):
            self.restoring.add((event.room, event.seq))
        if not isinstance(event, Erased | Restored):
            return
        place, is_erased = (event.room, event.seq), isinstance(event, Erased)
        answers = self.answered.setdefault(place, {})
        which = f"the erasure of {event.seq} in room {event.room}"
        if answers and event.rev not in answers and place not in self.restoring:
            yield Violation("answers", f"{which} was answered as change {max(answers)} and as {event.rev}")
        elif answers.setdefault(event.rev, is_erased) != is_erased:
            yield Violation("answers", f"{which} and its undoing were both answered as change {event.rev}")

    def judge(self, shown: Shown, kept: Kept) -> Iterator[Violation]:
        """A device is shown an empty message from the change that erased it on, and not before. One that was restored
        may have been empty for a while, until its last change.
        """
        what = f"{shown.device} was shown {shown.client_id} at {shown.seq} of room {shown.room}"
        place = (shown.room, shown.seq)
        if shown.body:
            if kept.erased and shown.upto >= kept.rev:
                yield Violation("retold", f"{what} with its body by what told up to {shown.upto}: erased at {kept.rev}")
            return
        stands = f"erased at {kept.rev}" if kept.erased else f"there as of {kept.rev}"
        is_as_kept = kept.erased and shown.rev == kept.rev
        if place not in self.asked:
            yield Violation("emptied", f"{what} as erased before anybody had asked for that")
        elif not is_as_kept:
            told = f"{what} as erased at {shown.rev}, by what told up to {shown.upto}; it is {stands}"
            if shown.upto >= kept.rev:
                yield Violation("emptied", told)
            else:
                self.doubts.setdefault(place, Violation("emptied", told))

    def compare(self, room: str, kept: Room) -> Iterator[Violation]:
        """A message is as the last answer said, or as a later change made it that somebody asked for."""
        for message in kept.messages:
            place = (room, message.seq)
            what = f"{message.client_id} at {message.seq} of room {room}"
            if place in self.doubts and place not in self.restoring:
                yield self.doubts[place]
            if message.erased and place not in self.asked:
                yield Violation("emptied", f"{what} is erased, and nobody has asked for that")
            elif answers := self.answered.get(place):
                last = max(answers)
                was = f"was answered as {'erased' if answers[last] else 'restored'} by change {last}"
                is_otherwise = message.rev == last and message.erased != answers[last]
                is_later = message.rev > last and answers[last] and place not in self.restoring
                if message.rev < last or is_otherwise or is_later:
                    stands = f"{'erased' if message.erased else 'there'} as of {message.rev}"
                    yield Violation("unerased" if answers[last] else "emptied", f"{what} {was}, and is {stands}")


def beliefs(end: Ended, room: str, kept: Room) -> Iterator[Violation]:
    """In the end a device knows exactly which messages are erased, from the first that it knows of the room on."""
    first, believed = end.erased.get(room, (1, []))
    erased = {message.seq for message in kept.messages if message.erased and message.seq >= first}
    if unheard := sorted(erased - set(believed)):
        yield Violation("behind", f"{end.device} does not know that {unheard} in room {room} are erased")
    if imagined := sorted(set(believed) - erased):
        yield Violation("behind", f"{end.device} takes {imagined} in room {room} to be erased, and they are not")
