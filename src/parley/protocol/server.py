"""What anybody may know of a server before signing in."""

from typing import Literal

from msgspec import Struct


class GetServer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The server's name, version, limits, and whether it waits to be set up."""


class ServerInfo(Struct, frozen=True, kw_only=True):
    """A server as its sign-in page needs it."""

    name: str
    version: str
    registration: Literal["open", "closed"]
    needs_setup: bool
    body_limit: int
    # Whether it sends mail: else nothing that needs mail is offered.
    mail: bool = False
