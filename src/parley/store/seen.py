"""When people were last here, and which members of a room somebody wants to watch."""

from collections.abc import Collection, Mapping, Sequence

from parley.store.beside import seen
from parley.store.database import Transaction
from parley.store.schema import stays
from parley.store.units import WriteTransaction
from parley.store.vectors import Gathering, Lookup, Upsert

AT = Lookup("seen", (seen.c.person,), (seen.c.at,))
MEMBERS = Gathering(
    key={"room": stays.c.room, "person": stays.c.person},
    columns=(stays.c.since, seen.c.at),
    joins=(
        (stays, "stays.room = k.room AND stays.person = k.person AND stays.until IS NULL"),
        (seen, "seen.person = stays.person"),
    ),
)
KEPT = Upsert(seen)


async def last_seen(tx: Transaction, people: Collection[int]) -> dict[int, int]:
    found = await tx.find(AT, [(person,) for person in people])
    return {person: at for (person,), (at,) in found.items()}


async def members_seen(tx: Transaction, room: int, people: Sequence[int]) -> dict[int, tuple[int, int | None]]:
    """Where the open stays of these people in a room began, and when they were last here, if that is known."""
    found = await tx.find(MEMBERS, [(room, person) for person in dict.fromkeys(people)])
    return {person: (since, at) for (_, person), (since, at) in found.items() if since is not None}


async def keep(tx: WriteTransaction, people: Mapping[int, int]) -> None:
    """In the order of people, so that two processes never wait for each other."""
    await tx.update(KEPT, sorted(people.items()))
