"""The connections of this process, and which logs they subscribe to. Each stretch is one byte string for all of them.

A connection is attached before its memberships are read, so that the hub hears of joins and leaves meanwhile. Packets
come from commits; where one is missing, the hub reads the log from the table.
"""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import count

from parley.basics.failpoints import reach
from parley.basics.metrics import Metrics
from parley.changes import PERSON, ROOM, THE_SERVER, End, Enter, Leave, Log, log_name, log_named, person_log, room_log
from parley.protocol.sync import Beat, Gone, Welcome
from parley.realtime.audience import EVERYTHING, Audience, Sight, send
from parley.realtime.frames import Packet, encode, text_frame
from parley.realtime.mending import Mending, ReadLog
from parley.realtime.receiver import Observer, Receiver, Subscriptions
from parley.realtime.recent import Recent
from parley.things import effect_in, unpacked

QUIET_BEAT = text_frame(encode(Beat()))
# A room without subscribers is still listened to for this many beats: after a cut, the clients that reconnect are
# caught up from memory.
BEATS_AFTER_THE_LAST = 2

Interest = Callable[[Log, bool], None]  # a log, and whether anybody here subscribes to it now


class Hub:
    """Maps logs to connections. All but those of guests subscribe to the server's log."""

    def __init__(
        self,
        read: ReadLog,
        recent: Recent,
        metrics: Metrics,
        interest: Interest = lambda log, followed: None,
        observer: Observer | None = None,
    ) -> None:
        self._observer = observer
        self._recent = recent
        self._interest = interest
        self._all: dict[Receiver, Subscriptions] = {}
        self._audiences: dict[Log, Audience[Receiver]] = {}
        self._alone: dict[Log, int] = {}  # rooms without subscribers -> beats since
        self._heads_since_beat: dict[int, int] = {}  # by room
        self._moments = count(1)  # of attaching connections and of basing audiences, which of them was first
        self._emptied = asyncio.Event()
        self._metrics = metrics
        self._mending = Mending(self._audiences, read, self._tell, metrics)
        metrics.sockets_signed_in.watch(lambda: len(self._all))

    def __len__(self) -> int:
        return len(self._all)

    def receivers(self) -> list[Receiver]:
        return list(self._all)

    async def emptied(self) -> None:
        """Wait until no connection is left."""
        while self._all:
            self._emptied.clear()
            await self._emptied.wait()

    def attach(self, receiver: Receiver) -> None:
        """From now on the person's own log and the server's reach this connection, and its joins and leaves count."""
        self._all[receiver] = Subscriptions(next(self._moments))
        for log in (person_log(receiver.person), *(() if receiver.is_guest else (THE_SERVER,))):
            self._add(log, receiver)
        if self._observer is not None:
            self._observer.attached(receiver)

    def subscribe(self, receiver: Receiver, rooms: Iterable[Enter]) -> None:
        """Subscribe to the rooms that were read. What has arrived since `attach` may be newer."""
        subscriptions = self._all.get(receiver)
        if subscriptions is None:
            return  # it went away meanwhile
        if subscriptions.known is None:
            for effect in rooms:
                if self._is_sure(subscriptions, effect.room, 0):
                    self._follow(receiver, effect)
        else:
            self._follow_late(receiver, rooms, {})
            subscriptions.is_unsure = False
            subscriptions.left.clear()

    def welcomed(self, receiver: Receiver, welcome: Welcome) -> bool:
        """A connection was sent this welcome: subscribe to its rooms, and deliver what is newer. False if it may have
        left some of them without this process knowing: then its memberships have to be read and subscribed to again.
        """
        subscriptions = self._all.get(receiver)
        if subscriptions is None:
            return True
        effects = [effect_in(thing, receiver.person) for thing in unpacked(welcome.things)]
        rooms = {effect.room: effect for effect in effects if isinstance(effect, Enter)}
        for room in subscriptions.rooms.keys() - rooms.keys():
            del subscriptions.rooms[room]
            self._remove(room_log(room), receiver)
        heads = {room: welcome.heads[log_name(room_log(room))] for room in rooms}
        sure = [effect for room, effect in rooms.items() if self._is_sure(subscriptions, room, heads[room])]
        subscriptions.is_unsure = len(sure) < len(rooms)
        self._follow_late(receiver, sure, heads)
        for name, head in welcome.heads.items():
            self._based_on(log_named(name), head, receiver)
        subscriptions.known = welcome.heads[welcome.log]
        waiting, subscriptions.waiting = subscriptions.waiting, []
        for packet in waiting:
            self._after_own_changes(receiver, packet)
        return not subscriptions.is_unsure

    def detach(self, receiver: Receiver, *, lost: bool = False) -> None:
        """A connection has ended. One that was lost may come back."""
        subscriptions = self._all.pop(receiver, None)
        if subscriptions is None:
            return
        if self._observer is not None:
            self._observer.detached(receiver, lost=lost)
        for room in subscriptions.rooms:
            self._remove(room_log(room), receiver)
        self._remove(person_log(receiver.person), receiver)
        self._remove(THE_SERVER, receiver)
        if not self._all:
            self._emptied.set()

    def deliver(self, packets: Sequence[Packet]) -> None:
        """Deliver stretches to the subscribers of their logs, each log's in order and none twice."""
        for packet in packets:
            audience = self._audiences.get(packet.log)
            if audience is not None:
                self._tell(audience, audience.hear(packet))
                self._mending.wait_for_overtaken(packet.log, audience)
        reach("delivered")

    def beat(self) -> None:
        """Send each connection the heads that changed since the last beat, so that it notices a lost last frame."""
        changed, self._heads_since_beat = self._heads_since_beat, {}
        for receiver, subscriptions in tuple(self._all.items()):
            rooms = changed.keys() & subscriptions.rooms.keys() if changed else ()
            news = {log_name(room_log(room)): changed[room] for room in rooms}
            receiver.beat(text_frame(encode(Beat(heads=news))) if news else QUIET_BEAT)
        for log, beats in tuple(self._alone.items()):
            if beats + 1 >= BEATS_AFTER_THE_LAST:
                self._drop(log)
            else:
                self._alone[log] = beats + 1

    def begin_anew(self) -> None:
        """The database has another history: drain every connection, and drop what came from the old one."""
        for receiver in self.receivers():
            receiver.drain(reconnect_after_ms=0)
        for log in tuple(self._alone):
            self._drop(log)

    def followed(self) -> list[Log]:
        """Every log that has subscribers here, and the rooms that had some until just now."""
        return list(self._audiences)

    def follows(self, receiver: Receiver, room: int) -> bool:
        return receiver in self._all and room in self._all[receiver].rooms

    def followers(self, log: Log) -> Collection[Receiver]:
        audience = self._audiences.get(log)
        return audience.receivers.keys() if audience is not None else ()

    def compare(self, heads: Mapping[Log, int]) -> int:
        """Compare our cursors with these heads from the table. Read the logs that are behind, and return how many."""
        behind = [log for log, head in heads.items() if log in self._audiences and self._audiences[log].is_behind(head)]
        for log in behind:
            self._mending.doubt(log)
        return len(behind)

    async def run(self) -> None:
        """Read what is missing from the table, for as long as the process serves."""
        await self._mending.run()

    def _based_on(self, log: Log, head: int, receiver: Receiver) -> None:
        """Set an audience's first cursor from this connection's snapshot, or from its join."""
        audience = self._audiences.get(log)
        if audience is None:
            return
        if log.kind == ROOM and audience.cursor is None:
            self._make_unsure(audience, log.id, receiver)
        self._tell(audience, audience.based_on(head, next(self._moments)))
        self._mending.wait_for_overtaken(log, audience)

    def _make_unsure(self, audience: Audience[Receiver], room: int, sure: Receiver) -> None:
        """A room's audience begins at one connection's snapshot. Others that subscribed by an older one, and wait for
        their welcome, may have left before that place, and no packet will say so. Let their welcome decide.
        """
        for other in tuple(audience.receivers):
            if other is not sure and self._all[other].known is None:
                del self._all[other].rooms[room]
                del audience.receivers[other]

    def _is_sure(self, subscriptions: Subscriptions, room: int, head: int) -> bool:
        """Whether memberships that were read at this place of a room's log, or at an unknown one, still hold: they do
        if the audience here has delivered all that came after, or began before the connection attached.
        """
        audience = self._audiences.get(room_log(room))
        return audience is None or audience.based_at < subscriptions.attached_at or head >= audience.base

    def _follow_late(self, receiver: Receiver, rooms: Iterable[Enter], known: Mapping[int, int]) -> None:
        """Follow rooms whose audiences may be ahead of the client, and send their heads, so that it notices a gap."""
        before = set(self._all[receiver].rooms)
        for effect in rooms:
            self._follow(receiver, effect)
        late = self._all[receiver].rooms.keys() - before
        cursors = {room: self._audiences[room_log(room)].cursor or 0 for room in late}
        heads = {log_name(room_log(room)): at for room, at in cursors.items() if at > known.get(room, 0)}
        if heads:
            receiver.send(text_frame(encode(Beat(heads=heads))))

    def _tell(self, audience: Audience[Receiver], ready: Iterable[Packet]) -> None:
        for packet in ready:
            self._metrics.deliveries.add(by=send(audience, packet))
            if packet.log.kind == ROOM:
                self._recent.told(packet)
                self._heads_since_beat[packet.log.id] = packet.to
                for effect in packet.effects:
                    if isinstance(effect, Leave):
                        if self._observer is not None:
                            self._observer.left(effect)
                        for receiver in self._of(effect.person):
                            self._let_go_of(receiver, effect)
            elif packet.log.kind == PERSON:
                for receiver in self._of(packet.log.id):
                    self._after_own_changes(receiver, packet)

    def _after_own_changes(self, receiver: Receiver, packet: Packet) -> None:
        """Apply a stretch of the person's own log to one of their connections, unless its welcome included it."""
        subscriptions = self._all.get(receiver)
        if subscriptions is not None and subscriptions.known is None:
            subscriptions.waiting.append(packet)
        for effect in packet.effects:
            if subscriptions is None or receiver not in self._all:
                return  # it was closed while it was sent something: the packet, or what came of an earlier effect
            if isinstance(effect, End):
                if receiver.session == effect.session:
                    receiver.end_session()
            elif subscriptions.known is None or packet.to <= subscriptions.known:
                continue
            elif isinstance(effect, Leave):
                self._let_go_of(receiver, effect)
            else:
                self._enter(receiver, effect)

    def _enter(self, receiver: Receiver, effect: Enter) -> None:
        self._follow(receiver, effect)
        # A new member is sent everything from here on.
        self._based_on(room_log(effect.room), effect.since, receiver)

    def _let_go_of(self, receiver: Receiver, effect: Leave) -> None:
        """Send nothing of the room after this place, whichever of the two logs says so first."""
        subscriptions = self._all[receiver]
        room, at = effect.room, effect.at
        if subscriptions.known is None or subscriptions.is_unsure:
            subscriptions.left[room] = max(at, subscriptions.left.get(room, 0))
        sight = subscriptions.rooms.get(room)
        if sight is not None and sight.since < at:
            del subscriptions.rooms[room]
            self._remove(room_log(room), receiver)
            if self._observer is not None:
                self._observer.let_go(receiver, room)
            receiver.send(text_frame(encode(Gone(log=log_name(room_log(room)), at=at))))

    def _of(self, person: int) -> tuple[Receiver, ...]:
        audience = self._audiences.get(person_log(person))
        return tuple(audience.receivers) if audience is not None else ()

    def _follow(self, receiver: Receiver, effect: Enter) -> None:
        subscriptions, room = self._all[receiver], effect.room
        before = max(subscriptions.left.get(room, 0), subscriptions.rooms.get(room, EVERYTHING).since)
        if before < effect.since:
            subscriptions.rooms[room] = sight = Sight(effect.since, effect.first_seq)
            self._add(room_log(room), receiver, sight)

    def _add(self, log: Log, receiver: Receiver, sight: Sight = EVERYTHING) -> None:
        audience = self._audiences.get(log)
        if audience is None:
            audience = self._audiences[log] = Audience()
            self._interest(log, True)
        self._alone.pop(log, None)
        audience.add(receiver, sight)

    def _remove(self, log: Log, receiver: Receiver) -> None:
        audience = self._audiences.get(log)
        if audience is not None:
            audience.receivers.pop(receiver, None)
            if not audience.receivers:
                if log.kind == ROOM:
                    self._alone[log] = 0
                else:
                    self._drop(log)

    def _drop(self, log: Log) -> None:
        self._alone.pop(log, None)
        del self._audiences[log]
        self._recent.forget(log)
        self._interest(log, False)
