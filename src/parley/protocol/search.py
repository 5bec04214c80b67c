"""Searching what messages say."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.protocol.base import Id
from parley.protocol.messages import Message
from parley.protocol.people import Card

QUERY_LIMIT = 1000
SearchOrder = Annotated[
    Literal["newest", "best"],
    Meta(description="The newest first, or those first that match best among the 200 newest that match."),
]


class SearchMessages(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Find messages in the rooms that one is in, as far as one may read them.

    A word also finds longer ones that begin with it, and the words in quotes follow each other exactly. Case and
    accents do not matter. If nothing is found, words of five letters and more may have a slip in them. A minus leaves
    out: `-draft`. Filters: `from:@ada`, `from:me`, `in:#lobby`, `mentions:me`, `has:link`, `has:poll`, `has:pin`,
    `is:thread`, `is:saved`, `before:2026-01-31`, `after:` and `during:`, which also take a month or a year.

    Messages are found within a second of being sent. `room` narrows the search to one room. `after` is the `next` of
    the page before. Days begin `offset_minutes` before they do in UTC.
    """

    query: Annotated[str, Meta(min_length=1, max_length=QUERY_LIMIT)]
    room: Id | None = None
    order: SearchOrder = "newest"
    after: Annotated[str, Meta(max_length=80, pattern=r"^~?[0-9]+(?:\.[0-9]+\.[0-9]+)?$(?!\n)")] | None = None
    limit: Annotated[int, Meta(ge=1, le=50)] = 20
    offset_minutes: Annotated[int, Meta(ge=-840, le=840)] = 0


class ExcerptPart(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A part of a message's text; `match` says that it is what was looked for."""

    text: str
    match: bool = False


class SearchHit(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A message that was found. The parts together are its text around the first match, unchanged.

    `cut_before` and `cut_after` say that the text goes on there.
    """

    message: Message
    parts: list[ExcerptPart]
    cut_before: bool = False
    cut_after: bool = False


class SearchPage(Struct, frozen=True, kw_only=True):
    """Messages that were found, and the cards of those who sent them. `next` leads to the next page, if there may be
    one: that can be empty. `nearly` says that no message has the words as they are in the query; these have words that
    differ by a letter or two.
    """

    hits: list[SearchHit]
    next: str | None
    people: dict[Id, Card]
    nearly: bool = False
