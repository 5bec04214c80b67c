"""Sections: the parts into which somebody sorts their own list of rooms, each with a name and an order of its own."""

from typing import Annotated

from msgspec import Meta, Struct

from parley.protocol.base import ClientId, Id, Rev
from parley.protocol.rooms import RoomName

SECTIONS_LIMIT = 50
Position = Annotated[int, Meta(ge=0, le=2**31 - 1, description="Sections, and rooms in one, are in ascending order.")]


class Section(Struct, frozen=True, kw_only=True, tag="section", tag_field="thing", omit_defaults=True):
    """A section of your list of rooms; it is in your own log. It is there unless it has an `until`, a place in that
    log; then its `name` is empty.
    """

    id: Id
    name: str
    position: Position
    until: Rev | None = None
    rev: Rev


class SectionRoom(Struct, frozen=True, kw_only=True, tag="section_room", tag_field="thing", omit_defaults=True):
    """A room is in one of your sections; it is in your own log. It is there unless it has an `until`, a place in that
    log. A room is in one section at most.

    A room that is among your favourites as well is shown there, and in its section again once it is none any more.
    """

    room: Id
    section: Id
    position: Position
    until: Rev | None = None
    rev: Rev


class CreateSection(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Make a section, after those that you have. Repeating the `client_id` returns that section as it is now. You have
    no two sections of the same name, in capitals or not.
    """

    client_id: ClientId
    name: RoomName


class RenameSection(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Give one of your sections another name. Repeating it changes nothing."""

    section: Id
    name: RoomName


class MoveSection(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Move one of your sections before another one, or else to the end. Repeating it changes nothing. The positions of
    others may change with it.
    """

    section: Id
    before: Id | None = None


class DeleteSection(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Delete one of your sections. You stay in its rooms, which are in no section then. If it was deleted before,
    nothing changes.
    """

    section: Id


class PutRoomInSection(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Put a room into one of your sections, or move it there: before another room in it, or else to its end. Repeating
    it changes nothing. It leaves the section that it was in. The positions of others may change with it.
    """

    room: Id
    section: Id
    before: Id | None = None


class TakeRoomFromSection(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Take a room from its section, also one that you are not in any more. If it is in none, nothing changes."""

    room: Id


class ListSections(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Your sections, in your order, and the rooms in them."""


class SectionList(Struct, frozen=True, kw_only=True):
    """There are at most 50. `rooms` has those of the first section first, each section's in your order."""

    sections: list[Section]
    rooms: list[SectionRoom]
