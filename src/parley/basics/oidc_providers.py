"""What PARLEY_OIDC_PROVIDERS may say: at which OpenID Connect providers people sign in. TOML, a section for each.

[google]
name = "Google"
issuer = "https://accounts.google.com"
client_id = "1234.apps.googleusercontent.com"
client_secret = "..."
"""

import re
import tomllib
from typing import Annotated
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct

ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?")
SCOPE = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*")
MOST = 20
Text = Annotated[str, Meta(min_length=1, max_length=500)]


class OidcProvider(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A provider as the operator configured it."""

    id: str = ""
    # What people read on the button.
    name: Annotated[str, Meta(min_length=1, max_length=60)]
    issuer: Text
    client_id: Text
    # Without one, the client is public: only PKCE protects the code.
    client_secret: Annotated[str, Meta(max_length=2000)] = ""
    scopes: Text = "openid email profile"
    # Whether it stands in this server's own network, so that private addresses and plain http are allowed.
    inside: bool = False


def problems(text: str) -> list[str]:
    """Why these providers cannot be used. Nothing that could be a secret is repeated."""
    try:
        sections = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        return [f"is not TOML: {problem}"]
    if len(sections) > MOST:
        return [f"has {len(sections)} providers, and {MOST} are the most"]
    found = [problem for id_, section in sections.items() for problem in _problems(id_, section)]
    return found or _same_issuer(providers_of(text))


def providers_of(text: str) -> list[OidcProvider]:
    """In the order in which they are written."""
    sections = tomllib.loads(text)
    return [msgspec.convert({**section, "id": id_}, OidcProvider) for id_, section in sections.items()]


def _problems(id_: str, section: object) -> list[str]:
    if ID.fullmatch(id_) is None:
        return [f"[{id_[:40]}]: a section's name has small letters, digits and hyphens, such as [google]"]
    if not isinstance(section, dict):
        return [f"{id_} stands outside of a section. Begin each provider with its name: [google]"]
    if "id" in section:
        return [f"[{id_}]: id is the section's name; take the line out"]
    try:
        provider = msgspec.convert({**section, "id": id_}, OidcProvider)
    except msgspec.ValidationError as problem:
        return [f"[{id_}]: {problem}"]
    found = []
    if not _is_issuer(provider):
        wanted = "http(s)://host[:port][/path]" if provider.inside else "https://host[:port][/path]"
        found.append(f"[{id_}]: issuer must be {wanted}, as the provider writes it in its discovery document")
    if SCOPE.fullmatch(provider.scopes) is None or "openid" not in provider.scopes.split():
        found.append(f"[{id_}]: scopes are words with spaces between them, and openid is one of them")
    return found


def _is_issuer(provider: OidcProvider) -> bool:
    try:
        parts = urlsplit(provider.issuer)
        is_address = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    schemes = ("https", "http") if provider.inside else ("https",)
    is_plain = not (parts.query or parts.fragment or parts.username or parts.password)
    return is_address and is_plain and parts.scheme in schemes


def _same_issuer(found: list[OidcProvider]) -> list[str]:
    """Two sections of one issuer would be one identity with two names."""
    seen: dict[str, str] = {}
    for one in found:
        if one.issuer in seen:
            return [f"[{one.id}] and [{seen[one.issuer]}] have the same issuer. Keep one"]
        seen[one.issuer] = one.id
    return []
