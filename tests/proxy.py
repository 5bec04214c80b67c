"""A network that can be cut: a TCP proxy in front of the server, which a test tells what to do."""

import asyncio
import random
import ssl
from contextlib import suppress
from types import TracebackType
from typing import Self

# Of a server that is there. uvloop was seen to lose track of a connection in the making, and to wait for it for ever,
# where sockets are cut all the time.
CONNECT_SECONDS = 10.0


class Proxy:
    """Passes bytes on until told otherwise, each connection to one of the ports, whichever.

    With `tls` it speaks that to clients, and in the clear to the server.
    """

    def __init__(self, *to_ports: int, tls: ssl.SSLContext | None = None) -> None:
        self.port = 0
        self.connections = 0
        self.from_client = bytearray()
        self.delay = 0.0
        self.is_down = False
        self._to_ports = to_ports
        self._tls = tls
        self._writers: set[asyncio.StreamWriter] = set()
        self._serving: set[asyncio.Task[None]] = set()
        self._fatal: bytes | None = None
        self._lost: bytes | None = None
        self._garbled: tuple[bytes, bytes] | None = None
        self._silenced: set[asyncio.StreamWriter] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        self.cut()
        await asyncio.gather(*self._serving, return_exceptions=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def has_cut(self) -> bool:
        """Whether what `cut_at` waits for has come."""
        return self._fatal is None

    def cut(self) -> None:
        """Every connection breaks, as when a cable is pulled: no close frame, no last bytes."""
        for writer in self._writers:
            writer.transport.abort()

    def cut_at(self, bytes_from_server: bytes) -> None:
        """Once: everything breaks at the moment when the server sends this, which never arrives."""
        self._fatal = bytes_from_server

    def lose(self, bytes_from_server: bytes) -> None:
        """Once: what the server sends together with this never arrives, and all that follows does."""
        self._lost = bytes_from_server

    def garble(self, bytes_from_server: bytes, into: bytes) -> None:
        """Once: where the server sends this, something else of the same length arrives."""
        self._garbled = bytes_from_server, into

    def silence(self) -> None:
        """From now on nothing passes on the connections there are, and neither end is told."""
        self._silenced |= self._writers

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        if self.is_down:
            writer.transport.abort()
            return
        task = asyncio.current_task()
        if task is not None:
            self._serving.add(task)
            task.add_done_callback(self._serving.discard)
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                upstream_reader, upstream = await asyncio.open_connection("127.0.0.1", random.choice(self._to_ports))
        except OSError:
            writer.transport.abort()
            return
        self._writers |= {writer, upstream}
        try:
            await asyncio.gather(
                self._pass_on(reader, upstream), self._pass_on(upstream_reader, writer, from_server=True)
            )
        finally:
            self._writers -= {writer, upstream}
            self._silenced -= {writer, upstream}

    async def _pass_on(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, from_server: bool = False
    ) -> None:
        with suppress(ConnectionError, RuntimeError):  # as uvloop calls writing to what was cut
            while data := await reader.read(65536):
                if self.delay:
                    await asyncio.sleep(self.delay)
                if not from_server:
                    self.from_client += data
                elif self._fatal is not None and self._fatal in data:
                    self._fatal = None
                    self.cut()
                    return
                elif self._lost is not None and self._lost in data:
                    self._lost = None
                    continue
                elif self._garbled is not None and self._garbled[0] in data:
                    data, self._garbled = data.replace(*self._garbled), None
                if writer not in self._silenced:
                    writer.write(data)
                    await writer.drain()
        writer.close()
