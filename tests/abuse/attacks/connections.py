"""Connections that take long on purpose, or come and go without end."""

import asyncio

from tests.abuse.attacker import Attacker
from tests.abuse.attacks.attack import Attack

EACH = 100
DROP_SECONDS = 0.5
AT_ONCE = 20
HALVES = (
    b"",
    b"GET /livez HTTP/1.1\r\nHost: x\r\n",
    b"GET /ws HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX-A: ",
)


async def slow_headers(attacker: Attacker) -> None:
    """Requests and handshakes that never end, a byte at a time."""
    await asyncio.gather(*(_trickle(attacker, HALVES[number % len(HALVES)], b"a") for number in range(EACH)))


async def slow_bodies(attacker: Attacker) -> None:
    head = "\r\n".join(
        (
            "POST /api/rooms HTTP/1.1",
            "Host: x",
            "Content-Type: application/json",
            "Content-Length: 60000",
            attacker.signed_in,
            attacker.network(),
        )
    )
    await asyncio.gather(*(_trickle(attacker, f"{head}\r\n\r\n".encode(), b" ") for _ in range(EACH)))


async def _trickle(attacker: Attacker, begun: bytes, drop: bytes) -> None:
    try:
        async with attacker.wire() as wire:
            wire.write(begun)
            hearing = asyncio.create_task(attacker.hear(wire))
            while attacker.going and not hearing.done():
                wire.write(drop if begun else b"")
                await asyncio.wait([hearing], timeout=DROP_SECONDS)
            await hearing if hearing.done() else hearing.cancel()
    except OSError:
        attacker.told["cut"] += 1


async def flood(attacker: Attacker) -> None:
    """Connections and handshakes that are given up as soon as they are made."""

    async def come_and_go() -> None:
        try:
            async with attacker.socket(attacker.network()):
                pass
        except OSError:
            attacker.told["cut"] += 1

    await asyncio.gather(*(come_and_go() for _ in range(AT_ONCE)))


ATTACKS = (
    Attack("slow-headers", "headers a byte at a time", slow_headers, frozenset({"cut"}), told_after=11.0),
    Attack("slow-bodies", "bodies a byte at a time", slow_bodies, frozenset({"http 400", "http 429"}), told_after=31.0),
    Attack("flood", "connections that come and go", flood, frozenset({"http 429", "http 503"})),
)
