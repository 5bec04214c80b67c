"""Where somebody is signed in."""

from msgspec import Struct

from parley.protocol.base import Id, Time


class ListSessions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the caller is signed in, the session used last first."""


class OwnSession(Struct, frozen=True, kw_only=True):
    """A session of the caller's. `device` and `address` may be empty; `used_at` is right to a quarter of an hour."""

    id: Id
    device: str
    address: str
    created_at: Time
    used_at: Time
    expires_at: Time
    is_current: bool


class SessionList(Struct, frozen=True, kw_only=True):
    """All sessions of the caller that have neither ended nor run out."""

    sessions: list[OwnSession]


class RevokeSession(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """End one of the caller's sessions: its tokens stop working and its sockets close."""

    session: Id


class RevokeOtherSessions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """End all of the caller's sessions but this one."""
