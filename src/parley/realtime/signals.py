"""Everything that is sent once and never replayed, for the doors, the hub and the bus."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from parley.changes import Leave
from parley.realtime.announcements import Announcements
from parley.realtime.presence import Presence
from parley.realtime.receipts import Receipts
from parley.realtime.receiver import Receiver
from parley.realtime.reports import Reports
from parley.realtime.signal_bus import Notice
from parley.realtime.typists import Typists
from parley.realtime.watches import Follows, Watches


class Signals(NamedTuple):
    """One per process. The hub tells it who comes and goes, and which rooms they follow."""

    typists: Typists
    receipts: Receipts
    reports: Reports
    announcements: Announcements
    presence: Presence
    watches: Watches
    follows: Follows

    def hear(self, notices: Sequence[Notice]) -> None:
        """From another process."""
        hear: dict[str, Callable[[Notice], None]] = {
            "typing": self.typists.hear,
            "presence": self.presence.hear,
            "seen": self.receipts.hear,
            "reports": self.reports.hear,
            "emoji": self.announcements.hear,
            "server_name": self.announcements.hear,
        }
        for notice in notices:
            hear[notice.kind](notice)

    def attached(self, receiver: Receiver) -> None:
        self.presence.here.come(receiver)

    def detached(self, receiver: Receiver, *, lost: bool) -> None:
        self.watches.end_all(receiver)
        self.presence.here.go(receiver, lost=lost)

    def let_go(self, receiver: Receiver, room: int) -> None:
        """A connection does not follow this room any more."""
        self.watches.end(receiver, room)

    def left(self, effect: Leave) -> None:
        """Somebody has left a room that is followed here."""
        self.watches.left(effect.person, effect.room, effect.at)
