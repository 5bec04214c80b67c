"""OpenID Connect providers: where people are sent to sign in, and who came back.

What a provider says of itself and its keys are read when they are first needed, and kept for an hour.
"""

import asyncio
import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
from joserfc.jwk import KeySet

from parley.basics.oidc_providers import OidcProvider, providers_of
from parley.basics.times import MINUTE
from parley.outside.id_tokens import (
    LONGEST,
    UNREADABLE,
    Identity,
    Key,
    ProviderError,
    Refusal,
    claims_in,
    identity_in,
    key_name,
)
from parley.outside.outgoing import Answer, Outgoing, OutgoingError
from parley.settings import Settings

FRESH_MS = 60 * MINUTE
# For so long a provider that failed is not asked again, or everybody who comes would wait for it anew.
AFTER_FAILURE_MS = 10_000
# Anybody can send a token that names an unknown key.
BETWEEN_KEYS_MS = MINUTE
# The page of the web client to which providers send people back.
REDIRECT_PATH = "/sign-in/provider"


@dataclass(frozen=True)
class Document:
    """What a provider says of itself."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    posts_secret: bool
    # Whether what it sends back by way of the browser says that it is from this provider (RFC 9207).
    names_itself: bool
    read_at: int


@dataclass(frozen=True)
class Keys:
    found: list[Key]
    read_at: int

    def named(self, kid: str | None) -> list[Key]:
        return self.found if kid is None else [key for key in self.found if key.kid == kid]


class Provider:
    """One provider, with what is known of it."""

    def __init__(self, config: OidcProvider, outgoing: Outgoing, *, base_url: str, now: Callable[[], int]) -> None:
        self.config = config
        # From the settings, never from a request.
        self.redirect_uri = f"{base_url}{REDIRECT_PATH}"
        self._outgoing = outgoing
        self._now = now
        # One question at a time: of many who come at once, the first one asks.
        self._asking = asyncio.Lock()
        self._document: Document | None = None
        self._keys: Keys | None = None
        self._failed: tuple[int, str] | None = None

    async def address(self, *, state: str, nonce: str, verifier: str) -> str:
        """Where to send a browser."""
        document = await self._known()
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code",
            "client_id": self.config.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": self.config.scopes,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        joint = "&" if "?" in document.authorization_endpoint else "?"
        return f"{document.authorization_endpoint}{joint}{urlencode(asked, quote_via=quote)}"

    async def identify(self, code: str, *, issuer: str | None, nonce: str, verifier: str) -> Identity:
        """Who came back with this code. `issuer` is the provider that the browser names, if it names one."""
        document = await self._known()
        if (issuer is None and document.names_itself) or issuer not in (None, self.config.issuer):
            raise Refusal("the answer names another issuer")
        token = await self._redeem(document, code, verifier)
        claims = claims_in(token, await self._keys_named(document, key_name(token)))
        own = {"issuer": self.config.issuer, "client_id": self.config.client_id}
        return identity_in(claims, **own, nonce=nonce, now=self._now())

    async def problem(self) -> str | None:
        """What is wrong with it, as far as that can be seen without signing in. Asks anew."""
        self._failed = self._document = None
        try:
            document = await self._known()
            async with self._asking:
                await self._read_keys(document)
        except ProviderError as problem:
            return str(problem)
        return None

    async def _known(self) -> Document:
        async with self._asking:
            now = self._now()
            if self._document is not None and now - self._document.read_at < FRESH_MS:
                return self._document
            if self._failed is not None and now - self._failed[0] < AFTER_FAILURE_MS:
                raise ProviderError(self._failed[1])
            try:
                self._document, self._failed = await self._discover(), None
            except ProviderError as problem:
                self._failed = (now, str(problem))
                raise
            return self._document

    async def _discover(self) -> Document:
        said = await self._read(f"{self.config.issuer.rstrip('/')}/.well-known/openid-configuration")
        if said.get("issuer") != self.config.issuer:
            another = str(said.get("issuer"))[:200]
            raise ProviderError(f"its document says that its issuer is {another}. Write it so in the settings")
        names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        endpoints = {name: said.get(name) for name in names}
        schemes = ("https://", "http://") if self.config.inside else ("https://",)
        if not all(isinstance(one, str) and one.startswith(schemes) for one in endpoints.values()):
            raise ProviderError("its document lacks an address, or has one that is not https")
        methods = said.get("token_endpoint_auth_methods_supported")
        return Document(
            **{name: str(one) for name, one in endpoints.items()},
            posts_secret=isinstance(methods, list) and "client_secret_basic" not in methods,
            names_itself=said.get("authorization_response_iss_parameter_supported") is True,
            read_at=self._now(),
        )

    async def _redeem(self, document: Document, code: str, verifier: str) -> str:
        """The ID token for a code."""
        config = self.config
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": self.redirect_uri}
        form |= {"code_verifier": verifier, "client_id": config.client_id}
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        if config.client_secret and document.posts_secret:
            form["client_secret"] = config.client_secret
        elif config.client_secret:
            pair = f"{quote(config.client_id, safe='')}:{quote(config.client_secret, safe='')}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        body = urlencode(form).encode()
        try:
            answer = await self._outgoing.post(document.token_endpoint, body, inside=config.inside, headers=headers)
        except OutgoingError as problem:
            raise ProviderError(str(problem)) from problem
        if answer.status not in (200, 400, 401):
            raise ProviderError(f"its token endpoint answers {answer.status}")
        said = _object(answer)
        if answer.status != 200:
            raise Refusal(f"its token endpoint says no: {answer.status} {str(said.get('error', ''))[:60]}")
        token = said.get("id_token")
        if not isinstance(token, str) or len(token) > LONGEST:
            raise Refusal("its token endpoint gives no ID token")
        return token

    async def _keys_named(self, document: Document, kid: str | None) -> list[Key]:
        """Those that may have signed. An unknown one is a reason to read the keys again, once a minute at most."""
        async with self._asking:
            keys = self._keys
            if keys is not None and self._now() - keys.read_at < (FRESH_MS if keys.named(kid) else BETWEEN_KEYS_MS):
                return keys.named(kid)
            return (await self._read_keys(document)).named(kid)

    async def _read_keys(self, document: Document) -> Keys:
        said = await self._read(document.jwks_uri)
        try:
            found = KeySet.import_key_set({"keys": said["keys"]})
        except UNREADABLE:
            raise ProviderError("its keys cannot be read") from None
        # A shared secret has no place among public keys.
        self._keys = Keys([key for key in found if isinstance(key, Key)], self._now())
        return self._keys

    async def _read(self, url: str) -> dict[str, Any]:
        try:
            answer = await self._outgoing.get(url, inside=self.config.inside, headers={"Accept": "application/json"})
        except OutgoingError as problem:
            raise ProviderError(str(problem)) from problem
        if answer.status != 200:
            raise ProviderError(f"{url} answers {answer.status}")
        return _object(answer)


def open_providers(settings: Settings, now: Callable[[], int]) -> dict[str, Provider]:
    """By their names in the settings. Nobody is asked anything yet."""
    outgoing = Outgoing()
    return {
        one.id: Provider(one, outgoing, base_url=settings.base_url, now=now)
        for one in providers_of(settings.oidc_providers)
    }


def _object(answer: Answer) -> dict[str, Any]:
    try:
        return msgspec.json.decode(answer.body, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise ProviderError("it answers with something that is not a JSON object") from None
