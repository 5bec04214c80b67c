"""Sending, vectorised: all sends of a batch are looked up, numbered and inserted together.

All facts are read in the same transaction. The order of the checks is a promise: a known client_id is answered first,
from the stored row, even if its sender has signed out or left since. The session and the stay are checked after that.
"""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from parley.basics.ids import request_hash
from parley.basics.times import rfc3339
from parley.changes import Log, log_name
from parley.errors import Conflict, ParleyError
from parley.policies import Policy, may_reply
from parley.protocol.messages import Message, Sent
from parley.protocol.people import Card
from parley.standing import Standing
from parley.store.forward_tables import forwards
from parley.store.forwards import Forwarding, Forwardings, forwardings_of, kept, row_of
from parley.store.mentions import Settle, settle_later, settling
from parley.store.naming import Naming, naming
from parley.store.polls import Begun, NewPoll, begin_all
from parley.store.quotes import NO_QUOTES, Quoted, quoted_at
from parley.store.schema import messages, people, rooms, sessions
from parley.store.standing import IN_ROOM, IN_ROOM_JOINS, Ask, Roots, roots_of, taken_apart
from parley.store.units import WriteTransaction
from parley.store.vectors import Gathering, Insert

FACTS = Gathering(
    key={
        "session": sessions.c.id,
        "person": people.c.id,
        "room": rooms.c.id,
        "log": messages.c.room,
        "client_id": messages.c.client_id,
    },
    columns=(*IN_ROOM, messages.c.seq, messages.c.rev, messages.c.request_hash),
    joins=(
        (messages, "messages.room = k.log AND messages.sender = k.person AND messages.client_id = k.client_id"),
        *IN_ROOM_JOINS,
    ),
)
_PLAIN = (
    *(messages.c.room, messages.c.seq, messages.c.rev, messages.c.sender, messages.c.stay, messages.c.client_id),
    *(messages.c.request_hash, messages.c.body, messages.c.created_at, messages.c.in_room),
)
_SPECIAL = (
    *(messages.c.reply_to, messages.c.root, messages.c.from_thread, messages.c.mentions, messages.c.poll),
    messages.c.forwarded,
)
# Most messages are plain.
PLAIN, SPECIAL = Insert(messages, _PLAIN), Insert(messages, (*_PLAIN, *_SPECIAL))
UNMARKED = (None,) * len(_SPECIAL)


class Send(Struct, frozen=True):
    """An incoming message. One that is said in a room and in a thread at once is two of these."""

    ask: Ask
    may: Policy
    client_id: str
    body: str
    reply_to: int | None = None
    is_twice: bool = False
    # What the message asks, if it is a poll.
    poll: NewPoll | None = None
    # What is forwarded with it. Its note, and not the copy, mentions people.
    forwarding: Forwarding | None = None

    @property
    def key(self) -> tuple[int, int, int, int, str]:
        ask = self.ask
        return (ask.session, ask.person, ask.room, ask.log, self.client_id)

    @property
    def name(self) -> tuple[int, int, str]:
        """The same for every retry, from any session."""
        return (self.ask.log, self.ask.person, self.client_id)

    @property
    def own_text(self) -> str:
        """What the sender says, without what they forward."""
        return self.body if self.forwarding is None else self.forwarding.note

    @property
    def digest(self) -> bytes:
        if self.forwarding is not None:
            return request_hash(self.forwarding.terms, "forward")
        if self.poll is not None:
            return request_hash(self.body, self.poll.terms, "poll")
        if self.is_twice:
            return request_hash(self.body, str(self.reply_to or ""), "twice")
        return request_hash(self.body) if self.reply_to is None else request_hash(self.body, str(self.reply_to))


Answer = Sent | ParleyError


async def send_all(tx: WriteTransaction, sends: Sequence[Send]) -> Sequence[Answer]:
    """Answer each send with its message's place or a refusal."""
    facts = await tx.find(FACTS, list({send.key: None for send in sends}))
    answered = {(send.ask.log, send.reply_to) for send in sends if send.reply_to is not None}
    roots = await roots_of(tx, (send.ask for send in sends))
    forwarded = await forwardings_of(tx, (send.forwarding for send in sends))
    named = await naming(tx, ((send.ask, send.own_text) for send in sends))
    batch = _Batch(tx, facts, await quoted_at(tx, answered), roots, named, forwarded)
    answers = [batch.answer(send) for send in sends]
    await tx.insert(PLAIN, batch.plain)
    await tx.insert(SPECIAL, batch.special)
    await settle_later(tx, batch.mentioning)
    if batch.polls:
        await begin_all(tx, batch.polls)
    if batch.copies:
        await tx.insert(forwards, batch.copies)
    return answers


class _Batch:
    """The sends of one transaction, numbered in order. A retry in the same batch gets the first one's place."""

    def __init__(
        self,
        tx: WriteTransaction,
        found: dict[tuple[Any, ...], tuple[Any, ...]],
        quoted: Quoted,
        roots: Roots,
        named: Naming,
        forwarded: Forwardings,
    ) -> None:
        self._tx = tx
        self._found = found
        self._quoted = quoted
        self._roots = roots
        self._named = named
        self._forwarded = forwarded
        self._said: dict[tuple[int, int, str], tuple[int, int, bytes]] = {}
        self._cards: dict[tuple[int, int], dict[str, Card]] = {}
        self._created_at = rfc3339(tx.now)
        self.plain: list[tuple[Any, ...]] = []
        self.special: list[tuple[Any, ...]] = []
        self.mentioning: list[Settle] = []
        self.polls: list[Begun] = []
        self.copies: list[tuple[int, ...]] = []

    def answer(self, send: Send) -> Answer:
        digest = send.digest
        found = self._found[send.key]
        who, (seq, rev, before) = taken_apart(found, IN_ROOM, send.ask, self._tx.now, self._roots)
        known = (seq, rev, bytes(before)) if seq is not None else self._said.get(send.name)
        if known is not None:
            seq, rev, before = known
            if before != digest:
                return Conflict("This client_id was used for another message in this room.", field="client_id")
            return _sent(send, seq, rev)
        if (refused := send.may(who)) is not None:
            return refused
        if send.reply_to is not None:
            answered = (send.ask.log, send.reply_to)
            is_notice = answered in self._quoted.notices
            if (refused := may_reply(who, self._quoted.quotes.get(answered), is_notice=is_notice)) is not None:
                return refused
        if send.forwarding is not None and (refused := self._forwarded.refusal(send.forwarding)) is not None:
            return refused
        return self._number(send, digest, who)

    def _number(self, send: Send, digest: bytes, who: Standing) -> Sent:
        ask, log = send.ask, send.ask.of
        rev, seq = self._tx.rev(log), self._tx.seq(log)
        named = (ask.person, who.since, send.client_id, digest)
        root = ask.root or None
        from_thread = send.is_twice and root is None
        mentioned, cards = self._named.by(ask, send.own_text, in_thread=root is not None or from_thread)
        is_poll = send.poll is not None
        forwarded = None if send.forwarding is None else send.forwarding.mark
        row = (ask.log, seq, rev, *named, send.body, self._tx.now, ask.room)
        marks = (send.reply_to, root, from_thread or None, mentioned.kept, is_poll or None, kept(forwarded))
        if marks == UNMARKED:
            self.plain.append(row)
        else:
            self.special.append((*row, *marks))
        self._said[send.name] = (seq, rev, digest)
        message = Message(
            room=str(ask.room),
            seq=seq,
            rev=rev,
            sender=str(ask.person),
            client_id=send.client_id,
            body=send.body,
            created_at=self._created_at,
            reply_to=send.reply_to,
            thread=root,
            from_thread=from_thread,
            mentions=mentioned.ids,
            groups=mentioned.groups,
            wide=mentioned.wide,
            poll=is_poll,
            forwarded=forwarded,
        )
        self._tell(send, log, who, message, cards)
        # A message that is in a room and in its thread mentions people once, by the thread.
        if mentioned.kept and not from_thread:
            self.mentioning.append(settling(ask, rev, seq, calls=mentioned.wide is not None))
        self._say_about(send, log, seq)
        return _sent(send, seq, rev)

    def _tell(self, send: Send, log: Log, who: Standing, message: Message, mentioned: dict[str, Card]) -> None:
        """With the cards of the people that it mentions, that it answers and that said what it forwards."""
        people, quotes = self._card(send, who), NO_QUOTES
        if mentioned:
            people = people | mentioned
        if send.reply_to is not None:
            quotes, answered = self._quoted.by(send.ask.log, send.reply_to)
            people = people | answered
        if message.forwarded is not None:
            people = people | self._forwarded.named_by(message.forwarded)
        self._tx.changed(log, message, people=people, quotes=quotes)

    def _say_about(self, send: Send, log: Log, seq: int) -> None:
        """The poll that a message is, or where a copy comes from."""
        if send.poll is not None:
            poll = send.poll.begun(seq, self._tx.rev(log))
            self._tx.changed(log, poll)
            self.polls.append(Begun(send.poll, send.ask.room, log, poll))
        elif send.forwarding is not None and send.forwarding.original is not None:
            self.copies.append(row_of(log.id, seq, send.forwarding.original))

    def _card(self, send: Send, who: Standing) -> dict[str, Card]:
        """One card for all messages of a session in this batch."""
        from_ = (send.ask.session, send.ask.person)
        if from_ not in self._cards:
            self._cards[from_] = {str(send.ask.person): who.card}
        return self._cards[from_]


def _sent(send: Send, seq: int, rev: int) -> Sent:
    ask = send.ask
    log = log_name(ask.of) if ask.root else None
    return Sent(room=str(ask.room), seq=seq, rev=rev, client_id=send.client_id, log=log)
