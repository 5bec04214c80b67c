"""`parley` with so many followers, of which those beyond the server's own exist in the measurement alone.

python -m bench.followers 3 serve
"""

import sys
from collections.abc import Sequence

from parley.changes import ROOM, Log
from parley.cli import main
from parley.later import directory
from parley.protocol.messages import Message
from parley.store import facts
from parley.store.database import Transaction
from parley.store.followers import Follower, Told
from parley.store.units import WriteTransaction

# A name and its value.
Fact = tuple[str, str]


async def words(tx: Transaction, told: Told) -> Fact:
    """How many different words were said: a follower that looks at every text, as an index does."""
    said = {word for thing in told.things if isinstance(thing, Message) for word in thing.body.split()}
    return f"bench-words:{told.log.id}", str(len(said))


async def speakers(tx: Transaction, told: Told) -> Fact:
    """Who spoke: a follower that needs people, as notifications do."""
    said = {thing.sender for thing in told.things if isinstance(thing, Message)}
    return f"bench-speakers:{told.log.id}", " ".join(sorted(said))


async def keep(tx: WriteTransaction, derived: Sequence[Fact]) -> None:
    for name, value in derived:
        await facts.put(tx, name, value)


async def forget(tx: WriteTransaction, log: Log) -> None:
    for name in ("words", "speakers"):
        await facts.drop(tx, f"bench-{name}:{log.id}")


MORE = (
    Follower(name="bench-words", logs=ROOM, derive=words, keep=keep, forget=forget),
    Follower(name="bench-speakers", logs=ROOM, derive=speakers, keep=keep, forget=forget),
)

if __name__ == "__main__":
    count = int(sys.argv.pop(1))
    directory.FOLLOWERS = (*directory.FOLLOWERS, *MORE)[:count]
    main()
