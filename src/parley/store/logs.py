"""Where each log stands, what has changed in it, and what there is: every kind of thing, as `parley.things` says."""

from collections.abc import Container, Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

from msgspec import Struct
from sqlalchemy import BigInteger, ColumnElement, Executable, Select, bindparam, select, true

from parley.changes import Change, Log, rev_of
from parley.protocol.messages import Message, Quote
from parley.protocol.people import Card
from parley.protocol.rooms import Room
from parley.store import people, rooms
from parley.store.database import Transaction
from parley.store.quotes import quotes_in
from parley.store.rows import made, resting
from parley.store.schema import heads
from parley.store.vectors import Lookup
from parley.things import Thing, kind_of, of_log

UNLIMITED = 2**31 - 1
MOST = bindparam("most", type_=BigInteger)
HEAD = Lookup("heads", (heads.c.kind, heads.c.log), (heads.c.head, heads.c.seq))


class Stretch(NamedTuple):
    """Changes in order of `rev`, and the place up to which they are complete: the log's head, or where it was cut."""

    changes: list[Change]
    upto: int
    is_cut: bool


async def heads_of(tx: Transaction, logs: Sequence[Log]) -> dict[Log, tuple[int, int]]:
    """The head and the last place of many logs at once."""
    rows = await tx.find(HEAD, logs)
    return {Log(kind, log): (row[0], row[1]) for (kind, log), row in rows.items()}


async def head(tx: Transaction, log: Log) -> int:
    return (await heads_of(tx, [log])).get(log, (0, 0))[0]


async def changed(tx: Transaction, log: Log, after: int, limit: int) -> Stretch:
    """What changed after a place, at most so much, as if the commits that made it had told it."""
    things, upto, is_cut = await things_changed(tx, log, after, limit)
    return Stretch(await _with_names(tx, log, things), upto, is_cut)


async def things_changed(
    tx: Transaction, log: Log, after: int, limit: int, *, of: Container[type[Struct]] | None = None
) -> tuple[list[Struct], int, bool]:
    """The things that changed after a place, perhaps of some kinds alone; the place up to which they are complete; and
    whether they were cut there.
    """
    upto = await head(tx, log)
    if upto <= after:
        return [], after, False
    things: list[Struct] = []
    for kind in of_log(log.kind):
        if (not kind.travels and kind.effect is None) or (of is not None and kind.wire not in of):
            continue
        rows = await tx.all(_changed(kind), {"log": log.id, "after": after, "most": limit + 1})
        things += [made(kind.wire, row) for row in rows]
    things.sort(key=rev_of)
    is_cut = len(things) > limit
    del things[limit:]
    return things, rev_of(things[-1]) if is_cut else upto, is_cut


async def there(tx: Transaction, log: Log, kind: Thing, *, most: int | None) -> tuple[list[Struct], bool]:
    """The things of a kind that there are, in order of `rev` and perhaps not more than so many, and whether those are
    all.
    """
    rows = await tx.all(_there(kind), {"log": log.id, "most": UNLIMITED if most is None else most + 1})
    return [made(kind.wire, row) for row in rows[:most]], most is None or len(rows) <= most


async def kinds_there(tx: Transaction, log: Log, kinds: Sequence[Thing]) -> list[Thing]:
    """Those of which there is something: one statement, where asking for each takes one each."""
    row = await tx.one(_any_of(tuple(kinds)), {"log": log.id})
    return [kind for kind, is_there in zip(kinds, row or (), strict=True) if is_there]


async def about(
    tx: Transaction, kinds: Sequence[Thing], log: Log, page: Sequence[Message], *, room: int | None = None
) -> list[Struct]:
    """What there is of these kinds in a log about the messages of a page, which has no holes. The page is of the same
    log, or of a room's.
    """
    found: list[Struct] = []
    for kind in kinds if page else ():
        where = {"log": log.id, "room": log.id if room is None else room, "first": page[0].seq, "last": page[-1].seq}
        rows = await tx.all(_about(kind), where)
        found += [made(kind.wire, row) for row in rows]
    return sorted(found, key=rev_of)


async def people_in(tx: Transaction, things: Iterable[Struct], quotes: Iterable[Quote] = ()) -> dict[str, Card]:
    """The cards of everybody whom things name, and of those who are quoted."""
    named = [id_ for thing in things for id_ in kind_of(thing).people_of(thing)]
    return await people.cards(tx, {int(id_) for id_ in (*named, *(quote.sender for quote in quotes))})


async def rooms_in(tx: Transaction, things: Iterable[Struct]) -> dict[str, Room]:
    """The rows of all rooms that things name."""
    ids = {int(id_) for thing in things for id_ in kind_of(thing).rooms_of(thing)}
    return {room.id: room for room in await rooms.by_ids(tx, sorted(ids))} if ids else {}


@cache
def _changed(kind: Thing) -> Select[Any]:
    return _in_order(kind, resting(kind).rev > bindparam("after")).limit(MOST)


@cache
def _there(kind: Thing) -> Select[Any]:
    return _in_order(kind, _not_ended(kind)).limit(MOST)


@cache
def _any_of(kinds: tuple[Thing, ...]) -> Executable:
    return select(*(_in_order(kind, _not_ended(kind)).order_by(None).exists() for kind in kinds))


@cache
def _about(kind: Thing) -> Select[Any]:
    message = resting(kind).message
    assert message is not None  # noqa: S101 - else it is about none
    room, place = message
    of_page = (room == bindparam("room", type_=BigInteger), place.between(bindparam("first"), bindparam("last")))
    return _in_order(kind, _not_ended(kind), *of_page)


def _not_ended(kind: Thing) -> ColumnElement[bool]:
    ended = resting(kind).ended
    return true() if ended is None else ended.is_(None)


def _in_order(kind: Thing, *which: ColumnElement[bool]) -> Select[Any]:
    rests = resting(kind)
    mine: ColumnElement[bool] = true() if rests.log is None else rests.log == bindparam("log")
    return select(rests.table).where(mine, *which).order_by(rests.rev)


async def _with_names(tx: Transaction, log: Log, things: Sequence[Struct]) -> list[Change]:
    about = await rooms_in(tx, things)
    quoted = {quote.seq: quote for quote in await quotes_in(tx, log, things)}
    cards = await people_in(tx, [*things, *about.values()], quoted.values())
    changes = []
    for thing in things:
        named = {id_: about[id_] for id_ in kind_of(thing).rooms_of(thing) if id_ in about}
        quote = quoted.get(kind_of(thing).quoted_by(thing) or 0)
        quotes = () if quote is None else (quote,)
        ids = [id_ for one in (thing, *named.values()) for id_ in kind_of(one).people_of(one)]
        ids += [quote.sender for quote in quotes]
        changes.append(Change(log, thing, {id_: cards[id_] for id_ in ids if id_ in cards}, named, quotes))
    return changes
