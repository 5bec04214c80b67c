"""Emoji that administrators add to the server, each a picture under a name."""

from typing import Annotated

from msgspec import Meta, Struct

from parley.protocol.base import Id, Rev, Time
from parley.protocol.people import Card

# How many a server can have.
EMOJI_LIMIT = 500
# `:name:` has to fit where reactions keep an emoji, in 32 characters: to widen those columns would lock the busiest
# tables. An underscore beside another sign, or at an end, could begin emphasis in Markdown.
EmojiName = Annotated[
    str,
    Meta(
        min_length=2,
        max_length=30,
        pattern=r"^(?!.*(?:^|[+-])_)(?!.*_(?:[+-]|$))[a-z0-9_+-]+$(?!\n)",
        description="Lower-case letters, digits, hyphens, plus signs, and underscores between letters or digits.",
    ),
]


class CustomEmoji(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An emoji of this server, which people write as `:name:`.

    `picture` names its picture: it is at `/api/emoji/{picture}/moving` and at `/api/emoji/{picture}/still`, for people
    who are signed in. The two differ only if it is animated. Who added it and when is for administrators.
    """

    name: EmojiName
    picture: str
    added_by: Id | None = None
    added_at: Time | None = None


class AddEmoji(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The name of a new emoji, in the address to which its picture is sent."""

    name: EmojiName


class ListEmoji(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every emoji of this server.

    Ask for them once, and again when a welcome's `settings.emoji` differs from the `rev` of what you have. A signal of
    the kind `emoji` with the next `rev` says what has changed; after one with a later `rev`, ask again.
    """


class EmojiList(Struct, frozen=True, kw_only=True):
    """Emoji by name. `rev` counts how often one was added or removed. Administrators find the people who added
    them in `people`.
    """

    emoji: list[CustomEmoji]
    rev: Rev
    people: dict[Id, Card] = {}


class RemoveEmoji(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Remove an emoji. Messages and reactions with it stay, and show its name. Repeating it changes nothing."""

    name: EmojiName
