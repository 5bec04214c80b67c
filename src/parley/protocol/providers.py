"""Signing in at an OpenID Connect provider, and who people are there."""

from typing import Annotated

from msgspec import Meta, Struct

from parley.protocol.accounts import AnyPassword, Deliver, Token
from parley.protocol.base import ClientId, Id, Time
from parley.protocol.people import DisplayName, Handle
from parley.protocol.server import ProviderId

# A provider's own words. They come back from it by way of an address.
Returned = Annotated[str, Meta(min_length=1, max_length=2000)]


class BeginProvider(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Begin to sign in at a provider. The answer has the address to go to; a cookie binds the rest to this browser."""

    provider: ProviderId


class ProviderAddress(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where to go. The HTTP door moves `visit` into a cookie."""

    url: str
    visit: str | None = None


class FinishProvider(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Bring back what the provider has added to the address, and learn who one is there. It works once."""

    code: Returned
    state: Annotated[str, Meta(min_length=1, max_length=200)]
    iss: Returned | None = None
    # Of an invitation by which somebody wants to come.
    invitation: Token | None = None


class Arrival(Struct, frozen=True, kw_only=True):
    """The person who came back. They have an account, or can make one; if not, `refusal` says why."""

    provider: ProviderId
    provider_name: str
    is_known: bool
    # Verified by the provider.
    email: str | None
    handle: str
    name: str
    refusal: str | None


class CreateSessionByProvider(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sign in as the person linked with the identity that came back from the provider."""

    deliver: Deliver = "cookie"


class RegisterByProvider(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Make an account for who came back from the provider, where the server lets them register, and sign in."""

    handle: Handle
    name: DisplayName
    client_id: ClientId
    deliver: Deliver = "cookie"
    invitation: Token | None = None


class ListIdentities(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who one is at providers, and whether there is a password besides."""


class Identity(Struct, frozen=True, kw_only=True):
    """Who somebody is at a provider. `is_offered` is whether the server still has it."""

    id: Id
    provider: ProviderId
    provider_name: str
    is_offered: bool
    email: str | None
    linked_at: Time
    used_at: Time | None


class IdentityList(Struct, frozen=True, kw_only=True):
    """One's identities, the oldest first."""

    identities: list[Identity]
    has_password: bool


class LinkIdentity(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sign in from now on as who came back from the provider, too. Takes the password, or a sign-in just now."""

    password: AnyPassword | None = None


class UnlinkIdentity(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Do not sign in like that any more. It is refused for the last way in. Takes what linking takes."""

    identity: Id
    password: AnyPassword | None = None


class CheckProviders(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which providers the settings name and whether each answers, for the server's owner and administrators."""


class ProviderState(Struct, frozen=True, kw_only=True):
    """A provider. Its `redirect_uri` is to be allowed there."""

    id: ProviderId
    name: str
    issuer: str
    client_id: str
    redirect_uri: str
    problem: str | None


class ProviderStates(Struct, frozen=True, kw_only=True):
    """All of them, in the order of the settings."""

    providers: list[ProviderState]
