"""Who is connected to this process, and who was until just now: somebody who loads a page again has not gone."""

import asyncio
from collections.abc import Callable, Collection

from parley.realtime.leases import Here
from parley.realtime.receiver import Receiver

# How long a person stays present after their last connection was closed: a page that is loaded again takes no longer.
RELOAD_SECONDS = 4.0
# The same after a connection that was lost or sent away, whose client tries to come back. The beat takes up to 50
# seconds to notice a lost one.
RETURN_SECONDS = 20.0


class Attendance:
    """One per process. `changed` is called when somebody does something else than before."""

    def __init__(self, now: Callable[[], int], changed: Callable[[], None]) -> None:
        self._now = now
        self._changed = changed
        self._connected: dict[int, dict[Receiver, Here]] = {}
        self._present: dict[int, Here] = {}  # also those who have just gone
        self._settling: dict[int, asyncio.TimerHandle] = {}
        self._went_at: dict[int, int] = {}
        self._moved: set[int] = set()
        self._gone: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._present)

    def of(self, person: int) -> Here | None:
        """What somebody does here; None if they are not here."""
        return self._present.get(person)

    def connected(self) -> Collection[int]:
        return self._connected.keys()

    def take_moved(self) -> set[int]:
        """Those who do something else than when this was called last."""
        moved, self._moved = self._moved, set()
        return moved

    def take_gone(self) -> dict[int, int]:
        """Those who have gone since this was called last, and when."""
        gone, self._gone = self._gone, {}
        return gone

    def last_here(self) -> dict[int, int]:
        """When everybody was last here of whom that is not known outside yet."""
        now = self._now()
        return self._gone | {person: self._went_at.get(person, now) for person in self._present}

    def come(self, receiver: Receiver) -> None:
        """A new connection is online."""
        self._connected.setdefault(receiver.person, {})[receiver] = "online"
        self._decide(receiver.person)

    def become(self, receiver: Receiver, here: Here) -> None:
        """What the person does on this connection, if it has not ended: a command may be slower than a close."""
        if self.has(receiver):
            self._connected[receiver.person][receiver] = here
            self._decide(receiver.person)

    def has(self, receiver: Receiver) -> bool:
        return receiver in self._connected.get(receiver.person, {})

    def go(self, receiver: Receiver, *, lost: bool) -> None:
        """A connection has ended. The person has some seconds to come back before anything changes."""
        person = receiver.person
        connections = self._connected.get(person, {})
        if connections.pop(receiver, None) is None:
            return
        if not connections:
            del self._connected[person]
            self._went_at[person] = self._now()
        loop = asyncio.get_running_loop()
        due = loop.time() + (RETURN_SECONDS if lost else RELOAD_SECONDS)
        earlier = self._settling.pop(person, None)
        if earlier is not None:
            earlier.cancel()
            due = max(due, earlier.when())
        self._settling[person] = loop.call_at(due, self._settle, person)

    def _settle(self, person: int) -> None:
        """The time to come back is over."""
        del self._settling[person]
        went_at = self._went_at.pop(person, None)
        if person in self._connected:
            self._decide(person)
        else:
            del self._present[person]
            self._gone[person] = self._now() if went_at is None else went_at
            self._moved.add(person)
            self._changed()

    def _decide(self, person: int) -> None:
        here: Here = "online" if "online" in self._connected[person].values() else "away"
        if self._present.get(person) != here:
            self._present[person] = here
            self._moved.add(person)
            self._changed()
