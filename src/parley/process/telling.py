"""Puts together everything that this process sends once, such as typing, presence and new emoji, and its bus."""

from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
from typing import Any

from parley.actions.context import Services
from parley.basics.ids import derived_key
from parley.changes import Log, room_log
from parley.process.names import shared_name
from parley.realtime.announcements import Announcements
from parley.realtime.leases import Leases, LoneLeases
from parley.realtime.presence import Presence
from parley.realtime.receipts import Receipts
from parley.realtime.receiver import Receiver
from parley.realtime.reports import Reports
from parley.realtime.signal_bus import Hear, LoneSignalBus, Notice, SignalBus
from parley.realtime.signals import Signals
from parley.realtime.typists import Typists
from parley.realtime.watches import Watches
from parley.store import receipts, seen
from parley.store.database import Transaction
from parley.store.secret import load_secret
from parley.store.units import WriteTransaction, write_alone

# Rows in one transaction, so that no message waits for many.
SEEN_AT_ONCE = 500


class Telling:
    """One per process. `follows`, `followers` and `everybody` ask the hub."""

    def __init__(
        self,
        services: Services,
        follows: Callable[[Receiver, int], bool],
        followers: Callable[[Log], Collection[Receiver]],
        everybody: Callable[[], Collection[Receiver]],
    ) -> None:
        self._services = services
        metrics = services.metrics
        self.bus = _open_bus(services, self._hear)
        watches = Watches(follows, self._watched, metrics)
        presence = Presence(
            watches,
            _open_leases(services),
            self.bus,
            read_seen=self._read_seen,
            keep_seen=self._keep_seen,
            metrics=metrics,
            now=services.now,
        )
        told = Receipts(followers, self.bus, self._read_receipts, metrics)
        reports = Reports(followers, self.bus, metrics)
        announcements = Announcements(everybody, self.bus, metrics)
        typists = Typists(followers, self.bus, metrics)
        self.signals = Signals(typists, told, reports, announcements, presence, watches, follows)

    def background(self) -> list[Coroutine[Any, Any, None]]:
        """The loops that run while the process serves."""
        signals = self.signals
        return [self.bus.run(), signals.typists.run(), signals.receipts.run(), signals.presence.run()]

    def _hear(self, notices: Sequence[Notice]) -> None:
        self.signals.hear(notices)

    def _watched(self, person: int, is_watched: bool) -> None:
        self.signals.presence.watched(person, is_watched)

    async def _read_seen(self, people: Collection[int]) -> dict[int, int]:
        return await self._services.database.read(seen.last_seen, people)

    async def _read_receipts(self, marked: Mapping[int, Collection[int]]) -> dict[int, list[Notice] | None]:
        async def work(tx: Transaction) -> dict[int, list[Notice] | None]:
            if not await receipts.are_on(tx):
                return {}
            return {room: _notices(room, await receipts.seen_by(tx, room, who)) for room, who in marked.items()}

        return await self._services.database.read(work)

    async def _keep_seen(self, people: Mapping[int, int]) -> None:
        rows = sorted(people.items())
        for start in range(0, len(rows), SEEN_AT_ONCE):
            chunk = dict(rows[start : start + SEEN_AT_ONCE])

            async def work(tx: WriteTransaction, chunk: Mapping[int, int] = chunk) -> None:
                await seen.keep(tx, chunk)

            await write_alone(self._services.writer, (), work)


def _notices(room: int, found: Sequence[receipts.Seen] | None) -> list[Notice] | None:
    if found is None:
        return None
    log = room_log(room)
    return [Notice(kind="seen", log=log, person=one.person, seq=one.seq, at=one.at, to=one.to) for one in found]


def _open_bus(services: Services, hear: Hear) -> SignalBus:
    settings = services.settings
    if not settings.redis_url:
        return LoneSignalBus()
    from parley.realtime.signal_bus_redis import RedisSignalBus

    key = derived_key(load_secret(settings), "bus")
    return RedisSignalBus(settings.redis_url, name=shared_name(settings), key=key, hear=hear, metrics=services.metrics)


def _open_leases(services: Services) -> Leases:
    if not services.settings.redis_url:
        return LoneLeases()
    from parley.realtime.leases_redis import RedisLeases

    return RedisLeases(services.settings.redis_url, name=shared_name(services.settings))
