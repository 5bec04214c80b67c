"""Who is present: of those connected here, and of those whom somebody here watches, wherever they are connected.

    a connection comes, goes or says that it is away
      -> this process's lease of the person changes, and the others are told that it did
      -> each process that watches the person looks at all leases, and tells those who watch

Everybody who is watched is looked at again every few seconds as well: a notice may be lost, and a process may die.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping

import structlog

from parley.basics.journal import described
from parley.basics.metrics import Metrics
from parley.basics.times import rfc3339
from parley.changes import person_log
from parley.protocol.signals import PersonPresence, PresenceState
from parley.realtime.leases import Here, Leases, LeasesAway, brighter
from parley.realtime.persist import persist
from parley.realtime.receiver import Receiver
from parley.realtime.signal_bus import Notice, SignalBus
from parley.realtime.watches import Watch, Watches

# How long a person stays present after their last connection was closed: a page that is loaded again takes no longer.
RELOAD_SECONDS = 4.0
# The same after a connection that was lost or sent away, whose client tries to come back. The beat takes up to 50
# seconds to notice a lost one.
RETURN_SECONDS = 20.0
LOOK_SECONDS = 5.0
RETRY_SECONDS = 1.0
# After Redis was away each process needs some time to lease its people again.
FREEZE_SECONDS = 75.0
SEEN_SECONDS = 60.0

BRIGHTNESS: dict[PresenceState, int] = {"offline": 0, "away": 1, "online": 2}
ReadSeen = Callable[[Collection[int]], Awaitable[dict[int, int]]]  # when these people were last here
KeepSeen = Callable[[Mapping[int, int]], Awaitable[None]]

log = structlog.get_logger("parley.presence")


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
        self._connected: dict[int, dict[Receiver, Here]] = {}
        self._own: dict[int, Here] = {}  # what this process leases: also those who have just gone
        self._settling: dict[int, asyncio.TimerHandle] = {}
        self._went_at: dict[int, int] = {}
        self._gone: dict[int, int] = {}  # people whose leases here have ended, and when they went
        self._moved: set[int] = set()  # people whose leases here have changed
        self._doubted: set[int] = set()  # people who may do something else than was told
        self._told: dict[int, PresenceState] = {}
        self._something = asyncio.Event()
        self._frozen_until = float("-inf")
        metrics.people_present.watch(lambda: len(self._own))
        metrics.presence_frozen.watch(lambda: self._is_frozen)

    def come(self, receiver: Receiver) -> None:
        self.become(receiver, "online")

    def become(self, receiver: Receiver, here: Here) -> None:
        """What the person does on this connection."""
        self._connected.setdefault(receiver.person, {})[receiver] = here
        self._decide(receiver.person)

    def go(self, receiver: Receiver, *, lost: bool) -> None:
        """A connection has ended. The person has some seconds to come back before anybody is told."""
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

    def hear(self, notice: Notice) -> None:
        """Somebody's presence has changed at another process."""
        if notice.person in self._watches:
            self._doubt({notice.person})

    async def watch(self, watch: Watch, members: Mapping[int, int], seen: Mapping[int, int]) -> list[PersonPresence]:
        """Fill a watch that has begun with these members, by where their stays began. Returns what they do now."""
        people = self._watches.fill(watch, members)
        unknown = [person for person in people if person not in self._told]
        found = await self._look_at(unknown) if unknown else {}
        states: dict[int, PresenceState] = {}
        for person in people:
            if person in self._watches:  # what others are told from now on is told from this state on
                states[person] = self._told.setdefault(person, found.get(person, "offline"))
            else:
                states[person] = found.get(person, "offline")
        return [
            PersonPresence(person=str(person), state=state, last_seen=_last_seen(state, seen.get(person)))
            for person, state in states.items()
        ]

    def watched(self, person: int, is_watched: bool) -> None:
        """Somebody is watched here for the first time, or by nobody any more."""
        log = person_log(person).id
        if is_watched:
            self._bus.follow(log)
        else:
            self._bus.forget(log)
            self._told.pop(person, None)

    async def run(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._leases.run())
            tasks.create_task(persist(self._step, name="presence_failed", pause_seconds=RETRY_SECONDS))
            tasks.create_task(persist(self._keep_regularly, name="seen_not_kept", pause_seconds=RETRY_SECONDS))

    async def leave(self) -> None:
        """The process ends: remember when its people were last here, and let them go soon."""
        now = self._now()
        await self._keep(self._gone | {person: self._went_at.get(person, now) for person in self._own})
        await self._leases.leave()

    @property
    def _is_frozen(self) -> bool:
        return asyncio.get_running_loop().time() < self._frozen_until

    def _settle(self, person: int) -> None:
        """The time to come back is over."""
        del self._settling[person]
        if person in self._connected:
            self._went_at.pop(person, None)
            self._decide(person)
        elif person in self._own:
            del self._own[person]
            self._gone[person] = self._went_at.pop(person, self._now())
            self._moved.add(person)
            self._something.set()

    def _decide(self, person: int) -> None:
        here: Here = "online" if "online" in self._connected[person].values() else "away"
        if self._own.get(person) != here:
            self._own[person] = here
            self._moved.add(person)
            self._something.set()

    def _doubt(self, people: set[int]) -> None:
        self._doubted |= people
        self._something.set()

    async def _step(self) -> None:
        """Wait for news, or look again at everybody who is watched. Then tell what has changed."""
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                await self._something.wait()
        except TimeoutError:
            self._doubted |= self._watches.people()
        self._something.clear()
        moved, self._moved = self._moved, set()
        doubted, self._doubted = self._doubted, set()
        gone, self._gone = self._gone, {}
        await self._keep(gone)  # first, so that those who are told can be told when it was
        await self._lease(moved)
        watched = {person for person in moved | doubted if person in self._watches}
        if watched:
            await self._tell(await self._look_at(watched))

    async def _lease(self, moved: set[int]) -> None:
        if not moved:
            return
        try:
            await self._leases.put({person: self._own.get(person) for person in moved})
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
            state: PresenceState = brighter(self._own.get(person), elsewhere.get(person)) or "offline"
            told = self._told.get(person)
            if told is not None and self._is_frozen and BRIGHTNESS[state] < BRIGHTNESS[told]:
                state = told
            found[person] = state
        return found

    async def _tell(self, found: Mapping[int, PresenceState]) -> None:
        changed = {person: state for person, state in found.items() if self._told.get(person) != state}
        offline = [person for person, state in changed.items() if state == "offline"]
        seen = await self._seen(offline) if offline else {}
        for person, state in changed.items():
            if person in self._watches:
                self._told[person] = state
                self._watches.tell(person, state, _last_seen(state, seen.get(person)))

    async def _keep_regularly(self) -> None:
        await asyncio.sleep(SEEN_SECONDS)
        now = self._now()
        await self._keep(dict.fromkeys(self._connected, now))

    async def _keep(self, seen: Mapping[int, int]) -> None:
        try:
            if seen:
                await self._keep_seen(seen)
        except Exception as problem:  # noqa: BLE001 - who is here can be told without it
            log.warning("seen_not_kept", error=described(problem))

    async def _seen(self, people: Collection[int]) -> dict[int, int]:
        try:
            return await self._read_seen(people)
        except Exception as problem:  # noqa: BLE001 - that they are gone can be told without it
            log.warning("seen_not_read", error=described(problem))
            return {}

    def _freeze(self, problem: LeasesAway) -> None:
        if not self._is_frozen:
            log.warning("presence_frozen", reason=str(problem))
        self._frozen_until = asyncio.get_running_loop().time() + FREEZE_SECONDS


def _last_seen(state: PresenceState, at: int | None) -> str | None:
    return rfc3339(at) if state == "offline" and at is not None else None
