"""The bus over Redis or Valkey. It only publishes and subscribes: Redis stores nothing.

Each process numbers its parcels on each shard and publishes its last numbers twice a second. A gap, a new connection
or a new subscription puts a shard in doubt. If a process does not receive even its own pulse, the bus is down.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

from redis.asyncio import Redis

from parley.basics.failpoints import reach
from parley.basics.metrics import Metrics
from parley.basics.outages import Outage
from parley.realtime.bus import Deliver, Doubt, shard_of
from parley.realtime.frames import Packet
from parley.realtime.listening_redis import Listening
from parley.realtime.packing import Forged, Parcel, Pulse, seal, unseal
from parley.realtime.persist import persist_together

VERSION = 2
PULSE_SECONDS = 0.5
SILENCE_SECONDS = 1.5
RETRY_SECONDS = 0.5
CONNECT_SECONDS = 2.0
# With this many packets waiting for Redis, new ones are dropped. They still take numbers, so receivers see the gap.
OUTGOING_LIMIT = 20_000


class RedisBus:
    """`key` seals parcels; `name` keeps several Parleys on one Redis apart. `now` is this process's clock, in ms."""

    def __init__(
        self,
        url: str,
        *,
        name: str,
        key: bytes,
        deliver: Deliver,
        doubt: Doubt,
        metrics: Metrics,
        now: Callable[[], int],
    ) -> None:
        self._redis = Redis.from_url(url, socket_connect_timeout=CONNECT_SECONDS, socket_timeout=CONNECT_SECONDS)
        self._name = name
        self._key = key
        self._deliver = deliver
        self._doubt = doubt
        self._process = uuid4().hex
        self._numbers: dict[int, int] = {}
        self._version = VERSION
        self._outgoing: list[Packet] = []
        self._something = asyncio.Event()
        self._seen: dict[tuple[str, int], int] = {}
        self._listening = Listening(
            self._redis, always=self._pulses, channel=self._channel, hear=self._on_message, patience=SILENCE_SECONDS
        )
        self._heard_at = float("-inf")
        self._metrics = metrics
        self._forgery = Outage("forged_bus_message")
        self._now = now
        self._oldest_ms = 0
        metrics.bus_up.watch(lambda: not self.is_down)

    @property
    def is_down(self) -> bool:
        return asyncio.get_running_loop().time() - self._heard_at > SILENCE_SECONDS

    def publish(self, packets: Sequence[Packet]) -> None:
        self._deliver(packets)
        if len(self._outgoing) + len(packets) > OUTGOING_LIMIT:
            for packet in packets:
                self._next_number(shard_of(packet.log.id))
            self._metrics.parcels_lost.add(by=len(packets))
            return
        if not self._outgoing:
            self._oldest_ms = self._now()
        self._outgoing += packets
        self._something.set()

    def follow(self, log: int) -> None:
        self._listening.follow(log)

    def forget(self, log: int) -> None:
        self._listening.forget(log)

    async def run(self) -> None:
        try:
            steps = (self._send, self._pulse, self._listening.receive, self._listening.resubscribe)
            await persist_together(steps, name="redis_unavailable", pause_seconds=RETRY_SECONDS)
        finally:
            self._forgery.close()
            await self._redis.aclose()

    async def _send(self) -> None:
        """Send everything that waits: one parcel per shard, all in one round trip."""
        await self._something.wait()
        self._something.clear()
        waiting, self._outgoing = self._outgoing, []
        parcels: dict[int, list[Packet]] = {}
        for packet in waiting:
            parcels.setdefault(shard_of(packet.log.id), []).append(packet)
        sealed = {shard: seal(self._parcel(shard, packets), self._key) for shard, packets in parcels.items()}
        try:
            async with self._redis.pipeline(transaction=False) as pipe:
                for shard, parcel in sealed.items():
                    _ = pipe.publish(self._channel(shard), parcel)
                reach("before-bus")
                await pipe.execute()
        except Exception:
            self._metrics.parcels_lost.add(by=len(sealed))
            raise
        self._metrics.parcels_sent.add(by=len(sealed))
        reach("after-bus")

    def _parcel(self, shard: int, packets: Sequence[Packet]) -> Parcel:
        return Parcel(
            process=self._process,
            shard=shard,
            number=self._next_number(shard),
            packets=list(packets),
            published_ms=self._oldest_ms,
        )

    async def _pulse(self) -> None:
        pulse = Pulse(process=self._process, numbers=self._numbers)
        await self._redis.publish(self._pulses, seal(pulse, self._key))
        await asyncio.sleep(PULSE_SECONDS)

    def _on_message(self, message: dict[str, Any]) -> None:
        channel = message["channel"].decode().rpartition(":")[2]
        if message["type"] == "subscribe" and channel.isdigit():
            self._doubt_after("subscribed", int(channel))  # we received nothing on it until now
        if message["type"] != "message":
            return
        try:
            sent = unseal(message["data"], self._key)
        except Forged:
            self._metrics.bus_forged.add()
            self._forgery.failed(f"on channel {channel}")
            return
        match sent:
            case Parcel():
                self._on_parcel(sent)
            case Pulse():
                self._on_pulse(sent)

    def _on_parcel(self, parcel: Parcel) -> None:
        if parcel.process == self._process:
            return  # delivered when it was published
        known = self._seen.get((parcel.process, parcel.shard), 0)
        if parcel.number > known + 1:
            self._doubt_after("gap", parcel.shard)
        self._seen[(parcel.process, parcel.shard)] = max(known, parcel.number)
        self._deliver(parcel.packets)
        self._metrics.parcels_received.add()
        if parcel.published_ms:  # clocks differ: a negative time counts as none
            self._metrics.delivery_seconds.observe(max(0, self._now() - parcel.published_ms) / 1000, "elsewhere")

    def _on_pulse(self, pulse: Pulse) -> None:
        if pulse.process == self._process:
            self._heard_at = asyncio.get_running_loop().time()
            return
        for shard, number in pulse.numbers.items():
            if shard in self._listening.shards and number > self._seen.get((pulse.process, shard), 0):
                self._seen[(pulse.process, shard)] = number
                self._doubt_after("pulse", shard)

    def _doubt_after(self, reason: str, shard: int) -> None:
        self._metrics.bus_doubts.add(reason)
        self._doubt(shard)

    def _next_number(self, shard: int) -> int:
        number = self._numbers[shard] = self._numbers.get(shard, 0) + 1
        return number

    @property
    def _pulses(self) -> str:
        """All versions share this channel, so the form of a pulse must stay. Its numbers tell a process of parcels that
        it could not read, and its sweep then reads the table at once.
        """
        return f"parley:{self._name}:pulse"

    def _channel(self, shard: int) -> str:
        """Processes of one version hear each other's parcels, which other versions could not read."""
        return f"parley:{self._name}:v{self._version}:{shard}"
