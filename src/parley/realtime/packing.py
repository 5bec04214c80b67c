"""Packets as they cross between processes: JSON behind a keyed MAC.

Whoever can write to Redis can forge a message on it, but without the key nobody listens to it; and what is decoded is
JSON of a fixed shape, so a message can never be more than data.
"""

import hashlib
import hmac
from collections.abc import Sequence

import msgspec
from msgspec import Raw, Struct

from parley.realtime.frames import Move, Packet

MAC_BYTES = 16


class WirePacket(Struct, frozen=True, array_like=True):
    kind: int
    log: int
    from_: int
    to: int
    payload: Raw
    left: int | None
    moves: list[tuple[int, int, int | None]]
    ended_sessions: list[int]


class Parcel(Struct, frozen=True, kw_only=True, tag="parcel"):
    """The n-th message of a process on a shard. `published_ms` is when the oldest packet was, by its host's clock."""

    process: str
    shard: int
    number: int
    packets: list[WirePacket]
    published_ms: int = 0


class Pulse(Struct, frozen=True, kw_only=True, tag="pulse"):
    """How far a process has counted on each shard: whoever lacks the last one learns of it here."""

    process: str
    numbers: dict[int, int]


_encode = msgspec.json.Encoder().encode
_decoder = msgspec.json.Decoder(Parcel | Pulse)


def pack(packets: Sequence[Packet]) -> list[WirePacket]:
    return [
        WirePacket(
            packet.kind,
            packet.log,
            packet.from_,
            packet.to,
            Raw(packet.payload),
            packet.left,
            [(move.room, move.since, move.until) for move in packet.moves],
            list(packet.ended_sessions),
        )
        for packet in packets
    ]


def unpack(packets: Sequence[WirePacket]) -> list[Packet]:
    return [
        Packet(
            packet.kind,
            packet.log,
            packet.from_,
            packet.to,
            bytes(packet.payload),
            left=packet.left,
            moves=tuple(Move(*move) for move in packet.moves),
            ended_sessions=tuple(packet.ended_sessions),
        )
        for packet in packets
    ]


def seal(message: Parcel | Pulse, key: bytes) -> bytes:
    body = _encode(message)
    return _mac(body, key) + body


def unseal(data: bytes, key: bytes) -> Parcel | Pulse | None:
    """The message, or None for whatever was not sealed with this key."""
    mac, body = data[:MAC_BYTES], data[MAC_BYTES:]
    if not hmac.compare_digest(mac, _mac(body, key)):
        return None
    try:
        message: Parcel | Pulse = _decoder.decode(body)
    except (msgspec.DecodeError, RecursionError):
        return None  # another version's: the sweep covers what it said
    return message


def _mac(body: bytes, key: bytes) -> bytes:
    return hashlib.blake2b(body, key=key, digest_size=MAC_BYTES).digest()
