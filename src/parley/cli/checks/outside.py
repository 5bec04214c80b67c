"""What somebody sees who comes from outside, through the proxy: each a function from the address to a finding."""

import json
import socket
import ssl
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import NamedTuple
from urllib.parse import urlsplit

from parley.basics.ids import new_token
from parley.cli.checks.finding import Finding, is_local
from parley.settings import origin_of

SECONDS = 10
SOON_DAYS = 14
DAY_SECONDS = 86_400
KEY = "dGhlIHNhbXBsZSBub25jZQ=="  # any 16 bytes: nobody speaks on this socket
# What OpenSSL calls the reasons for which it refuses a certificate.
NOT_YET_VALID, EXPIRED, OTHER_NAMES = 9, 10, (62, 64)
# 7 is a wrong signature: an authority that was made anew under its old name.
UNKNOWN_ISSUER = (7, 18, 19, 20, 21)
NGINX = "nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;"


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


def certificate(url: str) -> Finding:
    """By the authorities that this machine trusts: those of browsers, and what its administrator added."""
    parts = urlsplit(url)
    if parts.scheme != "https":
        if is_local(parts.hostname or ""):
            return Finding("ok", "none, and none needed on this machine")
        return Finding(
            "warning", "none: passwords cross the network readable. Put a proxy with a certificate in front."
        )
    context = ssl.create_default_context()
    try:
        plain = socket.create_connection((parts.hostname or "", parts.port or 443), timeout=SECONDS)
        with plain, context.wrap_socket(plain, server_hostname=parts.hostname) as connection:
            shown = connection.getpeercert() or {}
    except ssl.SSLCertVerificationError as problem:
        return Finding("problem", _refused(problem, parts.hostname or ""))
    except OSError as problem:
        return Finding("problem", f"no TLS at {url}: {problem}. Look whether the proxy runs, and its port.")
    days = (ssl.cert_time_to_seconds(str(shown["notAfter"])) - time.time()) / DAY_SECONDS
    if days < SOON_DAYS:
        return Finding("warning", f"it ends in {days:.0f} days. Look why it was not renewed.")
    return Finding("ok", f"good for {days:.0f} days")


def answer(url: str) -> Finding:
    try:
        found = _ask(url, "/api/server")
    except (OSError, HTTPException) as problem:
        return Finding("problem", f"nobody answers at {url}: {problem}. Look whether Parley and the proxy run.")
    try:
        document = json.loads(found.body)
        version, _ = document["version"], document["needs_setup"]
    except (ValueError, KeyError, TypeError):
        return Finding(
            "problem",
            f"{url} answers {found.status}, and not as Parley does. Have the proxy pass everything to Parley.",
        )
    return Finding("ok", f"Parley {version} answers")


def web_socket(url: str) -> Finding:
    """A real handshake, as a browser on this page makes it."""
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": KEY,
        "Sec-WebSocket-Protocol": "parley.v2",
        "Origin": origin_of(url),
    }
    try:
        found = _ask(url, "/ws", upgrade)
    except (OSError, HTTPException) as problem:
        return Finding("problem", f"the handshake got no answer: {problem}. {NGINX}")
    if found.status == 101:
        return Finding("ok", "opens")
    if found.status == 403:
        why = found.body.decode(errors="replace")[:300] or "its Origin was refused"
        return Finding("problem", f"it is refused: {why}")
    return Finding("problem", f"the handshake got {found.status}: the proxy does not pass the upgrade on. {NGINX}")


def cookies(url: str) -> Finding:
    """Whether a cookie of the name that belongs to this address reaches Parley: it then says that its token is bad."""
    parts = urlsplit(url)
    name = "__Host-parley_access" if parts.scheme == "https" else f"parley_{parts.port or 80}_access"
    origin = {"Origin": origin_of(url)}
    try:
        without = _ask(url, "/api/me", origin)
        with_one = _ask(url, "/api/me", {**origin, "Cookie": f"{name}={new_token()}"})
    except (OSError, HTTPException) as problem:
        return Finding("problem", f"they cannot be tried: {problem}")
    if without.status == 403:
        return Finding("problem", f"Parley expects another address. Set PARLEY_PUBLIC_URL={origin_of(url)}")
    if with_one.status != 401 or with_one.body == without.body:
        return Finding(
            "problem",
            f"Parley does not see {name}, so nobody stays signed in. Have the proxy pass Cookie headers, and set "
            f"PARLEY_PUBLIC_URL={origin_of(url)}",
        )
    return Finding("ok", f"{name} reaches Parley")


OUTSIDE: tuple[Callable[[str], Finding], ...] = (certificate, answer, web_socket, cookies)


def _refused(problem: ssl.SSLCertVerificationError, host: str) -> str:
    """Why it is, and what to do. Newer Pythons also refuse authorities for what their own certificates lack."""
    if problem.verify_code == EXPIRED:
        return "browsers refuse it, because it has expired. Renew it, and look why that did not happen by itself."
    if problem.verify_code == NOT_YET_VALID:
        return "it is not valid yet. Look whether the clock of this machine is right, and that of its authority."
    if problem.verify_code in OTHER_NAMES:
        return f"browsers refuse it, because it is for another name. Get one for {host}."
    if problem.verify_code in UNKNOWN_ISSUER:
        return (
            f"this machine does not know its authority ({problem.verify_message}). If the authority is your own, add "
            "it to those that this machine trusts (update-ca-certificates), and to every browser's. If it is a public "
            "one, have the proxy send the whole chain: fullchain.pem, not cert.pem."
        )
    return (
        f"this machine refuses it: {problem.verify_message}. If its authority is your own, make the authority anew as "
        "docs/deploy.md says, and a certificate by it. Otherwise get a certificate from another authority."
    )


def _connection(url: str) -> HTTPConnection:
    """Does not look at the certificate, which has a line of its own. Nothing secret is sent."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "https":
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return HTTPSConnection(host, parts.port, timeout=SECONDS, context=context)
    return HTTPConnection(host, parts.port, timeout=SECONDS)


def _ask(url: str, path: str, headers: dict[str, str] | None = None) -> Answer:
    connection = _connection(url)
    try:
        connection.request("GET", path, headers=headers or {})
        response: HTTPResponse = connection.getresponse()
        body = b"" if response.status == 101 else response.read(65_536)
        return Answer(response.status, dict(response.getheaders()), body)
    finally:
        connection.close()
