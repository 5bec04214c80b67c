"""How far people have read: a place in each room, in the person's own log."""

from typing import Annotated

from msgspec import Meta, Struct

from parley.protocol.base import Id, Rev, Seq

Generation = Annotated[
    int, Meta(ge=0, le=2**53 - 1, description="Counted up by whatever may move a read position back.")
]


class ReadPosition(Struct, frozen=True, kw_only=True, tag="read", tag_field="thing"):
    """One has read a room up to `seq`. Inside a generation that never goes back; `rev` counts in one's own log."""

    room: Id
    generation: Generation
    seq: Seq
    rev: Rev


class MarkRead(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One has read up to here. It only moves forward, and only in the present generation; the answer is what stands."""

    room: Id
    generation: Generation
    seq: Seq


class MarkUnread(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Unread from this message on, which begins the generation after this one; the answer is what stands."""

    room: Id
    generation: Generation
    seq: Seq
