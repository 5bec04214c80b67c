"""Polls: messages that ask a question, with the options that people choose from.

The room's log has a `poll` about the message: what is asked, and how many people chose each option. Each person's own
log has their own vote. So nobody needs to be told who voted to show the result, and in an anonymous poll nobody is.
"""

from typing import Annotated

from msgspec import Meta, Struct

from parley.protocol.base import ClientId, Id, Rev, Seq, Time
from parley.protocol.messages import Root
from parley.protocol.people import Card

QUESTION_LIMIT = 300
OPTIONS_LIMIT = 20
OPTION_LIMIT = 100
# How many people are named for each option.
FIRST_LIMIT = 5
LONGEST_DAYS = 366
Question = Annotated[str, Meta(min_length=1, max_length=QUESTION_LIMIT)]
Option = Annotated[str, Meta(min_length=1, max_length=OPTION_LIMIT)]
Options = Annotated[list[Option], Meta(min_length=2, max_length=OPTIONS_LIMIT, description="What people choose from.")]
Choice = Annotated[int, Meta(ge=0, lt=OPTIONS_LIMIT, description="An option: 0 is the first one.")]


class Poll(Struct, frozen=True, kw_only=True, tag="poll", tag_field="thing", omit_defaults=True):
    """A poll about a message, whose body says the same in words.

    `counts` and `first` have one entry for each option: how many people chose it, and the ids of the first five of
    them. In an anonymous poll nobody is named. `voters` is how many people voted. A poll with a `closed_at` is closed,
    and so is one whose `closes_at` is over.
    """

    seq: Seq
    question: str
    options: list[str]
    counts: list[int]
    first: list[list[Id]]
    voters: int
    multiple: bool = False
    anonymous: bool = False
    closes_at: Time | None = None
    closed_at: Time | None = None
    rev: Rev


class Vote(Struct, frozen=True, kw_only=True, tag="vote", tag_field="thing", omit_defaults=True):
    """Your own vote, in your own log. It is there unless it has an `until`; both are places in the message's log.

    `room` is the id of that log: the room's, or of a reply in a thread, the thread's.
    """

    room: Id
    seq: Seq
    options: list[int]
    since: Rev
    until: Rev | None = None
    rev: Rev


class CreatePoll(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ask the people of a room something. This sends a message, and repeating the `client_id` returns its place.

    With `multiple`, people choose as many options as they like. In an `anonymous` poll nobody learns who voted for
    what. After `closes_at`, at most a year from now, nobody can vote. A poll cannot be edited.
    """

    room: Id
    client_id: ClientId
    question: Question
    options: Options
    multiple: bool = False
    anonymous: bool = False
    closes_at: Time | None = None
    thread: Root | None = None


class VoteInPoll(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Choose these options, in place of those that you chose before. An empty list takes your vote back."""

    room: Id
    seq: Seq
    options: Annotated[list[Choice], Meta(max_length=OPTIONS_LIMIT)]
    thread: Root | None = None


class ClosePoll(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """End a poll of yours, or any poll as a moderator or owner of the room. Closing it twice is closing it once."""

    room: Id
    seq: Seq
    thread: Root | None = None


class ClosedPoll(Struct, frozen=True, kw_only=True):
    """The poll is closed, as of this `rev`."""

    room: Id
    seq: Seq
    rev: Rev


class ListVoters(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The people who chose an option, a page at a time. `after` is the last person of the page before."""

    room: Id
    seq: Seq
    option: Choice
    thread: Root | None = None
    after: Id | None = None
    limit: Annotated[int, Meta(ge=1, le=200)] = 50


class VoterPage(Struct, frozen=True, kw_only=True):
    """People in the order in which they voted."""

    people: list[Id]
    more: bool
    cards: dict[Id, Card]
