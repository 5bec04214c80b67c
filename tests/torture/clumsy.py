"""A follower that fails at one message in ten, whichever it is, until it is given that one alone. Every server of a
torture has it.

It keeps how often it took each state of each message, so that the judge sees what was taken twice or never.
"""

import random
from collections.abc import Sequence

from parley.changes import ROOM, Log
from parley.later import directory
from parley.protocol.messages import Message
from parley.store import facts
from parley.store.database import Transaction
from parley.store.followers import Follower, Told
from parley.store.units import WriteTransaction

NAME = "clumsy"
# A message at which it failed alone would wait: longer after each restart, and for an hour where the clock was an hour
# ahead. That is tested in tests/later/test_followers.py, and no run lasts so long.
FAILING = 0.1
# A message's room, place and `rev`.
State = tuple[int, int, int]


async def derive(tx: Transaction, told: Told) -> list[State]:
    states = [(told.log.id, thing.seq, thing.rev) for thing in told.things if isinstance(thing, Message)]
    if len(states) > 1 and any(random.random() < FAILING for _ in states):
        raise RuntimeError("one of these messages fails, as it is meant to")
    return states


async def keep(tx: WriteTransaction, derived: Sequence[list[State]]) -> None:
    for room, seq, rev in (state for states in derived for state in states):
        name = f"{NAME}:{room}:{seq}:{rev}"
        await facts.put(tx, name, str(int(await facts.get(tx, name) or 0) + 1))


async def forget(tx: WriteTransaction, log: Log) -> None:
    """Nothing: a torture derives nothing anew."""


CLUMSY = Follower(
    name=NAME, logs=ROOM, derive=derive, keep=keep, forget=forget, kinds=(Message,), stretch=8, rest_seconds=0.5
)


def install() -> None:
    """Before the server starts, in its process."""
    directory.FOLLOWERS = (*directory.FOLLOWERS, CLUMSY)
