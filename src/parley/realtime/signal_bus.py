"""Carries signals to the other processes: the contract, and the bus of a single process.

A signal that is lost is hardly missed: typing is repeated, presence is looked up again every few seconds, and what
people have seen is read with the room. A page that misses a new emoji shows its name until it connects again, and one
that misses the server's new name shows the old one.
"""

from collections.abc import Callable, Sequence
from typing import Literal, Protocol

from msgspec import Struct

from parley.changes import Log


class Notice(Struct, frozen=True, kw_only=True, array_like=True):
    """Somebody types in this room, or has stopped; or the presence of this person has changed at another process; or
    they have seen this room up to `seq`, which the people of `to` may know; or reports have changed that these people
    look after; or a custom emoji was added with this picture, or removed, at the revision `seq` of their list; or the
    server has this name now.
    """

    kind: Literal["typing", "presence", "seen", "reports", "emoji", "server_name"]
    log: Log
    person: int
    is_typing: bool = False
    seq: int = 0
    at: int = 0
    to: tuple[int, ...] = ()
    emoji: str = ""
    picture: str | None = None
    name: str = ""


Hear = Callable[[Sequence[Notice]], None]


class SignalBus(Protocol):
    """Delivers notices to the processes that listen for their logs. Publishing cannot block and cannot fail."""

    def publish(self, notice: Notice) -> None: ...

    def follow(self, log: int) -> None:
        """Listen for this log, once more."""
        ...

    def forget(self, log: int) -> None:
        """Listen for it once less."""
        ...

    async def run(self) -> None:
        """Carry notices until cancelled."""
        ...


class LoneSignalBus:
    """The bus of a single process: nobody else has to be told."""

    def publish(self, notice: Notice) -> None:
        pass

    def follow(self, log: int) -> None:
        pass

    def forget(self, log: int) -> None:
        pass

    async def run(self) -> None:
        pass
