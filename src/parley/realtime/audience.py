"""One log in this process: its subscribers, and up to which place they have been sent its changes.

from <= cursor           deliver the packet; the cursor becomes the larger of itself and `to`
from >  cursor           something is missing: keep the packet for a moment, in case it overtook another one
no cursor yet            keep the packet: it may be older than the snapshot that sets the cursor
"""

from collections.abc import Iterator, Sequence
from typing import Generic, NamedTuple, Protocol, TypeVar

from parley.realtime.frames import Packet, text_frame, variant

R = TypeVar("R")
# With more packets than this behind a hole, nothing was just overtaken: the table is read instead.
EARLY_LIMIT = 100


class Hears(Protocol):
    def send(self, data: bytes) -> None: ...


H = TypeVar("H", bound=Hears)


class Sight(NamedTuple):
    """The place of the log from which on a receiver gets changes, and the first message that it may see."""

    since: int = 0
    first_seq: int = 0


EVERYTHING = Sight()


class Audience(Generic[R]):
    """The cursor is unknown until a subscriber's snapshot says where the log stands.

    Until then it delivers nothing. A packet that arrives before that may be late or a repetition, and may say that
    somebody joined who has left since: acted on, one sent a room's messages to a person who had left, for 9.4 s.
    """

    __slots__ = ("_early", "_strictest", "base", "based_at", "cursor", "receivers")

    def __init__(self) -> None:
        self.receivers: dict[R, Sight] = {}
        self._strictest = EVERYTHING
        self.cursor: int | None = None
        # The first cursor, and when it was set, by the hub's count. The audience delivers nothing from before it.
        self.base = 0
        self.based_at = 0
        self._early: list[Packet] = []

    def add(self, receiver: R, sight: Sight) -> None:
        self.receivers[receiver] = sight
        self._strictest = Sight(*map(max, self._strictest, sight))

    def who_may_be_told(self, packet: Packet) -> Sequence[R]:
        """Skip members who joined after this change: their own log may have reached us before the room's."""
        if packet.to >= self._strictest.since:
            return tuple(self.receivers)
        return [receiver for receiver, sight in self.receivers.items() if packet.to >= sight.since]

    def is_seen_by_all(self, packet: Packet) -> bool:
        """Whether every subscriber may see the oldest message that the packet mentions."""
        return packet.oldest is None or packet.oldest >= self._strictest.first_seq

    @property
    def has_hole(self) -> bool:
        return bool(self._early) and self.cursor is not None

    def hear(self, packet: Packet) -> Iterator[Packet]:
        """The packets to deliver now that this one has arrived: none, this one, or also those that waited for it."""
        if self.cursor is None or packet.from_ > self.cursor:
            self._early.append(packet)
            if self.cursor is None and self.is_overfull:
                del self._early[0]  # if the snapshot lacks it, the sweep finds that
            return
        yield from self._tell(packet)
        yield from self._released()

    def based_on(self, head: int, at: int) -> Iterator[Packet]:
        """A snapshot says where the log stands. Deliver the packets that waited for that and are newer."""
        if self.cursor is None:
            self.cursor = self.base = head
            self.based_at = at
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


def send(audience: Audience[H], packet: Packet) -> int:
    """Send the same bytes to all receivers who may see everything in them, and variants to the others."""
    data, receivers = text_frame(packet.payload), audience.who_may_be_told(packet)
    if audience.is_seen_by_all(packet):
        for receiver in receivers:
            receiver.send(data)
    else:
        variants: dict[int, bytes] = {}
        for receiver, sight in [(one, audience.receivers[one]) for one in receivers]:
            first = sight.first_seq
            if first <= (packet.oldest or 0):
                receiver.send(data)
                continue
            if first not in variants:
                variants[first] = variant(packet, first)
            receiver.send(variants[first])
    return len(receivers)
