"""Reads whose answers are large or cost much, and readers that take nothing."""

import asyncio
import json
import time

from tests.abuse.attacker import Attacker
from tests.abuse.attacks.attack import Attack
from tests.abuse.wire import SMALL_BUFFER

PAGES = 250
STRANGE_CURSORS = 500
FRAMES = 80
HELD = 0.6
"""Of the time, in which nothing is read."""
READERS, ANSWER_SECONDS = 50, 60.0


async def pages_over_http(attacker: Attacker) -> None:
    """The largest pages there are, one behind the other, and nothing is read for a while."""
    await attacker.write_much()
    ask = attacker.request(
        "GET", f"/api/rooms/{attacker.room}/messages?limit=200", attacker.signed_in, attacker.network()
    )
    async with attacker.wire(buffer=SMALL_BUFFER) as wire:
        wire.write(ask * PAGES)
        attacker.made["requests"] += PAGES - 1
        await asyncio.sleep(attacker.left * HELD)
        wire.read_on()
        for _ in range(PAGES):
            if not (attacker.going and await attacker.hear(wire)):
                return


async def pages_over_a_socket(attacker: Attacker) -> None:
    await attacker.write_much()
    async with attacker.entered(buffer=SMALL_BUFFER) as wire:
        if wire is None:
            return
        for ref in range(PAGES):
            command = {"type": "message.list", "ref": ref, "room": attacker.room, "limit": 200}
            wire.send(json.dumps(command).encode())
            attacker.made["frames"] += 1
        await asyncio.sleep(attacker.left * HELD)
        wire.read_on()
        await asyncio.wait_for(attacker.listen_all(wire), max(1.0, attacker.left))


async def cursors(attacker: Attacker) -> None:
    """Asks what happened in rooms that the attacker is not in, and hangs up before the answers come."""
    strange = {f"room:{(attacker.number << 32) + n}": 1 for n in range(STRANGE_CURSORS)}
    async with attacker.entered(json.dumps({"type": "hello", "cursors": strange}).encode()) as wire:
        if wire is None:
            return
        for ref in range(FRAMES):
            wire.send(json.dumps({"type": "sync.get", "ref": ref, "cursors": strange}).encode())
            attacker.made["frames"] += 1
        try:
            await asyncio.wait_for(attacker.listen_all(wire), 0.3)
        except TimeoutError:
            return


async def searches(attacker: Attacker) -> None:
    """As many as the rate allows, and then more."""
    async with attacker.wire() as wire:
        while attacker.going:
            command = {"query": f"a b c d e f g {time.monotonic_ns() % 100} -h"}
            body = json.dumps(command).encode()
            lines = (attacker.signed_in, attacker.network())
            wire.write(attacker.request("POST", "/api/search/messages", *lines, body=body))
            if not await attacker.hear(wire):
                return


async def unread_documents(attacker: Attacker) -> None:
    """Strangers ask for the largest document of all, many times on many connections, and read nothing."""

    async def reader(number: int) -> None:
        ask = attacker.request("GET", "/api/openapi.json", attacker.network(number))
        async with attacker.wire(buffer=SMALL_BUFFER) as wire:
            wire.write(ask * 20)
            try:
                await asyncio.sleep(attacker.left * HELD)
                wire.read_on()
                await asyncio.wait_for(attacker.hear(wire), ANSWER_SECONDS)
            except (TimeoutError, OSError):
                return

    await asyncio.gather(*(reader(number) for number in range(READERS)), return_exceptions=True)


def told(*answers: str) -> frozenset[str]:
    return frozenset(answers)


ATTACKS = (
    Attack("pages", "full pages over HTTP, unread", pages_over_http, told("http 429")),
    Attack(
        "socket-pages",
        "full pages over a socket, unread",
        pages_over_a_socket,
        told("error rate_limited", "close 4429", "close 4408"),
    ),
    Attack("cursors", "500 cursors of others' rooms", cursors, told("error rate_limited", "close 4429", "http 429")),
    Attack("searches", "searches without a pause", searches, told("http 429")),
    Attack("documents", "large documents, unread", unread_documents, told("http 200")),
)
