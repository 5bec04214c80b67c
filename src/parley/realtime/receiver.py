"""A connection as the hub sees it, and its subscriptions."""

from typing import Protocol

from parley.changes import Leave
from parley.realtime.audience import Sight
from parley.realtime.frames import Packet


class Receiver(Protocol):
    """What the hub needs of a connection."""

    person: int
    session: int
    # As this process last read it: a refresh, perhaps at another process, extends a session.
    session_expires_at: int
    # A guest is not told of people who are in none of the guest's rooms.
    is_guest: bool

    def send(self, data: bytes) -> None:
        """Queue whole frames. Never blocks: the connection closes itself if its reader is too slow."""
        ...

    def signal(self, key: object | None, data: bytes) -> None:
        """Send a signal. If it cannot be sent now it waits, until there is a newer one with its key.

        One without a key is dropped instead: later it would not be true any more.
        """
        ...

    def end_session(self) -> None: ...

    def beat(self, data: bytes) -> None: ...

    def drain(self, reconnect_after_ms: int) -> None: ...


class Observer(Protocol):
    """Is told by the hub who is connected, and who stops following a room."""

    def attached(self, receiver: Receiver) -> None: ...

    def detached(self, receiver: Receiver, *, lost: bool) -> None: ...

    def let_go(self, receiver: Receiver, room: int) -> None: ...

    def left(self, effect: Leave) -> None: ...


class Subscriptions:
    """One receiver's rooms with what it may see of each, and the rooms that it has left.

    Places in the room's log decide, not the order of arrival: a late notice of an earlier leave does not end a later
    stay. Changes of the person's own log wait until the welcome says up to which place they are known.
    """

    __slots__ = ("attached_at", "is_unsure", "known", "left", "rooms", "waiting")

    def __init__(self, attached_at: int) -> None:
        self.attached_at = attached_at
        # Its welcome is older than a room's audience here: its memberships have to be read again.
        self.is_unsure = False
        self.rooms: dict[int, Sight] = {}
        self.left: dict[int, int] = {}
        self.known: int | None = None
        self.waiting: list[Packet] = []
