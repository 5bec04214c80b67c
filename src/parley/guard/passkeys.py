"""Checking what passkeys sign. The library is imported when somebody first uses one."""

import base64
import binascii
import json
from dataclasses import dataclass
from urllib.parse import urlsplit

import structlog

from parley.settings import Settings, origin_of

# ES256, EdDSA and RS256: every device knows one of them.
ALGORITHMS = (-7, -8, -257)
log = structlog.get_logger("parley.passkeys")


@dataclass(frozen=True)
class Site:
    """Whose passkeys these are. From the settings, never from a request: a forged Host would let another site in."""

    rp_id: str
    origin: str


@dataclass(frozen=True)
class Made:
    """What a device says of a passkey that it has made."""

    credential: bytes
    public_key: bytes
    sign_count: int


def site_of(settings: Settings) -> Site:
    return Site(rp_id=urlsplit(settings.base_url).hostname or "", origin=origin_of(settings.base_url))


def challenge_in(client_data: str) -> bytes | None:
    """The challenge that the browser says it answers. Nothing of this has been checked yet."""
    try:
        found = json.loads(from_base64url(client_data))
        return from_base64url(found["challenge"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def made(site: Site, challenge: bytes, *, credential: str, client_data: str, attestation: str) -> Made | None:
    """None if this is no new passkey for this site and this challenge, or if its owner was not verified."""
    from webauthn import verify_registration_response
    from webauthn.helpers.cose import COSEAlgorithmIdentifier

    response = {"clientDataJSON": client_data, "attestationObject": attestation}
    try:
        found = verify_registration_response(
            credential=_as_json(credential, response),
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            require_user_verification=True,
            supported_pub_key_algs=[COSEAlgorithmIdentifier(number) for number in ALGORITHMS],
        )
    except Exception as problem:  # noqa: BLE001 - strangers made it, and the library fails in many ways
        log.info("passkey_refused", problem=type(problem).__name__)
        return None
    if base64url(found.credential_id) != credential:
        return None
    return Made(found.credential_id, found.credential_public_key, found.sign_count)


def shown(
    site: Site,
    challenge: bytes,
    *,
    credential: str,
    client_data: str,
    authenticator_data: str,
    signature: str,
    public_key: bytes,
    sign_count: int,
) -> int | None:
    """Its counter, if this key signed this challenge for this site, and its owner was verified.

    A counter that does not go up is refused: somebody else may be using a copy of the key.
    """
    from webauthn import verify_authentication_response

    response = {"clientDataJSON": client_data, "authenticatorData": authenticator_data, "signature": signature}
    try:
        found = verify_authentication_response(
            credential=_as_json(credential, response),
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except Exception as problem:  # noqa: BLE001 - strangers made it, and the library fails in many ways
        log.info("passkey_refused", problem=type(problem).__name__)
        return None
    return found.new_sign_count


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """`ValueError` if it is none."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as problem:
        raise ValueError("this is no base64url") from problem


def _as_json(credential: str, response: dict[str, str]) -> dict[str, object]:
    return {"id": credential, "rawId": credential, "type": "public-key", "response": response}
