"""What cannot be read: too large, too deep, in pieces, compressed, or meant to be read in two ways."""

import asyncio
import gzip
import json

from tests.abuse.attacker import Attacker
from tests.abuse.attacks.attack import Attack

HEADERS = 50_000
BODY = b'{"name": "' + b"x" * 64_000
BOMB = gzip.compress(b"\0" * 50_000_000, 9)
DEEP = b"[" * 30_000
RSV1 = 0xC0
NOT_LAST = 0x00

# Each can be read in two ways by a proxy and a server that do not agree, or is no request at all.
TWO_WAYS = (
    b"POST /api/sync HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /livez",
    b"POST /api/sync HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 40\r\n\r\nabcd",
    b"POST /api/sync HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    b"POST /api/sync HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    b"POST /api/sync HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
    b"POST /api/sync HTTP/1.1\r\nHost: x\r\nContent-Length: +4\r\n\r\nabcd",
    b"GET /livez HTTP/1.1\r\nHost: x\r\nA: b\r\n c: d\x00\r\n\r\n",
    b"GET /livez HTTP/9.9\r\nHost: x\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x90" * 500,
    b"GET / " + b"/" * 100_000,
)


async def headers(attacker: Attacker) -> None:
    """The same header many times over: 244 KiB."""
    async with attacker.wire() as wire:
        wire.write(b"GET /livez HTTP/1.1\r\nHost: x\r\n" + b"a:b\r\n" * HEADERS + b"\r\n")
        attacker.made["requests"] += 1
        await attacker.hear(wire)


async def bodies(attacker: Attacker) -> None:
    """64 KiB that are no JSON, with a token and without."""
    async with attacker.wire() as wire:
        while attacker.going:
            for path, lines in (("/api/rooms", (attacker.signed_in,)), ("/api/sessions", ())):
                wire.write(attacker.request("POST", path, attacker.network(), *lines, body=BODY))
                if not await attacker.hear(wire):
                    return


async def bombs(attacker: Attacker) -> None:
    """A body of 50 MB compressed into 48 KB, and frames that say they are compressed."""
    async with attacker.wire() as wire:
        lines = (attacker.signed_in, attacker.network(), "Content-Encoding: gzip")
        wire.write(attacker.request("POST", "/api/rooms", *lines, body=BOMB))
        await attacker.hear(wire)
    offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"
    async with attacker.socket(attacker.signed_in, attacker.network(), offer) as wire:
        if wire is not None:
            wire.send(BOMB, first=RSV1)
            attacker.made["frames"] += 1
            await asyncio.wait_for(attacker.listen_all(wire), 5.0)


async def deep_json(attacker: Attacker) -> None:
    async with attacker.wire() as wire:
        lines = (attacker.signed_in, attacker.network())
        wire.write(attacker.request("POST", "/api/rooms", *lines, body=b'{"name":' + DEEP))
        await attacker.hear(wire)
    async with attacker.entered() as wire:
        if wire is None:
            return
        for ref in range(20):
            wire.send(b'{"type":"room.create","ref":%d,"name":' % ref + DEEP + b"]" * len(DEEP) + b"}")
        attacker.made["frames"] += 20
        try:
            await asyncio.wait_for(attacker.listen_all(wire), 0.5)
        except TimeoutError:
            return


async def fragments(attacker: Attacker) -> None:
    """One message in pieces of one byte that never ends."""
    async with attacker.entered() as wire:
        if wire is None:
            return
        wire.send(b"{", first=NOT_LAST)
        hearing = asyncio.create_task(attacker.listen_all(wire))
        while attacker.going and not hearing.done():
            for _ in range(50):
                wire.send(b" ", 0, first=NOT_LAST)
            attacker.made["frames"] += 50
            await wire.push(b"")
            await asyncio.sleep(0)
        await hearing if hearing.done() else hearing.cancel()


async def large_frames(attacker: Attacker) -> None:
    """Just above the limit, and far above it."""
    for size in (70_000, 1_000_000):
        async with attacker.entered() as wire:
            if wire is None:
                return
            wire.send(json.dumps({"type": "room.create", "ref": 1, "name": "x" * size}).encode())
            attacker.made["frames"] += 1
            await asyncio.wait_for(attacker.listen_all(wire), 5.0)


async def smuggling(attacker: Attacker) -> None:
    for request in TWO_WAYS:
        async with attacker.wire() as wire:
            wire.write(request)
            attacker.made["requests"] += 1
            try:
                await asyncio.wait_for(attacker.hear_all(wire), 1.0)
            except TimeoutError:
                continue


TOO_MANY = "http 429"
ATTACKS = (
    Attack("headers", "50,000 headers in a request", headers, frozenset({"http 400"})),
    Attack("bodies", "64 KiB that are no JSON, for ever", bodies, frozenset({TOO_MANY})),
    Attack("bombs", "compressed bodies and frames", bombs, frozenset({"http 400", TOO_MANY, "close 1002"})),
    Attack("deep", "JSON that is nested 30,000 deep", deep_json, frozenset({"http 400", TOO_MANY, "error invalid"})),
    Attack("fragments", "a message in endless pieces", fragments, frozenset({"close 4429", "close 4413"})),
    Attack("large", "frames above the limit", large_frames, frozenset({"close 4413", "close 1009", "error too_large"})),
    Attack("smuggling", "requests to be read in two ways", smuggling, frozenset({"http 400"})),
)
