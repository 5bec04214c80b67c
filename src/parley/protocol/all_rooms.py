"""The rooms of a server as its administrators see them."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.protocol.base import Id, Slug, Time
from parley.protocol.rooms import RoomCounters


class ListAllRooms(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every public and private room of the server, oldest first, a page at a time. For administrators.

    It tells each room's name and how many people use it. It tells no topics, no messages and no members, and leaves
    direct conversations out. `prefix` is the beginning of a word in a room's name or slug; case and accents aside.
    """

    prefix: Annotated[str, Meta(max_length=80)] = ""
    after: Id | None = None
    limit: Annotated[int, Meta(ge=1, le=200)] = 50


class ListedRoom(Struct, frozen=True, kw_only=True):
    """That there is a room. A private one has no slug."""

    id: Id
    kind: Literal["public", "private"]
    name: str
    slug: Slug | None
    created_at: Time
    archived_at: Time | None


class AllRoomsPage(Struct, frozen=True, kw_only=True):
    """A page of rooms; `counters` is about each that was counted yet."""

    rooms: list[ListedRoom]
    counters: dict[Id, RoomCounters]
    more: bool
