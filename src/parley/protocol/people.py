"""People, as others see them and as they see themselves."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.protocol.base import Id, Rev, Time

Handle = Annotated[
    str,
    Meta(
        min_length=2,
        max_length=32,
        pattern=r"^[a-z0-9](?:[a-z0-9]|[._-](?=[a-z0-9]))+$(?!\n)",
        description="Lower-case letters, digits and single dots, hyphens or underscores between them.",
    ),
]
DisplayName = Annotated[str, Meta(min_length=1, max_length=80, description="Shown beside a person's messages.")]
PersonRole = Literal["owner", "admin", "member", "guest"]
PeoplePrefix = Annotated[
    str, Meta(max_length=80, description="The beginning of a handle, or of a word in a name; case and accents aside.")
]


class Card(Struct, frozen=True, kw_only=True):
    """What everybody may know of a person. `rev` counts in the server's log: the higher one wins."""

    handle: str
    name: str
    avatar: str | None
    rev: Rev


class Profile(Struct, frozen=True, kw_only=True, tag="profile", tag_field="thing"):
    """A person in the server's log, new or changed. What there is to show is their card, which travels along."""

    person: Id
    rev: Rev


class Me(Struct, frozen=True, kw_only=True):
    """The signed-in person."""

    id: Id
    handle: str
    name: str
    avatar: str | None
    role: PersonRole
    created_at: Time
    # Null until they have shown that they read what is sent there.
    email: str | None = None
    # Whether they must set up a second factor before anything else.
    needs_second_factor: bool = False


class GetMe(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who am I?"""
