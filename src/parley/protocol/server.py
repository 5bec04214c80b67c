"""What anybody may know of a server before signing in."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from parley.protocol.base import Rev
from parley.protocol.second_factor import SecondFactorRule

Registration = Annotated[
    Literal["open", "domains", "invitation", "closed"],
    Meta(
        description="Who may make an account: everybody, those with an address of certain domains or an invitation, "
        "those with an invitation, or nobody by themselves."
    ),
]
MOST_DOMAINS = 50
Domain = Annotated[
    str,
    Meta(
        max_length=190,
        pattern=r"^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$(?!\n)",
        description="What comes behind the @ of an address, in lower-case ASCII. Domains below it do not count.",
    ),
]
ProviderId = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=32,
        pattern=r"^[a-z0-9-]+$(?!\n)",
        description="The name of a provider in the server's settings.",
    ),
]


class GetServer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The server's name, version, limits, and whether it waits to be set up."""


class OfferedProvider(Struct, frozen=True, kw_only=True):
    """Where one can sign in besides."""

    id: ProviderId
    name: str


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
    # Whose addresses let people register, where `registration` is `domains`.
    registration_domains: list[Domain] = []
    providers: list[OfferedProvider] = []
    # Whether people can see who has read their messages.
    receipts: bool = True
    # How often emoji were added to this server or removed: see `emoji.list`.
    emoji: Rev = 0


class SetServerName(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Name this server. From then on the name in its settings is not used. Connections get the signal `server_name`."""

    name: Annotated[str, Meta(min_length=1, max_length=80, description="What people see as this server's name.")]


class SetRegistration(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Choose who may make an account, unless the server's settings say it. `domains` are those of that choice."""

    registration: Registration
    domains: Annotated[list[Domain], Meta(max_length=MOST_DOMAINS)] = []
