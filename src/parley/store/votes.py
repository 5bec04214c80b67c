"""Voting, vectorised: a batch looks up all of its votes together, and writes and sends each poll once, however many
people voted in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from msgspec import Struct, structs
from sqlalchemy import Row

from parley.changes import Log, person_log
from parley.errors import NotFound, ParleyError
from parley.policies import Policy
from parley.poll_policies import NO_POLL, may_choose, may_vote
from parley.protocol.people import Card
from parley.protocol.polls import FIRST_LIMIT, Poll, Vote
from parley.standing import Standing
from parley.store import people as people_store
from parley.store.poll_tables import polls, votes
from parley.store.polls import encode, polls_at, voters
from parley.store.rows import made
from parley.store.schema import sessions
from parley.store.standing import ALL, ALL_JOINS, Ask, Roots, roots_of, taken_apart
from parley.store.units import WriteTransaction
from parley.store.vectors import Gathering, Update, Upsert

FACTS = Gathering(
    key={
        "session": sessions.c.id,
        "person": votes.c.person,
        "room": votes.c.room,
        "seq": votes.c.seq,
        "log": votes.c.room,
    },
    columns=(*ALL, votes.c.chosen, votes.c.since, votes.c.until, votes.c.rev),
    joins=(*ALL_JOINS, (votes, "votes.room = k.log AND votes.seq = k.seq AND votes.person = k.person")),
)
WRITTEN = Upsert(votes)
COUNTED = Update(
    polls,
    values=(polls.c.voters, polls.c.counts, polls.c.first, polls.c.rev),
    key=(polls.c.room, polls.c.seq),
)


class Ballot(Struct, frozen=True):
    """A request that somebody's vote be this. `chosen` has a bit for each option."""

    ask: Ask
    may: Policy
    chosen: int

    @property
    def name(self) -> tuple[int, int, int]:
        """Whose vote it is, in which poll: the same from any session."""
        return (self.ask.log, self.ask.seq, self.ask.person)


Answer = Vote | ParleyError


async def vote_all(tx: WriteTransaction, ballots: Sequence[Ballot]) -> Sequence[Answer]:
    """Answer each ballot with the vote as it is after the batch, or a refusal."""
    found = await tx.find(FACTS, list({ballot.ask.key: None for ballot in ballots}))
    asked = await polls_at(tx, {(ballot.ask.log, ballot.ask.seq) for ballot in ballots})
    batch = _Batch(tx, found, asked, await roots_of(tx, (ballot.ask for ballot in ballots)))
    settled = [batch.settle(ballot) for ballot in ballots]
    await tx.update(WRITTEN, [own.as_row() for own in batch.own_changed])
    cards = dict(batch.cards)
    for count in batch.changed:
        cards |= await _name_first(tx, count)
    await tx.update(COUNTED, [count.as_row() for count in batch.changed])
    batch.tell(cards)
    return [own if isinstance(own, ParleyError) else own.as_thing() for own in settled]


async def _name_first(tx: WriteTransaction, count: "_Count") -> dict[str, Card]:
    """Name those who come next where some of the first have gone. Returns the cards of people who were not named."""
    cards: dict[str, Card] = {}
    for option, first in enumerate(count.first):
        if not count.poll.anonymous and len(first) < min(count.counts[option], FIRST_LIMIT):
            found = await voters(tx, count.log.id, count.poll.seq, option, after=None, limit=FIRST_LIMIT)
            cards |= await people_store.cards(tx, found)
            first[:] = map(str, found)
    return cards


class _Count:
    """A poll while the batch changes it."""

    def __init__(self, log: Log, row: Row[Any]) -> None:
        self.log = log
        self.poll = poll = made(Poll, row)
        self.closes_at, self.closed_at = row.closes_at, row.closed_at
        self.counts, self.first = list(poll.counts), [list(first) for first in poll.first]
        self.voters, self.rev = poll.voters, poll.rev
        self.is_changed = False

    def move(self, person: str, before: int, after: int) -> None:
        """Count a person's new choice in place of the one before. They are now the last who voted."""
        self.voters += bool(after) - bool(before)
        for option, first in enumerate(self.first):
            was, is_now = before >> option & 1, after >> option & 1
            if was and person in first:
                first.remove(person)
            self.counts[option] -= was
            # If some are not named, the next to name may be one of those: the table is asked afterwards.
            if is_now and not self.poll.anonymous and len(first) == self.counts[option] < FIRST_LIMIT:
                first.append(person)
            self.counts[option] += is_now

    def as_row(self) -> tuple[Any, ...]:
        result = (self.voters, encode(self.counts).decode(), encode(self.first).decode())
        return (*result, self.rev, self.log.id, self.poll.seq)

    def as_thing(self) -> Poll:
        counted = {"voters": self.voters, "counts": self.counts, "first": self.first}
        return structs.replace(self.poll, **counted, rev=self.rev)


@dataclass(slots=True)
class _Own:
    """One person's vote while the batch changes it. It is there unless it has an `until`."""

    ballot: Ballot
    chosen: int
    since: int
    until: int | None
    rev: int
    is_changed: bool = False

    @property
    def counted(self) -> int:
        return self.chosen if self.until is None else 0

    def as_row(self) -> tuple[Any, ...]:
        return (*self.ballot.name, self.chosen, self.since, self.until, self.rev)

    def as_thing(self) -> Vote:
        log, seq, _ = self.ballot.name
        chosen = options_of(self.chosen)
        return Vote(room=str(log), seq=seq, options=chosen, since=self.since, until=self.until, rev=self.rev)


class _Batch:
    """The votes of one transaction, in the order in which they came. Each poll and each person's vote gets one `rev`,
    however often it changes in here.
    """

    def __init__(
        self,
        tx: WriteTransaction,
        found: dict[tuple[Any, ...], tuple[Any, ...]],
        asked: Sequence[Row[Any]],
        roots: Roots,
    ) -> None:
        self._tx = tx
        self._roots = roots
        self._found = found
        logs = {log.id: log for log in tx.heads}
        self._counts = {(row.room, row.seq): _Count(logs[row.room], row) for row in asked}
        self._own: dict[tuple[int, int, int], _Own] = {}
        # In the order of their new `rev`.
        self.changed: list[_Count] = []
        self.own_changed: list[_Own] = []
        self.cards: dict[str, Card] = {}

    def settle(self, ballot: Ballot) -> _Own | ParleyError:
        found = self._found[ballot.ask.key]
        who, (chosen, since, until, rev) = taken_apart(found, ALL, ballot.ask, self._tx.now, self._roots)
        if (refused := ballot.may(who)) is not None:
            return refused
        count = self._counts.get((ballot.ask.log, ballot.ask.seq))
        if count is None:
            return NotFound(NO_POLL, field="seq")
        poll = count.poll
        if (wrong := may_choose(ballot.chosen, options=len(poll.options), is_multiple=poll.multiple)) is not None:
            return wrong
        stands = _Own(ballot, 0, since=0, until=0, rev=0) if rev is None else _Own(ballot, chosen, since, until, rev)
        own = self._own.setdefault(ballot.name, stands)
        # What was voted in time may be said again later.
        if ballot.chosen == own.counted:
            return own
        closed = may_vote(self._tx.now, closes_at=count.closes_at, closed_at=count.closed_at)
        if closed is None:
            self._move(who, own, count, ballot.chosen)
        return closed or own

    def tell(self, cards: dict[str, Card]) -> None:
        for count in self.changed:
            poll = count.as_thing()
            named = {person for first in poll.first for person in first}
            self._tx.changed(count.log, poll, people={person: cards[person] for person in named if person in cards})
        for own in self.own_changed:
            self._tx.changed(person_log(own.ballot.ask.person), own.as_thing())

    def _move(self, who: Standing, own: _Own, count: _Count, chosen: int) -> None:
        if not count.is_changed:
            count.rev, count.is_changed = self._tx.rev(count.log), True
            self.changed.append(count)
        if not own.is_changed:
            own.rev, own.is_changed = self._tx.rev(person_log(who.person)), True
            self.own_changed.append(own)
        count.move(str(who.person), own.counted, chosen)
        if chosen:
            own.chosen, own.since, own.until = chosen, count.rev, None
        else:
            own.chosen, own.until = 0, count.rev
        if not count.poll.anonymous:
            self.cards[str(who.person)] = who.card


def options_of(chosen: int) -> list[int]:
    return [option for option in range(chosen.bit_length()) if chosen >> option & 1]
