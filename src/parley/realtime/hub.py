"""Who is connected to this process, and which logs they follow. One byte string a stretch, written once a connection.

A socket is attached before its memberships are read, so that whatever happens to them meanwhile is known here.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from parley.changes import PERSON, ROOM
from parley.protocol.sync import Beat
from parley.realtime.frames import Packet, encode, text_frame

QUIET_BEAT = text_frame(encode(Beat()))


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
    """One receiver's rooms. `moves` is kept until its memberships have been read: room -> whether it is in."""

    __slots__ = ("moves", "rooms")

    def __init__(self) -> None:
        self.rooms: set[int] = set()
        self.moves: dict[int, bool] | None = {}


class Hub:
    """Room -> connections, person -> connections, session -> connections."""

    def __init__(self) -> None:
        self._all: dict[Receiver, _Subscriptions] = {}
        self._rooms: dict[int, dict[Receiver, None]] = {}
        self._people: dict[int, dict[Receiver, None]] = {}
        self._heads_since_beat: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._all)

    def attach(self, receiver: Receiver) -> None:
        """From now on the person's own log and the server's reach this connection, and its joins and leaves count."""
        self._all[receiver] = _Subscriptions()
        self._people.setdefault(receiver.person, {})[receiver] = None

    def subscribe(self, receiver: Receiver, rooms: Iterable[int]) -> None:
        """The memberships have been read; what happened to them since `attach` is newer than what was read."""
        subscriptions = self._all.get(receiver)
        if subscriptions is None:
            return  # it went away meanwhile
        moves, subscriptions.moves = subscriptions.moves or {}, None
        for room in rooms:
            if moves.get(room, True):
                self._follow(receiver, room)

    def detach(self, receiver: Receiver) -> None:
        subscriptions = self._all.pop(receiver, None)
        if subscriptions is None:
            return
        for room in list(subscriptions.rooms):
            _discard(self._rooms, room, receiver)
        _discard(self._people, receiver.person, receiver)

    def deliver(self, packets: Sequence[Packet]) -> None:
        """Hand a commit's stretches to those who follow them, in order."""
        for packet in packets:
            if packet.kind == ROOM:
                self._deliver_room(packet)
            elif packet.kind == PERSON:
                self._deliver_person(packet)
            else:
                for receiver in tuple(self._all):
                    receiver.send(packet.data)

    def beat(self) -> None:
        """Tell everyone the heads that changed since the last beat, so that a lost last frame shows."""
        changed, self._heads_since_beat = self._heads_since_beat, {}
        for receiver, subscriptions in tuple(self._all.items()):
            news = {str(room): changed[room] for room in changed.keys() & subscriptions.rooms} if changed else {}
            receiver.beat(text_frame(encode(Beat(heads=news))) if news else QUIET_BEAT)

    def receivers(self) -> list[Receiver]:
        return list(self._all)

    def _deliver_room(self, packet: Packet) -> None:
        if packet.joined is not None:
            for receiver in tuple(self._people.get(packet.joined, ())):
                self._follow(receiver, packet.log)
        self._heads_since_beat[packet.log] = packet.to
        data = packet.data
        for receiver in tuple(self._rooms.get(packet.log, ())):
            receiver.send(data)
        if packet.left is not None:
            for receiver in tuple(self._people.get(packet.left, ())):
                self._unfollow(receiver, packet.log)
                receiver.send(packet.gone)

    def _deliver_person(self, packet: Packet) -> None:
        for receiver in tuple(self._people.get(packet.log, ())):
            receiver.send(packet.data)
            if receiver.session in packet.ended_sessions:
                receiver.end_session()

    def _follow(self, receiver: Receiver, room: int) -> None:
        subscriptions = self._all[receiver]
        subscriptions.rooms.add(room)
        self._rooms.setdefault(room, {})[receiver] = None
        if subscriptions.moves is not None:
            subscriptions.moves[room] = True

    def _unfollow(self, receiver: Receiver, room: int) -> None:
        subscriptions = self._all[receiver]
        subscriptions.rooms.discard(room)
        _discard(self._rooms, room, receiver)
        if subscriptions.moves is not None:
            subscriptions.moves[room] = False


def _discard(index: dict[int, dict[Receiver, None]], key: int, receiver: Receiver) -> None:
    receivers = index.get(key)
    if receivers is not None:
        receivers.pop(receiver, None)
        if not receivers:
            del index[key]
