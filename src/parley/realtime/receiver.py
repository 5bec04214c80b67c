"""A connection as the hub knows it, and what it follows."""

from typing import Protocol

from parley.realtime.feed import Sight
from parley.realtime.frames import Packet


class Receiver(Protocol):
    """A connection, as far as the hub knows it."""

    person: int
    session: int
    # As far as is known here: refreshing a session puts its end off.
    session_expires_at: int

    def send(self, data: bytes) -> None:
        """Queue whole frames. Never blocks; a reader that is too slow is closed by its connection."""
        ...

    def end_session(self) -> None: ...

    def beat(self, data: bytes) -> None: ...

    def drain(self, reconnect_after_ms: int) -> None: ...


class Subscriptions:
    """One receiver's rooms and what it may see of each, and those that it is known to have left.

    Places in the room's log decide, not the order of hearing: news of an earlier leaving does not end a later stay.
    What the person's own log says waits until the welcome has told up to where that is known already.
    """

    __slots__ = ("known", "left", "rooms", "waiting")

    def __init__(self) -> None:
        self.rooms: dict[int, Sight] = {}
        self.left: dict[int, int] = {}
        self.known: int | None = None
        self.waiting: list[Packet] = []
