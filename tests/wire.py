"""A TCP connection to the server, byte by byte, for what no client of ours would send."""

import asyncio
import base64
import hashlib
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from typing import Self

from parley.settings import Settings
from tests.cast import PATIENCE

KEY = base64.b64encode(b"sixteen bytes it").decode()
ACCEPT = base64.b64encode(
    hashlib.sha1(f"{KEY}258EAFA5-E914-47DA-95CA-C5AB0DC85B11".encode(), usedforsecurity=False).digest()
).decode()


class Wire:
    """One connection."""

    def __init__(self, settings: Settings) -> None:
        self.port = settings.port

    async def __aenter__(self) -> Self:
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.writer.transport.abort()

    def request(self, path: str = "/ws", method: str = "GET", **headers: str | None) -> bytes:
        """An upgrade request; a header given as None is left out. Names with underscores for hyphens."""
        lines: dict[str, str | None] = {
            "Host": f"127.0.0.1:{self.port}",
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": KEY,
        }
        lines |= {name.replace("_", "-"): value for name, value in headers.items()}
        head = [
            f"{method} {path} HTTP/1.1",
            *(f"{name}: {value}" for name, value in lines.items() if value is not None),
        ]
        return ("\r\n".join(head) + "\r\n\r\n").encode()

    async def answer(self) -> tuple[int, str]:
        """The status and the head of the answer; (0, "") where there was none."""
        async with asyncio.timeout(PATIENCE):
            try:
                head = await self.reader.readuntil(b"\r\n\r\n")
            except (asyncio.IncompleteReadError, ConnectionError):
                return 0, ""
        return int(head.split(b" ")[1]), head.decode()

    async def ask(self, /, path: str = "/ws", method: str = "GET", **headers: str | None) -> tuple[int, str]:
        self.writer.write(self.request(path, method, **headers))
        return await self.answer()

    async def frame(self) -> bytes:
        """The next frame's payload."""
        async with asyncio.timeout(PATIENCE):
            _, size = await self.reader.readexactly(2)
            extra = {126: 2, 127: 8}.get(size, 0)
            length = int.from_bytes(await self.reader.readexactly(extra), "big") if extra else size
            return await self.reader.readexactly(length)

    @asynccontextmanager
    async def trickling(self, data: Iterable[bytes]) -> AsyncIterator[None]:
        """Meanwhile these go out, one after the other and slowly."""

        async def trickle() -> None:
            with suppress(ConnectionError):
                for drop in data:
                    self.writer.write(drop)
                    await self.writer.drain()
                    await asyncio.sleep(0.02)

        sending = asyncio.ensure_future(trickle())
        try:
            yield
        finally:
            sending.cancel()

    async def ends(self) -> bool:
        """The server closes it, whatever it says before."""
        async with asyncio.timeout(PATIENCE):
            with suppress(ConnectionError):
                await self.reader.read()
        return True


def masked(payload: bytes, opcode: int = 1) -> bytes:
    """A frame as clients send it, with a mask of zeros."""
    return bytes((0x80 | opcode, 0x80 | len(payload), 0, 0, 0, 0)) + payload
