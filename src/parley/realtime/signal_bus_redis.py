"""Signals over Redis or Valkey, on connections and channels of their own, so that they never delay a packet.

They have no numbers: what is lost stays lost, and puts no shard in doubt.
"""

import asyncio
from typing import Any
from uuid import uuid4

import msgspec
import structlog
from msgspec import Struct
from redis.asyncio import Redis
from redis.asyncio.client import PubSub

from parley.basics.metrics import Metrics
from parley.realtime.bus import SHARDS, shard_of
from parley.realtime.packing import Forged, opened, sealed
from parley.realtime.persist import is_cancelled, persist_together
from parley.realtime.signal_bus import Hear, Notice

# Processes of one version hear each other's signals. Those of another version do without.
VERSION = 1
RETRY_SECONDS = 0.5
CONNECT_SECONDS = 2.0
LISTEN_SECONDS = 1.5
# With so many waiting for Redis, new ones are dropped: a tenth of the packets that may wait.
OUTGOING_LIMIT = 2_000
# Somebody who forges signals must not be able to fill the disk with log lines.
FORGED_EVERY_SECONDS = 10.0

log = structlog.get_logger("parley.signals")


class Bundle(Struct, frozen=True, kw_only=True, tag="signals"):
    """What one process had to tell on a shard."""

    process: str
    notices: list[Notice]


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Bundle).decode


class RedisSignalBus:
    """`key` seals what is sent; `name` keeps several Parleys on one Redis apart."""

    def __init__(self, url: str, *, name: str, key: bytes, hear: Hear, metrics: Metrics) -> None:
        self._redis = Redis.from_url(url, socket_connect_timeout=CONNECT_SECONDS, socket_timeout=CONNECT_SECONDS)
        self._name = name
        self._key = key
        self._hear = hear
        self._metrics = metrics
        self._process = uuid4().hex
        self._outgoing: list[Notice] = []
        self._something = asyncio.Event()
        self._followed = [0] * SHARDS
        self._wants_changed = asyncio.Event()
        self._subscribed: set[int] = set()
        self._pubsub: PubSub | None = None
        self._version = VERSION
        self._quiet_until = float("-inf")

    def publish(self, notice: Notice) -> None:
        if len(self._outgoing) >= OUTGOING_LIMIT:
            self._metrics.signals_shed.add("bus")
            return
        self._outgoing.append(notice)
        self._something.set()

    def follow(self, log: int) -> None:
        shard = shard_of(log)
        self._followed[shard] += 1
        if self._followed[shard] == 1:
            self._wants_changed.set()

    def forget(self, log: int) -> None:
        shard = shard_of(log)
        self._followed[shard] -= 1
        if not self._followed[shard]:
            self._wants_changed.set()

    async def run(self) -> None:
        try:
            steps = (self._send, self._receive, self._resubscribe)
            await persist_together(steps, name="signals_unavailable", pause_seconds=RETRY_SECONDS)
        finally:
            await self._redis.aclose()

    async def _send(self) -> None:
        await self._something.wait()
        self._something.clear()
        waiting, self._outgoing = self._outgoing, []
        bundles: dict[int, list[Notice]] = {}
        for notice in waiting:
            bundles.setdefault(shard_of(notice.log.id), []).append(notice)
        try:
            async with self._redis.pipeline(transaction=False) as pipe:
                for shard, notices in bundles.items():
                    body = _encode(Bundle(process=self._process, notices=notices))
                    _ = pipe.publish(self._channel(shard), sealed(body, self._key))
                await pipe.execute()
        except Exception:
            self._metrics.signals_shed.add("bus", by=len(waiting))
            raise

    async def _receive(self) -> None:
        async with self._redis.pubsub() as pubsub:
            # A connection that listens to nothing cannot be read from.
            await pubsub.subscribe(f"{self._prefix}:none")
            self._subscribed.clear()
            self._pubsub = pubsub
            self._wants_changed.set()
            try:
                while not is_cancelled():
                    message = await pubsub.get_message(timeout=LISTEN_SECONDS)
                    if message is not None and message["type"] == "message":
                        self._on_message(message)
            finally:
                self._pubsub = None

    async def _resubscribe(self) -> None:
        """Listen to the shards of the logs that somebody here follows, and to no others."""
        await self._wants_changed.wait()
        self._wants_changed.clear()
        pubsub = self._pubsub
        wanted = {shard for shard, logs in enumerate(self._followed) if logs}
        if pubsub is None or wanted == self._subscribed:
            return
        more, fewer = wanted - self._subscribed, self._subscribed - wanted
        self._subscribed = wanted
        if more:
            await pubsub.subscribe(*map(self._channel, more))
        if fewer:
            await pubsub.unsubscribe(*map(self._channel, fewer))

    def _on_message(self, message: dict[str, Any]) -> None:
        try:
            bundle = _decode(opened(message["data"], self._key))
        except Forged:
            self._on_forged(message["channel"].decode())
        except (msgspec.DecodeError, RecursionError):
            pass  # something else with our seal: a replayed packet, for example
        else:
            if bundle.process != self._process:
                self._hear(bundle.notices)

    def _on_forged(self, channel: str) -> None:
        self._metrics.bus_forged.add()
        now = asyncio.get_running_loop().time()
        if now >= self._quiet_until:
            self._quiet_until = now + FORGED_EVERY_SECONDS
            log.warning("forged_signal", channel=channel)

    @property
    def _prefix(self) -> str:
        return f"parley:{self._name}:signals:v{self._version}"

    def _channel(self, shard: int) -> str:
        return f"{self._prefix}:{shard}"
