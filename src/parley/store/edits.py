"""Editing, vectorised: all edits of a batch are looked up, judged and written together.

What a message said before goes to `versions`, in the transaction that changes it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from parley.changes import room_log
from parley.errors import Forbidden, Gone, NotFound, ParleyError, Unauthenticated
from parley.policies import may_edit
from parley.protocol.messages import Edited, Message
from parley.protocol.people import Card
from parley.store.schema import messages, people, rooms, sessions, stays, versions
from parley.store.units import WriteTransaction
from parley.store.vectors import Gathering, Update
from parley.things import was_erased
from parley.times import rfc3339

FACTS = Gathering(
    key={"room": messages.c.room, "seq": messages.c.seq, "editor": people.c.id, "session": sessions.c.id},
    columns=(
        *(sessions.c.expires_at, people.c.handle, people.c.name, people.c.avatar, people.c.rev),
        *(stays.c.first_seq, rooms.c.first_kept, rooms.c.edit_minutes),
        *(messages.c.sender, messages.c.rev, messages.c.client_id, messages.c.body),
        *(messages.c.created_at, messages.c.edited_at, messages.c.erased_at),
    ),
    joins=(
        (sessions, "sessions.id = k.session AND sessions.person = k.editor AND sessions.ended_at IS NULL"),
        (people, "people.id = sessions.person AND people.disabled_at IS NULL"),
        (stays, "stays.room = k.room AND stays.person = k.editor AND stays.until IS NULL"),
        (rooms, "rooms.id = k.room"),
        (messages, "messages.room = k.room AND messages.seq = k.seq"),
    ),
)
CHANGED = Update(
    messages,
    values=(messages.c.body, messages.c.rev, messages.c.edited_at),
    key=(messages.c.room, messages.c.seq),
)


class Facts(NamedTuple):
    """What is known of an edit: its session and person, their stay, the room and the message."""

    expires_at: int | None
    handle: str | None
    name: str
    avatar: str | None
    card_rev: int
    first_seq: int | None
    first_kept: int
    edit_minutes: int
    sender: int | None
    rev: int
    client_id: str
    body: str
    created_at: int
    edited_at: int | None
    erased_at: int | None


@dataclass(frozen=True, slots=True)
class Edit:
    """A new text for a message, from a session of the person who wants it."""

    room: int
    seq: int
    editor: int
    session: int
    body: str

    @property
    def key(self) -> tuple[int, int, int, int]:
        return (self.room, self.seq, self.editor, self.session)


Answer = Edited | ParleyError


async def edit_all(tx: WriteTransaction, edits: Sequence[Edit]) -> Sequence[Answer]:
    """Answer each edit with the version that its message has after it, or the reason why not."""
    found = await tx.find(FACTS, list({edit.key: None for edit in edits}))
    batch = _Batch(tx, {key: Facts(*row) for key, row in found.items()})
    answers = [batch.answer(edit) for edit in edits]
    await tx.insert(versions, batch.earlier)
    await tx.update(CHANGED, batch.rows())
    return answers


@dataclass(slots=True)
class _Text:
    """What a message says, as of this version."""

    rev: int
    body: str
    at: int
    is_edited: bool = False


class _Batch:
    """The edits of one transaction, in the order in which they came."""

    def __init__(self, tx: WriteTransaction, facts: dict[tuple[Any, ...], Facts]) -> None:
        self._tx = tx
        self._facts = facts
        # One text a message, whichever session of its sender changes it.
        self._texts: dict[tuple[int, int], _Text] = {}
        self.earlier: list[tuple[Any, ...]] = []

    def answer(self, edit: Edit) -> Answer:
        facts = self._facts[edit.key]
        if facts.handle is None or facts.expires_at is None or facts.expires_at <= self._tx.now:
            return Unauthenticated("This session has ended. Sign in again.")
        refusal = _refusal(edit, facts, self._tx.now)
        if refusal is not None:
            return refusal
        said = _Text(facts.rev, facts.body, facts.edited_at or facts.created_at)
        text = self._texts.setdefault((edit.room, edit.seq), said)
        if text.body != edit.body:
            self._change(edit, facts, text)
        return Edited(room=str(edit.room), seq=edit.seq, rev=text.rev)

    def rows(self) -> list[tuple[Any, ...]]:
        return [(text.body, text.rev, text.at, *place) for place, text in self._texts.items() if text.is_edited]

    def _change(self, edit: Edit, facts: Facts, text: _Text) -> None:
        self.earlier.append((edit.room, edit.seq, text.rev, text.body, text.at))
        log = room_log(edit.room)
        text.rev, text.body, text.at, text.is_edited = self._tx.rev(log), edit.body, self._tx.now, True
        sender = str(edit.editor)
        edited = Message(
            room=str(edit.room),
            seq=edit.seq,
            rev=text.rev,
            sender=sender,
            client_id=facts.client_id,
            body=text.body,
            created_at=rfc3339(facts.created_at),
            edited_at=rfc3339(text.at),
        )
        card = Card(handle=facts.handle or "", name=facts.name, avatar=facts.avatar, rev=facts.card_rev)
        self._tx.changed(log, edited, people={sender: card})


def _refusal(edit: Edit, facts: Facts, now: int) -> ParleyError | None:
    is_seen = facts.first_seq is not None and edit.seq >= max(facts.first_seq, facts.first_kept)
    if not is_seen or facts.sender is None:
        return NotFound("There is no such message in a room that you are in.", field="seq")
    if facts.sender != edit.editor:
        return Forbidden("This message is somebody else's. Only its sender can edit it.")
    if was_erased(facts.erased_at, facts.body):
        return Gone("This message was deleted.", field="seq")
    if not may_edit(said_at=facts.created_at, now=now, edit_minutes=facts.edit_minutes):
        return Forbidden("The time in which messages of this room can be edited is over.")
    return None
