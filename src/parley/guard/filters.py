"""Asking the filters of this server about what people write. They run in parley.guard.filter_program."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict
from typing import Any, NamedTuple, TypeAlias

import structlog

from parley.basics.metrics import Metrics
from parley.configuration import SettingsError
from parley.errors import Forbidden, RateLimited, Unavailable
from parley.filters import Submitted
from parley.guard.word_list import LISTED
from parley.protocol.messages import BODY_LIMIT
from parley.settings import PREFIX, Settings, split_list
from parley.speech.sentences import say

PROGRAM = "parley.guard.filter_program"
START_SECONDS = 60.0
# Of the largest messages, as JSON writes them.
LINE_BYTES = 1024 * 1024
MOST_WAITING = 1_000
TOO_MUCH = "Too much is being looked at by filters. Try again in a moment."
LONGEST_REASON = 500
# Whose text took too long waits: each such text holds up all others while the program starts again.
SLOW_SECONDS, MOST_SLOW = 60.0, 10_000

log = structlog.get_logger("parley.filters")

Answer: TypeAlias = dict[str, Any]


class Passed(NamedTuple):
    """A text as filters left it, and why a moderator is to look at it first. None if nobody has to."""

    body: str
    hold: str | None = None


class Filters:
    """One per process. It asks about one text after the other, so what one person writes stays in order.

    A text is asked about to the end although its author may have gone: or the next one would wait for what hangs, and
    would be blamed for it.
    """

    def __init__(self, settings: Settings, metrics: Metrics) -> None:
        self._names = split_list(settings.filters)
        self._word_list = settings.filter_words
        self.are_there = bool(self._names or self._word_list)
        self._seconds = settings.filter_ms / 1_000
        self._lets_pass = settings.filter_failing == "pass"
        self._counted = metrics.filtered
        self._waiting: asyncio.Queue[tuple[Submitted, asyncio.Future[Answer]]] = asyncio.Queue(MOST_WAITING)
        self._program: asyncio.subprocess.Process | None = None
        self._slow: dict[str, float] = {}

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """Start the program, or tell what is wrong with the settings. End it in the end."""
        if not self.are_there:
            yield
            return
        self._program = await self._started()
        asking = asyncio.create_task(self._ask_for_ever())
        try:
            yield
        finally:
            asking.cancel()
            await asyncio.wait([asking])
            await self._end()

    async def passed(self, submitted: Submitted) -> Passed:
        """The text to be said, or to be held, or a refusal."""
        answered: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        try:
            self._waiting.put_nowait((submitted, answered))
        except asyncio.QueueFull:
            raise Unavailable(TOO_MUCH, retry_after_ms=2_000) from None
        answer = await answered
        if "reason" in answer:
            self._counted.add("refused")
            raise _refusal(answer["reason"])
        body = answer.get("body", "")
        if not 0 < len(body.strip()) <= len(body) <= BODY_LIMIT:
            return self._failed(submitted, answer)
        if "hold" in answer:
            self._counted.add("held")
            return Passed(body, _shown(answer["hold"]))
        self._counted.add("passed" if body == submitted.body else "changed")
        return Passed(body)

    async def _ask_for_ever(self) -> None:
        while True:
            submitted, answered = await self._waiting.get()
            if answered.done():  # its author has gone
                continue
            if (refused := self._refused_as_slow(submitted.person)) is not None:
                answered.set_exception(refused)
                continue
            answer = await self._asked_about(submitted)
            if not answered.done():
                answered.set_result(answer)

    async def _asked_about(self, submitted: Submitted) -> Answer:
        """What the program says, or what was wrong with it."""
        try:
            self._program = self._program or await self._started()
        except (SettingsError, OSError) as problem:
            return {"problem": str(problem)}
        try:
            async with asyncio.timeout(self._seconds):
                return await _exchange(self._program, submitted)
        except TimeoutError:
            await self._end()
            self._remember_slow(submitted.person)
            return {"problem": f"it took more than {self._seconds:g} s"}
        except (OSError, EOFError, RuntimeError, ValueError):
            # A RuntimeError is what uvloop says of a pipe that is closed.
            await self._end()
            return {"problem": "the program ended"}

    def _failed(self, submitted: Submitted, answer: Answer) -> Passed:
        self._counted.add("failed")
        problem = answer.get("problem", "it returned a text that is empty or too long")
        log.warning("filter_failed", filter=answer.get("failed"), problem=problem, kind=submitted.kind)
        if self._lets_pass:
            return Passed(submitted.body)
        raise Forbidden(
            "The filters of this server failed at this text. Write it in another way, or tell an administrator.",
            field="body",
        )

    def _refused_as_slow(self, person: str) -> RateLimited | None:
        """Asked when it is a text's turn: its author may have become slow since they wrote it."""
        left = self._slow.get(person, 0.0) - asyncio.get_running_loop().time()
        if left <= 0:
            return None
        return RateLimited(
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
        said: Answer = {}
        try:
            async with asyncio.timeout(START_SECONDS):
                said = await _line_from(program)
        except (TimeoutError, EOFError, ValueError):
            said = {"cannot": f"PARLEY_FILTERS: the filters ended, or were not ready after {START_SECONDS:.0f} s."}
        finally:
            if not said.get("ready"):
                await _killed(program)
        if "cannot" in said:
            raise SettingsError(said["cannot"])
        return program

    async def _end(self) -> None:
        program, self._program = self._program, None
        if program is not None:
            await _killed(program)


async def _exchange(program: asyncio.subprocess.Process, submitted: Submitted) -> Answer:
    if program.stdin is None:
        raise EOFError
    program.stdin.write(json.dumps(asdict(submitted)).encode() + b"\n")
    await program.stdin.drain()
    return await _line_from(program)


async def _line_from(program: asyncio.subprocess.Process) -> Answer:
    line = b"" if program.stdout is None else await program.stdout.readline()
    if not line:
        raise EOFError
    answer: Answer = json.loads(line)
    return answer


async def _killed(program: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        program.kill()
    await program.wait()


def _refusal(reason: str) -> Forbidden:
    """In the filter's own words, in whatever language they are."""
    if reason == LISTED:
        return Forbidden(LISTED, field="body")
    return Forbidden(say("This server does not let that through: {reason}", reason=_shown(reason)), field="body")


def _shown(reason: str) -> str:
    return " ".join(reason.split())[:LONGEST_REASON]
