"""What stands before several servers: one address, each browser on a server of its own as long as that one is ready."""

import asyncio
import re
from collections.abc import Sequence
from contextlib import closing, suppress
from types import TracebackType
from typing import Self

LOOK_SECONDS = 0.2
AGENT = re.compile(rb"^user-agent: *(.*?)\r$", re.IGNORECASE | re.MULTILINE)


class Balancer:
    """Passes connections on. Whose a connection is, is in its User-Agent, which tests give each browser."""

    def __init__(self, ports: Sequence[int], homes: dict[str, int]) -> None:
        self.port = 0
        # Which server each browser's newest socket went to.
        self.socket_of: dict[str, int] = {}
        self._ports = ports
        self._homes = homes
        self._ready = set(ports)
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        self._watching = [asyncio.create_task(self._watch(port)) for port in self._ports]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        ending = [*self._watching, *self._tasks]
        for task in ending:
            task.cancel()
        await asyncio.gather(*ending, return_exceptions=True)

    async def _watch(self, port: int) -> None:
        """As those who run servers do: who does not say that it is ready is sent nobody."""
        while True:
            (self._ready.add if await _is_ready(port) else self._ready.discard)(port)
            await asyncio.sleep(LOOK_SECONDS)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        with closing(writer), suppress(OSError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            found = AGENT.search(head)
            agent = found[1].decode() if found else ""
            port, upstream_reader, upstream = await self._connect(agent)
            if head.startswith(b"GET /ws"):
                self.socket_of[agent] = port
            with closing(upstream):
                upstream.write(head)
                await asyncio.gather(_pass_on(reader, upstream), _pass_on(upstream_reader, writer))

    async def _connect(self, agent: str) -> tuple[int, asyncio.StreamReader, asyncio.StreamWriter]:
        home = self._homes.get(agent, self._ports[0])
        for port in sorted(self._ports, key=lambda port: (port not in self._ready, port != home)):
            with suppress(OSError):
                return port, *await asyncio.open_connection("127.0.0.1", port)
        raise ConnectionRefusedError


async def _is_ready(port: int) -> bool:
    try:
        async with asyncio.timeout(5):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            with closing(writer):
                writer.write(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                answer = await reader.read()
    except OSError:
        return False
    return answer.startswith(b"HTTP/1.1 200")


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while (data := await reader.read(65_536)) and not writer.is_closing():
            writer.write(data)
            await writer.drain()
    writer.close()
