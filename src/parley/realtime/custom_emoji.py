"""Tells everybody that a custom emoji was added or removed. A page that misses it hears of it from its next welcome."""

from collections.abc import Callable, Collection

from parley.basics.metrics import Metrics
from parley.changes import THE_SERVER, log_name
from parley.protocol.signals import Signal
from parley.realtime.frames import encode, text_frame
from parley.realtime.receiver import Receiver
from parley.realtime.signal_bus import Notice, SignalBus


class CustomEmoji:
    """One per process. `everybody` are the sockets that are connected here. Reports listen for the same log."""

    def __init__(self, everybody: Callable[[], Collection[Receiver]], bus: SignalBus, metrics: Metrics) -> None:
        self._everybody = everybody
        self._bus = bus
        self._metrics = metrics
        bus.follow(THE_SERVER.id)

    def say(self, name: str, *, picture: str | None, rev: int) -> None:
        notice = Notice(kind="emoji", log=THE_SERVER, person=0, seq=rev, emoji=name, picture=picture)
        self._bus.publish(notice)
        self.hear(notice)

    def hear(self, notice: Notice) -> None:
        signal = Signal(
            kind="emoji", log=log_name(THE_SERVER), emoji=notice.emoji, picture=notice.picture, rev=notice.seq
        )
        frame, told = text_frame(encode(signal)), self._everybody()
        for receiver in told:
            # Where several have to wait, the last one alone says that there is more to ask for.
            receiver.signal(("emoji", THE_SERVER, 0), frame)
        self._metrics.signals.add("emoji", by=len(told))
