"""Editing, vectorised: a batch looks up, checks and writes all of its edits together.

The transaction that changes a text keeps the old one in `versions`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from parley.changes import room_log
from parley.errors import Forbidden, ParleyError
from parley.policies import may_edit
from parley.protocol.messages import Edited, Message
from parley.store.schema import messages, people, rooms, sessions, versions
from parley.store.standing import CALLER, CALLER_JOINS, SUBJECT, SUBJECT_JOINS, Caller, Subject, taken_apart
from parley.store.units import WriteTransaction
from parley.store.vectors import Gathering, Update
from parley.times import rfc3339

FACTS = Gathering(
    key={"room": messages.c.room, "seq": messages.c.seq, "person": people.c.id, "session": sessions.c.id},
    columns=(
        *(*CALLER, *SUBJECT, rooms.c.edit_minutes),
        *(messages.c.sender, messages.c.rev, messages.c.client_id, messages.c.created_at, messages.c.edited_at),
    ),
    joins=(*CALLER_JOINS, *SUBJECT_JOINS),
)
CHANGED = Update(
    messages,
    values=(messages.c.body, messages.c.rev, messages.c.edited_at),
    key=(messages.c.room, messages.c.seq),
)


class Facts(NamedTuple):
    """The facts about an edit: who asks, the message, for how long its room allows that, and what of it stays."""

    caller: Caller
    subject: Subject
    edit_minutes: int
    sender: int
    rev: int
    client_id: str
    created_at: int
    edited_at: int | None

    @classmethod
    def of(cls, row: tuple[Any, ...]) -> "Facts":
        caller, subject, rest = taken_apart(row)
        return cls(caller, subject, *rest)


@dataclass(frozen=True, slots=True)
class Edit:
    """A new text for a message, from a session of the person who sends it."""

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
    """Answer each edit with its message's version after it, or a refusal."""
    found = await tx.find(FACTS, list({edit.key: None for edit in edits}))
    batch = _Batch(tx, {key: Facts.of(row) for key, row in found.items()})
    answers = [batch.answer(edit) for edit in edits]
    await tx.insert(versions, batch.earlier)
    await tx.update(CHANGED, batch.rows())
    return answers


@dataclass(slots=True)
class _Text:
    """A message's text while the batch changes it."""

    rev: int
    body: str
    at: int
    is_edited: bool = False


class _Batch:
    """The edits of one transaction, applied in order."""

    def __init__(self, tx: WriteTransaction, facts: dict[tuple[Any, ...], Facts]) -> None:
        self._tx = tx
        self._facts = facts
        # One per message, even if several of its sender's sessions edit it.
        self._texts: dict[tuple[int, int], _Text] = {}
        self.earlier: list[tuple[Any, ...]] = []

    def answer(self, edit: Edit) -> Answer:
        facts = self._facts[edit.key]
        refusal = _refusal(edit, facts, self._tx.now)
        if refusal is not None:
            return refusal
        said = _Text(facts.rev, facts.subject.body or "", facts.edited_at or facts.created_at)
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
        self._tx.changed(log, edited, people={sender: facts.caller.card})


def _refusal(edit: Edit, facts: Facts, now: int) -> ParleyError | None:
    refusal = facts.caller.refusal(now) or facts.subject.refusal(edit.seq, facts.caller)
    if refusal is not None:
        return refusal
    if facts.sender != edit.editor:
        return Forbidden("This message is somebody else's. Only its sender can edit it.")
    if not may_edit(said_at=facts.created_at, now=now, edit_minutes=facts.edit_minutes):
        return Forbidden("The time in which messages of this room can be edited is over.")
    return None
