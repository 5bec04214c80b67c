"""Asking the filters of this server about what people write. They run in parley.guard.filter_program."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict
from typing import Any

import structlog

from parley.basics.metrics import Metrics
from parley.configuration import SettingsError
from parley.errors import Forbidden, RateLimited, Unavailable
from parley.filters import Submitted
from parley.guard.word_list import LISTED
from parley.settings import PREFIX, Settings, split_list
from parley.speech.sentences import say

PROGRAM = "parley.guard.filter_program"
START_SECONDS = 60.0
# Of the largest messages, as JSON writes them.
LINE_BYTES = 1024 * 1024
MOST_WAITING = 1_000
LONGEST_BODY, LONGEST_REASON = 8_000, 500
# Whose text took too long waits: each such text holds up all others while the program starts again.
SLOW_SECONDS, MOST_SLOW = 60.0, 10_000

log = structlog.get_logger("parley.filters")


class Filters:
    """One per process. It asks about one text after the other, so what one person writes stays in order."""

    def __init__(self, settings: Settings, metrics: Metrics) -> None:
        self._names = split_list(settings.filters)
        self._word_list = settings.filter_words
        self._seconds = settings.filter_ms / 1_000
        self._lets_pass = settings.filter_failing == "pass"
        self._counted = metrics.filtered
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._asked = 0
        self._program: asyncio.subprocess.Process | None = None
        self._slow: dict[str, float] = {}

    @property
    def are_there(self) -> bool:
        return bool(self._names or self._word_list)

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """Start the program, or tell what is wrong with the settings. End it in the end."""
        if self.are_there:
            self._program = await self._started()
        try:
            yield
        finally:
            async with self._turn:
                await self._end()

    async def passed(self, submitted: Submitted) -> str:
        """The text to be said, or a refusal."""
        self._refuse_slow(submitted.person)
        if self._waiting >= MOST_WAITING:
            raise Unavailable("Too much is being looked at by filters. Try again in a moment.", retry_after_ms=2_000)
        self._waiting += 1
        try:
            async with self._turn:
                answer = await self._asked_about(submitted)
        finally:
            self._waiting -= 1
        if "reason" in answer:
            self._counted.add("refused")
            raise _refusal(answer["reason"])
        body = answer.get("body", "")
        if not 0 < len(body.strip()) <= len(body) <= LONGEST_BODY:
            return self._failed(submitted, answer)
        self._counted.add("passed" if body == submitted.body else "changed")
        return str(body)

    async def _asked_about(self, submitted: Submitted) -> dict[str, Any]:
        """What the program says, or what was wrong with it."""
        try:
            program = self._program or await self._started()
        except (SettingsError, OSError) as problem:
            return {"problem": str(problem)}
        self._program = program
        try:
            async with asyncio.timeout(self._seconds):
                return await self._exchange(program, submitted)
        except TimeoutError:
            await self._end()
            self._remember_slow(submitted.person)
            return {"problem": f"it took more than {self._seconds:g} s"}
        except (OSError, EOFError, ValueError):
            await self._end()
            return {"problem": "the program ended"}

    async def _exchange(self, program: asyncio.subprocess.Process, submitted: Submitted) -> dict[str, Any]:
        if program.stdin is None or program.stdout is None:
            raise EOFError
        self._asked += 1
        program.stdin.write(json.dumps({"of": self._asked, **asdict(submitted)}).encode() + b"\n")
        await program.stdin.drain()
        while line := await program.stdout.readline():
            answer: dict[str, Any] = json.loads(line)
            if answer["of"] == self._asked:  # the caller before may have gone without reading its own
                return answer
        raise EOFError

    def _failed(self, submitted: Submitted, answer: dict[str, Any]) -> str:
        self._counted.add("failed")
        problem = answer.get("problem", "it returned a text that is empty or too long")
        log.warning("filter_failed", filter=answer.get("failed"), problem=problem, kind=submitted.kind)
        if self._lets_pass:
            return submitted.body
        raise Forbidden(
            "The filters of this server failed at this text. Write it in another way, or tell an administrator.",
            field="body",
        )

    def _refuse_slow(self, person: str) -> None:
        left = self._slow.get(person, 0.0) - asyncio.get_running_loop().time()
        if left > 0:
            raise RateLimited(
                "What you wrote took the filters of this server too long. Try again in a minute.",
                retry_after_ms=int(left * 1_000) + 1,
            )

    def _remember_slow(self, person: str) -> None:
        now = asyncio.get_running_loop().time()
        if len(self._slow) >= MOST_SLOW:
            self._slow = {who: until for who, until in self._slow.items() if until > now}
        self._slow[person] = now + SLOW_SECONDS

    async def _started(self) -> asyncio.subprocess.Process:
        # No variable of the server's goes along, some of which are secrets.
        environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
        command = [sys.executable, "-m", PROGRAM, json.dumps(self._names), self._word_list]
        program = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=environment,
            limit=LINE_BYTES,
        )
        said: dict[str, Any] = {}
        try:
            async with asyncio.timeout(START_SECONDS):
                line = await program.stdout.readline() if program.stdout is not None else b""
                said = json.loads(line or b"{}")
        finally:
            if not said.get("ready"):
                await _killed(program)
        if "ready" not in said:
            raise SettingsError(said.get("cannot", "PARLEY_FILTERS: the filters ended before they were ready."))
        return program

    async def _end(self) -> None:
        program, self._program = self._program, None
        if program is not None:
            await _killed(program)


async def _killed(program: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        program.kill()
    await program.wait()


def _refusal(reason: str) -> Forbidden:
    """In the filter's own words, in whatever language they are."""
    if reason == LISTED:
        return Forbidden(LISTED, field="body")
    shown = " ".join(reason.split())[:LONGEST_REASON]
    return Forbidden(say("This server does not let that through: {reason}", reason=shown), field="body")
