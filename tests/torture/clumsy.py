"""A follower that fails at every tenth message the first time it comes to it, in every server of a torture.

It keeps how often it took each state of each message, so that the judge sees what was taken twice or never.
"""

from functools import partial

from parley.changes import ROOM, Log
from parley.later import directory
from parley.protocol.messages import Message
from parley.store import facts
from parley.store.database import Transaction
from parley.store.followers import Effect, Follower, Told
from parley.store.units import WriteTransaction

NAME = "clumsy"
EVERY = 10
# What this process has failed at already.
_failed_at = set[tuple[int, int, int]]()


async def derive(tx: Transaction, told: Told) -> Effect:
    states = [(told.log.id, thing.seq, thing.rev) for thing in told.things if isinstance(thing, Message)]
    for state in states:
        if state[1] % EVERY == 0 and state not in _failed_at:
            _failed_at.add(state)
            raise RuntimeError(f"message {state} fails once, as it is meant to")
    return partial(take, states=states)


async def take(tx: WriteTransaction, states: list[tuple[int, int, int]]) -> None:
    for room, seq, rev in states:
        name = f"{NAME}:{room}:{seq}:{rev}"
        await facts.put(tx, name, str(int(await facts.get(tx, name) or 0) + 1))


async def forget(tx: WriteTransaction, log: Log) -> None:
    """Nothing: a torture derives nothing anew."""


CLUMSY = Follower(name=NAME, logs=ROOM, derive=derive, forget=forget, kinds=(Message,), rest_seconds=0.5)


def install() -> None:
    """Before the server starts, in its process."""
    directory.FOLLOWERS = (*directory.FOLLOWERS, CLUMSY)
