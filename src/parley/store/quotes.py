"""What replies show of the messages that they answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec import Struct

from parley.changes import ROOM, THREAD, Log
from parley.protocol.messages import QUOTE_LIMIT, Quote
from parley.protocol.people import Card
from parley.store import people
from parley.store.database import Transaction
from parley.store.schema import messages
from parley.store.vectors import Lookup
from parley.things import kind_of, was_erased

QUOTED = Lookup(
    "messages",
    key=(messages.c.room, messages.c.seq),
    columns=(messages.c.rev, messages.c.sender, messages.c.body, messages.c.erased_at, messages.c.notice),
)
# The id of a log and a place in it.
Place = tuple[int, int]
Quotes = tuple[Quote, ...]
NO_QUOTES: Quotes = ()


@dataclass(frozen=True, slots=True)
class Quoted:
    """What the messages of a batch answer, and the cards of those who said that."""

    quotes: dict[Place, Quote]
    cards: dict[str, Card]
    # Which of them nobody can answer.
    notices: frozenset[Place] = frozenset()

    def by(self, room: int, reply_to: int | None) -> tuple[Quotes, dict[str, Card]]:
        """What a message brings along that answers another, or none."""
        quote = None if reply_to is None else self.quotes.get((room, reply_to))
        return (NO_QUOTES, {}) if quote is None else ((quote,), {quote.sender: self.cards[quote.sender]})


NOTHING_QUOTED = Quoted({}, {})


async def quoted_at(tx: Transaction, places: set[Place]) -> Quoted:
    """No statement where nothing is answered, as most of the time."""
    if not places:
        return NOTHING_QUOTED
    found = await tx.find(QUOTED, sorted(places))
    quotes = _quotes_of(found)
    notices = frozenset(place for place, row in found.items() if row[-1] is not None)
    return Quoted(quotes, await people.cards(tx, {int(quote.sender) for quote in quotes.values()}), notices)


async def quotes_at(tx: Transaction, places: Iterable[Place]) -> dict[Place, Quote]:
    """The messages at these places, those that there are, in one statement."""
    distinct = sorted(set(places))
    return _quotes_of(await tx.find(QUOTED, distinct) if distinct else {})


def _quotes_of(found: dict[Any, tuple[Any, ...]]) -> dict[Place, Quote]:
    return {
        (room, seq): Quote(
            seq=seq,
            rev=rev,
            sender=str(sender),
            body=body[:QUOTE_LIMIT],
            erased=was_erased(erased_at, body),
        )
        for (room, seq), (rev, sender, body, erased_at, _) in found.items()
    }


async def quotes_in(tx: Transaction, log: Log, things: Sequence[Struct], *, first: int = 1) -> list[Quote]:
    """What these things of a room or a thread quote from `first` on, without the messages that are among them."""
    if log.kind not in (ROOM, THREAD):
        return []
    named = {kind_of(thing).quoted_by(thing) for thing in things}
    there = {kind_of(thing).place_of(thing) for thing in things if kind_of(thing).quotes is not None}
    wanted = {seq for seq in named - there if seq is not None and seq >= first}
    found = await quotes_at(tx, ((log.id, seq) for seq in wanted))
    return [found[place] for place in sorted(found)]
