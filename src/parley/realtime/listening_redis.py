"""Listens in Redis to the channels of the shards whose logs are followed here, over one connection."""

import asyncio
from collections.abc import Callable
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.client import PubSub

from parley.realtime.bus import SHARDS, shard_of
from parley.realtime.persist import is_cancelled


class Listening:
    """`receive` and `resubscribe` are steps of loops. It always listens to one channel: a connection that listens to
    nothing cannot be read from.
    """

    def __init__(
        self,
        redis: Redis,
        *,
        always: str,
        channel: Callable[[int], str],
        hear: Callable[[dict[str, Any]], None],
        patience: float,
    ) -> None:
        self._redis = redis
        self._always = always
        self._channel = channel
        self._hear = hear
        self._patience = patience
        self._followed = [0] * SHARDS  # logs, by shard
        self._wants_changed = asyncio.Event()
        self._pubsub: PubSub | None = None
        self.shards: set[int] = set()

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

    async def receive(self) -> None:
        """Receive over one connection. A new connection may have missed anything, so it subscribes anew."""
        async with self._redis.pubsub() as pubsub:
            await pubsub.subscribe(self._always)
            self.shards.clear()
            self._pubsub = pubsub
            self._wants_changed.set()
            try:
                while not is_cancelled():
                    message = await pubsub.get_message(timeout=self._patience)
                    if message is not None:
                        self._hear(message)
            finally:
                self._pubsub = None

    async def resubscribe(self) -> None:
        """Listen to the shards of the logs that somebody here follows, and to no others."""
        await self._wants_changed.wait()
        self._wants_changed.clear()
        pubsub = self._pubsub
        wanted = {shard for shard, logs in enumerate(self._followed) if logs}
        if pubsub is None or wanted == self.shards:
            return
        more, fewer = wanted - self.shards, self.shards - wanted
        self.shards = wanted
        if more:
            await pubsub.subscribe(*map(self._channel, more))
        if fewer:
            await pubsub.unsubscribe(*map(self._channel, fewer))
