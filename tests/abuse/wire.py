"""A connection of an attacker's, byte by byte. It promises nothing about what it sends."""

import asyncio
import base64
import os
import socket
from contextlib import suppress
from types import TracebackType
from typing import Self

SMALL_BUFFER, LARGE_BUFFER = 4_096, 1_048_576


class Wire:
    """One TCP connection. `buffer` keeps the kernel from reading ahead for an attacker who reads nothing."""

    def __init__(self, port: int, *, buffer: int = 0) -> None:
        self._port = port
        self._buffer = buffer

    async def __aenter__(self) -> Self:
        raw = socket.socket()
        raw.setblocking(False)
        if self._buffer:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self._buffer)
        try:
            await asyncio.get_running_loop().sock_connect(raw, ("127.0.0.1", self._port))
        except BaseException:
            raw.close()
            raise
        self._reader, self._writer = await asyncio.open_connection(sock=raw)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.transport.abort()

    @property
    def is_closing(self) -> bool:
        return self._writer.is_closing() or self._reader.at_eof()

    def read_on(self) -> None:
        """From here on the kernel reads ahead again."""
        raw = self._writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, LARGE_BUFFER)

    def write(self, data: bytes) -> None:
        self._writer.write(data)

    async def push(self, data: bytes) -> None:
        """Write, and wait while the server takes nothing."""
        self._writer.write(data)
        await self._writer.drain()

    def send(self, payload: bytes, opcode: int = 1, *, first: int = 0x80) -> None:
        """A frame with a mask of zeros. `first` has the bits FIN and RSV."""
        size = len(payload)
        if size < 126:
            length = bytes((0x80 | size,))
        elif size < 65_536:
            length = b"\xfe" + size.to_bytes(2, "big")
        else:
            length = b"\xff" + size.to_bytes(8, "big")
        self.write(bytes((first | opcode,)) + length + bytes(4) + payload)

    async def answer(self) -> tuple[int, bytes]:
        """The next HTTP answer's status and body. The status is 0 if the connection ended first."""
        try:
            head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
            status = int(head.split(b" ", 2)[1])
            length = head.partition(b"content-length:")[2].split(b"\r\n")[0]
            return status, await self._reader.readexactly(int(length)) if length else b""
        except (asyncio.IncompleteReadError, OSError):
            return 0, b""

    async def frame(self) -> tuple[int, bytes] | None:
        """The next frame's opcode and payload. None if the connection ended first."""
        with suppress(asyncio.IncompleteReadError, OSError):
            first, size = await self._reader.readexactly(2)
            if size >= 126:
                size = int.from_bytes(await self._reader.readexactly(2 if size == 126 else 8), "big")
            return first & 0x0F, await self._reader.readexactly(size)
        return None


def handshake(port: int, *lines: str) -> bytes:
    key = base64.b64encode(os.urandom(16)).decode()
    upgrade = ("Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {key}")
    head = ["GET /ws HTTP/1.1", f"Host: 127.0.0.1:{port}", *upgrade, "Sec-WebSocket-Protocol: parley.v2", *lines]
    return ("\r\n".join(head) + "\r\n\r\n").encode()
