"""One log as this process follows it: who is sent it, and how far it has been told.

from <= cursor           tell it, and the cursor becomes the larger of itself and `to`
from >  cursor           something is missing: keep the packet a moment, for what was overtaken
no cursor yet            keep the packet: it may be older than all that there is to tell
"""

from collections.abc import Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from parley.realtime.frames import Packet

R = TypeVar("R")
# More than this kept behind a hole is not overtaking any more: the table is read instead.
EARLY_LIMIT = 100


class Sight(NamedTuple):
    """From which place of the log on a receiver may be told, and the first message that it may be shown."""

    since: int = 0
    first_seq: int = 0


EVERYTHING = Sight()


class Feed(Generic[R]):
    """The cursor is unknown until somebody's snapshot has told where the log stands.

    Until then nothing is told. A packet that comes so early may have been late or sent twice, and say that somebody
    came who has left since: acted upon, it had a leaver hear the room again until the next sweep, 9.4 s later.
    """

    __slots__ = ("_early", "_strictest", "cursor", "receivers")

    def __init__(self) -> None:
        self.receivers: dict[R, Sight] = {}
        self._strictest = EVERYTHING
        self.cursor: int | None = None
        self._early: list[Packet] = []

    def add(self, receiver: R, sight: Sight) -> None:
        self.receivers[receiver] = sight
        self._strictest = Sight(*map(max, self._strictest, sight))

    def who_may_be_told(self, packet: Packet) -> Sequence[R]:
        """Skip whoever joined after this change: their own log may have reached us before the room's."""
        if packet.to >= self._strictest.since:
            return tuple(self.receivers)
        return [receiver for receiver, sight in self.receivers.items() if packet.to >= sight.since]

    def is_seen_by_all(self, packet: Packet) -> bool:
        """Whether nobody here came after the oldest message that the packet mentions."""
        return packet.oldest is None or packet.oldest >= self._strictest.first_seq

    @property
    def has_hole(self) -> bool:
        return bool(self._early) and self.cursor is not None

    def take(self, packet: Packet) -> Iterator[Packet]:
        """What may be told now that this packet is here: nothing, itself, or also those that waited for it."""
        if self.cursor is None or packet.from_ > self.cursor:
            self._early.append(packet)
            if self.cursor is None and self.is_overfull:
                del self._early[0]  # the snapshot will be found to lack it
            return
        yield from self._tell(packet)
        yield from self._released()

    def based_on(self, head: int) -> Iterator[Packet]:
        """A snapshot says where the log stands: what waited for that and came after it may be told."""
        if self.cursor is None:
            self.cursor = head
            yield from self._released()

    def forget_early(self) -> None:
        self._early.clear()

    def is_behind(self, head: int) -> bool:
        return self.cursor is not None and self.cursor < head

    @property
    def is_overfull(self) -> bool:
        return len(self._early) > EARLY_LIMIT

    def _released(self) -> Iterator[Packet]:
        while (ready := next((early for early in self._early if early.from_ <= (self.cursor or 0)), None)) is not None:
            self._early.remove(ready)
            yield from self._tell(ready)

    def _tell(self, packet: Packet) -> Iterator[Packet]:
        if self.cursor is not None and packet.to > self.cursor:
            self.cursor = packet.to
            yield packet
