"""Forwarding messages from one room to another, and where forwarded messages come from."""

from typing import Annotated

from msgspec import Meta, Struct

from parley.protocol.base import ClientId, Id, Seq
from parley.protocol.messages import BODY_LIMIT, Root

ORIGINS_LIMIT = 50


class ForwardMessage(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Say in a room what somebody said in another one, with a `note` of your own before it if you like.

    You must be able to read the message and to write in the room. The room gets a copy: later edits do not change it,
    and it goes when the original is deleted. Who reads it learns who said it and when, and not where: see
    `message.origins`. A forwarded message is forwarded without the note before it, and keeps its first origin. People
    that the copy mentions are not notified. Sending the same `client_id` again returns the first message's place.
    """

    room: Id
    client_id: ClientId
    source_room: Id
    source_seq: Seq
    source_thread: Annotated[
        Seq | None, Meta(description="The root of the thread that the message is in, if it is in one.")
    ] = None
    note: Annotated[str, Meta(max_length=BODY_LIMIT, description="In Markdown.")] = ""


class ListOrigins(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the forwarded messages at these places of a room come from, as far as you may read the originals there."""

    room: Id
    seqs: Annotated[list[Seq], Meta(min_length=1, max_length=ORIGINS_LIMIT)]


class Origin(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The original of the forwarded message at `seq`: its room, its place, and the root of its thread."""

    seq: Seq
    source_room: Id
    source_seq: Seq
    source_thread: Root | None = None


class Origins(Struct, frozen=True, kw_only=True):
    """A message that you may not read where it comes from is left out, as is one that was not forwarded."""

    origins: list[Origin]
