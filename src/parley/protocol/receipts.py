"""Receipts: up to where the members of a small room have seen it, if they show that."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.protocol.base import Id, Seq, Time
from parley.protocol.people import Card

# In rooms with more members nobody sees who has read what.
RECEIPTS_LIMIT = 100


class ListReceipts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who has seen a room up to where. From then on signals of the kind `seen` say what changes.

    It has the other members who let people see what they have read, without the people you block and those who block
    you. It is empty if you hide what you have read yourself, and in rooms of more than 100 members.
    """

    room: Id


class Receipt(Struct, frozen=True, kw_only=True):
    """Somebody has seen a room up to `seq`, since `at`. It is 0 for those who have seen nothing that you may see."""

    person: Id
    seq: Seq
    at: Time | None


class ReceiptList(Struct, frozen=True, kw_only=True):
    """The receipts of a room. `hidden` says why there are none: the server's choice, your own, or the room's size."""

    receipts: list[Receipt]
    people: dict[Id, Card]
    hidden: Literal["by_server", "by_you", "too_large"] | None = None


class SetReceipts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Choose whether people on this server can see who has read their messages."""

    receipts: Annotated[bool, Meta(description="False: nobody sees it, whatever people chose for themselves.")]
