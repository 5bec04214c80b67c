"""A request to either door: what its headers say about where it comes from and who sends it."""

import ipaddress
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal
from urllib.parse import urlsplit

from parley.errors import Forbidden
from parley.settings import Settings, split_list
from parley.speech.languages import asked_for
from parley.speech.sentences import say

LOOPBACK_NETWORK = "::/64"  # ::1, as limits count it
OriginKind = Literal["none", "own", "other", "unknown"]


@dataclass(frozen=True)
class Request:
    """A request to either door, before anybody has looked at who is asking."""

    headers: Mapping[str, str]  # as `joined` makes them
    peer: str
    settings: Settings

    @cached_property
    def origin(self) -> OriginKind:
        origin = self.headers.get("origin")
        if origin is None:
            return "none"
        if origin in self.settings.own_origins:
            return "own"
        return "other" if origin in self.settings.other_origins else "unknown"

    @cached_property
    def bearer(self) -> str | None:
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        return (token.strip() or None) if scheme.lower() == "bearer" else None

    @cached_property
    def cookies(self) -> dict[str, str]:
        """Parley's own cookies; a page of another origin is not to act with them."""
        if self.origin in ("other", "unknown"):
            return {}
        return {name: value for name, value in self._sent_cookies() if name in cookie_names(self.settings)}

    @cached_property
    def device(self) -> str | None:
        """The token of a browser in which somebody has signed in. It opens nothing, so it is no session's cookie."""
        name = device_cookie_name(self.settings)
        return None if self.origin in ("other", "unknown") else dict(self._sent_cookies()).get(name)

    @cached_property
    def browser(self) -> str | None:
        """The secret of a browser in which somebody is signing in. By itself it opens nothing."""
        name = browser_cookie_name(self.settings)
        return None if self.origin in ("other", "unknown") else dict(self._sent_cookies()).get(name)

    @cached_property
    def visit(self) -> str | None:
        """Binds a sign-in at a provider to this browser. It opens nothing by itself either."""
        name = visit_cookie_name(self.settings)
        return None if self.origin in ("other", "unknown") else dict(self._sent_cookies()).get(name)

    @property
    def languages(self) -> str:
        """Those that its sender asks for, as they were sent."""
        return self.headers.get("accept-language", "")

    @cached_property
    def language(self) -> str:
        """The one in which this request's refusals are written."""
        return asked_for(self.languages)

    @property
    def agent(self) -> str:
        return self.headers.get("user-agent", "")

    @cached_property
    def address(self) -> str:
        """The client's address: the last one in X-Forwarded-For that a trusted proxy did not write itself."""
        hops = [hop.strip() for hop in self.headers.get("x-forwarded-for", "").split(",") if hop.strip()]
        address = self.peer
        while hops and is_trusted(address, self.settings.trusted_proxies):
            address = hops.pop()
        return limit_address(address)

    @cached_property
    def customer(self) -> str | None:
        """The address where it is one customer's. None for this machine's own and for a trusted proxy that did not say
        whom it speaks for: any number of people may be behind those, and they would share one limit."""
        address = self.address
        own = address.startswith("127.") or address == LOOPBACK_NETWORK
        return None if own or is_trusted(address.partition("/")[0], self.settings.trusted_proxies) else address

    @property
    def is_forwarded_by_a_stranger(self) -> bool:
        """Whether X-Forwarded-For comes from an address that the settings do not name."""
        return "x-forwarded-for" in self.headers and not is_trusted(self.peer, self.settings.trusted_proxies)

    def _sent_cookies(self) -> list[tuple[str, str]]:
        pairs = (item.strip().partition("=") for item in self.headers.get("cookie", "").split(";"))
        return [(name, value) for name, _, value in pairs]

    def refuse_unknown_origin(self) -> None:
        if self.origin == "unknown":
            raise Forbidden(
                say(
                    "This server does not know the origin {origin}. Its own address is {address}: open that, or set "
                    "PARLEY_PUBLIC_URL to the address that people use.",
                    origin=repr(self.headers["origin"]),
                    address=self.settings.base_url,
                )
            )


def joined(lines: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Headers by their names in lower case. What comes on several lines is one list, in their order.

    A proxy may add its X-Forwarded-For on a line of its own, below the one that a client made up.
    """
    headers: dict[str, list[str]] = {}
    for name, value in lines:
        headers.setdefault(name.lower(), []).append(value)
    return {name: ("; " if name == "cookie" else ", ").join(values) for name, values in headers.items()}


def cookie_names(settings: Settings) -> tuple[str, str]:
    """Access and refresh. On plain http the port is part of the name, because ports share cookies.

    The port that people use: processes behind one address have several, and each must know the others' cookies.
    """
    return f"{_cookie_prefix(settings)}_access", f"{_cookie_prefix(settings)}_refresh"


def device_cookie_name(settings: Settings) -> str:
    return f"{_cookie_prefix(settings)}_device"


def browser_cookie_name(settings: Settings) -> str:
    return f"{_cookie_prefix(settings)}_browser"


def visit_cookie_name(settings: Settings) -> str:
    return f"{_cookie_prefix(settings)}_visit"


def _cookie_prefix(settings: Settings) -> str:
    return "__Host-parley" if settings.https else f"parley_{urlsplit(settings.base_url).port or 80}"


def limit_address(text: str) -> str:
    """An address as limits count it: an IPv6 customer has a whole /64, an IPv4 one may be written as IPv6."""
    try:
        address = ipaddress.ip_address(text.split("%", maxsplit=1)[0])
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


@lru_cache(maxsize=1024)
def is_trusted(address: str, trusted: str) -> bool:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    # Where both kinds of address come to one socket, IPv4 is written as IPv6.
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return any(ip in ipaddress.ip_network(network, strict=False) for network in split_list(trusted))
