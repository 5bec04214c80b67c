"""The audit record: who did what about people, rooms and the server."""

from typing import Annotated

from msgspec import Meta, Struct

from parley.protocol.base import Id, Time
from parley.protocol.people import Card

ActionName = Annotated[
    str,
    Meta(
        max_length=40,
        pattern=r"^[a-z_.]*$(?!\n)",
        description="Lower-case letters, dots and underscores: the name of a verb, or the beginning of some, like "
        "`member.`. Those that begin with `cli.` were done from the command line.",
    ),
]


class ListAudit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was done, newest first, a page at a time, for the server's owner and administrators.

    `before` is the last id of the page before. `by` is who did it, `person` and `room` are what it was done to; `about`
    is the person who did it or the person it was done to. `since` and `until` bound when.
    """

    action: ActionName = ""
    by: Id | None = None
    person: Id | None = None
    room: Id | None = None
    about: Id | None = None
    since: Time | None = None
    until: Time | None = None
    before: Id | None = None
    limit: Annotated[int, Meta(ge=1, le=500)] = 100


class AuditEntry(Struct, frozen=True, kw_only=True):
    """One act. Without a `by`, it was done from the command line, or nobody was signed in."""

    id: Id
    at: Time
    action: str
    by: Id | None
    person: Id | None
    room: Id | None
    address: str | None
    details: dict[str, str | int | bool | None]


class AuditPage(Struct, frozen=True, kw_only=True):
    """Acts, newest first, with the cards of the people whom they name."""

    entries: list[AuditEntry]
    people: dict[Id, Card]
    more: bool
