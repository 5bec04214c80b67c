"""Carries one process's commits to the others: the contract, and the bus of a single process.

The table is the truth and the bus only a nudge: the sweep finds what the bus loses. In return nothing waits for the
bus: publishing cannot block and cannot fail.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from parley.realtime.frames import Packet

# Logs map to shards. A process listens only to the shards of logs that it has subscribers for.
SHARDS = 64

Deliver = Callable[[Sequence[Packet]], None]
Doubt = Callable[[int], None]


def shard_of(log: int) -> int:
    """The low bits of an id are random."""
    return log % SHARDS


class Bus(Protocol):
    """Delivers packets to this process's own hub as they are published, and to the others' soon after.

    A bus that may have missed something on a shard reports that shard as in doubt.
    """

    @property
    def is_down(self) -> bool:
        """Whether packets seem not to arrive at all: then only the sweep finds what other processes commit."""
        ...

    def publish(self, packets: Sequence[Packet]) -> None: ...

    def follow(self, log: int) -> None:
        """Listen for this log: it has subscribers here from now on."""
        ...

    def forget(self, log: int) -> None:
        """Stop listening for it: it has no subscribers here any longer."""
        ...

    async def run(self) -> None:
        """Carry packets until cancelled."""
        ...


class MemoryBus:
    """The bus of a single process: delivers packets at once and in order."""

    is_down = False

    def __init__(self, deliver: Deliver) -> None:
        self._deliver = deliver

    def publish(self, packets: Sequence[Packet]) -> None:
        self._deliver(packets)

    def follow(self, log: int) -> None:
        pass  # there is no other process to listen to

    def forget(self, log: int) -> None:
        pass

    async def run(self) -> None:
        pass
