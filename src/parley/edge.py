"""What both doors share: who is calling and from where, how often they may, calling the verb, and errors out."""

import ipaddress
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from time import perf_counter
from typing import Literal
from urllib.parse import urlsplit

import msgspec
import structlog
from msgspec import Struct, structs

from parley.catalogue import VERBS, Door, Verb
from parley.context import Caller, Context, Services
from parley.errors import Forbidden, Internal, Invalid, ParleyError, RateLimited, Unauthenticated
from parley.failpoints import reach
from parley.ids import token_hash
from parley.limits import Limits, RateClass
from parley.protocol.sync import Refused
from parley.settings import Settings, split_list
from parley.store import sessions
from parley.store.units import WriteTransaction, write_alone

LOOPBACK_NETWORK = "::/64"  # ::1, as limits count it
OriginKind = Literal["none", "own", "other", "unknown"]
log = structlog.get_logger("parley.edge")


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
        pairs = (item.strip().partition("=") for item in self.headers.get("cookie", "").split(";"))
        return {name: value for name, _, value in pairs if name in cookie_names(self.settings)}

    @cached_property
    def address(self) -> str:
        """The client's address: the last one in X-Forwarded-For that a trusted proxy did not write itself."""
        hops = [hop.strip() for hop in self.headers.get("x-forwarded-for", "").split(",") if hop.strip()]
        address = self.peer
        while hops and _is_trusted(address, self.settings.trusted_proxies):
            address = hops.pop()
        return limit_address(address)

    @cached_property
    def customer(self) -> str | None:
        """The address where it is one customer's. None for this machine's own and for a trusted proxy that did not say
        whom it speaks for: any number of people may be behind those, and they would share one limit."""
        address = self.address
        own = address.startswith("127.") or address == LOOPBACK_NETWORK
        return None if own or _is_trusted(address.partition("/")[0], self.settings.trusted_proxies) else address

    def refuse_unknown_origin(self) -> None:
        if self.origin == "unknown":
            raise Forbidden(
                f"This server does not know the origin {self.headers['origin']!r}. Its own address is "
                f"{self.settings.base_url}: open that, or set PARLEY_PUBLIC_URL to the address that people use."
            )


def joined(lines: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Headers by their names in lower case. What comes on several lines is one list, in their order.

    A proxy may add its X-Forwarded-For on a line of its own, below the one that a client made up.
    """
    headers: dict[str, str] = {}
    for name, value in lines:
        key = name.lower()
        headers[key] = headers[key] + ("; " if key == "cookie" else ", ") + value if key in headers else value
    return headers


def cookie_names(settings: Settings) -> tuple[str, str]:
    """Access and refresh. On plain http the port is part of the name, because ports share cookies.

    The port that people use: processes behind one address have several, and each must know the others' cookies.
    """
    prefix = "__Host-parley" if settings.https else f"parley_{urlsplit(settings.base_url).port or 80}"
    return f"{prefix}_access", f"{prefix}_refresh"


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


class Edge:
    """The way in, for whatever came through a door."""

    def __init__(self, services: Services, limits: Limits) -> None:
        self.services = services
        self._limits = limits
        for verb in VERBS:
            for door in verb.doors:
                services.metrics.commands.expect(door, verb.name, "ok")
                services.metrics.commands.expect(door, verb.name, Internal.code)

    async def identify(self, request: Request) -> Caller | None:
        """Who a request says it is, by its token or cookie, as long as that session lives."""
        token = self._access_token(request)
        if not token:
            return None
        now = self.services.now()
        claim = self.services.tokens.read_access(token, now)
        return await self.caller_of(claim.session)

    async def caller_of(self, session: int) -> Caller:
        row = await self.services.database.read(sessions.live, session, self.services.now())
        if row is None:
            raise Unauthenticated("This session has ended. Sign in again.")
        return Caller(person=row.id, session=session, role=row.role, session_expires_at=row.expires_at)

    async def redeem(self, ticket: str) -> Caller:
        """Whose ticket this is. It works once."""

        async def work(tx: WriteTransaction) -> int | None:
            return await sessions.take_ticket(tx, token_hash(ticket))

        session = await write_alone(self.services.writer, (), work)
        if session is None:
            raise Unauthenticated("The ticket is not valid, or not any more. Ask for a new one.")
        return await self.caller_of(session)

    async def call(
        self, verb: Verb, caller: Caller | None, command: Struct, address: str, refresh_token: str | None = None
    ) -> Struct:
        """Check the rate, then act. Whether the caller may is asked in the transaction that acts."""
        reach("command-read")
        if caller is None and verb.who == "person":
            raise Unauthenticated("Sign in first.")
        if verb.rate == "sign_in":
            await self._count_sign_in(command, address)
        else:
            await self._spend(address if caller is None else str(caller.person), verb.rate)
        result = await verb.action(Context(self.services, caller, verb.may, refresh_token), command)
        reach("before-answer")
        return result

    def answered(self, door: Door, verb: Verb | None, code: str, began: float) -> None:
        """Count an answer. All unknown verbs share one name: else a client that invents names would fill the memory."""
        metrics = self.services.metrics
        metrics.commands.add(door, "unknown" if verb is None else verb.name, code)
        if verb is not None:
            metrics.command_seconds.observe(perf_counter() - began, verb.rate)

    async def greet(self, request: Request, ticket: str | None) -> Caller:
        """Whose socket this is. Who opens them in a loop is refused: each costs as much as many commands."""
        caller = await self.redeem(ticket) if ticket else await self.identify(request)
        if caller is None:
            raise Unauthenticated("Sign in first: the socket came without a token, a session or a ticket.")
        await self._spend(str(caller.person), "connect", "You open connections too fast.")
        return caller

    def is_stranger(self, request: Request) -> bool:
        """Whether a request shows no token that this server signed. That its session lives is not looked up yet."""
        token = self._access_token(request)
        if not token:
            return True
        try:
            self.services.tokens.read_access(token, self.services.now())
        except Unauthenticated:
            return True
        return False

    async def _count_sign_in(self, command: Struct, address: str) -> None:
        """By address, which stops most; by account, for guesses from many addresses; and all, for the hashes' sake.

        An attacker who guesses passwords delays the owner's next sign-in while they go on, and no longer; what
        is signed in stays so.
        """
        await self._spend(address, "sign_in")
        handle = getattr(command, "handle", None)
        if isinstance(handle, str):
            await self._spend(handle.strip().lower(), "account", "Too many sign-ins to this account.")
        await self._spend("", "sign_in_all", "Too many people are signing in at once.")

    async def _spend(self, key: str, rate: RateClass, why: str = "Too many requests.") -> None:
        wait_ms = await self._limits.take(key, rate)
        if wait_ms is not None:
            self.services.metrics.rate_limited.add(rate)
            raise RateLimited(f"{why} Try again in {wait_ms / 1000:.1f} s.", retry_after_ms=wait_ms)

    def _access_token(self, request: Request) -> str | None:
        access, _ = cookie_names(self.services.settings)
        return request.bearer or request.cookies.get(access)


WHERE = re.compile(r"(.+?) - at `(?:key` in `)?\$\.?(.*)`", re.DOTALL)  # at `$.cursors`, or at `key` in `$.cursors`
DECODING = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def invalid(problem: BaseException) -> Invalid:
    """What is wrong with the input, in the caller's words: the field's path is at the end of msgspec's message."""
    if isinstance(problem, RecursionError):
        return Invalid("The JSON is nested too deeply.")
    said = WHERE.fullmatch(str(problem))
    text, field = (said[1], said[2] or None) if said else (str(problem), None)
    if "field `" in text:  # missing or unknown, inside of what the path names
        name = text.rpartition("field `")[2].rstrip("`")
        field = f"{field}.{name}" if field else name
    return Invalid(f"{text}." if field is None else f"{text}, in {field}.", field=field)


def refusal(problem: BaseException, ref: int | None = None) -> Refused:
    """An error as it is told. What nobody foresaw is logged here and told without its details."""
    if not isinstance(problem, ParleyError):
        log.error("unexpected_error", error=repr(problem), exc_info=problem)
        problem = Internal("The server made a mistake. Its log says more.")
    return Refused(
        ref=ref,
        code=problem.code,
        message=problem.message,
        retryable=problem.retryable,
        retry_after_ms=problem.retry_after_ms,
        field=problem.field,
    )


def retry_after(milliseconds: int) -> str:
    """For the header: whole seconds, rounded up."""
    return str(-(-milliseconds // 1000))


def refuse_nul(command: Struct) -> None:
    """U+0000 in a text: PostgreSQL cannot keep it, and nobody means it."""
    for field, value in structs.asdict(command).items():
        if isinstance(value, str) and "\x00" in value:
            raise Invalid(f"The character U+0000 cannot be kept, in {field}.", field=field)


@lru_cache(maxsize=1024)
def _is_trusted(address: str, trusted: str) -> bool:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    # Where both kinds of address come to one socket, IPv4 is written as IPv6.
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return any(ip in ipaddress.ip_network(network, strict=False) for network in split_list(trusted))
