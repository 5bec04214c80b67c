"""The listening socket and uvicorn's server on it, stopped by us."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import uvicorn

from parley.settings import Settings
from parley.store.refusals import CannotStart

BACKLOG = 4_096
# Longer than clients and proxies keep a connection that nobody uses (5 to 60 s), so that it is they who close it. Where
# both had 5 s, a request was seen to be sent into a connection that was just being closed, and lost.
KEEP_ALIVE_SECONDS = 75
FINISH_SECONDS = 2


@contextmanager
def listening(settings: Settings) -> Iterator[socket.socket]:
    """The port, bound before anything else is done: a taken one is the most usual reason not to start."""
    if settings.listen_fd:
        with socket.socket(fileno=settings.listen_fd) as inherited:
            yield inherited
        return
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listener = socket.create_server((settings.host, settings.port), family=family, backlog=BACKLOG)
    except OSError as problem:
        raise CannotStart(
            f"Parley cannot listen on {settings.host} port {settings.port}: {problem.strerror}. "
            "Stop what uses that port, or choose another with PARLEY_PORT."
        ) from None
    with listener:
        yield listener


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
        with suppress(TimeoutError):
            async with asyncio.timeout(FINISH_SECONDS):
                while self.server_state.connections or self.server_state.tasks:
                    for connection in list(self.server_state.connections):
                        connection.shutdown()  # again, for whoever had been let in and was not here yet
                    await asyncio.sleep(0.005)
        for task in self.server_state.tasks:
            task.cancel()
