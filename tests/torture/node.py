"""One `parley serve` process that can be killed, stopped, frozen and restarted, always on the same port."""

import asyncio
import os
import signal
import subprocess
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from tests.services.forked import Forked, fork_parley
from tests.torture import clumsy
from tests.torture.line import Door, NoAnswer, Refusal

PATIENCE = 120.0
# A question can be lost with its connection, where connections are cut all the time: then it is asked again.
QUESTION_SECONDS = 5.0
LOOK_SECONDS = 0.02
# How it says that something outside stands in the way, such as a database that is away: whoever starts it tries again.
CANNOT_START = 2


class NotReady(Exception):
    """A server did not start. The message quotes its log."""


class Node:
    """A fault takes a node for itself with `borrowed`: if the process dies meanwhile, it was meant to."""

    def __init__(self, number: int, port: int, environment: dict[str, str], folder: Path) -> None:
        self.number = number
        self.port = port
        self.log = folder / f"node{number}.log"
        self.starts = 0
        self.last_start = self.slowest_start = 0.0
        self._environment = environment
        self._process: Forked | None = None
        self._lock = asyncio.Lock()

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def code(self) -> int | None:
        """The exit code, or None while it runs."""
        return None if self._process is None else self._process.poll()

    @property
    def is_borrowed(self) -> bool:
        return self._lock.locked()

    @asynccontextmanager
    async def borrowed(self) -> AsyncIterator[None]:
        """Whatever happens to the process inside the block, it is up and ready afterwards."""
        async with self._lock:
            try:
                yield
            finally:
                while self.code is not None:
                    await self.start()
                    if self.code not in (None, CANNOT_START):
                        raise NotReady(f"node {self.number} ended with {self.code} at its start:\n{self.last_words()}")

    async def start(self, *, file_bytes: int = 0, **given: str) -> None:
        """Start the process and wait until it is ready. `file_bytes` limits each of its files, like a full disk."""
        began = time.monotonic()
        self._process = self._launch(file_bytes, given)
        self.starts += 1
        if await self.until_ready():
            self.last_start = time.monotonic() - began
            self.slowest_start = max(self.slowest_start, self.last_start)

    async def until_ready(self) -> bool:
        """Whether the process became ready. False if it ended before, which some faults intend."""
        door, deadline = Door(self.port), time.monotonic() + PATIENCE
        try:
            while time.monotonic() < deadline:
                if self.code is not None:
                    return False
                try:
                    await door.ask("GET", "/readyz", None, QUESTION_SECONDS)
                except (NoAnswer, Refusal):
                    await asyncio.sleep(LOOK_SECONDS)
                else:
                    return True
        finally:
            door.cut()
        raise NotReady(f"node {self.number} was not ready within {PATIENCE:.0f} s. Its log ends:\n{self.last_words()}")

    def kill(self) -> None:
        self._signal(signal.SIGKILL)

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def stop(self) -> None:
        self._signal(signal.SIGTERM)

    async def ended(self, patience: float = PATIENCE) -> int | None:
        """The exit code, or None if the process still runs after so long."""
        assert self._process is not None
        with suppress(subprocess.TimeoutExpired):
            return await asyncio.to_thread(self._process.wait, patience)
        return None

    async def close(self) -> None:
        if self._process is not None and self.code is None:
            self.kill()
            await self.ended()

    def last_words(self) -> str:
        return self.log.read_text(errors="replace")[-3_000:] if self.log.exists() else ""

    def _launch(self, file_bytes: int, given: dict[str, str]) -> Forked:
        environment = self._environment | {f"PARLEY_{name.upper()}": value for name, value in given.items()}
        with self.log.open("ab") as log:
            return fork_parley(["serve"], environment, log, file_bytes=file_bytes, besides=clumsy.__name__)

    def _signal(self, number: int) -> None:
        if self.code is None:
            os.kill(self.pid, number)
