"""Messages: pages of them, and what changed among them."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, delete, select, tuple_

from parley.protocol.messages import Message
from parley.store.beside import searched
from parley.store.database import Transaction
from parley.store.rows import made, resting
from parley.store.schema import messages
from parley.store.schema import versions as earlier
from parley.store.units import WriteTransaction
from parley.things import THINGS, EarlierVersion

# Of text, in a page of messages; 200 usual ones have 20 KB. A page of 200 of the longest would have 6 MB.
PAGE_BYTES = 256 * 1024
# Messages are read in such steps: of long ones, not many more are in memory than fit into the page.
STEP = 50

_SAID_AT = select(messages.c.created_at).where(messages.c.room == bindparam("room"), messages.c.seq == bindparam("seq"))


class Sight(NamedTuple):
    """What may be read of a room: everything from this message on. There is no reading without saying so."""

    room: int
    first: int


def everything(room: int) -> Sight:
    """For what is shared by many, and shown to each as far as they may see."""
    return Sight(room, first=1)


async def newest(tx: Transaction, sight: Sight, limit: int) -> list[Message]:
    return await before(tx, sight, None, limit)


async def before(tx: Transaction, sight: Sight, seq: int | None, limit: int) -> list[Message]:
    """The messages just before a place, or the last ones; in order of `seq`."""
    return (await _page(tx, sight, seq, limit, forward=False))[::-1]


async def after(tx: Transaction, sight: Sight, seq: int, limit: int) -> list[Message]:
    """The messages just after a place, in order of `seq`."""
    return await _page(tx, sight, seq, limit, forward=True)


async def at(tx: Transaction, places: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Message]:
    """The messages at these places of rooms, each of which the caller may see."""
    if not places:
        return {}
    rows = await tx.all(select(messages).where(tuple_(messages.c.room, messages.c.seq).in_(places)))
    return {(row.room, row.seq): made(Message, row) for row in rows}


async def first_since(tx: Transaction, sight: Sight, last: int, moment: int) -> int:
    """The place of the first message sent at this moment or later, and `last` if there is none.

    It halves the room by the primary key, and needs no index by time: 20 steps in a room of a million. The database's
    clock may go back a little between two messages; the answer is then one of the places where the moment passes.
    """
    low, high = sight.first, max(sight.first, last)
    while low < high:
        middle = (low + high) // 2
        row = await tx.one(_SAID_AT, {"room": sight.room, "seq": middle})
        # Places have no holes, so a missing one has been dropped since: what is kept is after it.
        if row is None or row.created_at < moment:
            low = middle + 1
        else:
            high = middle
    return low


async def versions(
    tx: Transaction, room: int, seq: int, *, before: int | None, limit: int
) -> tuple[list[EarlierVersion], bool]:
    """The last earlier versions of a message, or those before a `rev`, oldest first; and whether there are more."""
    older = [earlier.c.rev < before] if before is not None else []
    of_message = (earlier.c.room == room, earlier.c.seq == seq)
    newest = earlier.c.rev.desc()
    rows = await tx.all(select(earlier).where(*of_message, *older).order_by(newest).limit(limit + 1))
    return [made(EarlierVersion, row) for row in rows[:limit][::-1]], len(rows) > limit


async def drop_about(tx: WriteTransaction, room: int, first: int, last: int) -> None:
    """Delete all rows about the messages between two places, and what the search knows of them. No frame says so:
    clients drop them by themselves.
    """
    await tx.run(delete(searched).where(searched.c.room == room, searched.c.seq.between(first, last)))
    for kind in THINGS:
        rests = resting(kind)
        if rests.message is not None:
            of_room, place = rests.message
            await tx.run(delete(rests.table).where(of_room == room, place.between(first, last)))


async def _page(tx: Transaction, sight: Sight, edge: int | None, limit: int, *, forward: bool) -> list[Message]:
    """Up to `limit` messages beyond the edge, nearest first: fewer where their texts are long, but one at least."""
    place = messages.c.seq
    order = place if forward else place.desc()
    found: list[Message] = []
    size = 0
    while True:
        beyond = [] if edge is None else [place > edge if forward else place < edge]
        seen = [messages.c.room == sight.room, place >= sight.first, *beyond]
        step = min(limit - len(found), STEP)
        rows = await tx.all(select(messages).where(*seen).order_by(order).limit(step))
        for row in rows:
            size += len(row.body) if row.body.isascii() else len(row.body.encode())
            if found and size > PAGE_BYTES:
                return found
            found.append(made(Message, row))
        if len(rows) < step or len(found) == limit:
            return found
        edge = found[-1].seq
