"""Reactions: an emoji that people put under a message.

Everybody is told how many have reacted with an emoji and who was first. Each person's own log says what they have
reacted with themselves, so that a reaction to a popular message does not resend a list of all who did.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.protocol.base import Id, Rev, Seq
from parley.protocol.people import Card

# How many different emoji a message can have at one time, and how many people a tally names.
KINDS_LIMIT = 50
FIRST_LIMIT = 10
Emoji = Annotated[
    str,
    Meta(min_length=1, max_length=32, description="One emoji, any that Unicode recommends."),
]


class Tally(Struct, frozen=True, kw_only=True, tag="tally", tag_field="thing", omit_defaults=True):
    """How often something was chosen under a message: of a reaction, `key` is the emoji.

    `first` names some of the people who did, in order. Tallies are shown in the order of `since`. One that nobody
    counts towards any more has an `until`.
    """

    seq: Seq
    kind: Literal["reaction"]
    key: str
    count: int
    first: list[Id]
    since: Rev
    until: Rev | None = None
    rev: Rev


class Reaction(Struct, frozen=True, kw_only=True, tag="reaction", tag_field="thing", omit_defaults=True):
    """One's own reaction to a message, in one's own log. `since` and `until` are places in the room's log."""

    room: Id
    seq: Seq
    emoji: str
    since: Rev
    until: Rev | None = None
    rev: Rev


class React(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """React to a message with an emoji. Reacting twice is reacting once; the answer is what stands."""

    room: Id
    seq: Seq
    emoji: Emoji


class Unreact(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Take a reaction back. Taking back what is not there changes nothing."""

    room: Id
    seq: Seq
    emoji: Emoji


class ListReactions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who reacted to a message with an emoji, a page at a time: name the last person seen for the next page."""

    room: Id
    seq: Seq
    emoji: Emoji
    after: Id | None = None
    limit: Annotated[int, Meta(ge=1, le=200)] = 50


class ReactionPage(Struct, frozen=True, kw_only=True):
    """People in the order in which they reacted."""

    people: list[Id]
    more: bool
    cards: dict[Id, Card]
