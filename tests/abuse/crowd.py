"""People who talk while somebody attacks, and those who come meanwhile: what each of them had to wait for, and whether
everything that they said arrived.
"""

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import msgspec

from bench.people import Member
from parley.protocol.messages import Message, Sent
from parley.protocol.sync import Changes, ServerFrame, Welcome
from tests.abuse.stage import Stage
from tests.cast import PASSWORD
from tests.torture.line import Door, Line, NoAnswer, Refusal, open_line
from tests.torture.stage import OWNER

PATIENCE = 60.0
SIGN_IN_EVERY, COME_EVERY = 11.0, 0.5
ARRIVAL_SECONDS = 60.0
HELLO = b'{"type":"hello"}'
MESSAGE = b'"thing":"message"'
_decode = msgspec.json.Decoder(Message).decode


@dataclass
class Noted:
    """What people felt during one stretch of time."""

    acks: list[float] = field(default_factory=list)
    """Seconds."""
    visits: int = 0
    sign_ins: int = 0
    complaints: Counter[str] = field(default_factory=Counter)
    """Whatever was refused to them, lost or never answered."""


class Person:
    """One of the crowd, on one socket."""

    def __init__(self, member: Member) -> None:
        self.member = member
        self.heard: set[int] = set()
        """The messages of the room that arrived, by `seq`."""
        self.line: Line | None = None
        self.lines: list[Line] = []
        """All that there have been."""
        self._live = asyncio.Event()

    async def connect(self, port: int) -> Line:
        line = await open_line(port, self.member.token, self._take, PATIENCE)
        self.lines.append(line)
        line.write(HELLO)
        async with asyncio.timeout(PATIENCE):
            await self._live.wait()
        self.line = line
        return line

    def _take(self, frame: ServerFrame) -> None:
        if isinstance(frame, Welcome):
            self._live.set()
        elif isinstance(frame, Changes):
            self.heard.update(_decode(thing).seq for thing in frame.things if MESSAGE in bytes(thing))


class Crowd:
    """Everybody who only wants to talk. `rate` is how many messages all of them say in a second."""

    def __init__(self, stage: Stage, rate: float) -> None:
        self._stage = stage
        self._rate = rate
        self._people = [Person(member) for member in stage.people]
        self._said: dict[str, set[int]] = {}
        self._visitors: list[Person] = []
        self._door = Door(stage.settings.port)
        self._number = 0
        self.noted = Noted()

    @asynccontextmanager
    async def talking(self) -> AsyncIterator[None]:
        port = self._stage.settings.port
        await asyncio.gather(*(person.connect(port) for person in self._people))
        tasks = [asyncio.create_task(work) for work in (self._talk(), self._come(), self._sign_in())]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            for task in tasks:
                if not task.cancelled():
                    task.result()
            self._door.cut()
            await _ended(line for person in (*self._people, *self._visitors) for line in person.lines)

    def begin(self) -> None:
        """From here on a new stretch is noted."""
        self.noted = Noted()

    async def missing(self) -> int:
        """How many answered messages have not reached somebody in their room, given time."""
        until = time.monotonic() + ARRIVAL_SECONDS
        while (lost := self._lost()) and time.monotonic() < until:  # noqa: ASYNC110 - frames tell nobody
            await asyncio.sleep(0.05)
        return lost

    def _lost(self) -> int:
        return sum(len(self._said.get(one.member.rooms[0], set()) - one.heard) for one in self._people)

    async def _talk(self) -> None:
        """As many a second, whatever the answers do."""
        began, tasks = time.monotonic(), set[asyncio.Task[None]]()
        try:
            while True:
                self._number += 1
                task = asyncio.create_task(self._say(self._people[self._number % len(self._people)]))
                tasks.add(task)
                task.add_done_callback(tasks.discard)
                await asyncio.sleep(max(0.0, began + self._number / self._rate - time.monotonic()))
        finally:
            if tasks:
                await asyncio.wait(tasks)

    async def _say(self, person: Person) -> None:
        noted, room = self.noted, person.member.rooms[0]
        command = {"room": room, "client_id": f"said-{self._number}", "body": f"What I have to say is {self._number}."}
        assert person.line is not None
        began = time.perf_counter()
        try:
            sent = msgspec.json.decode(await person.line.ask("message.send", command, PATIENCE), type=Sent)
        except (NoAnswer, Refusal) as problem:
            noted.complaints[f"a message: {problem!r}"] += 1
            if not person.line.is_open:
                noted.complaints[f"a socket was closed with {person.line.code}"] += 1
                await self._return(person)
            return
        noted.acks.append(time.perf_counter() - began)
        self._said.setdefault(room, set()).add(sent.seq)

    async def _return(self, person: Person) -> None:
        try:
            await person.connect(self._stage.settings.port)
        except (NoAnswer, TimeoutError):
            self.noted.complaints["coming back"] += 1

    async def _come(self) -> None:
        """One after the other reads something over HTTP, and opens another tab for a moment."""
        number, port = 0, self._stage.settings.port
        while True:
            await asyncio.sleep(COME_EVERY)
            number += 1
            noted, member = self.noted, self._people[number % len(self._people)].member
            noted.visits += 1
            try:
                await self._door.ask("GET", "/api/me", member.token, PATIENCE)
                self._visitors.append(visitor := Person(member))
                (await visitor.connect(port)).hang_up()
            except (NoAnswer, Refusal, TimeoutError) as problem:
                noted.complaints[f"a visit: {problem!r}"] += 1

    async def _sign_in(self) -> None:
        """The owner signs in from a browser that is known."""
        command = json.dumps({"handle": OWNER, "password": PASSWORD, "deliver": "token"}).encode()
        while True:
            noted = self.noted
            noted.sign_ins += 1
            try:
                await self._door.ask("POST", "/api/sessions", None, PATIENCE, command, self._stage.known_browser)
            except (NoAnswer, Refusal) as problem:
                noted.complaints[f"a sign-in: {problem!r}"] += 1
            await asyncio.sleep(SIGN_IN_EVERY)


async def _ended(lines: Iterable[Line]) -> None:
    """Close the lines, and wait until each has closed its socket: the loop closes soon, and would leave them open."""
    for line in [*lines]:
        line.cut()
        async with asyncio.timeout(PATIENCE):
            await line.ended.wait()
