"""A real OpenID Connect provider on loopback. It signs what it says, and can be told to misbehave."""

import base64
import gzip
import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import msgspec
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from tests.services.ports import free_port

CLIENT, SECRET = "parley client", "s3cret/with+signs"
Json = dict[str, Any]
ALGORITHMS = ["RS256", "ES256", "HS256", "none"]
ADA: Json = {
    "sub": "ada-at-the-provider",
    "email": "ada@example.org",
    "email_verified": True,
    "name": "Ada Lovelace",
    "preferred_username": "Ada.Lovelace",
}


@dataclass
class Oidc:
    """Everybody who comes is `person`. `claims` and `header` change the ID token, `answers` whole answers by path."""

    person: Json = field(default_factory=lambda: dict(ADA))
    claims: Json = field(default_factory=dict)
    header: Json = field(default_factory=dict)
    document: Json = field(default_factory=dict)
    answers: dict[str, Callable[["Handler"], None]] = field(default_factory=dict)
    signs: Callable[["Oidc", Json], str] | None = None
    says_no: str | None = None
    asked: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.port = free_port()
        self.key: RSAKey | ECKey = new_key("first")
        self.published: list[Any] = [self.key]
        self._codes: dict[str, Json] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), partial(Handler, self))
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def settings(self, name: str = "example", *, label: str = "Example ID") -> str:
        """A section of PARLEY_OIDC_PROVIDERS."""
        lines = {"name": label, "issuer": self.issuer, "client_id": CLIENT, "client_secret": SECRET}
        return "\n".join([f"[{name}]", *(f'{key} = "{value}"' for key, value in lines.items()), "inside = true", ""])

    def consent(self, query: Json) -> str:
        """The address to which somebody is sent back who signs in."""
        back, answer = query["redirect_uri"], {"state": query["state"], "iss": self.issuer}
        if self.says_no is not None:
            return f"{back}?{urlencode(answer | {'error': self.says_no})}"
        code = secrets.token_urlsafe(16)
        self._codes[code] = query | {"person": dict(self.person)}
        return f"{back}?{urlencode(answer | {'code': code})}"

    def redeem(self, form: Json, authorization: str) -> Json | None:
        """The answer of the token endpoint. None unless all is as it must be; a code works once."""
        begun = self._codes.pop(form.get("code", ""), None)
        pair = base64.b64decode(authorization.removeprefix("Basic ") or b"").decode().partition(":")
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if (
            begun is None
            or (unquote(pair[0]), unquote(pair[2])) != (CLIENT, SECRET)
            or begun["code_challenge_method"] != "S256"
            or begun["code_challenge"] != _plain(digest)
            or begun["redirect_uri"] != form.get("redirect_uri")
        ):
            return None
        now = int(time.time())
        told = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": begun["nonce"]}
        told |= begun["person"] | self._lies(now)
        claims = {name: value for name, value in told.items() if value is not None}
        token = self.signs(self, claims) if self.signs else self.sign(claims)
        return {"access_token": self.access_token(claims), "token_type": "Bearer", "id_token": token}

    def _lies(self, now: int) -> Json:
        """A length of time is counted from now."""
        return {
            name: now + int(value.total_seconds()) if isinstance(value, timedelta) else value
            for name, value in self.claims.items()
        }

    def sign(self, claims: Json, key: Any = None, **header: Any) -> str:
        with_key = key or self.key
        algorithm = {"RSA": "RS256", "EC": "ES256", "oct": "HS256"}[with_key.key_type]
        said = {"alg": algorithm, "kid": with_key.kid} | self.header | header
        return jwt.encode({name: value for name, value in said.items() if value}, claims, with_key, ALGORITHMS)

    def access_token(self, claims: Json) -> str:
        """Signed with the same key, and no ID token."""
        return self.sign(claims, typ="at+jwt")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"

    def __init__(self, oidc: Oidc, *args: Any) -> None:
        self.oidc = oidc
        super().__init__(*args)  # which answers the request

    def do_GET(self) -> None:
        oidc, address = self.oidc, urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        oidc.asked.append(address.path)
        if address.path in oidc.answers:
            oidc.answers[address.path](self)
        elif address.path == "/.well-known/openid-configuration":
            self.tell(self._document())
        elif address.path == "/jwks":
            self.tell({"keys": [key.as_dict(private=False) for key in oidc.published]})
        elif address.path == "/authorize":
            self.say(b"text/html", _page(address.query))
        elif address.path == "/continue":
            self.send_response(302)
            self.send_header("Location", oidc.consent(query))
            self.end_headers()
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        oidc = self.oidc
        oidc.asked.append(self.path)
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path in oidc.answers:
            oidc.answers[self.path](self)
            return
        form = {name: values[0] for name, values in parse_qs(body).items()}
        answer = oidc.redeem(form, self.headers.get("Authorization", ""))
        self.tell(answer or {"error": "invalid_grant"}, 200 if answer else 400)

    def tell(self, value: Json, status: int = 200) -> None:
        self.say(b"application/json", msgspec.json.encode(value), status)

    def say(self, kind: bytes, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind.decode())
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: what was asked is in `asked`."""

    def _document(self) -> Json:
        issuer = self.oidc.issuer
        return {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "jwks_uri": f"{issuer}/jwks",
            "authorization_response_iss_parameter_supported": True,
        } | self.oidc.document


def new_key(name: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": name})


def with_public_key_as_secret(oidc: Oidc, claims: Json) -> str:
    """Signed with what everybody knows, for somebody who takes the key's kind from the token."""
    signed = _joined({"alg": "HS256", "kid": oidc.key.kid}, claims)
    return f"{signed}.{_plain(hmac.digest(oidc.key.as_pem(private=False), signed.encode(), 'sha256'))}"


def unsigned(oidc: Oidc, claims: Json) -> str:
    return _joined({"alg": "none", "kid": oidc.key.kid}, claims) + "."


def access_token_instead(oidc: Oidc, claims: Json) -> str:
    return oidc.access_token(claims)


def by_another_key(oidc: Oidc, claims: Json) -> str:
    return oidc.sign(claims, new_key(oidc.key.kid or ""))


def endless(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b" " * 65536)
    except OSError:
        pass  # the reader has had enough


def bomb(handler: Handler) -> None:
    """64 MiB of spaces in 64 KiB."""
    handler.say(b"application/json", gzip.compress(b" " * (64 << 20)), Content_Encoding="gzip")


def _joined(*parts: Json) -> str:
    return ".".join(_plain(msgspec.json.encode(part)) for part in parts)


def _plain(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


def _page(query: str) -> bytes:
    link = f'<a href="/continue?{query.replace("&", "&amp;")}">Continue as Ada</a>'
    head = '<!doctype html><html lang="en"><head><title>Example ID</title></head>'
    return f"{head}<body><main><h1>Example ID</h1><p>{link}</p></main></body></html>".encode()
