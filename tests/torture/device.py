"""A device: one socket that is opened again whenever it ends, and what it has shown its person."""

import asyncio
import json

import msgspec

from parley.protocol.messages import Message, MessagePage
from parley.protocol.reads import ReadPosition
from parley.protocol.sync import Drain, Frames, ServerFrame, Welcome
from tests.torture.account import Account
from tests.torture.follower import Follower
from tests.torture.history import How, Reached, Shown, now
from tests.torture.line import Line, NoAnswer, Refusal, open_line

REORDER_SECONDS = 0.02
PAGE = 50


class Device:
    """Written down is each message that it shows, and each place up to which its person has read."""

    def __init__(self, account: Account) -> None:
        self.line: Line | None = None
        self.follower = Follower(self._show, self._reach)
        self.at_home = asyncio.Event()
        self.at_home.set()
        self.receive_buffer = 0
        """How much of what was not read the computer keeps; 0 for the usual."""
        self._account = account
        self._world = account.world
        self._is_welcomed = False
        self._news = asyncio.Event()
        self._return_after = 0.0

    @property
    def is_live(self) -> bool:
        return self.line is not None and self.line.is_open and self._is_welcomed

    def cut(self) -> None:
        if self.line is not None and self.line.is_open:
            self.line.cut()
            self._world.tally["cuts"] += 1

    async def stay_connected(self) -> None:
        """For ever: come back, say where one is, take what follows."""
        while True:
            await self.at_home.wait()
            port = self._account.port()
            self._is_welcomed, self._return_after = False, 0.0
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
            await asyncio.sleep(self._return_after or self._account.random.uniform(0.0, 0.1))

    async def _while_open(self, line: Line) -> None:
        mending = asyncio.create_task(self._mend(line))
        try:
            await line.ended.wait()
        finally:
            mending.cancel()
            line.cut()

    def _take(self, frame: ServerFrame) -> None:
        self._world.tally["frames"] += 1
        if isinstance(frame, Welcome):
            self._world.tally["resumes" if self.follower.epoch else "arrivals"] += 1
            self._is_welcomed = True
        elif isinstance(frame, Drain):
            self._return_after = frame.reconnect_after_ms / 1000
        self.follower.take(frame)
        if self.follower.unopened or self.follower.doubtful:
            self._news.set()

    async def _mend(self, line: Line) -> None:
        """Open rooms that are new, and ask for what is missing when what was overtaken has had its time."""
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
            self.follower.take_page(msgspec.json.decode(answer, type=MessagePage))

    async def _ask_for_missing(self, line: Line) -> None:
        await asyncio.sleep(REORDER_SECONDS)
        if self.follower.doubtful:
            self._world.tally["repairs"] += 1
            answer = await line.ask("sync.get", self.follower.question(), self._world.patience)
            for frame in msgspec.json.decode(answer, type=Frames).frames:
                self.follower.take(frame)

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
