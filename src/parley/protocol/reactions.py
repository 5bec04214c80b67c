"""Reactions: an emoji that people put under a message.

The room's log has a tally for each emoji: how many people reacted, and the first ten of them. Each person's own log has
their own reactions. So a new reaction to a popular message does not send a long list to everybody again.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.protocol.base import Id, Rev, Seq
from parley.protocol.messages import Root
from parley.protocol.people import Card

# How many different emoji a message can have at one time, and how many people a tally names.
KINDS_LIMIT = 50
FIRST_LIMIT = 10
Emoji = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=32,
        description="One emoji: any that Unicode recommends, or the `:name:` of one of this server's. A reaction stays "
        "when its emoji is removed from the server.",
    ),
]


class Tally(Struct, frozen=True, kw_only=True, tag="tally", tag_field="thing", omit_defaults=True):
    """How many people reacted to a message with an emoji, which is the `key`.

    `first` has the ids of the first ten, in order. Show tallies in the order of `since`. A tally with an `until` is at
    zero: do not show it.
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
    """Your own reaction, in your own log. It is there unless it has an `until`; both are places in the message's log.

    `room` is the id of that log: the room's, or of a reply in a thread, the thread's.
    """

    room: Id
    seq: Seq
    emoji: str
    since: Rev
    until: Rev | None = None
    rev: Rev


class React(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """React to a message with an emoji. Repeating it changes nothing; the answer is the reaction."""

    room: Id
    seq: Seq
    emoji: Emoji
    thread: Root | None = None


class Unreact(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Take a reaction back. If there is none, nothing changes."""

    room: Id
    seq: Seq
    emoji: Emoji
    thread: Root | None = None


class ListReactions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The people who reacted with an emoji, a page at a time. `after` is the last person of the page before."""

    room: Id
    seq: Seq
    emoji: Emoji
    thread: Root | None = None
    after: Id | None = None
    limit: Annotated[int, Meta(ge=1, le=200)] = 50


class ReactionPage(Struct, frozen=True, kw_only=True):
    """People in the order in which they reacted."""

    people: list[Id]
    more: bool
    cards: dict[Id, Card]
