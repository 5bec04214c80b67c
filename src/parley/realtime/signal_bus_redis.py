"""Signals over Redis or Valkey, on connections and channels of their own, so that they never delay a packet.

They have no numbers: what is lost stays lost, and puts no shard in doubt.
"""

import asyncio
from typing import Any
from uuid import uuid4

import msgspec
from msgspec import Struct
from redis.asyncio import Redis

from parley.basics.metrics import Metrics
from parley.basics.outages import Outage
from parley.realtime.bus import shard_of
from parley.realtime.listening_redis import Listening
from parley.realtime.packing import Forged, opened, sealed
from parley.realtime.persist import persist_together
from parley.realtime.signal_bus import Hear, Notice

# Processes of one version hear each other's signals. Those of another version do without.
VERSION = 5
RETRY_SECONDS = 0.5
CONNECT_SECONDS = 2.0
LISTEN_SECONDS = 1.5
# With so many waiting for Redis, new ones are dropped: a tenth of the packets that may wait.
OUTGOING_LIMIT = 2_000
# Somebody who forges signals must not be able to fill the disk with log lines.


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
        self._version = VERSION
        self._listening = Listening(
            self._redis,
            always=f"{self._prefix}:none",
            channel=self._channel,
            hear=self._on_message,
            patience=LISTEN_SECONDS,
        )
        self._forgery = Outage("forged_signal")

    def publish(self, notice: Notice) -> None:
        if len(self._outgoing) >= OUTGOING_LIMIT:
            self._metrics.signals_shed.add("bus")
            return
        self._outgoing.append(notice)
        self._something.set()

    def follow(self, log: int) -> None:
        self._listening.follow(log)

    def forget(self, log: int) -> None:
        self._listening.forget(log)

    async def run(self) -> None:
        try:
            steps = (self._send, self._listening.receive, self._listening.resubscribe)
            await persist_together(steps, name="signals_unavailable", pause_seconds=RETRY_SECONDS)
        finally:
            self._forgery.close()
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

    def _on_message(self, message: dict[str, Any]) -> None:
        if message["type"] != "message":
            return
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
        self._forgery.failed(f"on channel {channel}")

    @property
    def _prefix(self) -> str:
        return f"parley:{self._name}:signals:v{self._version}"

    def _channel(self, shard: int) -> str:
        return f"{self._prefix}:{shard}"
