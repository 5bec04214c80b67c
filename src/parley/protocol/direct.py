"""Conversations of people rather than rooms about something."""

from typing import Annotated

from msgspec import Meta, Struct

from parley.protocol.base import Id

# With oneself.
MOST_PEOPLE = 50


class OpenDirect(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The direct conversation with these people, which is made if there is none.

    The same people always get the same conversation, in whatever order they are named. With nobody else it is a place
    for notes to oneself. Nobody joins, is added, is removed or leaves.
    """

    people: Annotated[list[Id], Meta(max_length=MOST_PEOPLE, description="The others. Oneself may be among them.")]
