"""Setting a server up, registering, and the life of a session."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.protocol.base import ClientId, Time
from parley.protocol.people import DisplayName, Handle, Me

Password = Annotated[str, Meta(min_length=10, max_length=1024, description="10 characters or more, any of them.")]
AnyPassword = Annotated[str, Meta(min_length=1, max_length=1024)]
AnyHandle = Annotated[str, Meta(min_length=1, max_length=254, description="A handle, or an account's e-mail address.")]
Email = Annotated[
    str,
    Meta(
        min_length=3,
        max_length=254,
        pattern=r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+"
        r"[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]$(?!\n)",
        description="An e-mail address in ASCII; a domain in other letters is written as xn--.",
    ),
]
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
    """Make an account for oneself, where the server lets people register, and sign in.

    `invitation` is the token in an invitation's link, behind the #: it also leads into the invitation's rooms.
    `confirmation` is the token in the link of a letter: see `account.request_registration`.
    """

    handle: Handle
    name: DisplayName
    password: Password
    client_id: ClientId
    deliver: Deliver = "cookie"
    invitation: Token | None = None
    confirmation: Token | None = None


class RequestRegistration(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Have a link sent to an address of an allowed domain, with which to make an account.

    Whether somebody here has the address is not said.
    """

    email: Email


class CreateSession(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sign in with a handle or an e-mail address, and a password."""

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


class ChangePassword(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Choose another password. All other sessions end, and links that were sent by mail stop working."""

    password: AnyPassword
    new_password: Password


class DeleteAccount(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Delete your own account, for good. The server's only owner makes somebody else an owner first.

    You are signed out everywhere and leave all rooms but direct conversations. Your name, picture, address and the rest
    of your profile go at once; others see "Deleted user". Nobody can ever have your handle. What you said stays, or is
    erased everywhere in the next moments. It takes the password, or a sign-in just now where there is none.
    """

    password: AnyPassword | None = None
    messages: Literal["keep", "erase"]


class RequestPasswordReset(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Have a link sent to oneself with which to choose a new password. Whether there is such a person is not said."""

    login: AnyHandle


class ResetPassword(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Choose a new password with the token from a link's address, behind the #. All sessions end."""

    token: Token
    password: Password


class ChangeEmail(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Use another e-mail address. A link is sent there; until it is opened and confirmed, nothing changes."""

    email: Email
    password: AnyPassword


class VerifyEmail(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Confirm an e-mail address with the token from a link's address, behind the #. The address before is told."""

    token: Token


class VerifiedEmail(Struct, frozen=True, kw_only=True):
    """Whose address it is now."""

    handle: str
    email: str


class Ended(Struct, frozen=True, kw_only=True):
    """How many sessions ended."""

    sessions: int


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
