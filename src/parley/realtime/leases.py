"""Who is present at which process: the contract, and the leases of a single process.

A process leases the presence of the people who are connected to it. If it dies, its leases run out by themselves.
"""

from collections.abc import Collection, Mapping
from typing import Literal, Protocol

Here = Literal["online", "away"]


class LeasesAway(Exception):
    """Nobody can say at the moment who is present elsewhere, or what was said may be wrong for a while."""


class Leases(Protocol):
    """Raises LeasesAway while other processes cannot be asked. What this process leases is kept and told them later."""

    async def put(self, changes: Mapping[int, Here | None]) -> None:
        """What people do here now; None for those who are not here any more."""
        ...

    async def elsewhere(self, people: Collection[int]) -> dict[int, Here]:
        """What these people do at the other processes; those who are not there are left out."""
        ...

    async def leave(self) -> None:
        """This process ends: its people have a few seconds to come back elsewhere."""
        ...

    async def run(self) -> None:
        """Renew the leases until cancelled."""
        ...


class LoneLeases:
    """The leases of a single process: nobody is present elsewhere."""

    async def put(self, changes: Mapping[int, Here | None]) -> None:
        pass

    async def elsewhere(self, people: Collection[int]) -> dict[int, Here]:
        return {}

    async def leave(self) -> None:
        pass

    async def run(self) -> None:
        pass


def brighter(one: Here | None, other: Here | None) -> Here | None:
    """Who is online anywhere is online, and away only if nowhere online."""
    return "online" if "online" in (one, other) else one or other
