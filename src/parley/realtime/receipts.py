"""Tells the members of small rooms what others have seen there.

    somebody marks a room as read
      -> the server answers the mark, and notes the room here
      -> at most twice a second, one read finds what they have seen and who may know, for all rooms noted by then
      -> this process and the others send it to the people among them who follow the room

A mark in a room with too many members costs a look into a dictionary, and one read a minute for all of them.
"""

import asyncio
from asyncio import sleep as rest
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence

from parley.basics.metrics import Metrics
from parley.basics.times import rfc3339
from parley.changes import Log, log_name
from parley.protocol.signals import Signal
from parley.realtime.frames import encode, text_frame
from parley.realtime.persist import persist_together
from parley.realtime.receiver import Receiver
from parley.realtime.signal_bus import Notice, SignalBus

# After it found too many members in a room, it does not look again for so long.
LARGE_SECONDS = 60.0
RETRY_SECONDS = 1.0
# When so many rooms wait, the database is slow: receipts of others are dropped. Opening a room reads them.
WAITING_LIMIT = 5_000
# In a busy room people mark with every message that they see. With a read for each mark, receipts took 44 % of the
# processor in a hundred rooms of ten people (six messages to three marks and a reaction; two cores, 2026-11-30).
REST_SECONDS = 0.5
# Of the time, at most, however many rooms are busy.
SHARE = 0.1
# Rooms in one read, so that none holds a connection to the database for long.
ROOMS_AT_ONCE = 50

Followers = Callable[[Log], Collection[Receiver]]
# Of each room and these people there: what they have seen and who may know; None if the room has too many members.
ReadSeen = Callable[[Mapping[int, Collection[int]]], Awaitable[Mapping[int, Sequence[Notice] | None]]]


class Receipts:
    """One per process."""

    def __init__(self, followers: Followers, bus: SignalBus, read: ReadSeen, metrics: Metrics) -> None:
        self._followers = followers
        self._bus = bus
        self._read = read
        self._metrics = metrics
        self._waiting: dict[int, set[int]] = {}  # room -> people who have marked it as read
        self._large: dict[int, float] = {}  # room -> until when it counts as too large
        self._something = asyncio.Event()

    def say(self, person: int, room: int) -> None:
        """Somebody has marked a room as read."""
        if self._large.get(room, 0) > asyncio.get_running_loop().time():
            return
        if room not in self._waiting and len(self._waiting) >= WAITING_LIMIT:
            self._metrics.signals_shed.add("receipts")
            return
        self._waiting.setdefault(room, set()).add(person)
        self._something.set()

    def hear(self, notice: Notice) -> None:
        """Tell those who may know and follow the room here."""
        log, person = log_name(notice.log), str(notice.person)
        signal = Signal(kind="seen", log=log, person=person, seq=notice.seq, at=rfc3339(notice.at))
        data, to = text_frame(encode(signal)), frozenset(notice.to)
        told = [receiver for receiver in self._followers(notice.log) if receiver.person in to]
        for receiver in told:
            receiver.signal(("seen", notice.log, notice.person), data)
        self._metrics.signals.add("seen", by=len(told))

    async def run(self) -> None:
        await persist_together((self._step,), name="receipts_failed", pause_seconds=RETRY_SECONDS)

    async def _step(self) -> None:
        """Tell the members of every room that was marked, then rest. After a quiet moment a mark waits for nothing."""
        clock = asyncio.get_running_loop().time
        await self._something.wait()
        began = clock()
        self._large = {room: until for room, until in self._large.items() if until > began}
        while self._waiting:
            await self._tell_of(list(self._waiting)[:ROOMS_AT_ONCE], clock())
        self._something.clear()
        await rest(max(REST_SECONDS, (clock() - began) * (1 / SHARE - 1)))

    async def _tell_of(self, rooms: Sequence[int], now: float) -> None:
        marked = {room: self._waiting.pop(room) for room in rooms}
        for room, notices in (await self._read(marked)).items():
            if notices is None:
                self._large[room] = now + LARGE_SECONDS
                continue
            for notice in notices:
                self._bus.publish(notice)
                self.hear(notice)
