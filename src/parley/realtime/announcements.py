"""Tells every connection what has changed for all: a custom emoji, or the server's name. A page that misses it hears of
it from its next welcome.
"""

from collections.abc import Callable, Collection

from parley.basics.metrics import Metrics
from parley.changes import THE_SERVER, log_name
from parley.protocol.signals import Signal
from parley.realtime.frames import encode, text_frame
from parley.realtime.receiver import Receiver
from parley.realtime.signal_bus import Notice, SignalBus


class Announcements:
    """One per process. `everybody` are the sockets that are connected here. Reports listen for the same log."""

    def __init__(self, everybody: Callable[[], Collection[Receiver]], bus: SignalBus, metrics: Metrics) -> None:
        self._everybody = everybody
        self._bus = bus
        self._metrics = metrics
        bus.follow(THE_SERVER.id)

    def say_emoji(self, name: str, *, picture: str | None, rev: int) -> None:
        self._say(Notice(kind="emoji", log=THE_SERVER, person=0, seq=rev, emoji=name, picture=picture))

    def say_name(self, name: str) -> None:
        self._say(Notice(kind="server_name", log=THE_SERVER, person=0, name=name))

    def hear(self, notice: Notice) -> None:
        frame, told = text_frame(encode(_signal(notice))), self._everybody()
        for receiver in told:
            # Where several have to wait, the last one alone is sent. Of emoji it says that there is more to ask for.
            receiver.signal((notice.kind, THE_SERVER, 0), frame)
        self._metrics.signals.add(notice.kind, by=len(told))

    def _say(self, notice: Notice) -> None:
        self._bus.publish(notice)
        self.hear(notice)


def _signal(notice: Notice) -> Signal:
    if notice.kind == "server_name":
        return Signal(kind="server_name", log=log_name(THE_SERVER), name=notice.name)
    return Signal(kind="emoji", log=log_name(THE_SERVER), emoji=notice.emoji, picture=notice.picture, rev=notice.seq)
