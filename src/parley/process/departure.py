"""How a process leaves: what tells it to, and how it moves its connections to other processes.

    SIGINT, or the end of the parent      at once: drain all connections; each client reconnects at a random time
    SIGTERM                               the same if no other process can serve them; else linger, then hand over
    SIGHUP, to one of several workers     hand over: the other workers already accept on the same listening socket
    SIGHUP, to a single process           nothing, and a line in the log: nobody could take over

Handing over, it accepts no connection and closes those it has one after the other; each is back within a second.
"""

import asyncio
import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import structlog

from parley.doors.http.health import Health
from parley.doors.http.server import Server
from parley.realtime.hub import Hub
from parley.settings import Settings

# How long /readyz fails before the listener closes: load balancers look every few seconds.
LINGER_SECONDS = 6.0
# One every 10 ms, which the other processes take in without slowing down, and all within half a minute. At least one
# second, in which requests that are on their way are still answered.
HAND_OVER_SECONDS_EACH, HAND_OVER_SECONDS_LEAST, HAND_OVER_SECONDS_MOST = 0.01, 1.0, 30.0
# Other processes are ready at once. A short random wait keeps clients from all reconnecting together.
RETURN_MS_ELSEWHERE = 250
# Without other processes, clients reconnect at random times: 10 ms apart on average, within half a minute.
RETURN_MS_EACH, RETURN_MS_LEAST, RETURN_MS_MOST = 10, 250, 30_000
# For commands that are being carried out.
ANSWER_SECONDS = 1.0

log = structlog.get_logger("parley")


class Orders:
    """The orders that this process was given. A second, more urgent one overrides the first."""

    def __init__(self, settings: Settings) -> None:
        self._others_may_serve = bool(settings.redis_url)
        self._is_told = asyncio.Event()
        self._is_hurried = asyncio.Event()
        self.lingers = False

    def leave(self) -> None:
        if not self._others_may_serve:
            return self.hurry()
        self.lingers = True
        return self._is_told.set()

    def hand_over(self) -> None:
        self._is_told.set()

    def hurry(self) -> None:
        self._is_hurried.set()
        self._is_told.set()

    async def told(self) -> None:
        await self._is_told.wait()

    async def hurried_within(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._is_hurried.wait()
        return self._is_hurried.is_set()


@contextmanager
def orders(settings: Settings) -> Iterator[Orders]:
    """Takes orders from signals, and in one of several workers also from the end of its parent."""
    loop = asyncio.get_running_loop()
    given = Orders(settings)
    is_worker = bool(settings.listen_fd)
    on_hangup = given.hand_over if is_worker else _refuse_hangup
    for number, order in ((signal.SIGINT, given.hurry), (signal.SIGTERM, given.leave), (signal.SIGHUP, on_hangup)):
        loop.add_signal_handler(number, order)
    if is_worker:
        loop.add_reader(0, given.hurry)  # the parent holds the other end, and never writes
    yield given
    if is_worker:
        loop.remove_reader(0)
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.remove_signal_handler(number)  # the next signal ends the process at once


def _refuse_hangup() -> None:
    log.warning(
        "hangup_refused",
        reason="this server is one process, so no other can take over",
        do="send SIGTERM and start it again, or run several workers: see docs/operations.md",
    )


async def hand_over(orders: Orders, hub: Hub, health: Health, server: Server) -> None:
    """Drain all connections to other processes one after the other, or stop early when hurried."""
    health.draining = True
    if await orders.hurried_within(LINGER_SECONDS if orders.lingers else 0):
        return
    server.take_nobody_new()
    receivers = hub.receivers()
    random.shuffle(receivers)
    seconds = min(max(HAND_OVER_SECONDS_LEAST, HAND_OVER_SECONDS_EACH * len(receivers)), HAND_OVER_SECONDS_MOST)
    log.info("handing_over", sockets=len(receivers), seconds=seconds)
    for receiver in receivers:
        receiver.drain(random.randint(0, RETURN_MS_ELSEWHERE))  # noqa: S311 - spread, not secrecy
        if await orders.hurried_within(seconds / len(receivers)):
            return
    if not receivers:
        await orders.hurried_within(seconds)


async def send_away(hub: Hub) -> None:
    """Tell every client when to reconnect. Each socket closes as soon as its commands are answered."""
    receivers = hub.receivers()
    most = min(RETURN_MS_MOST, RETURN_MS_LEAST + RETURN_MS_EACH * len(receivers))
    for receiver in receivers:
        receiver.drain(random.randint(RETURN_MS_LEAST, most))  # noqa: S311 - spread, not secrecy
    with suppress(TimeoutError):
        async with asyncio.timeout(ANSWER_SECONDS):
            await hub.emptied()
