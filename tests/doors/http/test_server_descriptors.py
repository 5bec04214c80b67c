"""A server, in a process of its own, that has no file descriptors left because others hold all of its connections."""

import asyncio
import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from pathlib import Path

import psutil

from bench.people import Member, fill
from parley.settings import Settings, variables
from tests.torture.line import Door, NoAnswer, Refusal

DESCRIPTORS = 90
PATIENCE = 60.0
# Of two seconds. A server that tries to accept in a loop takes all of them.
MOST_BUSY = 1.5
WATCHED_SECONDS = 2.0
READS = ("/api/me", "/api/rooms", "/api/docs", "/api/openapi.json", "/livez", "/readyz")


@contextmanager
def served(settings: Settings, log: Path) -> Iterator[psutil.Process]:
    def confine() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, DESCRIPTORS))

    kept = {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")}
    with log.open("wb") as sink:
        child = subprocess.Popen(
            [sys.executable, "-m", "parley", "serve"],
            env={**kept, **variables(settings)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=sink,
            preexec_fn=confine,  # noqa: PLW1509 - it only makes a system call
        )
    try:
        yield psutil.Process(child.pid)
    finally:
        child.kill()
        child.wait()


@asynccontextmanager
async def door_to(settings: Settings) -> AsyncIterator[Door]:
    """A connection that is there before the others come, and stays."""
    door = Door(settings.port)
    try:
        await answered(door, "/readyz", None)
        yield door
    finally:
        door.cut()


async def answered(door: Door, path: str, token: str | None) -> bytes:
    async with asyncio.timeout(PATIENCE):
        while True:
            with suppress(NoAnswer, Refusal):
                return await door.ask("GET", path, token, PATIENCE)
            await asyncio.sleep(0.02)


def take_every_descriptor(stack: ExitStack, port: int, process: psutil.Process) -> None:
    """The kernel completes connections that the server cannot accept, so the client counts what the server has."""
    for _ in range(2 * DESCRIPTORS):
        held = stack.enter_context(socket.socket())
        held.settimeout(PATIENCE)
        with suppress(OSError):
            held.connect(("127.0.0.1", port))
        if process.num_fds() >= DESCRIPTORS:
            return
    until = time.monotonic() + PATIENCE
    while process.num_fds() < DESCRIPTORS - 1 and time.monotonic() < until:
        time.sleep(0.02)


async def codes(door: Door, member: Member) -> set[str]:
    """How reads are answered, and a message."""
    found = set()
    for path in READS:
        try:
            await door.ask("GET", path, member.token, PATIENCE)
            found.add("ok")
        except Refusal as refusal:
            found.add(refusal.code)
    body = b'{"client_id":"one","body":"Is anybody there?"}'
    with suppress(Refusal):
        await door.ask("POST", f"/api/rooms/{member.rooms[0]}/messages", member.token, PATIENCE, body)
    return found


async def test_nothing_is_a_mistake_nothing_spins_and_it_recovers(settings: Settings, tmp_path: Path) -> None:
    (member,) = await fill(settings, groups=1, people_each=1)
    log = tmp_path / "log"
    with served(settings, log) as process:
        async with door_to(settings) as door:
            with ExitStack() as held:
                await asyncio.to_thread(take_every_descriptor, held, settings.port, process)
                assert process.num_fds() >= DESCRIPTORS - 1
                before = sum(process.cpu_times()[:2])
                await asyncio.sleep(WATCHED_SECONDS)
                assert sum(process.cpu_times()[:2]) - before < MOST_BUSY
                found = await codes(door, member)
                assert "unavailable" in found
                assert found <= {"ok", "unavailable", "503"}
            other = Door(settings.port)
            assert b'"handle"' in await answered(other, "/api/me", member.token)
            await answered(other, "/api/openapi.json", None)
            other.cut()
        assert process.is_running()
    assert b"unexpected_error" not in log.read_bytes()
