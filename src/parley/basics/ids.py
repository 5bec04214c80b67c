"""Ids and secrets. An id is a 63-bit integer, time-ordered for the sake of indexes; nothing relies on that order."""

import hashlib
import hmac
import secrets
import threading
import time

# Milliseconds since 2026-01-01 in the upper bits: 41 bits last until 2095.
_EPOCH_MS = 1_767_225_600_000
_LOW_BITS = 22
_lock = threading.Lock()
_last = 0


def new_id() -> int:
    """Unique here by counting up, and between processes by 22 random bits in each millisecond."""
    global _last  # noqa: PLW0603 - the one counter of this process
    fresh = ((time.time_ns() // 1_000_000 - _EPOCH_MS) << _LOW_BITS) | secrets.randbits(_LOW_BITS)
    with _lock:
        _last = max(fresh, _last + 1)
        return _last


def number(id_: str) -> int:
    """An id from the wire. One that no database could hold is nobody's, and 0 is nobody's too."""
    value = int(id_)
    return value if value < 1 << 63 else 0


def new_token() -> str:
    """256 random bits for a link, a ticket or a secret."""
    return secrets.token_urlsafe(32)


def derived_key(secret: bytes, purpose: str) -> bytes:
    """A key for one purpose, so that no key is used for two."""
    return hmac.digest(secret, f"parley/{purpose}".encode(), hashlib.sha256)


def token_hash(token: str) -> bytes:
    """What is kept of a token: it has 256 bits of chance in it, so one plain hash is enough."""
    return hashlib.sha256(token.encode()).digest()


def request_hash(*parts: str) -> bytes:
    """What is kept of a request beside its client_id, to tell a repetition from another request."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode()
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.digest()
