"""Catch-ups, each made once for all clients that need the same: from the packets this process sent last, or from one
read of the table.

When every socket is cut at once, the members of a room come back with the same cursor and miss the same bytes.
A cached catch-up covers (cursor, end]. Send it to a connection only if its snapshot was read after it subscribed and
ended at or before `end`: later changes reach it live. The caller decides whether the connection may see it.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from msgspec import structs

from parley.changes import Log
from parley.protocol.sync import Changes, Reset
from parley.realtime.frames import Encoded, Packet, encoded, merged

# More changes than this in a room are not replayed: the client begins again from the newest page.
REPLAY_LIMIT = 500
# Limits of one room's stretches, of all rooms' stretches together, and of the cached catch-ups. The least recently
# added to is dropped first.
RING_BYTES = 256 * 1024
RINGS_BYTES = 32 * 1024 * 1024
CATCH_UPS_BYTES = 8 * 1024 * 1024
# What a packet weighs besides its payload.
PACKET_BYTES = 256

CatchUp = Encoded[Changes | Reset]
Read = Callable[[], Awaitable[Changes | Reset]]
_Key = tuple[Log, int | None]  # a log and a cursor in it, or none for the newest page


class Recent:
    """One per process, for one history of the database."""

    def __init__(self) -> None:
        self._epoch: str | None = None
        self._rings: dict[Log, _Ring] = {}
        self._rings_bytes = 0
        self._made: dict[_Key, CatchUp] = {}
        self._made_bytes = 0
        self._reading: dict[_Key, asyncio.Task[CatchUp]] = {}

    @property
    def held_bytes(self) -> int:
        return self._rings_bytes + self._made_bytes

    def told(self, packet: Packet) -> None:
        """Remember a stretch of a room that its subscribers here were sent."""
        ring = self._rings.pop(packet.log, None) or _Ring()
        self._rings_bytes += ring.add(packet)
        self._rings[packet.log] = ring
        while self._rings_bytes > RINGS_BYTES:
            self.forget(next(iter(self._rings)))

    def forget(self, log: Log) -> None:
        """Drop a log that nobody here subscribes to any longer."""
        ring = self._rings.pop(log, None)
        if ring is not None:
            self._rings_bytes -= ring.bytes

    def keep_to(self, epoch: str) -> None:
        """Drop everything if the database has another epoch than before: a restored one has another history."""
        if self._epoch not in (None, epoch):
            self._rings, self._rings_bytes = {}, 0
            self._made, self._made_bytes = {}, 0
            self._reading = {}
        self._epoch = epoch

    async def since(self, log: Log, cursor: int | None, head: int, read: Read) -> CatchUp:
        """A catch-up from the cursor to `head` at least, from memory or else from the table."""
        key = (log, cursor)
        await asyncio.sleep(0)  # one client that lacks many rooms must not hold up the others
        if key in self._reading:
            # Its snapshot may be older than the one in which the caller saw `head`. Then we read once more below.
            await asyncio.shield(self._reading[key])
        known = self._from_memory(key, head)
        return known if known is not None else await asyncio.shield(self._reading.get(key) or self._start(key, read))

    def _from_memory(self, key: _Key, head: int) -> CatchUp | None:
        answer = self._made.get(key)
        if answer is not None and complete_to(answer.frame) >= head:
            return answer
        log, cursor = key
        ring = self._rings.get(log)
        if cursor is None or ring is None or not ring.holds(cursor, head):
            return None
        frame = merged([packet for packet in ring.packets if packet.to > cursor], cursor)
        return self._keep(key, encoded(frame)) if len(frame.things) <= REPLAY_LIMIT else None

    def _start(self, key: _Key, read: Read) -> asyncio.Task[CatchUp]:
        epoch = self._epoch

        async def once() -> CatchUp:
            try:
                answer = encoded(await read())
            finally:
                self._reading.pop(key, None)
            return self._keep(key, answer) if epoch == self._epoch else answer

        # Not the caller's own task: if that client disconnects, others still wait for it.
        task = self._reading[key] = asyncio.get_running_loop().create_task(once())
        return task

    def _keep(self, key: _Key, answer: CatchUp) -> CatchUp:
        before = self._made.pop(key, None)
        self._made[key] = answer
        self._made_bytes += len(answer.data) - (len(before.data) if before is not None else 0)
        while self._made_bytes > CATCH_UPS_BYTES and len(self._made) > 1:
            self._made_bytes -= len(self._made.pop(next(iter(self._made))).data)
        return answer


def complete_to(frame: Changes | Reset) -> int:
    """The place in the log up to which a frame is complete."""
    return frame.to if isinstance(frame, Changes) else frame.head


class _Ring:
    """The last stretches of one room, each beginning where the one before it ended."""

    __slots__ = ("bytes", "packets")

    def __init__(self) -> None:
        self.packets: deque[Packet] = deque()
        self.bytes = 0

    def add(self, packet: Packet) -> int:
        """Returns by how many bytes it grew. A stretch that does not follow the last one starts the ring anew."""
        before = self.bytes
        if self.packets and self.packets[-1].to != packet.from_:
            self.packets.clear()
            self.bytes = 0
        # A copy: the payload is a slice of the parcel that came over the bus, and would keep all of it in memory.
        self.packets.append(structs.replace(packet, payload=packet.payload.copy()))
        self.bytes += _weight(packet)
        while self.packets and (self.bytes > RING_BYTES or len(self.packets) > REPLAY_LIMIT):
            self.bytes -= _weight(self.packets.popleft())
        return self.bytes - before

    def holds(self, cursor: int, head: int) -> bool:
        return bool(self.packets) and self.packets[0].from_ <= cursor and self.packets[-1].to >= head


def _weight(packet: Packet) -> int:
    return len(packet.payload) + PACKET_BYTES
