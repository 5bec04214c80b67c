"""What an ID token says, once it was checked that a provider's own key signed it, for this server and this moment.

Which algorithm a token names is for this file to allow: `none` and those with a shared secret are not among them.
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey

Key = RSAKey | ECKey | OKPKey
# With keys of which the provider alone has the half that signs.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519"]
# An access token is signed with the same keys, and names its type.
TYPES = ("jwt", "id+jwt")
SKEW_SECONDS = 60
# An ID token was made for this sign-in, and a sign-in takes no longer.
OLDEST_SECONDS = 600
LONGEST = 64 * 1024
UNREADABLE = (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError)


class ProviderError(Exception):
    """Why nobody is signed in by a provider, for the log and for administrators."""


class Refusal(ProviderError):
    """The provider answered, and what it said means no or must not be believed."""


@dataclass(frozen=True)
class Identity:
    """Who somebody is at a provider. The pair of issuer and subject is the identity; all else may change."""

    issuer: str
    subject: str
    # Only where the provider says that it has verified it.
    email: str | None
    name: str
    # What they would perhaps like to be called here.
    username: str


def key_name(token: str) -> str | None:
    """Which key a token says has signed it. Nothing of it is believed yet."""
    try:
        head = msgspec.json.decode(base64.urlsafe_b64decode(token.partition(".")[0] + "=="), type=dict[str, Any])
    except (*UNREADABLE, msgspec.DecodeError):
        raise Refusal("its ID token cannot be read") from None
    if head.get("alg") not in ALGORITHMS:
        raise Refusal(f"its ID token is signed with {str(head.get('alg'))[:20]}")
    if str(head.get("typ", "JWT")).lower() not in TYPES:
        raise Refusal("it gives another kind of token for an ID token")
    kid = head.get("kid")
    return kid if isinstance(kid, str) else None


def claims_in(token: str, keys: Sequence[Key]) -> Mapping[str, Any]:
    """What a token says that one of these keys has signed."""
    for key in keys:
        try:
            return jwt.decode(token, key, algorithms=ALGORITHMS).claims
        except UNREADABLE:
            continue
    raise Refusal("none of its keys has signed its ID token")


def identity_in(claims: Mapping[str, Any], *, issuer: str, client_id: str, nonce: str, now: int) -> Identity:
    """Who it is about. `now` is in milliseconds."""
    if claims.get("iss") != issuer:
        raise Refusal("its ID token is from another issuer")
    _check_audience(claims, client_id)
    _check_times(claims, now / 1000)
    if claims.get("nonce") != nonce:
        raise Refusal("its ID token was made for another sign-in")
    subject = _text(claims, "sub", 255)
    if subject is None:
        raise Refusal("its ID token names nobody")
    return Identity(
        issuer=issuer,
        subject=subject,
        email=_text(claims, "email", 254) if claims.get("email_verified") is True else None,
        name=_text(claims, "name", 200) or "",
        username=_text(claims, "preferred_username", 200) or _text(claims, "email", 254) or "",
    )


def _check_audience(claims: Mapping[str, Any], client_id: str) -> None:
    audience = claims.get("aud")
    listed = audience if isinstance(audience, list) else [audience]
    # Of a token for several, it has to say which of them asked for it.
    party = claims.get("azp", client_id if listed == [client_id] else None)
    if client_id not in listed or party != client_id:
        raise Refusal("its ID token is for another client")


def _check_times(claims: Mapping[str, Any], now: float) -> None:
    expires, made = claims.get("exp"), claims.get("iat")
    if not isinstance(expires, int | float) or not isinstance(made, int | float):
        raise Refusal("its ID token does not say when it was made and until when it is good")
    if now > expires + SKEW_SECONDS:
        raise Refusal("its ID token has run out")
    if not now - OLDEST_SECONDS <= made <= now + SKEW_SECONDS:
        raise Refusal("its ID token is old, or from the future: compare the clocks of both servers")


def _text(claims: Mapping[str, Any], name: str, most: int) -> str | None:
    found = claims.get(name)
    return found if isinstance(found, str) and 0 < len(found) <= most and "\0" not in found else None
