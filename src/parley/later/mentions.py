"""Telling people that a message mentions them, or does so no longer."""

from collections.abc import Collection, Iterable
from functools import partial

from parley.changes import Change, person_log
from parley.later.jobs import Turn
from parley.protocol.messages import Message
from parley.store import mentions
from parley.store.database import Transaction
from parley.store.mentions import Settle

# So many people's logs one transaction locks: others who write there wait for as long as that takes.
BATCH = 100


def are_due(changes: Iterable[Change]) -> bool:
    """Whether this commit may have left something to do: then nobody waits until the jobs are looked at."""
    said = (change.thing for change in changes if isinstance(change.thing, Message))
    return any(message.mentions or message.groups or message.wide is not None or message.erased for message in said)


async def settle(turn: Turn, due: Settle) -> None:
    called = await _called(turn, due) if due.calls else ()

    async def changed(tx: Transaction) -> list[int]:
        return (await mentions.due(tx, due, called)).changed

    people = (await turn.services.database.read(changed))[:BATCH]
    work = partial(mentions.settle, settle=due, called=called)
    await turn.complete(work, *due.logs, *map(person_log, people))


async def _called(turn: Turn, due: Settle) -> Collection[int]:
    """Everybody in the room for `@room`, and those of them who are online now for `@here`."""

    async def read(tx: Transaction) -> tuple[list[int], bool]:
        return await mentions.members(tx, due.room), await mentions.is_for_online(tx, due)

    members, only_online = await turn.services.database.read(read)
    return await turn.online(members) if only_online else members
