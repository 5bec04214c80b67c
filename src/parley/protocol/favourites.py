"""Favourites: the rooms that somebody wants at the top of their list, in an order of their own."""

from typing import Annotated

from msgspec import Meta, Struct

from parley.protocol.base import Id, Rev

Position = Annotated[int, Meta(ge=0, le=2**31 - 1, description="The favourites are in ascending order of it.")]


class Favourite(Struct, frozen=True, kw_only=True, tag="favourite", tag_field="thing", omit_defaults=True):
    """A room is among your favourites; it is in your own log. It is there unless it has an `until`, a place in that
    log.
    """

    room: Id
    position: Position
    until: Rev | None = None
    rev: Rev


class FavouriteRoom(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Put a room among your favourites, or move it there: before another one of them, or else to their end. Repeating
    it changes nothing. The positions of others may change with it.
    """

    room: Id
    before: Id | None = None


class UnfavouriteRoom(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Take a room from your favourites, also one that you are not in any more. If it is not there, nothing changes."""

    room: Id


class ListFavourites(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Your favourites, in your order."""


class FavouriteList(Struct, frozen=True, kw_only=True):
    """There are at most 100."""

    favourites: list[Favourite]
