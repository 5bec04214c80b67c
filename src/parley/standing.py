"""Where a caller stands: all that decides whether they may do what they ask for, as one transaction sees it."""

from typing import Any

import msgspec
from msgspec import Struct, structs

from parley.protocol.people import Card, Status
from parley.things import was_erased


class About(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a card shows besides handle, name and picture, as a person's row keeps it."""

    pronouns: str = ""
    time_zone: str = ""
    status: Status | None = None


NOTHING = About()
_about_in = msgspec.json.Decoder(About).decode


def about_of(kept: str | None) -> About:
    return NOTHING if kept is None else _about_in(kept)


def kept_of(about: About) -> str | None:
    return None if about == NOTHING else msgspec.json.encode(about).decode()


def shown_of(kept: str | None) -> dict[str, Any]:
    """The fields of a card that come from there. Of most people nothing is kept."""
    return {} if kept is None else structs.asdict(_about_in(kept))


class Other(Struct, frozen=True):
    """The person whom a verb is about, and how they stand to the room."""

    person: int
    # Null if there is no such person.
    handle: str | None = None
    server_role: str | None = None
    disabled_at: int | None = None
    # Their open stay in the room.
    since: int | None = None
    role: str | None = None
    banned_at: int | None = None
    # Whether the caller may know of them: a guest knows only the people of the rooms that the guest is in.
    is_met: bool = True


class Standing(Struct, frozen=True):
    """A caller, the room that they speak of, the message in it, and the person whom the verb is about.

    What is not there is null. So is what a verb does not need and did not read.
    """

    now: int
    person: int
    # Their session. Null if it has ended, or if they are disabled.
    expires_at: int | None = None
    # 1 where their session is confined to setting up a second factor.
    confined: int | None = None
    handle: str | None = None
    name: str = ""
    avatar: str | None = None
    card_rev: int = 0
    about: str | None = None
    server_role: str | None = None
    # Their open stay in the room.
    since: int | None = None
    first_seq: int = 1
    role: str | None = None
    # The room.
    kind: str | None = None
    created_by: int | None = None
    adding: str | None = None
    posting: str | None = None
    threads: str | None = None
    archived_at: int | None = None
    deleted_at: int | None = None
    first_kept: int = 1
    edit_minutes: int = 0
    # It is the conversation of two people, and the other one has blocked the caller.
    blocked_since: int | None = None
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
    reply_to: int | None = None
    from_thread: int | None = None
    mentions: str | None = None
    is_poll: int | None = None
    forwarded: str | None = None
    notice: str | None = None
    # The root of the thread that the message is in, and whether it is there and was not erased.
    root: int = 0
    has_root: bool = False
    # The person.
    other: Other | None = None

    @property
    def is_signed_in(self) -> bool:
        return self.handle is not None and self.expires_at is not None and self.expires_at > self.now

    @property
    def is_confined(self) -> bool:
        return bool(self.confined)

    @property
    def is_member(self) -> bool:
        return self.since is not None

    @property
    def is_guest(self) -> bool:
        return self.server_role == "guest"

    @property
    def is_administrator(self) -> bool:
        return self.server_role in {"owner", "admin"}

    @property
    def is_owner(self) -> bool:
        """Of the room. In a public room that they are in, the server's administrators count as owners."""
        return self.role == "owner" or (self.is_member and self.kind == "public" and self.is_administrator)

    @property
    def is_moderator(self) -> bool:
        return self.is_owner or self.role == "moderator"

    @property
    def sees_room(self) -> bool:
        """Everybody but guests sees public rooms. Only members see others."""
        return self.is_member or (self.kind == "public" and not self.is_guest)

    @property
    def first_seen(self) -> int:
        """The first message of the room that they may see. Of a thread they may see all or nothing."""
        return 1 if self.root else max(self.first_seq, self.first_kept)

    @property
    def sees_message(self) -> bool:
        return (
            self.is_member and self.seq is not None and (self.sees_root if self.root else self.seq >= self.first_seen)
        )

    @property
    def sees_root(self) -> bool:
        """A thread is seen by everybody who sees the message that it is about."""
        return self.is_member and self.has_root and self.root >= max(self.first_seq, self.first_kept)

    @property
    def is_erased(self) -> bool:
        return was_erased(self.erased_at, self.body)

    @property
    def card(self) -> Card:
        shown = shown_of(self.about)
        return Card(handle=self.handle or "", name=self.name, avatar=self.avatar, rev=self.card_rev, **shown)
