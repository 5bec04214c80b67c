"""What stands between one server and its Redis: it passes replies on whole, and loses, breaks or holds them as told."""

import asyncio
from contextlib import suppress
from random import Random
from types import TracebackType
from typing import Self

from tests.proxy import CONNECT_SECONDS

LINE = b"\r\n"
PUBLISHED = b"message"


class Doorbell:
    """`losing` is the share of published messages that never arrive. Nobody is told of one that is lost."""

    def __init__(self, to_port: int, random: Random) -> None:
        self.port = 0
        self.losing = 0.0
        self.lost = 0
        self.is_down = False
        self._to_port = to_port
        self._random = random
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
        self.cut()
        await asyncio.gather(*self._serving, return_exceptions=True)

    def cut(self) -> None:
        for writer in self._writers:
            writer.transport.abort()

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
            mine = {writer, upstream}
            self._writers |= mine
            try:
                await asyncio.gather(self._commands(reader, upstream), self._replies(replies, writer))
            finally:
                self._writers -= mine
        writer.transport.abort()

    async def _commands(self, reader: asyncio.StreamReader, upstream: asyncio.StreamWriter) -> None:
        with suppress(OSError, RuntimeError):  # as uvloop calls writing to what was cut
            while data := await reader.read(65_536):
                upstream.write(data)
                await upstream.drain()
        upstream.close()

    async def _replies(self, replies: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, RuntimeError, asyncio.IncompleteReadError):
            while True:
                reply = await read_reply(replies)
                if self.losing and is_published(reply) and self._random.random() < self.losing:
                    self.lost += 1
                    continue
                writer.write(reply)
                await writer.drain()
        writer.close()


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


def is_published(reply: bytes) -> bool:
    """`message`, a channel and a payload: as an array, or in the newer protocol as a push."""
    return reply[:1] in b"*>" and reply[1:].startswith(b"3\r\n$7\r\n" + PUBLISHED + LINE)
