"""Who calls a vectorised verb, which message it is about, and whether that is allowed.

The columns and joins here are parts of each verb's own `Gathering`, so that one statement reads all that it needs. The
gathering's key has `person`, `session` and `room`, and `seq` if the verb is about a message.
"""

from typing import Any, NamedTuple

from sqlalchemy import Column, Table

from parley.errors import Gone, NotFound, ParleyError, Unauthenticated
from parley.protocol.people import Card
from parley.store.schema import messages, people, rooms, sessions, stays
from parley.things import was_erased

Columns = tuple[Column[Any], ...]
Joins = tuple[tuple[Table, str], ...]

CALLER: Columns = (
    *(sessions.c.expires_at, people.c.handle, people.c.name, people.c.avatar, people.c.rev),
    *(stays.c.since, stays.c.first_seq),
)
CALLER_JOINS: Joins = (
    (sessions, "sessions.id = k.session AND sessions.person = k.person AND sessions.ended_at IS NULL"),
    (people, "people.id = sessions.person AND people.disabled_at IS NULL"),
    (stays, "stays.room = k.room AND stays.person = k.person AND stays.until IS NULL"),
)
SUBJECT: Columns = (rooms.c.first_kept, messages.c.body, messages.c.erased_at)
SUBJECT_JOINS: Joins = (
    (rooms, "rooms.id = k.room"),
    (messages, "messages.room = k.room AND messages.seq = k.seq"),
)


class Caller(NamedTuple):
    """A session, its person, and their stay in the room. Fields are null if one of these is missing."""

    expires_at: int | None
    handle: str | None
    name: str
    avatar: str | None
    card_rev: int
    since: int | None
    first_seq: int

    def refusal(self, now: int) -> ParleyError | None:
        if self.handle is None or self.expires_at is None or self.expires_at <= now:
            return Unauthenticated("This session has ended. Sign in again.")
        if self.since is None:
            return NotFound("There is no such room, or you are not in it.", field="room")
        return None

    @property
    def card(self) -> Card:
        return Card(handle=self.handle or "", name=self.name, avatar=self.avatar, rev=self.card_rev)


class Subject(NamedTuple):
    """The message that a verb is about."""

    first_kept: int
    body: str | None
    erased_at: int | None

    def refusal(self, seq: int, caller: Caller) -> ParleyError | None:
        """To a caller who may not see it, a message does not exist."""
        if self.body is None or seq < max(caller.first_seq, self.first_kept):
            return NotFound("There is no such message in a room that you are in.", field="seq")
        return Gone("This message was deleted.", field="seq") if was_erased(self.erased_at, self.body) else None


def taken_apart(row: tuple[Any, ...]) -> tuple[Caller, Subject, tuple[Any, ...]]:
    """A row that begins with the columns of `CALLER` and `SUBJECT`, and the rest of it."""
    middle, end = len(CALLER), len(CALLER) + len(SUBJECT)
    return Caller(*row[:middle]), Subject(*row[middle:end]), row[end:]
