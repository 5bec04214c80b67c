"""Who is present: of those connected here, and of those whom somebody here watches, wherever they are connected.

    a connection comes, goes or says that it is away
      -> this process's lease of the person changes, and the others are told that it did
      -> each process that watches the person looks at all leases, and tells those who watch

Everybody who is watched is looked at again every few seconds as well: a notice may be lost, and a process may die.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import suppress
from typing import NamedTuple

from parley.basics.journal import described
from parley.basics.metrics import Metrics
from parley.basics.outages import Outage
from parley.basics.times import rfc3339
from parley.changes import person_log
from parley.protocol.signals import PersonPresence, PresenceState
from parley.realtime.attendance import Attendance
from parley.realtime.leases import Leases, LeasesAway, brighter
from parley.realtime.persist import persist_together
from parley.realtime.receiver import Receiver
from parley.realtime.signal_bus import Notice, SignalBus
from parley.realtime.watches import Watch, Watches

LOOK_SECONDS = 5.0
RETRY_SECONDS = 1.0
# After Redis was away each process needs some time to lease its people again.
FREEZE_SECONDS = 75.0
SEEN_SECONDS = 60.0
# The database is asked when somebody comes or goes, and once a minute in any case.
QUIET_SECONDS = 2 * SEEN_SECONDS
# How long a process that ends waits for the database and for Redis.
LEAVE_SECONDS = 5.0

BRIGHTNESS: dict[PresenceState, int] = {"offline": 0, "away": 1, "online": 2}
ReadSeen = Callable[[Collection[int]], Awaitable[dict[int, int]]]  # when these people were last here
KeepSeen = Callable[[Mapping[int, int]], Awaitable[None]]


class Told(NamedTuple):
    """What everybody who watches a person was told last."""

    state: PresenceState
    last_seen: str | None


class Presence:
    """One per process."""

    def __init__(
        self,
        watches: Watches,
        leases: Leases,
        bus: SignalBus,
        *,
        read_seen: ReadSeen,
        keep_seen: KeepSeen,
        metrics: Metrics,
        now: Callable[[], int],
    ) -> None:
        self._watches = watches
        self._leases = leases
        self._bus = bus
        self._read_seen = read_seen
        self._keep_seen = keep_seen
        self._now = now
        self._doubted: set[int] = set()  # people who may do something else than was told
        self._told: dict[int, Told] = {}
        self._something = asyncio.Event()
        self.here = Attendance(now, self._something.set)
        self._look_at_all_at = float("-inf")
        self._frozen_until = float("-inf")
        self._freezes = Outage("presence_frozen", quiet=FREEZE_SECONDS)
        self._not_kept = Outage("seen_not_kept", quiet=QUIET_SECONDS)
        self._not_read = Outage("seen_not_read", quiet=QUIET_SECONDS)
        metrics.people_present.watch(lambda: len(self.here))
        metrics.presence_frozen.watch(lambda: self._is_frozen)

    def hear(self, notice: Notice) -> None:
        """Somebody's presence has changed at another process."""
        if notice.person in self._watches:
            self._doubt({notice.person})

    async def watch(self, watch: Watch, members: Mapping[int, int], seen: Mapping[int, int]) -> list[PersonPresence]:
        """Fill a watch that has begun with these members, by where their stays began. Returns what they do now."""
        people = self._watches.fill(watch, members)
        unknown = [person for person in people if person not in self._told]
        found = await self._look_at(unknown) if unknown else {}
        answer: list[PersonPresence] = []
        for person in people:
            fresh = _told(found.get(person, "offline"), seen.get(person))
            # Others are told the next state from this one on.
            state, last_seen = self._told.setdefault(person, fresh) if person in self._watches else fresh
            answer.append(PersonPresence(person=str(person), state=state, last_seen=last_seen))
        return answer

    async def online(self, people: Collection[int]) -> list[int]:
        """Those of these people who are online now."""
        return [person for person, state in (await self._look_at(people)).items() if state == "online"]

    def tell_again(self, receiver: Receiver) -> None:
        """A connection has missed signals: tell it what everybody does whom it watches."""
        for person in self._watches.people_of(receiver):
            if (told := self._told.get(person)) is not None:
                self._watches.tell(person, *told, only=receiver)

    def watched(self, person: int, is_watched: bool) -> None:
        """Somebody is watched here for the first time, or by nobody any more."""
        log = person_log(person).id
        if is_watched:
            self._bus.follow(log)
        else:
            self._bus.forget(log)
            self._told.pop(person, None)

    async def run(self) -> None:
        steps = (self._step, self._keep_regularly)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._leases.run())
                tasks.create_task(persist_together(steps, name="presence_failed", pause_seconds=RETRY_SECONDS))
        finally:
            for outage in (self._freezes, self._not_kept, self._not_read):
                outage.close()

    async def leave(self) -> None:
        """The process ends: remember when its people were last here, and let them go soon."""
        with suppress(TimeoutError):  # the database may be away
            async with asyncio.timeout(LEAVE_SECONDS):
                await self._keep(self.here.last_here())
                await self._leases.leave()

    @property
    def _is_frozen(self) -> bool:
        return asyncio.get_running_loop().time() < self._frozen_until

    def _doubt(self, people: set[int]) -> None:
        self._doubted |= people
        self._something.set()

    async def _step(self) -> None:
        """Wait for news, and look at everybody who is watched when it is time. Then tell what has changed."""
        loop = asyncio.get_running_loop()
        with suppress(TimeoutError):
            async with asyncio.timeout_at(self._look_at_all_at):
                await self._something.wait()
        if loop.time() >= self._look_at_all_at:
            self._look_at_all_at = loop.time() + LOOK_SECONDS
            self._doubted |= self._watches.people()
        self._something.clear()
        moved = self.here.take_moved()
        doubted, self._doubted = self._doubted, set()
        await self._keep(self.here.take_gone())  # first, so that those who are told can be told when it was
        await self._lease(moved)
        watched = {person for person in moved | doubted if person in self._watches}
        if watched:
            await self._tell(await self._look_at(watched))

    async def _lease(self, moved: set[int]) -> None:
        if not moved:
            return
        try:
            await self._leases.put({person: self.here.of(person) for person in moved})
        except LeasesAway as problem:
            self._freeze(problem)
        for person in moved:
            self._bus.publish(Notice(kind="presence", log=person_log(person), person=person))

    async def _look_at(self, people: Collection[int]) -> dict[int, PresenceState]:
        """What people do, by all leases. Nobody looks darker than was told while some leases may be missing."""
        try:
            elsewhere = await self._leases.elsewhere(people)
        except LeasesAway as problem:
            self._freeze(problem)
            elsewhere = {}
        found: dict[int, PresenceState] = {}
        for person in people:
            state: PresenceState = brighter(self.here.of(person), elsewhere.get(person)) or "offline"
            told = self._told.get(person)
            if told is not None and self._is_frozen and BRIGHTNESS[state] < BRIGHTNESS[told.state]:
                state = told.state
            found[person] = state
        return found

    async def _tell(self, found: Mapping[int, PresenceState]) -> None:
        changed = {
            person: state
            for person, state in found.items()
            if (told := self._told.get(person)) is None or told.state != state
        }
        offline = [person for person, state in changed.items() if state == "offline"]
        seen = await self._seen(offline) if offline else {}
        for person, state in changed.items():
            if person in self._watches:
                told = self._told[person] = _told(state, seen.get(person))
                self._watches.tell(person, *told)

    async def _keep_regularly(self) -> None:
        await asyncio.sleep(SEEN_SECONDS)
        await self._keep(dict.fromkeys(self.here.connected(), self._now()))

    async def _keep(self, seen: Mapping[int, int]) -> None:
        try:
            if seen:
                await self._keep_seen(seen)
        except Exception as problem:  # noqa: BLE001 - who is here can be told without it
            self._not_kept.failed(described(problem))

    async def _seen(self, people: Collection[int]) -> dict[int, int]:
        try:
            return await self._read_seen(people)
        except Exception as problem:  # noqa: BLE001 - that they are gone can be told without it
            self._not_read.failed(described(problem))
            return {}

    def _freeze(self, problem: LeasesAway) -> None:
        self._freezes.failed(str(problem))
        self._frozen_until = asyncio.get_running_loop().time() + FREEZE_SECONDS


def _told(state: PresenceState, at: int | None) -> Told:
    return Told(state, rfc3339(at) if state == "offline" and at is not None else None)
