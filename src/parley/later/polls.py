"""Closing polls whose time is over. Nobody can vote in one from that moment on; this tells everybody the result."""

from functools import partial

from parley.later.jobs import Turn
from parley.store import polls


async def close(turn: Turn, due: polls.Close) -> None:
    await turn.complete(partial(polls.close_in_time, due=due), *due.logs)
