"""Forgetting what was erased, once that cannot be undone any more."""

from functools import partial

from parley.later.jobs import Turn
from parley.store import erasures


async def purge(turn: Turn, erasure: erasures.Purge) -> None:
    await turn.complete(partial(erasures.purge, erasure=erasure))
