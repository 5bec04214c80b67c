"""Editing, vectorised: a batch looks up, checks and writes all of its edits together.

The transaction that changes a text keeps the old one in `versions`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from msgspec import Struct

from parley.basics.times import rfc3339
from parley.errors import ParleyError
from parley.language.mentions import wide_of
from parley.policies import Policy
from parley.protocol.messages import Edited, Message
from parley.standing import Standing
from parley.store.mentions import Settle, settle_later, settling
from parley.store.naming import Naming, naming
from parley.store.quotes import Quoted, quoted_at
from parley.store.schema import messages, versions
from parley.store.standing import Ask, standings_of
from parley.store.units import WriteTransaction
from parley.store.vectors import Update

CHANGED = Update(
    messages,
    values=(messages.c.body, messages.c.rev, messages.c.edited_at, messages.c.mentions),
    key=(messages.c.room, messages.c.seq),
)


class Edit(Struct, frozen=True):
    """A new text for a message."""

    ask: Ask
    may: Policy
    body: str


Answer = Edited | ParleyError


async def edit_all(tx: WriteTransaction, edits: Sequence[Edit]) -> Sequence[Answer]:
    """Answer each edit with its message's version after it, or a refusal."""
    standings = await standings_of(tx, [edit.ask for edit in edits], tx.now)
    answered = {(ask.log, who.reply_to) for ask, who in standings.items() if who.reply_to is not None}
    named = await naming(tx, ((edit.ask, edit.body) for edit in edits))
    batch = _Batch(tx, standings, await quoted_at(tx, answered), named)
    answers = [batch.answer(edit) for edit in edits]
    await tx.insert(versions, batch.earlier)
    await tx.update(CHANGED, batch.rows())
    await settle_later(tx, batch.mentioning)
    return answers


@dataclass(slots=True)
class _Text:
    """A message's text while the batch changes it."""

    rev: int
    body: str
    at: int
    mentions: str | None
    is_edited: bool = False


class _Batch:
    """The edits of one transaction, applied in order."""

    def __init__(self, tx: WriteTransaction, standings: dict[Ask, Standing], quoted: Quoted, named: Naming) -> None:
        self._tx = tx
        self._standings = standings
        self._quoted = quoted
        self._named = named
        self.mentioning: list[Settle] = []
        # One per message, even if several of its sender's sessions edit it.
        self._texts: dict[tuple[int, int], _Text] = {}
        self.earlier: list[tuple[Any, ...]] = []

    def answer(self, edit: Edit) -> Answer:
        ask, who = edit.ask, self._standings[edit.ask]
        if (refusal := edit.may(who)) is not None:
            return refusal
        said = _Text(who.rev, who.body or "", who.edited_at or who.said_at, who.mentions)
        text = self._texts.setdefault((ask.log, ask.seq), said)
        if text.body != edit.body:
            self._change(edit, who, text)
        return Edited(room=str(ask.room), seq=ask.seq, rev=text.rev)

    def rows(self) -> list[tuple[Any, ...]]:
        return [
            (text.body, text.rev, text.at, text.mentions, *place)
            for place, text in self._texts.items()
            if text.is_edited
        ]

    def _change(self, edit: Edit, who: Standing, text: _Text) -> None:
        ask, log = edit.ask, edit.ask.of
        self.earlier.append((ask.log, ask.seq, text.rev, text.body, text.at))
        text.rev, text.body, text.at, text.is_edited = self._tx.rev(log), edit.body, self._tx.now, True
        in_thread = bool(ask.root or who.from_thread)
        before, (mentioned, named) = text.mentions, self._named.by(ask, edit.body, in_thread=in_thread)
        text.mentions = mentioned.kept
        if before or text.mentions:
            calls = mentioned.wide is not None and wide_of(before) is None
            self.mentioning.append(settling(ask, text.rev, ask.seq, calls=calls))
        sender = str(ask.person)
        edited = Message(
            room=str(ask.room),
            seq=ask.seq,
            rev=text.rev,
            sender=sender,
            client_id=who.client_id,
            body=text.body,
            created_at=rfc3339(who.said_at),
            edited_at=rfc3339(text.at),
            reply_to=who.reply_to,
            thread=ask.root or None,
            from_thread=bool(who.from_thread),
            mentions=mentioned.ids,
            groups=mentioned.groups,
            wide=mentioned.wide,
        )
        quotes, cards = self._quoted.by(ask.log, who.reply_to)
        self._tx.changed(log, edited, people={sender: who.card} | named | cards, quotes=quotes)
