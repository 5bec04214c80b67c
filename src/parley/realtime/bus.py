"""How what one process committed reaches the others. The contract, and its twin for a single process.

The table is the truth and the bus only a nudge: whatever it loses is found by the sweep. In return nobody ever waits
for it: publishing cannot block and cannot fail.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from parley.realtime.frames import Packet

# Logs map to shards, and a process listens to those that somebody connected to it follows something in.
SHARDS = 64

Deliver = Callable[[Sequence[Packet]], None]
Doubt = Callable[[int], None]


def shard_of(log: int) -> int:
    """The low bits of an id are random."""
    return log % SHARDS


class Bus(Protocol):
    """Packets go to this process's own hub as they are published, and to the others' as soon as can be.

    A shard about which something may have been missed is reported as doubtful.
    """

    @property
    def is_down(self) -> bool:
        """Whether nothing is known to arrive: then only the sweep finds what others commit."""
        ...

    def publish(self, packets: Sequence[Packet]) -> None: ...

    def follow(self, log: int) -> None:
        """Somebody here follows this log from now on."""
        ...

    def forget(self, log: int) -> None:
        """Nobody here follows it any more."""
        ...

    async def run(self) -> None:
        """Carry packets until cancelled."""
        ...


class MemoryBus:
    """One process: what is published is delivered, at once and in order."""

    is_down = False

    def __init__(self, deliver: Deliver) -> None:
        self._deliver = deliver

    def publish(self, packets: Sequence[Packet]) -> None:
        self._deliver(packets)

    def follow(self, log: int) -> None:
        pass  # there is nobody else to hear

    def forget(self, log: int) -> None:
        pass

    async def run(self) -> None:
        pass
