"""Accounts as others see them, and what administrators do about them."""

from typing import Annotated

from msgspec import Meta, Struct

from parley.protocol.base import Id, Time
from parley.protocol.people import Card, Handle, PeoplePrefix, PersonRole


class User(Struct, frozen=True, kw_only=True):
    """Somebody with an account. `deactivated_at` is when it was closed to them, if it is."""

    person: Id
    card: Card
    role: PersonRole
    created_at: Time
    deactivated_at: Time | None


class GetUser(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody, by their id. Guests see the people of their own rooms only."""

    person: Id


class ListUsers(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """People by their handles, a page at a time, without those who are deactivated. Guests do not see this list.

    `after` is the last handle of the page before. With `deactivated`, only those who are: administrators see them.
    """

    prefix: PeoplePrefix = ""
    deactivated: bool = False
    after: Handle | None = None
    limit: Annotated[int, Meta(ge=1, le=200)] = 50


class UserPage(Struct, frozen=True, kw_only=True):
    """People in the order of their handles."""

    users: list[User]
    more: bool


class SetUserRole(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Give somebody a role in the server. Administrators make members and guests; an owner makes all.

    Guests see only the rooms that they were put into. A person who becomes a guest is signed out everywhere. The last
    owner stays one.
    """

    person: Id
    role: PersonRole


class DeactivateUser(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Keep somebody out: sign them out everywhere at once, and let them not sign in. What they wrote stays."""

    person: Id


class ReactivateUser(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Let somebody in again, with the rooms and the password that they had."""

    person: Id
