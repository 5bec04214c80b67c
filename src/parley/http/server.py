"""uvicorn's server, stopped by us."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import uvicorn

FINISH_SECONDS = 2


class Server(uvicorn.Server):
    """uvicorn told by us alone when to stop: its signal handling would close connections before they were told why.

    By itself it looks every 100 ms whether to stop, and again whether everybody has gone.
    """

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._told = asyncio.Event()

    def stop(self) -> None:
        self._told.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def main_loop(self) -> None:
        while not self._told.is_set():
            await self.on_tick(0)  # the Date header
            with suppress(TimeoutError):
                async with asyncio.timeout(1.0):
                    await self._told.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Nobody comes in any more; who is being answered has FINISH_SECONDS for it."""
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        with suppress(TimeoutError):
            async with asyncio.timeout(FINISH_SECONDS):
                while self.server_state.connections or self.server_state.tasks:  # noqa: ASYNC110 - only sets to look at
                    await asyncio.sleep(0.005)
        for task in self.server_state.tasks:
            task.cancel()
