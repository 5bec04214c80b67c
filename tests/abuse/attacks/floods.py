"""What is within every limit of size, and far too often."""

import asyncio
import json
from itertools import count

from tests.abuse.attacker import Attacker
from tests.abuse.attacks.attack import Attack

AT_ONCE = 20
REQUESTS_AT_ONCE = 200
SOCKETS = 60
SILENT = 100
# The server closes a silent socket after ten.
SAT_OUT_SECONDS = 12.0
NETWORKS = 3
PING = 9


async def refused_requests(attacker: Attacker) -> None:
    """Goes on asking although every answer says to wait."""
    ask = attacker.request("GET", "/api/me", attacker.signed_in, attacker.network())
    async with attacker.wire() as wire:
        while attacker.going:
            await wire.push(ask * REQUESTS_AT_ONCE)
            attacker.made["requests"] += REQUESTS_AT_ONCE
            for _ in range(REQUESTS_AT_ONCE):
                if not await attacker.hear(wire):
                    return


async def unsigned_requests(attacker: Attacker) -> None:
    """Without a token, and with one that nobody signed."""
    async with attacker.wire() as wire:
        while attacker.going:
            for lines in ((), ("Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.e30.nothing",)):
                await wire.push(attacker.request("GET", "/api/me", attacker.network(), *lines) * AT_ONCE)
                for _ in range(AT_ONCE):
                    if not await attacker.hear(wire):
                        return


async def sign_ins(attacker: Attacker) -> None:
    """Wrong passwords, each from another network: what strangers share is used up."""
    async with attacker.wire() as wire:
        for number in count():
            guess = {"handle": "ada", "password": f"guess number {number}", "deliver": "token"}
            network = attacker.network(number % 60_000)
            wire.write(attacker.request("POST", "/api/sessions", network, body=json.dumps(guess).encode()))
            if not await attacker.hear(wire) or not attacker.going:
                return


async def silent_sockets(attacker: Attacker) -> None:
    """Strangers from several networks take places and say nothing."""

    async def sit(number: int) -> None:
        try:
            async with attacker.socket(attacker.network(number % NETWORKS)) as wire:
                if wire is not None:
                    await asyncio.wait_for(attacker.listen_all(wire), max(attacker.left, SAT_OUT_SECONDS))
        except (TimeoutError, OSError):
            return

    await asyncio.gather(*(sit(number) for number in range(SILENT * NETWORKS)))
    await asyncio.sleep(0.05)


async def many_sockets(attacker: Attacker) -> None:
    """Signed in, and far above the number that a person may have open."""

    async def open_one() -> None:
        try:
            async with attacker.socket() as wire:
                if wire is not None:
                    wire.send(b'{"type":"hello"}')
                    await asyncio.wait_for(attacker.listen_all(wire), min(1.0, attacker.left + 0.1))
        except (TimeoutError, OSError):
            return

    await asyncio.gather(*(open_one() for _ in range(SOCKETS)))


async def pings(attacker: Attacker) -> None:
    async with attacker.entered() as wire:
        if wire is None:
            return
        hearing = asyncio.create_task(attacker.listen_all(wire))
        while attacker.going and not hearing.done():
            for _ in range(AT_ONCE):
                wire.send(b"ping", PING)
            attacker.made["frames"] += AT_ONCE
            await asyncio.sleep(0)
            await wire.push(b"")
        await hearing if hearing.done() else hearing.cancel()


async def frames(attacker: Attacker) -> None:
    """Commands that a socket may say, faster than it may say them."""
    async with attacker.entered() as wire:
        if wire is None:
            return
        hearing = asyncio.create_task(attacker.listen_all(wire))
        for ref in count():
            wire.send(b'{"type":"me.get","ref":%d}' % ref)
            attacker.made["frames"] += 1
            if ref % AT_ONCE == 0:
                await wire.push(b"")
                await asyncio.sleep(0)
            if not attacker.going or hearing.done():
                break
        await hearing if hearing.done() else hearing.cancel()


CROWDED = frozenset({"http 429", "http 503", "close 4401", "close 4429", "close 4503"})
TOO_FAST = frozenset({"error rate_limited", "close 4429"})
ATTACKS = (
    Attack("refused", "requests that are refused, for ever", refused_requests, frozenset({"http 429"})),
    Attack("unsigned", "requests with no token or a made-up one", unsigned_requests, frozenset({"http 401"})),
    Attack("sign-ins", "wrong passwords from many networks", sign_ins, frozenset({"http 429", "http 401"})),
    Attack("silent", "silent sockets from many networks", silent_sockets, CROWDED),
    Attack("sockets", "more sockets than a person may have", many_sockets, CROWDED),
    Attack("pings", "pings without a pause", pings, TOO_FAST),
    Attack("frames", "commands without a pause", frames, TOO_FAST),
)
