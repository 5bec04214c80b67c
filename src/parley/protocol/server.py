"""What anybody may know of a server before signing in."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.protocol.second_factor import SecondFactorRule

Registration = Annotated[
    Literal["open", "invitation", "closed"],
    Meta(description="Who may make an account: everybody, those with an invitation, or nobody by themselves."),
]


class GetServer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The server's name, version, limits, and whether it waits to be set up."""


class ServerInfo(Struct, frozen=True, kw_only=True):
    """A server as its sign-in page needs it."""

    name: str
    version: str
    registration: Registration
    needs_setup: bool
    body_limit: int
    # Whether it sends mail: else nothing that needs mail is offered.
    mail: bool = False
    # Whether its settings say who may register. Then nobody can change that here.
    registration_is_set: bool = False
    second_factor: SecondFactorRule = "optional"


class SetRegistration(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Choose who may make an account, unless the server's settings say it."""

    registration: Registration
