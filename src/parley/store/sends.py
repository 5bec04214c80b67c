"""Sending, vectorised: all sends of a batch are looked up, numbered and inserted together.

All facts are read in the same transaction. The order of the checks is a promise: a known client_id is answered first,
from the stored row, even if its sender has signed out or left since. The session and the stay are checked after that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from parley.changes import room_log
from parley.errors import Conflict, NotFound, ParleyError, Unauthenticated
from parley.ids import request_hash
from parley.protocol.messages import Message, Sent
from parley.protocol.people import Card
from parley.store.schema import messages, people, rooms, sessions, stays
from parley.store.units import WriteTransaction
from parley.store.vectors import Gathering
from parley.times import rfc3339

FACTS = Gathering(
    key={"room": rooms.c.id, "sender": people.c.id, "session": sessions.c.id, "client_id": messages.c.client_id},
    columns=(
        *(messages.c.seq, messages.c.rev, messages.c.request_hash, stays.c.since, sessions.c.expires_at),
        *(people.c.handle, people.c.name, people.c.avatar, people.c.rev),
    ),
    joins=(
        (messages, "messages.room = k.room AND messages.sender = k.sender AND messages.client_id = k.client_id"),
        (stays, "stays.room = k.room AND stays.person = k.sender AND stays.until IS NULL"),
        (sessions, "sessions.id = k.session AND sessions.person = k.sender AND sessions.ended_at IS NULL"),
        (people, "people.id = sessions.person AND people.disabled_at IS NULL"),
    ),
)


class Facts(NamedTuple):
    """The facts about a send: the message, if it is stored already; the sender's stay, session and card."""

    seq: int | None
    rev: int
    request_hash: bytes
    since: int | None
    expires_at: int
    handle: str | None
    name: str
    avatar: str | None
    card_rev: int


@dataclass(frozen=True, slots=True)
class Send:
    """An incoming message, from a session of its sender."""

    room: int
    sender: int
    session: int
    client_id: str
    body: str

    @property
    def key(self) -> tuple[int, int, int, str]:
        return (self.room, self.sender, self.session, self.client_id)

    @property
    def name(self) -> tuple[int, int, str]:
        """The same for every retry, from any session."""
        return (self.room, self.sender, self.client_id)


Answer = Sent | ParleyError


async def send_all(tx: WriteTransaction, sends: Sequence[Send]) -> Sequence[Answer]:
    """Answer each send with its message's place or a refusal."""
    found = await tx.find(FACTS, list({send.key: None for send in sends}))
    batch = _Batch(tx, {key: Facts(*row) for key, row in found.items()})
    answers = [batch.answer(send) for send in sends]
    await tx.insert(messages, batch.rows)
    return answers


class _Batch:
    """The sends of one transaction, numbered in order. A retry in the same batch gets the first one's place."""

    def __init__(self, tx: WriteTransaction, facts: dict[tuple[Any, ...], Facts]) -> None:
        self._tx = tx
        self._facts = facts
        self._said: dict[tuple[int, int, str], tuple[int, int, bytes]] = {}
        self._cards: dict[tuple[int, int], dict[str, Card]] = {}
        self._created_at = rfc3339(tx.now)
        self.rows: list[tuple[Any, ...]] = []

    def answer(self, send: Send) -> Answer:
        digest, facts = request_hash(send.body), self._facts[send.key]
        known = self._said.get(send.name)
        if known is None and facts.seq is not None:
            known = (facts.seq, facts.rev, bytes(facts.request_hash))
        if known is not None:
            seq, rev, before = known
            if before != digest:
                return Conflict("This client_id was used for another message in this room.", field="client_id")
            return Sent(room=str(send.room), seq=seq, rev=rev, client_id=send.client_id)
        if facts.handle is None or facts.expires_at <= self._tx.now:
            return Unauthenticated("This session has ended. Sign in again.")
        if facts.since is None:
            return NotFound("There is no such room, or you are not in it.", field="room")
        return self._number(send, digest, facts.since, self._card(send, facts.handle))

    def _number(self, send: Send, digest: bytes, since: int, card: dict[str, Card]) -> Sent:
        log = room_log(send.room)
        rev, seq = self._tx.rev(log), self._tx.seq(log)
        row = (send.room, seq, rev, send.sender, since, send.client_id, digest, send.body, self._tx.now, None, None)
        self.rows.append(row)
        self._said[send.name] = (seq, rev, digest)
        room = str(send.room)
        message = Message(
            room=room,
            seq=seq,
            rev=rev,
            sender=str(send.sender),
            client_id=send.client_id,
            body=send.body,
            created_at=self._created_at,
        )
        self._tx.changed(log, message, people=card)
        return Sent(room=room, seq=seq, rev=rev, client_id=send.client_id)

    def _card(self, send: Send, handle: str) -> dict[str, Card]:
        who = (send.session, send.sender)
        if who not in self._cards:
            facts = self._facts[send.key]
            card = Card(handle=handle, name=facts.name, avatar=facts.avatar, rev=facts.card_rev)
            self._cards[who] = {str(send.sender): card}
        return self._cards[who]
