"""Packets on their way between processes: JSON behind a keyed MAC.

An attacker who can write to Redis can publish messages, but without the key receivers drop them. Decoding accepts only
JSON of a fixed shape, so a message is never more than data.
"""

import hashlib
import hmac

import msgspec
from msgspec import Struct

from parley.realtime.frames import Packet

MAC_BYTES = 16


class Parcel(Struct, frozen=True, kw_only=True, tag="parcel"):
    """The n-th message of a process on a shard. Its oldest packet was published at `published_ms`, by that process's
    clock.
    """

    process: str
    shard: int
    number: int
    packets: list[Packet]
    published_ms: int = 0


class Pulse(Struct, frozen=True, kw_only=True, tag="pulse"):
    """How far a process has counted on each shard, so that a receiver notices when it lost the last parcel."""

    process: str
    numbers: dict[int, int]


_encode = msgspec.json.Encoder().encode
_decoder = msgspec.json.Decoder(Parcel | Pulse)


def seal(message: Parcel | Pulse, key: bytes) -> bytes:
    return sealed(_encode(message), key)


def sealed(body: bytes, key: bytes) -> bytes:
    return _mac(body, key) + body


class Forged(Exception):
    """A message that was not sealed with this Parley's key."""


def unseal(data: bytes, key: bytes) -> Parcel | Pulse | None:
    """The message. None if this version cannot read it: then it is another version's, and the sweep finds the changes.

    Raises Forged.
    """
    body = opened(data, key)
    try:
        message: Parcel | Pulse = _decoder.decode(body)
    except (msgspec.DecodeError, RecursionError):
        return None
    return message


def opened(data: bytes, key: bytes) -> bytes:
    """What was sealed. Raises Forged."""
    mac, body = data[:MAC_BYTES], data[MAC_BYTES:]
    if not hmac.compare_digest(mac, _mac(body, key)):
        raise Forged
    return body


def _mac(body: bytes, key: bytes) -> bytes:
    return hashlib.blake2b(body, key=key, digest_size=MAC_BYTES).digest()
