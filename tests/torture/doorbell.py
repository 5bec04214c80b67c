"""A proxy between one server and its Redis. It passes on whole replies, and can lose, delay, repeat, hold or break
them.
"""

import asyncio
from collections import defaultdict, deque
from contextlib import suppress
from random import Random
from types import TracebackType
from typing import NamedTuple, Self

from tests.proxy import CONNECT_SECONDS

LINE = b"\r\n"
PUBLISHED = b"message"
# A server that reads nothing for long is to be Redis's to deal with.
WAITING_LIMIT = 10_000
# Of each shard that many of the last messages are kept, to be repeated.
REPEATED = 4
PATIENCE = 60.0
LOOK_SECONDS = 0.01


class Reply(NamedTuple):
    """A reply, and when to pass it on. If it was published, `channel` is the last part of its channel's name."""

    data: bytes
    due: float
    channel: str | None


# What waits to be passed on by one connection. The last thing there is None, when Redis has closed it.
Waiting = asyncio.Queue[Reply | None]


class Doorbell:
    """Harms published messages on their way, one at a time. Neither side learns of a loss.

    `losing` is the share of messages that it drops. `late` is by how many seconds it delays messages, keeping their
    order.
    """

    def __init__(self, to_port: int, random: Random) -> None:
        self.port = 0
        self.losing = self.late = 0.0
        self.lost = self.delayed = 0
        self.is_down = False
        self._to_port = to_port
        self._random = random
        self._heard: dict[str, deque[bytes]] = defaultdict(lambda: deque(maxlen=REPEATED))
        self._listening: set[Waiting] = set()
        self._passing = asyncio.Event()
        self._passing.set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._serving: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        self.release()
        self.cut()
        await asyncio.gather(*self._serving, return_exceptions=True)

    def cut(self) -> None:
        for writer in self._writers:
            writer.transport.abort()

    def hold(self) -> None:
        """Keep all published messages from now on, until `release` passes them on in order."""
        self._passing.clear()

    def release(self) -> None:
        self._passing.set()

    async def has_heard(self, shard: int) -> None:
        """Wait until a message published on this shard has come from Redis."""
        async with asyncio.timeout(PATIENCE):
            while True:
                if self._heard[str(shard)]:
                    return
                await asyncio.sleep(LOOK_SECONDS)

    def repeat(self, shard: int) -> int:
        """Pass on the last messages of a shard once more, byte for byte. Returns how many."""
        again = [Reply(data, 0.0, str(shard)) for data in self._heard[str(shard)]]
        for waiting in self._listening:
            for reply in again:
                with suppress(asyncio.QueueFull):
                    waiting.put_nowait(reply)
        return len(again) * len(self._listening)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)
        with suppress(OSError):
            if self.is_down:
                raise ConnectionRefusedError
            async with asyncio.timeout(CONNECT_SECONDS):
                replies, upstream = await asyncio.open_connection("127.0.0.1", self._to_port)
            mine, waiting = {writer, upstream}, Waiting(WAITING_LIMIT)
            self._writers |= mine
            try:
                await asyncio.gather(
                    self._commands(reader, upstream), self._replies(replies, waiting), self._pass_on(waiting, writer)
                )
            finally:
                self._writers -= mine
        writer.transport.abort()

    async def _commands(self, reader: asyncio.StreamReader, upstream: asyncio.StreamWriter) -> None:
        with suppress(OSError, RuntimeError):  # as uvloop calls writing to what was cut
            while data := await reader.read(65_536):
                upstream.write(data)
                await upstream.drain()
        upstream.close()

    async def _replies(self, replies: asyncio.StreamReader, waiting: Waiting) -> None:
        with suppress(OSError, RuntimeError, asyncio.IncompleteReadError):
            while True:
                data = await read_reply(replies)
                channel = published_on(data)
                if channel is None:
                    await waiting.put(Reply(data, 0.0, None))
                elif self.losing and self._random.random() < self.losing:
                    self.lost += 1
                else:
                    self._listening.add(waiting)
                    self._heard[channel].append(data)
                    self.delayed += self.late > 0
                    await waiting.put(Reply(data, asyncio.get_running_loop().time() + self.late, channel))
        self._listening.discard(waiting)
        await waiting.put(None)

    async def _pass_on(self, waiting: Waiting, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, RuntimeError):
            while (reply := await waiting.get()) is not None:
                if reply.channel is not None:
                    await self._passing.wait()
                    await asyncio.sleep(reply.due - asyncio.get_running_loop().time())
                writer.write(reply.data)
                await writer.drain()
        writer.close()
        while reply is not None:  # nobody listens any more
            reply = await waiting.get()


async def read_reply(reader: asyncio.StreamReader) -> bytes:
    """One whole reply of the Redis protocol, in either of its versions, as it came."""
    line = await reader.readuntil(LINE)
    kind, rest = line[:1], line[1:-2]
    if kind in b"$=!" and rest != b"-1":
        return line + await reader.readexactly(int(rest) + len(LINE))
    if kind in b"*>~%|":
        parts = max(0, int(rest)) * (2 if kind in b"%|" else 1)
        return line + b"".join([await read_reply(reader) for _ in range(parts)])
    return line


def published_on(reply: bytes) -> str | None:
    """The last part of the channel's name, if this is `message`, a channel and a payload: as an array, or in the newer
    protocol as a push.
    """
    if reply[:1] not in b"*>" or not reply[1:].startswith(b"3\r\n$7\r\n" + PUBLISHED + LINE):
        return None
    return reply.split(LINE, 5)[4].rpartition(b":")[2].decode()
