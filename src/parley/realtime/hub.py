"""Who is connected to this process, and which logs they follow. One byte string a stretch, written once a connection.

A socket is attached before its memberships are read, so that whatever happens to them meanwhile is known here.
What a packet says comes from a commit; where one is missing, the log is read from the table instead.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

from parley.changes import PERSON, ROOM, SERVER
from parley.failpoints import reach
from parley.metrics import Metrics
from parley.protocol.sync import Beat, Gone, Welcome
from parley.realtime.feed import Feed
from parley.realtime.frames import Packet, encode, text_frame
from parley.realtime.persist import persist
from parley.realtime.recent import Recent

QUIET_BEAT = text_frame(encode(Beat()))
# How long an overtaken packet may take before the table is read.
HOLE_SECONDS = 0.02
# A room that nobody here follows any more is still listened to until this many beats later: after a cut, everybody who
# comes back is caught up from what was heard meanwhile.
BEATS_AFTER_THE_LAST = 2

Log = tuple[int, int]  # kind, id
Interest = Callable[[int, bool], None]  # a log that somebody here begins, or nobody any longer, follows
ReadLog = Callable[[int, int, int], Awaitable[list[Packet]]]  # kind, log, after -> what follows, up to its head


class Receiver(Protocol):
    """A connection, as far as the hub knows it."""

    person: int
    session: int

    def send(self, data: bytes) -> None:
        """Queue whole frames. Never blocks; a reader that is too slow is closed by its connection."""
        ...

    def end_session(self) -> None: ...

    def beat(self, data: bytes) -> None: ...

    def drain(self, reconnect_after_ms: int) -> None: ...


class _Subscriptions:
    """One receiver's rooms and since when it is in each. Until its memberships have been read, also those it left.

    Places in the room's log decide, not the order of hearing: news of an earlier leaving does not end a later stay.
    """

    __slots__ = ("left", "rooms")

    def __init__(self) -> None:
        self.rooms: dict[int, int] = {}
        self.left: dict[int, int] | None = {}


class Hub:
    """Log -> connections. `server_log` is the id of the one log that everybody follows."""

    def __init__(
        self,
        read: ReadLog,
        server_log: int,
        recent: Recent,
        metrics: Metrics,
        interest: Interest = lambda log, followed: None,
    ) -> None:
        self._read = read
        self._recent = recent
        self._interest = interest
        self._server: Log = (SERVER, server_log)
        self._all: dict[Receiver, _Subscriptions] = {}
        self._feeds: dict[Log, Feed[Receiver]] = {}
        self._alone: dict[Log, int] = {}  # rooms without a follower -> beats since
        self._heads_since_beat: dict[int, int] = {}
        self._doubts: asyncio.Queue[Log] = asyncio.Queue()
        self._doubted: set[Log] = set()
        self._emptied = asyncio.Event()
        self._metrics = metrics
        metrics.sockets_signed_in.watch(lambda: len(self._all))

    def __len__(self) -> int:
        return len(self._all)

    def receivers(self) -> list[Receiver]:
        return list(self._all)

    async def emptied(self) -> None:
        """Until nobody is connected."""
        while self._all:
            self._emptied.clear()
            await self._emptied.wait()

    def attach(self, receiver: Receiver) -> None:
        """From now on the person's own log and the server's reach this connection, and its joins and leaves count."""
        self._all[receiver] = _Subscriptions()
        self._add((PERSON, receiver.person), receiver)
        self._add(self._server, receiver)

    def subscribe(self, receiver: Receiver, rooms: Mapping[int, int]) -> None:
        """The memberships have been read: room -> since. What was heard since `attach` may be newer."""
        subscriptions = self._all.get(receiver)
        if subscriptions is None:
            return  # it went away meanwhile
        left, subscriptions.left = subscriptions.left or {}, None
        for room, since in rooms.items():
            if left.get(room, 0) < since:
                self._follow(receiver, room, since)

    def welcomed(self, welcome: Welcome) -> None:
        """A connection has been sent this, and goes on from there."""
        rooms = {(ROOM, int(room)): head for room, head in welcome.heads.items()}
        self.based_on({**rooms, (PERSON, int(welcome.you.id)): welcome.mine, self._server: welcome.server})

    def based_on(self, heads: Mapping[Log, int]) -> None:
        """Where these logs stood in a snapshot that a connection has been sent."""
        for of, head in heads.items():
            feed = self._feeds.get(of)
            if feed is not None and not feed.based_on(head):
                self._doubt(of)

    def detach(self, receiver: Receiver) -> None:
        subscriptions = self._all.pop(receiver, None)
        if subscriptions is None:
            return
        for room in subscriptions.rooms:
            self._remove((ROOM, room), receiver)
        self._remove((PERSON, receiver.person), receiver)
        self._remove(self._server, receiver)
        if not self._all:
            self._emptied.set()

    def deliver(self, packets: Sequence[Packet]) -> None:
        """Hand stretches to those who follow them, each log's in order and none twice."""
        for packet in packets:
            feed = self._feeds.get((packet.kind, packet.log))
            if feed is None:
                continue
            for ready in feed.take(packet):
                self._tell(feed, ready)
            if feed.has_hole:
                wait = 0.0 if feed.is_overfull else HOLE_SECONDS
                asyncio.get_running_loop().call_later(wait, self._doubt_hole, (packet.kind, packet.log))
        reach("delivered")

    def beat(self) -> None:
        """Tell everyone the heads that changed since the last beat, so that a lost last frame shows."""
        changed, self._heads_since_beat = self._heads_since_beat, {}
        for receiver, subscriptions in tuple(self._all.items()):
            news = {str(room): changed[room] for room in changed.keys() & subscriptions.rooms.keys()} if changed else {}
            receiver.beat(text_frame(encode(Beat(heads=news))) if news else QUIET_BEAT)
        for of, beats in tuple(self._alone.items()):
            if beats + 1 >= BEATS_AFTER_THE_LAST:
                self._drop(of)
            else:
                self._alone[of] = beats + 1

    def begin_anew(self) -> None:
        """The database has another history: send everybody away, and go by nothing that was heard of the old one."""
        for receiver in self.receivers():
            receiver.drain(reconnect_after_ms=0)
        for of in tuple(self._alone):
            self._drop(of)

    def followed(self) -> list[Log]:
        """Every log that somebody here follows, or did until just now."""
        return list(self._feeds)

    def compare(self, heads: Mapping[Log, int]) -> int:
        """Where these logs stand in the table. Those that this process has not been told of are read; how many."""
        behind = [of for of, head in heads.items() if of in self._feeds and self._feeds[of].is_behind(head)]
        for of in behind:
            self._doubt(of)
        return len(behind)

    async def run(self) -> None:
        """Read what is in doubt from the table, one log at a time. What fails is found again by the next sweep."""
        await persist(self._mend, name="mend_failed", pause_seconds=HOLE_SECONDS)

    async def _mend(self) -> None:
        of = await self._doubts.get()
        self._doubted.discard(of)
        feed = self._feeds.get(of)
        while feed is not None and feed.cursor is not None:
            cursor = feed.cursor
            for packet in await self._read(*of, cursor):
                for ready in feed.take(packet):
                    self._tell(feed, ready)
            if feed.cursor == cursor:
                break
        if feed is not None:
            feed.forget_early()

    def _doubt(self, of: Log) -> None:
        if of not in self._doubted:
            self._doubted.add(of)
            self._doubts.put_nowait(of)

    def _doubt_hole(self, of: Log) -> None:
        feed = self._feeds.get(of)
        if feed is not None and feed.has_hole:
            self._metrics.holes.add()
            self._doubt(of)

    def _tell(self, feed: Feed[Receiver], packet: Packet) -> None:
        data = text_frame(packet.payload)
        receivers = feed.who_may_be_told(packet)
        for receiver in receivers:
            receiver.send(data)
        self._metrics.deliveries.add(by=len(receivers))
        if packet.kind == ROOM:
            self._recent.told(packet)
            self._heads_since_beat[packet.log] = packet.to
            if packet.left is not None:
                self._let_go(packet.left, packet.log, packet.to)
        elif packet.kind == PERSON:
            self._after_own_changes(packet)

    def _after_own_changes(self, packet: Packet) -> None:
        person = packet.log
        for move in packet.moves:
            if move.until is not None:
                self._let_go(person, move.room, move.until)
                continue
            for receiver in self._of(person):
                self._follow(receiver, move.room, move.since)
                # Whoever has just joined is to be told everything from here on.
                self._feeds[(ROOM, move.room)].based_on(move.since)
        for receiver in self._of(person):
            if receiver.session in packet.ended_sessions:
                receiver.end_session()

    def _let_go(self, person: int, room: int, at: int) -> None:
        """Nothing of the room after this place reaches them, whichever of the two logs says so first."""
        gone = text_frame(encode(Gone(room=str(room), at=at)))
        for receiver in self._of(person):
            subscriptions = self._all[receiver]
            if subscriptions.left is not None:
                subscriptions.left[room] = max(at, subscriptions.left.get(room, 0))
            if subscriptions.rooms.get(room, at) < at:
                del subscriptions.rooms[room]
                self._remove((ROOM, room), receiver)
                receiver.send(gone)

    def _of(self, person: int) -> tuple[Receiver, ...]:
        feed = self._feeds.get((PERSON, person))
        return tuple(feed.receivers) if feed is not None else ()

    def _follow(self, receiver: Receiver, room: int, since: int) -> None:
        rooms = self._all[receiver].rooms
        rooms[room] = max(since, rooms.get(room, 0))
        self._add((ROOM, room), receiver, rooms[room])

    def _add(self, of: Log, receiver: Receiver, since: int = 0) -> None:
        feed = self._feeds.get(of)
        if feed is None:
            feed = self._feeds[of] = Feed()
            self._interest(of[1], True)
        self._alone.pop(of, None)
        feed.add(receiver, since)

    def _remove(self, of: Log, receiver: Receiver) -> None:
        feed = self._feeds.get(of)
        if feed is not None:
            feed.receivers.pop(receiver, None)
            if not feed.receivers:
                if of[0] == ROOM:
                    self._alone[of] = 0
                else:
                    self._drop(of)

    def _drop(self, of: Log) -> None:
        self._alone.pop(of, None)
        del self._feeds[of]
        self._recent.forget(of)
        self._interest(of[1], False)
