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
Pronouns = Annotated[str, Meta(max_length=40, description="How to speak of somebody: she/her. Empty: not said.")]
TimeZone = Annotated[
    str,
    Meta(
        max_length=64,
        pattern=r"^(?:[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+){0,2})?$(?!\n)",
        description="A name of the IANA database, as browsers know it: Europe/Berlin. Empty: not said. Not every "
        "program knows every name: one that is unknown shows no time.",
    ),
]
Language = Annotated[
    str,
    Meta(
        max_length=35,
        pattern=r"^(?:[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)?$(?!\n)",
        description="A language tag: de, pt-BR. Empty: not said.",
    ),
]
StatusText = Annotated[str, Meta(max_length=100, description="What somebody is doing, in a line.")]


class Status(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What somebody says about now: an emoji, some words or both. After `until` it counts no more."""

    emoji: str = ""
    text: str = ""
    until: Time | None = None


class Card(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What everybody may know of a person. `rev` counts in the server's log: the higher one wins.

    `avatar` names their picture: it is at `/api/avatars/{avatar}/96` and at `/api/avatars/{avatar}/192`, so many pixels
    wide, for those who are signed in. Without one, clients draw an initial.
    """

    handle: str
    name: str
    avatar: str | None
    rev: Rev
    pronouns: str = ""
    time_zone: str = ""
    status: Status | None = None


class Profile(Struct, frozen=True, kw_only=True, tag="profile", tag_field="thing"):
    """A person in the server's log, new or changed. What there is to show is their card, which travels along."""

    person: Id
    rev: Rev


class Me(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The signed-in person. `rev` is that of their card."""

    id: Id
    handle: str
    name: str
    avatar: str | None
    role: PersonRole
    created_at: Time
    # Null until they have shown that they read what is sent there.
    email: str | None
    # Whether they must set up a second factor before anything else.
    needs_second_factor: bool = False
    pronouns: str = ""
    time_zone: str = ""
    language: str = ""
    status: Status | None = None
    # Whether others see what they have read, and they see it of others.
    shares_reading: bool = True
    rev: Rev = 0


class GetMe(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who am I?"""


class NewStatus(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A status that ends by itself after so many minutes, by the server's clock; without `minutes`, it stays."""

    emoji: Annotated[
        str, Meta(max_length=32, description="One emoji, of Unicode or by `:name:` of this server, or empty.")
    ] = ""
    text: StatusText = ""
    minutes: Annotated[int, Meta(ge=1, le=525_600)] | None = None


class UpdateMe(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Change what others see of you. What is left out stays as it is; an empty text takes it away. Without
    `shares_reading`, others do not see what you have read, nor you what they have.

    Nobody can have the name of somebody else, or one that looks the same. For 90 days nobody else can take a handle
    that you had, and you can sign in with it. A status with neither emoji nor text takes it away.
    """

    name: DisplayName | None = None
    handle: Handle | None = None
    pronouns: Pronouns | None = None
    time_zone: TimeZone | None = None
    language: Language | None = None
    status: NewStatus | None = None
    shares_reading: bool | None = None


class RemoveAvatar(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Show no picture any more, but an initial. One is shown with `POST /api/me/avatar`: the body is the file itself, a
    PNG, JPEG, GIF or WebP.
    """
