"""Which connections watch the presence of whom, in which room."""

from collections.abc import Callable, Mapping

from parley.basics.metrics import Metrics
from parley.changes import log_name, room_log
from parley.protocol.signals import PresenceState, Signal
from parley.realtime.frames import encode, text_frame
from parley.realtime.receiver import Receiver

Follows = Callable[[Receiver, int], bool]  # whether a connection follows a room at this moment
Interest = Callable[[int, bool], None]  # a person, and whether anybody here watches them now


class Watch:
    """One connection's watch in one room. While its members are being read, it notes who leaves meanwhile."""

    __slots__ = ("left", "people", "receiver", "room")

    def __init__(self, receiver: Receiver, room: int) -> None:
        self.receiver = receiver
        self.room = room
        self.people: dict[int, int] = {}  # where their stays in the room began
        self.left: dict[int, int] | None = {}


class Watches:
    """One per process. A person who leaves the room is not watched any more, nor after they have come back."""

    def __init__(self, follows: Follows, interest: Interest, metrics: Metrics) -> None:
        self._follows = follows
        self._interest = interest
        self._metrics = metrics
        self._of: dict[Receiver, dict[int, Watch]] = {}
        self._begun: set[Watch] = set()
        self._by_person: dict[int, set[Watch]] = {}
        metrics.people_watched.watch(lambda: len(self._by_person))

    def people(self) -> set[int]:
        return set(self._by_person)

    def people_of(self, receiver: Receiver) -> set[int]:
        return {person for watch in self._of.get(receiver, {}).values() for person in watch.people}

    def __contains__(self, person: int) -> bool:
        return person in self._by_person

    def begin(self, receiver: Receiver, room: int) -> Watch:
        """End the earlier watch in this room. From now on those who leave it are noted."""
        self.end(receiver, room)
        watch = Watch(receiver, room)
        self._of.setdefault(receiver, {})[room] = watch
        self._begun.add(watch)
        return watch

    def fill(self, watch: Watch, members: Mapping[int, int]) -> list[int]:
        """Watch these members, by where their stays began, and return those who are still there.

        A watch that has ended meanwhile stays empty.
        """
        left: dict[int, int] = watch.left or {}
        watch.left = None
        self._begun.discard(watch)
        people = {person: since for person, since in members.items() if left.get(person, 0) <= since}
        if self._of.get(watch.receiver, {}).get(watch.room) is not watch:
            return list(people)
        if not people:
            self.end(watch.receiver, watch.room)
        watch.people = people
        for person in people:
            if person not in self._by_person:
                self._by_person[person] = set()
                self._interest(person, True)
            self._by_person[person].add(watch)
        return list(people)

    def abandon(self, watch: Watch) -> None:
        """Its members could not be read: nobody is watched."""
        if self._of.get(watch.receiver, {}).get(watch.room) is watch:
            self.end(watch.receiver, watch.room)
        self._begun.discard(watch)

    def end(self, receiver: Receiver, room: int) -> None:
        rooms = self._of.get(receiver, {})
        watch = rooms.pop(room, None)
        if watch is None:
            return
        if not rooms:
            del self._of[receiver]
        self._begun.discard(watch)
        for person in watch.people:
            self._drop(person, watch)

    def end_all(self, receiver: Receiver) -> None:
        for room in tuple(self._of.get(receiver, ())):
            self.end(receiver, room)

    def left(self, person: int, room: int, at: int) -> None:
        """Somebody's stay in a room has ended at this place of its log."""
        for watch in self._begun:
            if watch.room == room and watch.left is not None:
                watch.left[person] = max(at, watch.left.get(person, 0))
        for watch in tuple(self._by_person.get(person, ())):
            if watch.room == room and watch.people[person] < at:
                del watch.people[person]
                self._drop(person, watch)

    def tell(self, person: int, state: PresenceState, last_seen: str | None, *, only: Receiver | None = None) -> None:
        """Tell each connection that watches this person, or one of them, in the rooms in which it does."""
        frames: dict[int, bytes] = {}
        watches = tuple(self._by_person.get(person, ()))
        for watch in watches:
            if only not in (None, watch.receiver) or not self._follows(watch.receiver, watch.room):
                continue
            room = watch.room
            if room not in frames:
                log = log_name(room_log(room))
                signal = Signal(kind="presence", log=log, person=str(person), state=state, last_seen=last_seen)
                frames[room] = text_frame(encode(signal))
            watch.receiver.signal((room, person), frames[room])
            self._metrics.signals.add("presence")

    def _drop(self, person: int, watch: Watch) -> None:
        watching = self._by_person[person]
        watching.discard(watch)
        if not watching:
            del self._by_person[person]
            self._interest(person, False)
