"""The one HTTP client for addresses that this server did not make up itself: a provider's, a webhook's, a link's.

Somebody who chooses such an address must not reach what only this server can reach. So the client looks a name up once,
checks every address found, and connects to one that it checked: an answer that changes in between changes nothing.
It takes no proxy from the environment, sends no cookies, and bounds time, bytes and redirects.
"""

import asyncio
import re
import socket
import ssl
import zlib
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urljoin, urlsplit

from parley.outside.addresses import may_connect

if TYPE_CHECKING:
    import httpcore2

# For everything together: looking the name up, connecting, all redirects, reading to the end.
SECONDS = 5.0
MOST_BYTES = 512 * 1024
MOST_REDIRECTS = 3
MOST_URL = 4000
# Elsewhere other services listen, and some of them take a request for commands.
PORTS = frozenset({80, 443, 8080, 8443})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Spaces, control characters, and what one parser reads as a host's end and the next one does not.
STRANGE = re.compile(r"[\x00-\x20\x7f-\xa0\\^`{|}<>\"\u2028\u2029]")
HOST = re.compile(r"[A-Za-z0-9._-]{1,253}|[0-9A-Fa-f:.]{2,45}")
# zlib's names for gzip and deflate.
ENCODINGS = {"gzip": 31, "x-gzip": 31, "deflate": 15}

Resolve = Callable[[str, int], Awaitable[list[str]]]


class OutgoingError(Exception):
    """Why there is no answer, as a sentence for an administrator."""


@dataclass(frozen=True)
class Answer:
    status: int
    # By their names in lower case.
    headers: Mapping[str, str]
    body: bytes
    # Where it came from in the end.
    url: str


async def resolved(host: str, port: int) -> list[str]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[4][0]) for address in found))


class Outgoing:
    """Asks other servers. `inside` is for those that an administrator's configuration says stand in this network."""

    def __init__(self, resolve: Resolve = resolved) -> None:
        self._resolve = resolve
        self._certificates: ssl.SSLContext | None = None

    async def get(
        self, url: str, *, inside: bool = False, headers: Mapping[str, str] | None = None, redirects: int = 0
    ) -> Answer:
        """Follows so many redirects, each checked like the first address."""
        most = min(redirects, MOST_REDIRECTS)
        return await self._bounded(self._following(url, dict(headers or {}), inside, most))

    async def post(
        self, url: str, body: bytes, *, inside: bool = False, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Follows no redirects: what is posted is for this address alone."""
        return await self._bounded(self._ask("POST", url, dict(headers or {}), inside, body))

    async def _bounded(self, asking: Awaitable[Answer]) -> Answer:
        try:
            async with asyncio.timeout(SECONDS):
                return await asking
        except TimeoutError:
            raise OutgoingError(f"There was no whole answer within {SECONDS:.0f} s.") from None

    async def _following(self, url: str, headers: dict[str, str], inside: bool, redirects: int) -> Answer:
        for _ in range(redirects + 1):
            answer = await self._ask("GET", url, headers, inside)
            if answer.status not in REDIRECTS or redirects == 0 or "location" not in answer.headers:
                return answer
            following = urljoin(url, answer.headers["location"])
            if url.startswith("https:") and not following.startswith("https:"):
                raise OutgoingError("A redirect leads away from https.")
            url = following
        raise OutgoingError(f"There were more than {redirects} redirects.")

    async def _ask(self, method: str, url: str, headers: dict[str, str], inside: bool, body: bytes = b"") -> Answer:
        # Here, because a server that asks nobody has no use for it.
        import httpcore2

        parts = checked(url, inside=inside)
        if self._certificates is None:
            self._certificates = await asyncio.to_thread(ssl.create_default_context)
        target = httpcore2.URL(
            scheme=parts.scheme,
            host=(parts.hostname or "").rstrip("."),
            port=parts.port,
            target=(parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
        )
        sent = {"User-Agent": "Parley", "Accept-Encoding": "gzip", "Connection": "close", **headers}
        pool = httpcore2.AsyncConnectionPool(
            ssl_context=self._certificates, max_connections=1, network_backend=_backend(self._resolve, inside)
        )
        try:
            async with pool, pool.stream(method, target, headers=list(sent.items()), content=body or None) as response:
                found = {name.decode().lower(): value.decode("latin-1") for name, value in response.headers}
                return Answer(response.status, found, await _read(response, found), url)
        except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.TimeoutException, OSError) as problem:
            why = str(problem) or type(problem).__name__
            raise OutgoingError(f"{parts.hostname} does not answer: {why}") from problem


def checked(url: str, *, inside: bool) -> SplitResult:
    """The parts of an address that may be asked. What its name leads to is checked when connecting."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise OutgoingError("This is no web address.") from None
    if len(url) > MOST_URL or STRANGE.search(url) or not url.isascii() or HOST.fullmatch(host) is None:
        raise OutgoingError("This is no web address that Parley asks: its host is missing or written strangely.")
    if parts.scheme not in ("http", "https") or (parts.scheme == "http" and not inside):
        raise OutgoingError("Only https addresses are asked.")
    if "@" in parts.netloc:
        raise OutgoingError("The address has a user name in it.")
    if port is not None and port not in PORTS and not inside:
        raise OutgoingError(f"Port {port} is not one of a web server.")
    return parts


def _backend(resolve: Resolve, inside: bool) -> "httpcore2.AsyncNetworkBackend":
    """Connects to addresses that were checked, and not to a name that could mean another one by then."""
    import httpcore2

    class Checked(httpcore2.AnyIOBackend):
        async def connect_tcp(
            self,
            host: str,
            port: int,
            timeout: float | None = None,  # noqa: ASYNC109 - the library's own argument
            local_address: str | None = None,
            socket_options: Iterable[Any] | None = None,
        ) -> httpcore2.AsyncNetworkStream:
            try:
                found = await resolve(host, port)
            except OSError:
                raise OutgoingError(f"There is no host {host}.") from None
            if not found or not all(may_connect(address, inside=inside) for address in found):
                raise OutgoingError(f"{host} is not on the public internet, where Parley asks.")
            last: Exception | None = None
            for address in found:
                try:
                    return await super().connect_tcp(address, port, timeout, local_address, socket_options)
                except httpcore2.ConnectError as problem:
                    last = problem
            raise last or OutgoingError(f"{host} does not answer.")

    return Checked()


async def _read(response: "httpcore2.Response", headers: Mapping[str, str]) -> bytes:
    """All of the body, decompressed, as long as it is not too much. A bomb is unpacked no further than the limit."""
    encoding = headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", *ENCODINGS):
        raise OutgoingError(f"The answer is compressed as {encoding[:20]}, which was not asked for.")
    unpacking = None if encoding == "identity" else zlib.decompressobj(ENCODINGS[encoding])
    body = bytearray()
    async for chunk in response.aiter_stream():
        try:
            body += chunk if unpacking is None else unpacking.decompress(chunk, MOST_BYTES + 1 - len(body))
        except zlib.error:
            raise OutgoingError("The answer is not compressed as it says.") from None
        if len(body) > MOST_BYTES:
            raise OutgoingError(f"The answer is longer than {MOST_BYTES // 1024} KiB.")
    return bytes(body)
