"""Setting a server up, registering, and the life of a session."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.protocol.base import ClientId, Time
from parley.protocol.people import DisplayName, Handle, Me

Password = Annotated[str, Meta(min_length=10, max_length=1024, description="10 characters or more, any of them.")]
AnyPassword = Annotated[str, Meta(min_length=1, max_length=1024)]
AnyHandle = Annotated[str, Meta(min_length=1, max_length=80)]
Token = Annotated[str, Meta(min_length=16, max_length=512, pattern=r"^[A-Za-z0-9._~-]+$(?!\n)")]
Deliver = Annotated[
    Literal["cookie", "token"],
    Meta(description="`cookie` for browsers (HttpOnly), `token` for programs; never both."),
]


class CompleteSetup(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Make the server's first person, its owner. Needs the one-time token that the server printed."""

    token: Token
    handle: Handle
    name: DisplayName
    password: Password
    client_id: ClientId
    deliver: Deliver = "cookie"


class RegisterAccount(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Make an account for oneself, where the server lets people register, and sign in."""

    handle: Handle
    name: DisplayName
    password: Password
    client_id: ClientId
    deliver: Deliver = "cookie"


class CreateSession(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sign in with a handle and a password."""

    handle: AnyHandle
    password: AnyPassword
    deliver: Deliver = "cookie"


class RefreshSession(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Exchange the refresh token for new tokens. Browsers send it in their cookie, programs in the body."""

    refresh_token: Token | None = None


class EndSession(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sign out: the session's tokens stop working and its sockets close."""


class CreateTicket(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A single-use ticket with which a page on another allowed origin may open one socket."""


class Session(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A session that has just begun or been refreshed. The tokens are here only when they were asked for."""

    me: Me
    access_expires_at: Time
    session_expires_at: Time
    access_token: str | None = None
    refresh_token: str | None = None


class Ticket(Struct, frozen=True, kw_only=True):
    """To be sent in `hello` before it expires."""

    ticket: str
    expires_at: Time
