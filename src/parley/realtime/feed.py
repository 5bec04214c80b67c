"""One log as this process follows it: who is sent it, and how far it has been told.

from <= cursor           tell it, and the cursor becomes the larger of itself and `to`
from >  cursor           something is missing: keep the packet a moment, for what was overtaken
"""

from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

from parley.realtime.frames import Packet

R = TypeVar("R")
# More than this kept behind a hole is not overtaking any more: the table is read instead.
EARLY_LIMIT = 100


class Feed(Generic[R]):
    """The cursor is unknown until somebody's snapshot has told where the log stands."""

    __slots__ = ("_early", "_youngest", "cursor", "receivers", "told_from")

    def __init__(self) -> None:
        self.receivers: dict[R, int] = {}  # and from which place on each may be told
        self._youngest = 0
        self.cursor: int | None = None
        self.told_from: int | None = None
        self._early: list[Packet] = []

    def add(self, receiver: R, since: int) -> None:
        self.receivers[receiver] = since
        self._youngest = max(self._youngest, since)

    def who_may_be_told(self, packet: Packet) -> Sequence[R]:
        """Everybody, except those who came after what the packet says: their own log can be faster than the room's."""
        if packet.to >= self._youngest:
            return tuple(self.receivers)
        return [receiver for receiver, since in self.receivers.items() if packet.to >= since]

    @property
    def has_hole(self) -> bool:
        return bool(self._early)

    def take(self, packet: Packet) -> Iterator[Packet]:
        """What may be told now that this packet is here: nothing, itself, or also those that waited for it."""
        if self.cursor is None:
            self.cursor = self.told_from = packet.from_
        if packet.from_ > self.cursor:
            self._early.append(packet)
            return
        yield from self._tell(packet)
        while (ready := next((early for early in self._early if early.from_ <= self.cursor), None)) is not None:
            self._early.remove(ready)
            yield from self._tell(ready)

    def based_on(self, head: int) -> bool:
        """A snapshot says where the log stands. False if something between it and what was told is missing."""
        if self.cursor is None:
            self.cursor = head
        elif self.told_from is not None and head < self.told_from:
            self.cursor, self.told_from = head, None
            return False
        self.told_from = None
        return True

    def forget_early(self) -> None:
        self._early.clear()

    def is_behind(self, head: int) -> bool:
        return self.cursor is not None and self.cursor < head

    @property
    def is_overfull(self) -> bool:
        return len(self._early) > EARLY_LIMIT

    def _tell(self, packet: Packet) -> Iterator[Packet]:
        if self.cursor is not None and packet.to > self.cursor:
            self.cursor = packet.to
            yield packet
