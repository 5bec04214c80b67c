"""How what one process committed reaches the others. The contract, and its twin for a single process.

The table is the truth and the bus only a nudge: a lost packet delays a change and never loses it.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from parley.realtime.frames import Packet

Deliver = Callable[[Sequence[Packet]], None]


class Bus(Protocol):
    """Publishing never blocks and never fails; packets of one log arrive in the order in which they were published."""

    def publish(self, packets: Sequence[Packet]) -> None: ...


class MemoryBus:
    """One process: what is published is delivered, at once and in order."""

    def __init__(self, deliver: Deliver) -> None:
        self._deliver = deliver

    def publish(self, packets: Sequence[Packet]) -> None:
        self._deliver(packets)
