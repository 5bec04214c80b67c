"""The listening sockets and uvicorn's servers on them, stopped by us."""

import asyncio
import errno
import resource
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import uvicorn
from starlette.types import ASGIApp

from parley.settings import Settings
from parley.store.refusals import CannotStart

BACKLOG = 4_096
# Longer than clients and proxies keep a connection that nobody uses (5 to 60 s), so that it is they who close it. Where
# both had 5 s, a request was seen to be sent into a connection that was just being closed, and lost.
KEEP_ALIVE_SECONDS = 75
FINISH_SECONDS = 1.5
# What a worker writes to the process that started it, once it serves.
READY = b"."
OPEN_FILES = 65_536


@contextmanager
def listening(settings: Settings) -> Iterator[socket.socket]:
    """The port, bound before anything else is done: a taken one is the most usual reason not to start."""
    if settings.listen_fd:
        with socket.socket(fileno=settings.listen_fd) as inherited:
            yield inherited
        return
    with _bound(settings.host, settings.port, "PARLEY_PORT") as listener:
        yield listener


@contextmanager
def listening_for_metrics(settings: Settings, worker: int) -> Iterator[socket.socket]:
    """Each worker counts for itself, and so has a port of its own: the one before it may still be leaving."""
    host, port, is_worker = settings.metrics_host, settings.metrics_port + worker, bool(settings.listen_fd)
    with _bound(host, port, "PARLEY_METRICS_PORT", shared=is_worker) as listener:
        yield listener


def _bound(host: str, port: int, variable: str, *, shared: bool = False) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG, reuse_port=shared)
    except OSError as problem:
        raise CannotStart(
            f"Parley cannot listen on {host} port {port}: {problem.strerror}. {remedy(problem, variable)}"
        ) from None


def remedy(problem: OSError, variable: str) -> str:
    """What to do about a port that cannot be listened on, by the reason."""
    if problem.errno in (errno.EACCES, errno.EPERM):
        return (
            f"Ports below 1024 are not for every user: choose a higher one with {variable}, such as 8000, and put a "
            "proxy in front, or start Parley from systemd with AmbientCapabilities=CAP_NET_BIND_SERVICE."
        )
    if problem.errno == errno.EADDRNOTAVAIL:
        return f"No network card here has that address: choose another with {variable.replace('PORT', 'HOST')}."
    return f"Stop what uses that port, or choose another with {variable}."


def allow_many_files() -> None:
    """A connection is an open file, of which systems allow 256 or 1,024 unless a program asks for more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, OPEN_FILES)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return
    with suppress(ValueError, OSError):  # macOS may allow less than it says: then it stays as it is
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


class Server(uvicorn.Server):
    """uvicorn told by us alone when to stop: its signal handling would close connections before they were told why.

    By itself it looks every 100 ms whether to stop, and again whether everybody has gone.
    """

    def __init__(self, app: ASGIApp, http: type[asyncio.Protocol], ws: type[asyncio.Protocol] | None = None) -> None:
        config = uvicorn.Config(
            app,
            http=http,
            ws=ws or "none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,  # the edge reads them, and only from proxies that the settings name
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            backlog=BACKLOG,
        )
        super().__init__(config)
        self._told = asyncio.Event()
        self.opened = asyncio.Event()

    def take_nobody_new(self) -> None:
        """Who connects from now on is taken by another process on the same socket, or refused."""
        for server in self.servers:
            server.close()

    def stop(self) -> None:
        self._told.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def main_loop(self) -> None:
        self.opened.set()
        while not self._told.is_set():
            await self.on_tick(0)  # the Date header
            with suppress(TimeoutError):
                async with asyncio.timeout(1.0):
                    await self._told.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Nobody comes in any more; who is being answered has FINISH_SECONDS for it."""
        self.take_nobody_new()
        with suppress(TimeoutError):
            async with asyncio.timeout(FINISH_SECONDS):
                while self.server_state.connections or self.server_state.tasks:
                    for connection in list(self.server_state.connections):
                        connection.shutdown()  # again, for connections that were accepted while we looked
                    await asyncio.sleep(0.005)
        for task in self.server_state.tasks:
            task.cancel()
