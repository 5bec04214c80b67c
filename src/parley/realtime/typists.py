"""Who types in which room. Receivers forget it by themselves, so nothing is kept here but what has to be counted.

To more than 100 readers of one process only a number is told: a thousand typists, each told to a thousand readers every
three seconds, would be 333,000 frames a second.
"""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from parley.basics.metrics import Metrics
from parley.changes import Log, log_name, room_log
from parley.protocol.signals import Signal
from parley.realtime.frames import encode, text_frame
from parley.realtime.receiver import Receiver
from parley.realtime.signal_bus import Notice, SignalBus

# Connections that follow a room here. Above this, their number of typists is told instead of each.
NAMED_UP_TO = 100
FORGET_SECONDS = 6.0
COUNT_SECONDS = 1.0
# Receivers forget a number as they forget a name.
REPEAT_SECONDS = 3.0

Followers = Callable[[Log], Collection[Receiver]]


@dataclass(slots=True)
class _Count:
    """Until when each person counts as typing, and what was told last."""

    until: dict[int, float] = field(default_factory=dict)
    told: int = 0
    told_at: float = float("-inf")


class Typists:
    """One per process."""

    def __init__(self, followers: Followers, bus: SignalBus, metrics: Metrics) -> None:
        self._followers = followers
        self._bus = bus
        self._metrics = metrics
        self._counts: dict[Log, _Count] = {}
        self._something = asyncio.Event()

    def say(self, person: int, room: int, *, is_typing: bool, but: Receiver | None = None) -> None:
        """Tell everybody who follows the room, here and elsewhere, except the connection that says so."""
        notice = Notice(kind="typing", log=room_log(room), person=person, is_typing=is_typing)
        self._bus.publish(notice)
        self.hear(notice, but)

    def hear(self, notice: Notice, but: Receiver | None = None) -> None:
        """Tell those who follow the room here."""
        receivers = self._followers(notice.log)
        if len(receivers) > NAMED_UP_TO:
            self._count(notice)
            return
        if notice.log in self._counts:
            del self._counts[notice.log]
            self._tell_count(notice.log, 0)
        person = str(notice.person)
        signal = Signal(kind="typing", log=log_name(notice.log), person=person, is_typing=notice.is_typing)
        self._tell(receivers, signal, but)

    async def run(self) -> None:
        """Tell numbers, as long as there are any."""
        while True:
            await self._something.wait()
            await asyncio.sleep(COUNT_SECONDS)
            self.tick(asyncio.get_running_loop().time())
            if not self._counts:
                self._something.clear()

    def tick(self, now: float) -> None:
        """Forget who has not said it again, and tell each number that has changed or is due again."""
        for log, count in tuple(self._counts.items()):
            count.until = {person: until for person, until in count.until.items() if until > now}
            number = len(count.until)
            if number != count.told or (number and now - count.told_at >= REPEAT_SECONDS):
                count.told, count.told_at = number, now
                self._tell_count(log, number)
            if not number:
                del self._counts[log]

    def _count(self, notice: Notice) -> None:
        if notice.is_typing:
            count = self._counts.setdefault(notice.log, _Count())
            count.until[notice.person] = asyncio.get_running_loop().time() + FORGET_SECONDS
            self._something.set()
        elif notice.log in self._counts:
            self._counts[notice.log].until.pop(notice.person, None)

    def _tell_count(self, log: Log, number: int) -> None:
        signal = Signal(kind="typing", log=log_name(log), count=number)
        self._tell(self._followers(log), signal, None)

    def _tell(self, receivers: Collection[Receiver], signal: Signal, but: Receiver | None) -> None:
        data = text_frame(encode(signal))
        for receiver in tuple(receivers):
            if receiver is not but:
                receiver.signal(None, data)
        self._metrics.signals.add("typing", by=len(receivers) - (but in receivers))
