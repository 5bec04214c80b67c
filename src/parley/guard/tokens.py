"""Access tokens, refresh tokens, and what is sent by mail.

An access token is a short-lived signed statement: this person, this session. The others are not stored: each is derived
from the server's secret and a row with a salt, so a stolen database holds none of them, and what is made twice is the
same.
"""

import base64
import hmac
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from parley.basics.ids import derived_key, number
from parley.errors import Unauthenticated
from parley.guard.seals import Seals

ALGORITHM = "HS256"
TYPE = "at+jwt"
ISSUER = "parley"
CLOCK_SKEW_SECONDS = 60
# Reading a token costs twice as much as the smallest answer. So many are remembered, in 4 MB; that their times are
# right and their sessions live is looked at each time.
MOST_READ_BEFORE = 4_096
ID = re.compile(r"[1-9][0-9]{0,18}")
REFRESH = re.compile(r"([1-9][0-9]{0,18})\.(0|[1-9][0-9]{0,18})\.([A-Za-z0-9_-]{43})")
PROVEN = re.compile(r"([1-9][0-9]{0,18})\.([A-Za-z0-9_-]{43})")
DEVICE = re.compile(r"([1-9][0-9]{0,18})\.([0-9a-f]{16})\.([A-Za-z0-9_-]{43})")
# Letters and digits that nobody takes for each other; a power of two, so that all are equally likely.
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8


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


@dataclass(frozen=True, slots=True)
class Proven:
    """An id, and what shows that this server gave it to somebody. Only `Tokens` tells whether that is true."""

    id: int
    proof: str


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """A browser in which a person has signed in before."""

    person: int
    name: str


class Tokens:
    """Makes and checks tokens with keys of their own, derived from the one secret.

    While the secret is changed there are two. What the one before has signed is still believed, and nothing new is
    signed with it.
    """

    def __init__(self, secret: bytes, *, audience: str, before: bytes | None = None) -> None:
        self._signature_key = derived_key(secret, "access")
        self._access_key = OctKey.import_key(self._signature_key)
        self._read_before: dict[str, dict[str, Any]] = {}
        self._refresh_key = derived_key(secret, "refresh")
        self._challenge_key = derived_key(secret, "challenge")
        self._device_key = derived_key(secret, "device")
        self._pseudonym_key = derived_key(secret, "pseudonym")
        self.seals = Seals(secret, before)
        self._audience = audience
        self._before = None if before is None else Tokens(before, audience=audience)

    def access(self, *, person: int, session: int, now: int, expires_at: int) -> str:
        claims = {
            "iss": ISSUER,
            "aud": self._audience,
            "sub": str(person),
            "sid": str(session),
            "iat": now // 1000,
            "nbf": now // 1000,
            "exp": expires_at // 1000,
        }
        return jwt.encode({"alg": ALGORITHM, "typ": TYPE}, claims, self._access_key, algorithms=[ALGORITHM])

    def read_access(self, token: str, now: int) -> Access:
        """Who the bearer is, or `Unauthenticated`; that the session still lives is for the database to say."""
        for tokens in self._each():
            claims = tokens._signed_claims(token)
            if claims is not None:
                found = _access_in(claims, self._audience, now)
                if found is not None:
                    return found
        raise Unauthenticated("The access token is not valid, or not any more. Refresh it or sign in.")

    def new_salt(self) -> bytes:
        return secrets.token_bytes(16)

    def refresh(self, *, session: int, generation: int, salt: bytes) -> str:
        return f"{session}.{generation}.{self._refresh_proof(session, generation, salt)}"

    def read_refresh(self, token: str) -> Refresh:
        found = REFRESH.fullmatch(token)
        if found is None:
            raise Unauthenticated("The refresh token is not valid. Sign in.")
        return Refresh(session=number(found[1]), generation=int(found[2]), proof=found[3])

    def is_refresh(self, claim: Refresh, salt: bytes) -> bool:
        proofs = (one._refresh_proof(claim.session, claim.generation, salt) for one in self._each())
        return any(hmac.compare_digest(claim.proof, proof) for proof in proofs)

    def challenge(self, purpose: str, id_: int, salt: bytes) -> str:
        """What a letter's link carries."""
        return f"{id_}.{self._challenge_proof(purpose, id_, salt)}"

    def is_challenge(self, claim: Proven, purpose: str, salt: bytes) -> bool:
        proofs = (one._challenge_proof(purpose, claim.id, salt) for one in self._each())
        return any(hmac.compare_digest(claim.proof, proof) for proof in proofs)

    def code(self, id_: int, salt: bytes) -> str:
        """The short one beside the link. 40 bits: enough for as few tries as it has."""
        digest = hmac.digest(self._challenge_key, b"code.%d." % id_ + salt, "sha256")
        letters = "".join(CODE_LETTERS[byte % len(CODE_LETTERS)] for byte in digest[:CODE_LENGTH])
        return f"{letters[:4]}-{letters[4:]}"

    def is_code(self, typed: str, id_: int, salt: bytes) -> bool:
        """However it was typed: in small letters, with a space or nothing between its halves."""
        bare = re.sub(r"[\s-]", "", typed).upper().encode()
        codes = (one.code(id_, salt).replace("-", "").encode() for one in self._each())
        return any(hmac.compare_digest(bare, code) for code in codes)

    def passkey_challenge(self, purpose: str, binding: str, expires_at: int) -> bytes:
        """What a passkey is to sign. It is not stored: it says itself until when it is good, and for what.

        `binding` is the browser or the session that asked. Only there the answer is taken.
        """
        claim = expires_at.to_bytes(8, "big") + secrets.token_bytes(16)
        return claim + self._passkey_proof(purpose, binding, claim)

    def read_passkey_challenge(self, challenge: bytes, purpose: str, binding: str, now: int) -> int | None:
        """Until when it is good, if it was made here for this and is good now."""
        claim, proof = challenge[:24], challenge[24:]
        proofs = (one._passkey_proof(purpose, binding, claim) for one in self._each())
        is_ours = any(hmac.compare_digest(proof, one) for one in proofs)
        expires_at = int.from_bytes(claim[:8], "big")
        return expires_at if is_ours and now < expires_at else None

    def device(self, person: int) -> str:
        """For a browser in which this person has signed in."""
        name = secrets.token_hex(8)
        return f"{person}.{name}.{self._device_proof(person, name)}"

    def read_device(self, token: str) -> KnownDevice | None:
        found = DEVICE.fullmatch(token)
        if found is None:
            return None
        person, name = number(found[1]), found[2]
        is_ours = any(hmac.compare_digest(found[3], one._device_proof(person, name)) for one in self._each())
        return KnownDevice(person, name) if is_ours else None

    def pseudonym(self, text: str) -> str:
        """The same for the same text, on this server; and without its secret nobody can try which text it was."""
        return hmac.digest(self._pseudonym_key, text.encode(), "sha256").hex()[:16]

    def _each(self) -> Iterator["Tokens"]:
        yield self
        if self._before is not None:
            yield self._before

    def _signed_claims(self, token: str) -> dict[str, Any] | None:
        """Rejects a made-up token by its signature alone, which is cheap. Remembers what a good one says."""
        known = self._read_before.get(token)
        if known is not None:
            return known
        signed, _, signature = token.rpartition(".")
        proof = _proof(self._signature_key, signed.encode(errors="replace"))
        if not hmac.compare_digest(signature.encode(errors="replace"), proof.encode()):
            return None
        claims = self._read(token)
        if claims is not None:
            if len(self._read_before) >= MOST_READ_BEFORE:
                self._read_before.clear()
            self._read_before[token] = claims
        return claims

    def _read(self, token: str) -> dict[str, Any] | None:
        try:
            decoded = jwt.decode(token, self._access_key, algorithms=[ALGORITHM])
        except (JoseError, ValueError, KeyError, TypeError, RecursionError):
            return None
        return decoded.claims if decoded.header.get("typ") == TYPE else None

    def _refresh_proof(self, session: int, generation: int, salt: bytes) -> str:
        return _proof(self._refresh_key, b"%d.%d." % (session, generation) + salt)

    def _passkey_proof(self, purpose: str, binding: str, claim: bytes) -> bytes:
        return hmac.digest(self._challenge_key, f"passkey.{purpose}.{binding}.".encode() + claim, "sha256")

    def _device_proof(self, person: int, name: str) -> str:
        return _proof(self._device_key, f"{person}.{name}".encode())

    def _challenge_proof(self, purpose: str, id_: int, salt: bytes) -> str:
        return _proof(self._challenge_key, b"%s.%d." % (purpose.encode(), id_) + salt)


def read_proven(token: str) -> Proven | None:
    """What a token of this form claims."""
    found = PROVEN.fullmatch(token)
    return None if found is None else Proven(number(found[1]), found[2])


def _access_in(claims: dict[str, Any], audience: str, now: int) -> Access | None:
    """What right claims say. Two hosts' clocks may differ a little."""
    try:
        ours = claims["iss"] == ISSUER and claims["aud"] == audience
        latest = max(claims["iat"], claims.get("nbf", 0)) - CLOCK_SKEW_SECONDS
        if not (ours and latest <= now / 1000 < claims["exp"]):
            return None
        ids = [claims["sub"], claims["sid"]]
        if not all(isinstance(id_, str) and ID.fullmatch(id_) for id_ in ids):
            return None
        return Access(person=number(ids[0]), session=number(ids[1]))
    except (KeyError, TypeError, ValueError):
        return None


def _proof(key: bytes, message: bytes) -> str:
    return base64.urlsafe_b64encode(hmac.digest(key, message, "sha256")).rstrip(b"=").decode()
