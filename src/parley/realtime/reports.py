"""Tells moderators that reports have changed. What has changed they ask for."""

from collections.abc import Callable, Collection

from parley.basics.metrics import Metrics
from parley.changes import THE_SERVER, Log, log_name, person_log
from parley.protocol.signals import Signal
from parley.realtime.frames import encode, text_frame
from parley.realtime.receiver import Receiver
from parley.realtime.signal_bus import Notice, SignalBus

FRAME = text_frame(encode(Signal(kind="reports", log=log_name(THE_SERVER))))


class Reports:
    """One per process. `followers` are the sockets that follow a log here, as each follows its person's."""

    def __init__(self, followers: Callable[[Log], Collection[Receiver]], bus: SignalBus, metrics: Metrics) -> None:
        self._followers = followers
        self._bus = bus
        self._metrics = metrics
        bus.follow(THE_SERVER.id)

    def say(self, moderators: Collection[int]) -> None:
        notice = Notice(kind="reports", log=THE_SERVER, person=0, to=tuple(moderators))
        self._bus.publish(notice)
        self.hear(notice)

    def hear(self, notice: Notice) -> None:
        told = [receiver for person in notice.to for receiver in self._followers(person_log(person))]
        for receiver in told:
            receiver.signal(("reports", THE_SERVER, 0), FRAME)
        self._metrics.signals.add("reports", by=len(told))
