"""Sending, vectorised: all sends of a batch are looked up, numbered and inserted together.

The order of the questions is the promise: a known client_id is answered first, from the row itself, whatever has
become of its sender since; then the session and the stay are read, in this same transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from parley.errors import Conflict, NotFound, ParleyError, Unauthenticated
from parley.ids import request_hash
from parley.protocol.messages import Message, Sent
from parley.protocol.people import Card
from parley.store.schema import messages
from parley.store.units import WriteTransaction, room_log
from parley.store.vectors import Lookup
from parley.times import rfc3339

KNOWN = Lookup("messages", (("room", "bigint"), ("sender", "bigint"), ("client_id", "text")), "seq, rev, request_hash")
OPEN_STAY = Lookup("stays", (("room", "bigint"), ("person", "bigint")), "since", "until IS NULL")
SENDER = Lookup(
    "sessions JOIN people ON people.id = sessions.person",
    (("sessions.id", "bigint"), ("sessions.person", "bigint")),
    "sessions.expires_at, people.handle, people.name, people.avatar, people.rev",
    "sessions.ended_at IS NULL AND people.disabled_at IS NULL",
)


@dataclass(frozen=True, slots=True)
class Send:
    """A message on its way in, from a session of its sender."""

    room: int
    sender: int
    session: int
    client_id: str
    body: str

    @property
    def key(self) -> tuple[int, int, str]:
        return (self.room, self.sender, self.client_id)


Answer = Sent | ParleyError


async def send_all(tx: WriteTransaction, sends: Sequence[Send]) -> Sequence[Answer]:
    """Answer each send with its message's place or the reason why not."""
    known = await tx.find(KNOWN, list({send.key: None for send in sends}))
    fresh = [send for send in sends if send.key not in known]
    stays = await tx.find(OPEN_STAY, list({(send.room, send.sender): None for send in fresh}))
    senders = await tx.find(SENDER, list({(send.session, send.sender): None for send in fresh}))
    batch = _Batch(tx, known, stays, senders)
    answers = [batch.answer(send) for send in sends]
    await tx.insert(messages, batch.rows)
    return answers


class _Batch:
    """The sends of one transaction, numbered as they come. A repetition inside the batch finds the first."""

    def __init__(
        self,
        tx: WriteTransaction,
        known: dict[tuple[Any, ...], tuple[Any, ...]],
        stays: dict[tuple[Any, ...], tuple[Any, ...]],
        senders: dict[tuple[Any, ...], tuple[Any, ...]],
    ) -> None:
        self._tx = tx
        self._known = known
        self._stays = stays
        self._senders = senders
        self._cards: dict[tuple[int, int], dict[str, Card]] = {}
        self._created_at = rfc3339(tx.now)
        self.rows: list[tuple[Any, ...]] = []

    def answer(self, send: Send) -> Answer:
        digest = request_hash(send.body)
        known = self._known.get(send.key)
        if known is not None:
            seq, rev, before = known
            if bytes(before) != digest:
                return Conflict("This client_id was used for another message in this room.", field="client_id")
            return Sent(room=str(send.room), seq=seq, rev=rev, client_id=send.client_id)
        return self._refusal(send) or self._number(send, digest)

    def _refusal(self, send: Send) -> ParleyError | None:
        sender = self._senders.get((send.session, send.sender))
        if sender is None or sender[0] <= self._tx.now:
            return Unauthenticated("This session has ended. Sign in again.")
        if (send.room, send.sender) not in self._stays:
            return NotFound("There is no such room, or you are not in it.", field="room")
        return None

    def _number(self, send: Send, digest: bytes) -> Sent:
        log = room_log(send.room)
        rev, seq = self._tx.rev(log), self._tx.seq(log)
        (since,) = self._stays[(send.room, send.sender)]
        row = (send.room, seq, rev, send.sender, since, send.client_id, digest, send.body, self._tx.now)
        self.rows.append(row)
        self._known[send.key] = (seq, rev, digest)
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
        self._tx.changed(log, rev, message, self._card(send))
        return Sent(room=room, seq=seq, rev=rev, client_id=send.client_id)

    def _card(self, send: Send) -> dict[str, Card]:
        key = (send.session, send.sender)
        if key not in self._cards:
            _, handle, name, avatar, rev = self._senders[key]
            self._cards[key] = {str(send.sender): Card(handle=handle, name=name, avatar=avatar, rev=rev)}
        return self._cards[key]
