"""Where a caller stands: all that decides whether they may do what they ask for, as one transaction sees it."""

from typing import NamedTuple

from parley.protocol.people import Card
from parley.things import was_erased


class Standing(NamedTuple):
    """A caller, the room that they speak of, and the message in it.

    What is not there is null. So is what a verb does not need and did not read.
    """

    now: int
    person: int
    # Their session. Null if it has ended, or if they are disabled.
    expires_at: int | None = None
    handle: str | None = None
    name: str = ""
    avatar: str | None = None
    card_rev: int = 0
    # Their open stay in the room.
    since: int | None = None
    first_seq: int = 1
    role: str | None = None
    # The room.
    kind: str | None = None
    first_kept: int = 1
    edit_minutes: int = 0
    # The message.
    seq: int | None = None
    sender: int | None = None
    rev: int = 0
    client_id: str = ""
    body: str | None = None
    said_at: int = 0
    edited_at: int | None = None
    erased_at: int | None = None
    erased_by: int | None = None

    @property
    def is_signed_in(self) -> bool:
        return self.handle is not None and self.expires_at is not None and self.expires_at > self.now

    @property
    def is_member(self) -> bool:
        return self.since is not None

    @property
    def first_seen(self) -> int:
        """The first message of the room that they may see."""
        return max(self.first_seq, self.first_kept)

    @property
    def sees_message(self) -> bool:
        return self.is_member and self.seq is not None and self.seq >= self.first_seen

    @property
    def is_erased(self) -> bool:
        return was_erased(self.erased_at, self.body)

    @property
    def card(self) -> Card:
        return Card(handle=self.handle or "", name=self.name, avatar=self.avatar, rev=self.card_rev)
