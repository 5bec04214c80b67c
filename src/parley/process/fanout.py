"""How a commit reaches its subscribers: this process's hub, bus and sweep, and what they read from the table."""

import asyncio
from collections.abc import Collection, Coroutine, Sequence
from typing import Any

from parley.actions.context import Services
from parley.basics.ids import derived_key
from parley.changes import ROOM, THREAD, Change, Log
from parley.process.names import shared_name
from parley.process.telling import Telling
from parley.realtime.bus import Bus, MemoryBus
from parley.realtime.frames import Packet, log_packets, packets
from parley.realtime.hub import Hub
from parley.realtime.receiver import Receiver
from parley.realtime.recent import REPLAY_LIMIT
from parley.realtime.sweep import Sweep
from parley.store import epoch, logs, sessions
from parley.store.secret import load_secret

BEAT_SECONDS = 25.0


class Fanout:
    """One per process. The writer calls `publish` after each commit."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.telling = Telling(services, self._follows, self._followers, self._everybody)
        self.hub = Hub(self._read_log, services.recent, services.metrics, self._interest, self.telling.signals)
        self.sweep = Sweep(
            self.hub,
            heads=self._read_heads,
            live=self._read_live,
            epoch=self._read_epoch,
            metrics=services.metrics,
            now=services.now,
        )
        self.bus = _open_bus(services, self.hub, self.sweep)

    def publish(self, changes: Sequence[Change]) -> None:
        # Nobody subscribes to threads: their rooms' logs tell of every change in them, and clients ask for it.
        self.bus.publish(packets([change for change in changes if change.log.kind != THREAD]))

    def background(self) -> list[Coroutine[Any, Any, None]]:
        """The loops that run while the process serves."""
        return [self.hub.run(), self.bus.run(), self.sweep.run(self.bus), self._beat(), *self.telling.background()]

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            self.hub.beat()

    def _follows(self, receiver: Receiver, room: int) -> bool:
        return self.hub.follows(receiver, room)

    def _followers(self, log: Log) -> Collection[Receiver]:
        return self.hub.followers(log)

    def _everybody(self) -> Collection[Receiver]:
        return self.hub.receivers()

    def _interest(self, log: Log, followed: bool) -> None:
        if followed:
            self.bus.follow(log.id)
        else:
            self.bus.forget(log.id)
        if log.kind == ROOM and followed:
            self.telling.bus.follow(log.id)
        elif log.kind == ROOM:
            self.telling.bus.forget(log.id)

    async def _read_log(self, log: Log, place: int) -> list[Packet]:
        stretch = await self._services.database.read(logs.changed, log, place, REPLAY_LIMIT)
        return log_packets(stretch.changes, place, stretch.upto)

    async def _read_heads(self, of: Sequence[Log]) -> dict[Log, int]:
        stands = await self._services.database.read(logs.heads_of, of)
        return {log: head for log, (head, _) in stands.items()}

    async def _read_live(self, ids: Sequence[int]) -> dict[int, int]:
        return await self._services.database.read(sessions.live_until, ids, self._services.now())

    async def _read_epoch(self) -> str:
        on_postgresql = bool(self._services.settings.database_url)
        return await self._services.database.read(epoch.current, on_postgresql=on_postgresql)


def _open_bus(services: Services, hub: Hub, sweep: Sweep) -> Bus:
    settings = services.settings
    if not settings.redis_url:
        return MemoryBus(hub.deliver)
    from parley.realtime.bus_redis import RedisBus

    name, key = shared_name(settings), derived_key(load_secret(settings), "bus")
    return RedisBus(
        settings.redis_url,
        name=name,
        key=key,
        deliver=hub.deliver,
        doubt=sweep.doubt,
        metrics=services.metrics,
        now=services.now,
    )
