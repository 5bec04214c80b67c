"""Composition root: the only file that knows all concrete parts, and how they start and stop together."""

import asyncio
import gc
import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass

import structlog
import uvloop

from parley import __version__
from parley.actions import accounts, authenticators
from parley.actions.context import Context, Services
from parley.basics import failpoints
from parley.basics.amounts import rate
from parley.changes import Change
from parley.doors.edge import Edge
from parley.doors.gate import Gate
from parley.doors.http.application import application
from parley.doors.http.health import Health
from parley.doors.http.server import READY, Server, allow_many_files, listening
from parley.doors.ws import asyncapi
from parley.doors.ws.entrance import Entrance
from parley.doors.ws.outbox import Flusher
from parley.doors.ws.upgrade import http_protocol, open_door
from parley.errors import Unavailable
from parley.guard.limits import RATE_CLASSES, Limits, MemoryLimits
from parley.later import directory, mentions
from parley.later.duties import duties
from parley.later.followers import Following
from parley.later.jobs import Runner
from parley.process import departure
from parley.process.fanout import Fanout
from parley.process.names import shared_name
from parley.process.pid_file import pid_file
from parley.process.scrape import measured
from parley.process.services import operate
from parley.realtime.hub import Hub
from parley.realtime.signals import Signals
from parley.settings import Settings
from parley.store.folder import make_folder
from parley.verbs import VERBS

# Collections of rubbish that refers to itself, of which there is little here: 7 % less CPU a message than with Python's
# own 700, at 100 rooms of ten people and 200 messages in flight.
RUBBISH_THRESHOLD = 20_000

log = structlog.get_logger("parley")


def run(settings: Settings) -> int:
    """Serve until told to stop. What stands in the way is raised as CannotStart."""
    make_folder(settings)
    allow_many_files()
    _warn_of_instruments()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(settings))
    return 0


@dataclass(frozen=True)
class Running:
    """A server at work."""

    services: Services
    hub: Hub
    runner: Runner
    following: Following
    health: Health
    server: Server
    port: int
    signals: Signals


@asynccontextmanager
async def serving(settings: Settings, now: Callable[[], int] | None = None) -> AsyncIterator[Running]:
    """The whole server: both doors are open inside, and everybody has been told and everything written after."""

    def publish(changes: Sequence[Change]) -> None:
        fanout.publish(changes)
        following.wake(changes)
        if mentions.are_due(changes):
            runner.wake()

    with listening(settings) as listener:
        async with (
            operate(settings, publish, now) as services,
            _open_limits(services) as limits,
            services.filters.opened(),
            measured(services) as health,
        ):
            await authenticators.reseal(services)
            fanout = Fanout(services)
            signals = fanout.telling.signals
            runner = Runner(services, duties(settings), signals.presence.online)
            following = Following(services, directory.FOLLOWERS)
            server = _http_server(Edge(services, limits, signals), fanout.hub, health)
            async with asyncio.TaskGroup() as tasks:
                background = [tasks.create_task(one) for one in [*fanout.background(), runner.run(), following.run()]]
                doors = tasks.create_task(server.serve(sockets=[listener]))
                try:
                    await server.opened.wait()
                    port = listener.getsockname()[1]
                    yield Running(services, fanout.hub, runner, following, health, server, port, signals)
                finally:
                    health.draining = True
                    server.take_nobody_new()
                    await departure.send_away(fanout.hub)
                    server.stop()
                    await doors
                    await fanout.telling.signals.presence.leave()
                    for task in background:
                        task.cancel()


@asynccontextmanager
async def _open_limits(services: Services) -> AsyncIterator[Limits]:
    settings = services.settings
    rates = {name: rate(getattr(settings, f"rate_{name}")) for name in RATE_CLASSES}
    in_memory = MemoryLimits(rates, clock=services.now)
    if not settings.redis_url:
        yield in_memory
        return
    from parley.guard.limits_redis import RedisLimits

    shared = RedisLimits(settings.redis_url, rates, name=shared_name(settings), fallback=in_memory)
    yield shared
    await shared.close()


def _warn_of_instruments() -> None:
    if failpoints.ARMED is not None:
        log.warning("fail_points_armed", at={name: str(fault) for name, fault in failpoints.ARMED.items()})
    if failpoints.CLOCK_OFFSET_MS:
        log.warning("clock_is_wrong_on_purpose", by_ms=failpoints.CLOCK_OFFSET_MS)


async def _serve(settings: Settings) -> None:
    with ExitStack() as at_the_end:
        await _serve_until_told(settings, at_the_end)


async def _serve_until_told(settings: Settings, at_the_end: ExitStack) -> None:
    async with serving(settings) as running:
        with departure.orders(settings) as orders:
            at_the_end.enter_context(pid_file(settings))  # only now are its signals understood
            if settings.listen_fd:
                with suppress(BrokenPipeError):  # a parent that is gone is an order to go as well
                    os.write(0, READY)  # it may be waiting to retire another for this one
            async with asyncio.TaskGroup() as tasks:
                announcing = tasks.create_task(_announce(running.services))
                gc.collect()
                gc.set_threshold(RUBBISH_THRESHOLD)
                gc.freeze()  # what is here now stays: no collection needs to look at it again
                await orders.told()
                announcing.cancel()
            await departure.hand_over(orders, running.hub, running.health, running.server)
        log.info("stopping")


def _http_server(edge: Edge, hub: Hub, health: Health) -> Server:
    settings, metrics = edge.services.settings, edge.services.metrics
    gate = Gate(settings, edge.services.now)
    entrance = Entrance(edge, hub, gate, Flusher(metrics), rate(settings.rate_frame))
    app = application(edge, health, lambda: asyncapi.document(VERBS, public_url=settings.base_url))
    return Server(app, http_protocol(settings), open_door(settings, entrance.accept, metrics))


async def _announce(services: Services) -> None:
    """Print it on the terminal rather than in the log: the link is a secret until it has been used."""
    settings = services.settings
    if settings.worker != 0:
        return
    lines = [f"Parley {__version__} is at {settings.base_url}"]
    token = await _setup_token(services)
    if token is not None:
        lines.append(f"Set it up here, once: {settings.base_url}/setup#{token}")
    with suppress(BrokenPipeError):  # nobody reads it, which is no reason not to serve
        print("\n".join(lines), flush=True)  # noqa: T201


async def _setup_token(services: Services) -> str | None:
    """The database may be away for a moment, which is no reason not to serve."""
    while True:
        try:
            return await accounts.prepare_setup(Context(services))
        except Unavailable as refusal:
            await asyncio.sleep((refusal.retry_after_ms or 1_000) / 1000)
