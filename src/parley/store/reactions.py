"""Reactions, vectorised: a batch looks up all of its reactions together, and writes and sends each tally once, however
many people changed it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from msgspec import Struct
from sqlalchemy import BigInteger, bindparam, select, tuple_

from parley.changes import Log, person_log
from parley.errors import Conflict, ParleyError
from parley.policies import Policy
from parley.protocol.people import Card
from parley.protocol.reactions import FIRST_LIMIT, KINDS_LIMIT, Reaction, Tally
from parley.speech.sentences import say
from parley.standing import Standing
from parley.store import people as people_store
from parley.store.database import Transaction
from parley.store.schema import reactions, sessions, tallies
from parley.store.standing import ALL, ALL_JOINS, Ask, Roots, roots_of, taken_apart
from parley.store.units import WriteTransaction
from parley.store.vectors import Gathering, Lookup, Upsert

FACTS = Gathering(
    key={
        "session": sessions.c.id,
        "person": reactions.c.person,
        "room": reactions.c.room,
        "seq": reactions.c.seq,
        "log": reactions.c.room,
        "emoji": reactions.c.emoji,
    },
    columns=(*ALL, reactions.c.since, reactions.c.until, reactions.c.rev),
    joins=(
        *ALL_JOINS,
        (
            reactions,
            "reactions.room = k.log AND "
            + " AND ".join(f"reactions.{name} = k.{name}" for name in ("seq", "emoji", "person")),
        ),
    ),
)
WRITTEN, COUNTED = Upsert(reactions), Upsert(tallies)
UNDER = Lookup(
    "tallies",
    key=(tallies.c.room, tallies.c.seq),
    columns=(tallies.c.key, tallies.c.number, tallies.c.first, tallies.c.since, tallies.c.until, tallies.c.rev),
    condition="tallies.kind = 'reaction'",
    many=True,
)
OF_EMOJI = tuple(reactions.c[name] == bindparam(name) for name in ("room", "seq", "emoji"))
SINCE = select(reactions.c.since).where(*OF_EMOJI, reactions.c.person == bindparam("person"))
PEOPLE = (
    select(reactions.c.person)
    .where(
        *OF_EMOJI,
        reactions.c.until.is_(None),
        tuple_(reactions.c.since, reactions.c.person)
        > tuple_(bindparam("since", type_=BigInteger), bindparam("person", type_=BigInteger)),
    )
    .order_by(reactions.c.since, reactions.c.person)
    .limit(bindparam("most", type_=BigInteger))
)


class Wish(Struct, frozen=True):
    """A request that a reaction be there, or not."""

    ask: Ask
    may: Policy
    emoji: str
    is_there: bool

    @property
    def key(self) -> tuple[int, int, int, int, int, str]:
        return (*self.ask.key, self.emoji)

    @property
    def name(self) -> tuple[int, int, str, int]:
        """Which reaction it is about: the same from any session."""
        return (self.ask.log, self.ask.seq, self.emoji, self.ask.person)


Answer = Reaction | ParleyError


async def react_all(tx: WriteTransaction, wishes: Sequence[Wish]) -> Sequence[Answer]:
    """Answer each wish with the reaction as it is after the batch, or a refusal."""
    found = await tx.find(FACTS, list({wish.key: None for wish in wishes}))
    counted = await tx.find_all(UNDER, sorted({(wish.ask.log, wish.ask.seq) for wish in wishes}))
    batch = _Batch(tx, found, counted, await roots_of(tx, (wish.ask for wish in wishes)))
    settled = [batch.settle(wish) for wish in wishes]
    await tx.update(WRITTEN, [own.as_row() for own in batch.own_changed])
    # Clients have the cards of people whom the tally named before. Send only those of new ones.
    cards = dict(batch.cards)
    for count in batch.changed:
        if len(count.first) < min(count.number, FIRST_LIMIT):
            count.first = await _first(tx, count)
            cards |= await people_store.cards(tx, count.first)
    await tx.update(COUNTED, [count.as_row() for count in batch.changed])
    batch.tell(cards)
    return [own if isinstance(own, ParleyError) else own.as_thing() for own in settled]


async def people_page(tx: Transaction, room: int, seq: int, emoji: str, *, after: int | None, limit: int) -> list[int]:
    """The people who react, in the order in which they did; from the first, or after one of them."""
    place = await tx.one(SINCE, {"room": room, "seq": seq, "emoji": emoji, "person": after}) if after else None
    since, person = (place.since, after) if place is not None else (0, 0)
    where = {"room": room, "seq": seq, "emoji": emoji, "since": since, "person": person, "most": limit}
    return [row.person for row in await tx.all(PEOPLE, where)]


async def _first(tx: Transaction, count: "_Count") -> list[int]:
    return await people_page(tx, count.log.id, count.seq, count.emoji, after=None, limit=FIRST_LIMIT)


@dataclass(slots=True)
class _Count:
    """A tally while the batch changes it."""

    log: Log
    seq: int
    emoji: str
    number: int
    first: list[int]
    since: int
    until: int | None
    rev: int
    is_changed: bool = False

    def add(self, person: int) -> None:
        if self.number == 0:
            self.first, self.since, self.until = [], self.rev, None
        # If some are not named, the next to name may be one of those: the table is asked afterwards.
        if len(self.first) == self.number < FIRST_LIMIT:
            self.first.append(person)
        self.number += 1

    def remove(self, person: int) -> None:
        self.number -= 1
        if person in self.first:
            self.first.remove(person)
        if self.number == 0:
            self.until = self.rev

    def as_row(self) -> tuple[Any, ...]:
        first = " ".join(map(str, self.first))
        place = (self.log.id, self.seq, "reaction", self.emoji)
        return (*place, self.number, first, self.since, self.until, self.rev)

    def as_thing(self) -> Tally:
        return Tally(
            seq=self.seq,
            kind="reaction",
            key=self.emoji,
            count=self.number,
            first=[str(person) for person in self.first],
            since=self.since,
            until=self.until,
            rev=self.rev,
        )


def _count_of(log: Log, seq: int, row: tuple[Any, ...]) -> _Count:
    emoji, number, first, since, until, rev = row
    return _Count(log, seq, emoji, number, [int(person) for person in first.split()], since, until, rev)


@dataclass(slots=True)
class _Own:
    """One person's reaction while the batch changes it. It is there unless it has an `until`."""

    wish: Wish
    since: int
    until: int | None
    rev: int
    is_changed: bool = False

    def as_row(self) -> tuple[Any, ...]:
        return (*self.wish.name, self.since, self.until, self.rev)

    def as_thing(self) -> Reaction:
        room, seq, emoji, _ = self.wish.name
        return Reaction(room=str(room), seq=seq, emoji=emoji, since=self.since, until=self.until, rev=self.rev)


class _Batch:
    """The reactions of one transaction, in the order in which they came. Each tally and each person's reaction gets one
    `rev`, however often it changes in here.
    """

    def __init__(
        self,
        tx: WriteTransaction,
        found: dict[tuple[Any, ...], tuple[Any, ...]],
        counted: dict[tuple[Any, ...], list[Any]],
        roots: Roots,
    ) -> None:
        self._tx = tx
        self._roots = roots
        self._found = found
        self._under: dict[tuple[int, int], dict[str, _Count]] = {}
        logs = {log.id: log for log in tx.heads}
        for (log, seq), rows in counted.items():
            counts = (_count_of(logs[log], seq, row) for row in rows)
            self._under[log, seq] = {count.emoji: count for count in counts}
        self._own: dict[tuple[int, int, str, int], _Own] = {}
        # In the order of their new `rev`.
        self.changed: list[_Count] = []
        self.own_changed: list[_Own] = []
        self.cards: dict[str, Card] = {}

    def settle(self, wish: Wish) -> _Own | ParleyError:
        who, (since, until, rev) = taken_apart(self._found[wish.key], ALL, wish.ask, self._tx.now, self._roots)
        if (refusal := wish.may(who)) is not None:
            return refusal
        stands = _Own(wish, since=0, until=0, rev=0) if rev is None else _Own(wish, since, until, rev)
        own = self._own.setdefault(wish.name, stands)
        if wish.is_there == (own.until is None):
            return own
        ask = wish.ask
        under = self._under.setdefault((ask.log, ask.seq), {})
        count = under.get(wish.emoji) or _Count(ask.of, ask.seq, wish.emoji, 0, [], 0, 0, 0)
        if wish.is_there and count.number == 0 and sum(other.number > 0 for other in under.values()) >= KINDS_LIMIT:
            return Conflict(
                say("This message has {count} different reactions. Choose one of those.", count=KINDS_LIMIT),
                field="emoji",
            )
        under[wish.emoji] = count
        self._move(who, own, count, is_there=wish.is_there)
        return own

    def tell(self, cards: dict[str, Card]) -> None:
        for count in self.changed:
            tally = count.as_thing()
            people = {person: cards[person] for person in tally.first if person in cards}
            self._tx.changed(count.log, tally, people=people)
        for own in self.own_changed:
            self._tx.changed(person_log(own.wish.ask.person), own.as_thing())

    def _move(self, who: Standing, own: _Own, count: _Count, *, is_there: bool) -> None:
        if not count.is_changed:
            count.rev, count.is_changed = self._tx.rev(count.log), True
            self.changed.append(count)
        if not own.is_changed:
            own.rev, own.is_changed = self._tx.rev(person_log(who.person)), True
            self.own_changed.append(own)
        if is_there:
            own.since, own.until = count.rev, None
            count.add(who.person)
            self.cards[str(who.person)] = who.card
        else:
            own.until = count.rev
            count.remove(who.person)
