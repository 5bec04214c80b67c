"""Work that makes way for people: it rests between pieces, in proportion to what they took."""

import asyncio
from time import perf_counter
from time import sleep as rest

# A backup is done a little later, and meanwhile two thirds of the time are as if there were none.
RESTS = 2.0


class Pace:
    """One piece of work after the other, by one thread or by one task."""

    def __init__(self) -> None:
        self._since = perf_counter()

    def make_way(self) -> None:
        """Rest for twice as long as the work since the last rest took."""
        rest(RESTS * (perf_counter() - self._since))
        self._since = perf_counter()

    async def give_way(self) -> None:
        """The same for a task of the loop."""
        await asyncio.sleep(RESTS * (perf_counter() - self._since))
        self._since = perf_counter()
