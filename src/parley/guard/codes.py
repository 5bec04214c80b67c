"""Codes that stand for a second factor: those of authenticator apps (RFC 6238), and recovery codes."""

import hmac
import re
import secrets

from parley.basics.ids import token_hash
from parley.guard.tokens import CODE_LETTERS

STEP_SECONDS = 30
# A phone's clock may be off by one step, and so may a slow typist.
SLACK = (0, -1, 1)
RECOVERY_CODES = 10
# 80 random bits: nobody finds one by its hash, so one plain hash is enough, and a new server secret changes nothing.
RECOVERY_LENGTH = 16
DIGITS = re.compile(r"[0-9]{6}")
RECOVERY = re.compile(rf"[{CODE_LETTERS}]{{{RECOVERY_LENGTH}}}")


def new_secret() -> str:
    """160 random bits in base32, as apps take them."""
    import pyotp

    return pyotp.random_base32(32)


def uri(secret: str, *, handle: str, server: str) -> str:
    """What a QR code says to an app."""
    import pyotp

    # A colon would end the server's name in the label of the URI.
    return pyotp.TOTP(secret).provisioning_uri(name=handle, issuer_name=server.replace(":", " "))


def step_of(code: str, secret: str, *, now: int, after: int) -> int | None:
    """The time step whose code this is, if it is near `now` in milliseconds and later than the step `after`."""
    import pyotp

    bare, totp, current = bare_code(code), pyotp.TOTP(secret), now // 1000 // STEP_SECONDS
    if DIGITS.fullmatch(bare) is None:
        return None
    steps = [current + off for off in SLACK if current + off > after]
    return next((step for step in steps if hmac.compare_digest(totp.generate_otp(step), bare)), None)


def new_recovery_codes() -> list[str]:
    return [_recovery_code() for _ in range(RECOVERY_CODES)]


def recovery_hash(code: str) -> bytes | None:
    """What is kept of a recovery code, however it was typed. None if it cannot be one."""
    bare = bare_code(code)
    return token_hash(bare) if RECOVERY.fullmatch(bare) else None


def bare_code(code: str) -> str:
    return re.sub(r"[\s-]", "", code).upper()


def _recovery_code() -> str:
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(RECOVERY_LENGTH))
    return "-".join(letters[at : at + 4] for at in range(0, RECOVERY_LENGTH, 4))
