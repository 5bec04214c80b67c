"""The part of the judge about edits: the last text stands, and the earlier ones are the message's history."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.torture.dump import Kept, Room
from tests.torture.events import Edited, Editing, Event, Shown
from tests.torture.violation import Violation


@dataclass(slots=True)
class Edits:
    """By room and `seq`: the texts that were requested so far, and those that were answered, by `rev`."""

    # What was restored says the same as before, as of a later change.
    restoring: set[tuple[str, int]]
    asked: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    answered: dict[tuple[str, int], dict[int, str]] = field(default_factory=dict)

    def see(self, event: Event) -> Iterator[Violation]:
        if isinstance(event, Editing):
            self.asked.setdefault((event.room, event.seq), set()).add(event.body)
        if not isinstance(event, Edited):
            return
        told = self.answered.setdefault((event.room, event.seq), {}).setdefault(event.rev, event.body)
        if told != event.body:
            yield Violation("answers", f"two texts of {event.seq} in room {event.room} were answered as {event.rev}")

    def has(self, room: str, seq: int, body: str) -> bool:
        """Whether somebody has requested this text for the message by now."""
        return body in self.asked.get((room, seq), ())

    def judge(self, shown: Shown, kept: Kept) -> Iterator[Violation]:
        """A frame that reaches past the last edit must have the last text."""
        if kept.edited and shown.upto >= kept.rev and shown.body != kept.body:
            what = f"{shown.device} was shown {shown.client_id} at {shown.seq} of room {shown.room}"
            yield Violation("retold", f"{what} as of {shown.rev} by what told up to {shown.upto}: edited at {kept.rev}")

    def compare(self, room: str, kept: Room) -> Iterator[Violation]:
        """Every answered text is the message's present text or in its history, once."""
        for message in kept.messages:
            earlier = kept.versions.get(message.seq, [])
            what = f"{message.client_id} at {message.seq} of room {room}"
            if message.erased and earlier:
                yield Violation("unerased", f"{what} is erased, and its history is not")
            revs = [*(rev for rev, _ in earlier), message.rev]
            if not message.erased and revs != sorted(set(revs)):
                yield Violation("history", f"{what} has versions as of {revs}")
            if message.edited != bool(earlier):
                yield Violation(
                    "history", f"{what} is {'' if message.edited else 'not '}edited, with {len(earlier)} versions"
                )
            strange = [body for _, body in earlier[1:] if not self.has(room, message.seq, body)]
            if strange:
                yield Violation("ghost", f"{what} once said what nobody asked for: {strange[0]}")
            yield from self._answers(room, message, dict(earlier))

    def _answers(self, room: str, message: Kept, earlier: dict[int, str]) -> Iterator[Violation]:
        texts = earlier | {message.rev: message.body}
        for rev, body in self.answered.get((room, message.seq), {}).items():
            is_there = texts.get(rev) == body or ((room, message.seq) in self.restoring and body in texts.values())
            if not message.erased and not is_there:
                what = f"{message.client_id} at {message.seq} of room {room}"
                yield Violation("loss", f"{what} was answered as edited at {rev}, and neither says that nor ever did")
