"""Blocks: people whose messages somebody does not want to see. The blocked do not learn of it."""

from msgspec import Struct

from parley.protocol.base import Id, Rev, Time
from parley.protocol.people import Card


class Block(Struct, frozen=True, kw_only=True, tag="block", tag_field="thing", omit_defaults=True):
    """You blocked a person; it is in your own log. It is there unless it has an `until`; `since` and `until` are places
    in that log. Fold what they say, and show neither notifications of it nor that they type.
    """

    person: Id
    at: Time
    since: Rev
    until: Rev | None = None
    rev: Rev


class AddBlock(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Block somebody: they cannot open a direct conversation with you, nor write in the one that you two have.

    Repeating it changes nothing.
    """

    person: Id


class RemoveBlock(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Block somebody no longer. If they are not blocked, nothing changes."""

    person: Id


class ListBlocks(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All the people you blocked, the latest first."""


class BlockList(Struct, frozen=True, kw_only=True):
    """There are at most 1,000."""

    blocks: list[Block]
    people: dict[Id, Card]
