"""Sending, vectorised: all sends of a batch are looked up, numbered and inserted together.

All facts are read in the same transaction. The order of the checks is a promise: a known client_id is answered first,
from the stored row, even if its sender has signed out or left since. The session and the stay are checked after that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from parley.changes import room_log
from parley.errors import Conflict, ParleyError
from parley.ids import request_hash
from parley.protocol.messages import Message, Sent
from parley.protocol.people import Card
from parley.store.schema import messages, people, rooms, sessions
from parley.store.standing import CALLER, CALLER_JOINS, Caller
from parley.store.units import WriteTransaction
from parley.store.vectors import Gathering
from parley.times import rfc3339

FACTS = Gathering(
    key={"room": rooms.c.id, "person": people.c.id, "session": sessions.c.id, "client_id": messages.c.client_id},
    columns=(messages.c.seq, messages.c.rev, messages.c.request_hash, *CALLER),
    joins=(
        (messages, "messages.room = k.room AND messages.sender = k.person AND messages.client_id = k.client_id"),
        *CALLER_JOINS,
    ),
)


class Stored(NamedTuple):
    """The message of a send, if it is there already."""

    seq: int | None
    rev: int
    request_hash: bytes


Facts = tuple[Stored, Caller]


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
    batch = _Batch(tx, {key: (Stored(*row[:3]), Caller(*row[3:])) for key, row in found.items()})
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
        digest, (stored, caller) = request_hash(send.body), self._facts[send.key]
        known = self._said.get(send.name)
        if known is None and stored.seq is not None:
            known = (stored.seq, stored.rev, bytes(stored.request_hash))
        if known is not None:
            seq, rev, before = known
            if before != digest:
                return Conflict("This client_id was used for another message in this room.", field="client_id")
            return Sent(room=str(send.room), seq=seq, rev=rev, client_id=send.client_id)
        return caller.refusal(self._tx.now) or self._number(send, digest, caller)

    def _number(self, send: Send, digest: bytes, caller: Caller) -> Sent:
        log = room_log(send.room)
        rev, seq = self._tx.rev(log), self._tx.seq(log)
        named = (send.sender, caller.since, send.client_id, digest)
        self.rows.append((send.room, seq, rev, *named, send.body, self._tx.now, None, None))
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
        self._tx.changed(log, message, people=self._card(send, caller))
        return Sent(room=room, seq=seq, rev=rev, client_id=send.client_id)

    def _card(self, send: Send, caller: Caller) -> dict[str, Card]:
        """One card for all messages of a session in this batch."""
        who = (send.session, send.sender)
        if who not in self._cards:
            self._cards[who] = {str(send.sender): caller.card}
        return self._cards[who]
