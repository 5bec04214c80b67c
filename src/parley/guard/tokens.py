"""Access and refresh tokens.

An access token is a short-lived signed statement: this person, this session. A refresh token is not stored: it is
derived from the server's secret, the session's salt and the generation, so a stolen database holds none, and two tabs
that refresh at once are given the same one.
"""

import base64
import hmac
import re
import secrets
from dataclasses import dataclass

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from parley.basics.ids import derived_key, number
from parley.errors import Unauthenticated

ALGORITHM = "HS256"
TYPE = "at+jwt"
ISSUER = "parley"
CLOCK_SKEW_SECONDS = 60
REFRESH = re.compile(r"([1-9][0-9]{0,18})\.(0|[1-9][0-9]{0,18})\.([A-Za-z0-9_-]{43})")


@dataclass(frozen=True, slots=True)
class Access:
    """What an access token says once its signature and times have been checked."""

    person: int
    session: int


@dataclass(frozen=True, slots=True)
class Refresh:
    """What a refresh token claims. Only `Tokens.is_refresh` tells whether it is true."""

    session: int
    generation: int
    proof: str


class Tokens:
    """Makes and checks tokens with keys of their own, derived from the one secret."""

    def __init__(self, secret: bytes, *, audience: str) -> None:
        self._access_key = OctKey.import_key(derived_key(secret, "access"))
        self._refresh_key = derived_key(secret, "refresh")
        self._audience = audience

    def access(self, *, person: int, session: int, now: int, expires_at: int) -> str:
        claims = {
            "iss": ISSUER,
            "aud": self._audience,
            "sub": str(person),
            "sid": str(session),
            "iat": now // 1000,
            "exp": expires_at // 1000,
        }
        return jwt.encode({"alg": ALGORITHM, "typ": TYPE}, claims, self._access_key, algorithms=[ALGORITHM])

    def read_access(self, token: str, now: int) -> Access:
        """Who the bearer is, or `Unauthenticated`; that the session still lives is for the database to say."""
        try:
            decoded = jwt.decode(token, self._access_key, algorithms=[ALGORITHM])
            claims = decoded.claims
            right_kind = decoded.header.get("typ") == TYPE
            ours = claims["iss"] == ISSUER and claims["aud"] == self._audience
            # Two hosts' clocks may differ a little.
            current = claims["iat"] - CLOCK_SKEW_SECONDS <= now / 1000 < claims["exp"]
            if not (right_kind and ours and current):
                raise ValueError
            return Access(person=int(claims["sub"]), session=int(claims["sid"]))
        except (JoseError, ValueError, KeyError, TypeError, RecursionError) as problem:
            raise Unauthenticated("The access token is not valid, or not any more. Refresh it or sign in.") from problem

    def new_salt(self) -> bytes:
        return secrets.token_bytes(16)

    def refresh(self, *, session: int, generation: int, salt: bytes) -> str:
        return f"{session}.{generation}.{self._proof(session, generation, salt)}"

    def read_refresh(self, token: str) -> Refresh:
        found = REFRESH.fullmatch(token)
        if found is None:
            raise Unauthenticated("The refresh token is not valid. Sign in.")
        return Refresh(session=number(found[1]), generation=int(found[2]), proof=found[3])

    def is_refresh(self, claim: Refresh, salt: bytes) -> bool:
        return hmac.compare_digest(claim.proof.encode(), self._proof(claim.session, claim.generation, salt).encode())

    def _proof(self, session: int, generation: int, salt: bytes) -> str:
        message = b"%d.%d." % (session, generation) + salt
        return base64.urlsafe_b64encode(hmac.digest(self._refresh_key, message, "sha256")).rstrip(b"=").decode()
