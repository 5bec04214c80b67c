"""A device: one socket, reopened whenever it ends, and what it has shown its person."""

import asyncio
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from parley.protocol.messages import Message
from parley.protocol.reads import ReadPosition
from parley.protocol.sync import ServerFrame
from tests.torture.account import Account
from tests.torture.events import Heard, How, Mentioned, Reached, Shown
from tests.torture.follower import Follower
from tests.torture.frames import Arrival, Pause, caught_up, page, taken_apart
from tests.torture.history import now
from tests.torture.line import Line, NoAnswer, Refusal, open_line

REORDER_SECONDS = 0.02
PAGE = 50


class Device:
    """Records each message that it is sent, and each place up to which its person has read."""

    def __init__(self, account: Account) -> None:
        self.line: Line | None = None
        self.follower = Follower(self._show, self._hear, self._reach, self._mention)
        self.at_home = asyncio.Event()
        self.at_home.set()
        self.receive_buffer = 0
        """How much of what was not read the computer keeps; 0 for the usual."""
        self._kept_at: int | None = None
        self._account = account
        self._world = account.world
        self._welcomed = asyncio.Event()
        self._news = asyncio.Event()
        self._return_after = 0.0

    @property
    def is_live(self) -> bool:
        return self.line is not None and self.line.is_open and self._welcomed.is_set()

    def cut(self) -> None:
        if self.line is not None and self.line.is_open:
            self.line.cut()
            self._world.tally["cuts"] += 1

    @contextmanager
    def kept_at(self, port: int) -> Iterator[None]:
        """Inside the block it connects only to this server, and without a pause."""
        self._kept_at = port
        try:
            yield
        finally:
            self._kept_at = None

    async def reconnect(self, patience: float) -> None:
        """Cut the connection, and wait this long at most until it is welcomed again."""
        self.cut()
        self._welcomed.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self._welcomed.wait()

    async def stay_connected(self) -> None:
        """For ever: connect, send the cursors, take the frames."""
        while True:
            await self.at_home.wait()
            port = self._kept_at or self._account.port()
            self._welcomed.clear()
            self._return_after = 0.0
            try:
                token, patience = self._account.token(port), self._world.patience
                self.line = await open_line(port, token, self._take, patience, self.receive_buffer)
            except NoAnswer:
                await asyncio.sleep(self._account.random.uniform(0.02, 0.2))
                continue
            self.line.write(json.dumps(self.follower.hello()).encode())
            await self._while_open(self.line)
            if self.line.code == 4401:
                await self._account.renew(port)
            pause = 0.0 if self._kept_at else self._account.random.uniform(0.0, 0.1)
            await asyncio.sleep(self._return_after or pause)

    async def _while_open(self, line: Line) -> None:
        mending = asyncio.create_task(self._mend(line))
        try:
            await line.ended.wait()
        finally:
            mending.cancel()
            line.cut()

    def _take(self, frame: ServerFrame) -> None:
        self._world.tally["frames"] += 1
        part = taken_apart(frame)
        if isinstance(part, Arrival):
            self._world.tally["resumes" if self.follower.epoch else "arrivals"] += 1
            self._welcomed.set()
        elif isinstance(part, Pause):
            self._return_after = part.seconds
        self.follower.take(part)
        if self.follower.unopened or self.follower.doubtful:
            self._news.set()

    async def _mend(self, line: Line) -> None:
        """Open new rooms. Ask for what is missing, but first give overtaken frames time to arrive."""
        while line.is_open:
            await self._news.wait()
            self._news.clear()
            try:
                await self._open_rooms(line)
                await self._ask_for_missing(line)
            except NoAnswer:
                continue
            except Refusal:
                await asyncio.sleep(REORDER_SECONDS)
            if self.follower.doubtful or self.follower.unopened:
                self._news.set()

    async def _open_rooms(self, line: Line) -> None:
        for room in self.follower.unopened:
            answer = await line.ask("message.list", {"room": room, "limit": PAGE}, self._world.patience)
            self.follower.take(page(answer))

    async def _ask_for_missing(self, line: Line) -> None:
        await asyncio.sleep(REORDER_SECONDS)
        if self.follower.doubtful:
            self._world.tally["repairs"] += 1
            answer = await line.ask("sync.get", self.follower.question(), self._world.patience)
            for part in caught_up(answer):
                self.follower.take(part)

    def _show(self, message: Message, how: How, upto: int) -> None:
        self._world.history.add(
            Shown(
                at=now(),
                person=self._account.id,
                device=self._account.handle,
                room=message.room,
                seq=message.seq,
                rev=message.rev,
                sender=message.sender,
                client_id=message.client_id,
                body=message.body,
                how=how,
                upto=upto,
            )
        )

    def _hear(self, room: str, upto: int, strangers: Sequence[str]) -> None:
        account = self._account
        heard = Heard(
            at=now(), person=account.id, device=account.handle, room=room, upto=upto, strangers=list(strangers)
        )
        self._world.history.add(heard)

    def _mention(self, room: str, seq: int, upto: int) -> None:
        account = self._account
        told = Mentioned(at=now(), person=account.id, device=account.handle, room=room, seq=seq, upto=upto)
        self._world.history.add(told)

    def _reach(self, position: ReadPosition, since: int) -> None:
        reached = Reached(
            at=now(),
            device=self._account.handle,
            room=position.room,
            since=since,
            generation=position.generation,
            seq=position.seq,
        )
        self._world.history.add(reached)
