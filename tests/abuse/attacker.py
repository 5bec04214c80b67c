"""Attackers, in processes of their own: reads a plan a line, and prints the answers that its attackers got.

Each attack has a process that ends with it, and takes all its connections along. It is forked: starting Python 25 times
took a third of a short run.

In a long run it gives way to everybody else on the machine, so that what people feel comes from the server. In a short
one it does not: beside other tests it would never have its turn.
"""

import asyncio
import json
import multiprocessing
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.abuse.wire import Wire, handshake

GIVES_WAY = 15
FILES = 20_000
CLOSE = 8
LONGEST = "😀" * 8_000
LAST_WORDS_SECONDS = 5.0


@dataclass
class Attacker:
    """A person who misbehaves, with an account and a network of their own."""

    number: int
    port: int
    token: str
    room: str
    until: float
    """By time.monotonic."""
    at_last: float
    """Until then it goes on if it has been answered none of `wanted`: a busy machine may need longer."""
    wanted: frozenset[str]
    told: Counter[str] = field(default_factory=Counter)
    made: Counter[str] = field(default_factory=Counter)
    """How often it did something, by what it was."""

    @property
    def going(self) -> bool:
        now = time.monotonic()
        return now < self.until or (now < self.at_last and not self.wanted & self.told.keys())

    @property
    def left(self) -> float:
        return max(0.0, self.until - time.monotonic())

    def network(self, number: int = 0) -> str:
        """An address in a /64 of its own, as the proxy in front of the server reports it."""
        return f"X-Forwarded-For: 2001:db8:{self.number:x}:{number:x}::1"

    @property
    def signed_in(self) -> str:
        return f"Authorization: Bearer {self.token}"

    def request(self, method: str, path: str, *lines: str, body: bytes = b"") -> bytes:
        head = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", *lines]
        if method != "GET":
            head += [f"Content-Length: {len(body)}", "Content-Type: application/json"]
        self.made["requests"] += 1
        return ("\r\n".join(head) + "\r\n\r\n").encode() + body

    @asynccontextmanager
    async def wire(self, *, buffer: int = 0) -> AsyncIterator[Wire]:
        async with Wire(self.port, buffer=buffer) as wire:
            self.made["connections"] += 1
            yield wire

    async def hear(self, wire: Wire) -> bool:
        """Take note of the next HTTP answer. False if the connection has ended."""
        status, _ = await wire.answer()
        self.told[f"http {status}" if status else "cut"] += 1
        return bool(status)

    @asynccontextmanager
    async def socket(self, *lines: str, buffer: int = 0) -> AsyncIterator[Wire | None]:
        """A WebSocket, or None if the handshake was refused."""
        async with self.wire(buffer=buffer) as wire:
            wire.write(handshake(self.port, *(lines or (self.signed_in, self.network()))))
            status, _ = await wire.answer()
            if status != 101:
                self.told[f"http {status}" if status else "cut"] += 1
            yield wire if status == 101 else None

    @asynccontextmanager
    async def entered(self, hello: bytes = b'{"type":"hello"}', *, buffer: int = 0) -> AsyncIterator[Wire | None]:
        """A WebSocket on which commands are answered, or None if it was refused, after a moment."""
        async with self.socket(buffer=buffer) as wire:
            is_welcome = False
            if wire is not None:
                wire.send(hello)
                is_welcome = await self._welcomed(wire)
            if not is_welcome:
                await asyncio.sleep(0.1)
            yield wire if is_welcome else None

    async def _welcomed(self, wire: Wire) -> bool:
        while (frame := await wire.frame()) is not None:
            if frame[1].startswith(b'{"type":"welcome"'):
                return True
            if not self._note(*frame):
                return False
        return False

    async def listen(self, wire: Wire) -> bool:
        """Take note of the next frame. False if the socket has ended."""
        frame = await wire.frame()
        if frame is None:
            self.told["cut"] += 1
            return False
        return self._note(*frame)

    def _note(self, opcode: int, payload: bytes) -> bool:
        if opcode == CLOSE:
            self.told[f"close {int.from_bytes(payload[:2], 'big')}"] += 1
            return False
        if opcode == 1 and payload.startswith(b'{"type":"error"'):
            self.told[f"error {json.loads(payload)['code']}"] += 1
        return True

    async def listen_all(self, wire: Wire) -> None:
        while await self.listen(wire):
            pass

    async def hear_all(self, wire: Wire) -> None:
        while await self.hear(wire):
            pass

    async def write_much(self) -> None:
        """As many of the longest messages as a person may send at once."""
        async with self.wire() as wire:
            for number in range(20):
                command = {"client_id": f"m{self.number}-{number}-{time.monotonic_ns()}", "body": LONGEST}
                body = json.dumps(command, ensure_ascii=False).encode()
                path = f"/api/rooms/{self.room}/messages"
                wire.write(self.request("POST", path, self.signed_in, self.network(), body=body))
                await self.hear(wire)


async def attack(plan: dict[str, Any]) -> dict[str, Any]:
    from tests.abuse.attacks import BY_NAME  # attacks are written in terms of this file

    chosen = BY_NAME[plan["attack"]]
    until = time.monotonic() + plan["seconds"]
    common = {"port": plan["port"], "until": until, "at_last": until + plan["patience"], "wanted": chosen.told}
    attackers = [Attacker(number=number, **one, **common) for number, one in enumerate(plan["attackers"], 1)]

    async def run(attacker: Attacker) -> None:
        while attacker.going:
            try:
                await chosen.run(attacker)
            except TimeoutError:  # the server has not answered yet
                continue
            except OSError:  # the server cut the connection while the attacker wrote
                attacker.told["cut"] += 1
                await asyncio.sleep(0.01)

    tasks = [asyncio.create_task(run(attacker)) for attacker in attackers]
    done, late = await asyncio.wait(tasks, timeout=plan["seconds"] + plan["patience"] + LAST_WORDS_SECONDS)
    for task in late:
        task.cancel()
    await asyncio.wait(tasks)
    for task in done:
        task.result()
    told = sum((attacker.told for attacker in attackers), Counter[str]())
    made = sum((attacker.made for attacker in attackers), Counter[str]())
    return {"told": dict(told), "made": dict(made)}


def one_attack(plan: dict[str, Any]) -> None:
    os.nice(0 if plan["patience"] else GIVES_WAY)
    print(json.dumps(asyncio.run(attack(plan))), flush=True)


def main() -> int:
    from tests.abuse import attacks  # noqa: F401 - before it forks, once for all

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES if most == resource.RLIM_INFINITY else min(most, FILES), most))
    for line in sys.stdin:
        child = multiprocessing.get_context("fork").Process(target=one_attack, args=(json.loads(line),))
        child.start()
        child.join()
        if child.exitcode != 0:
            return 1  # it has written why
    return 0


if __name__ == "__main__":
    sys.exit(main())
