"""What one process hears late, or once more, of what another has committed; and who is told what was not said to them.

A person's own log is known least while a socket of theirs is being welcomed. The database holds the reading of stays
here, so that a packet arrives exactly then.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import pytest
from redis.asyncio import Redis

from parley.process.app import serving
from parley.realtime.bus import shard_of
from parley.settings import Settings
from tests.cast import PATIENCE, Frame, Person, Room, Socket, Visitor, things
from tests.cluster.conftest import Node, Scene
from tests.conftest import with_changes
from tests.numbers import scrape_until
from tests.services.ports import free_port
from tests.torture.doorbell import Doorbell

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'stays'::regclass"
LOOK_SECONDS = 0.01


@pytest.fixture
async def doorbell(cluster_settings: Settings) -> AsyncIterator[Doorbell]:
    """It stands between the second node and Redis."""
    port = urlsplit(cluster_settings.redis_url).port
    assert port is not None
    async with Doorbell(port, Random()) as made:
        yield made


@pytest.fixture
async def nodes(cluster_settings: Settings, doorbell: Doorbell) -> AsyncIterator[tuple[Node, Node]]:
    public = f"http://localhost:{cluster_settings.port}"
    late = urlsplit(cluster_settings.redis_url)._replace(netloc=f"127.0.0.1:{doorbell.port}").geturl()
    async with AsyncExitStack() as stack:
        made = []
        for url in (cluster_settings.redis_url, late):
            given: dict[str, Any] = {"port": free_port(), "metrics_port": free_port(), "redis_url": url}
            running = serving(with_changes(cluster_settings, public_url=public, **given))
            made.append(Node(await stack.enter_async_context(running)))
        yield made[0], made[1]


class TestLeaving:
    """Bob comes back to the lobby by the first node, leaves it again by the second, and reconnects there."""

    async def test_a_join_that_is_heard_after_the_leaving_brings_nothing_of_the_room(
        self, scene: Scene, nodes: tuple[Node, Node], doorbell: Doorbell, cluster_settings: Settings
    ) -> None:
        async with between_two_nodes(scene, nodes, cluster_settings) as bob:
            doorbell.hold()
            await bob.join()
            await doorbell.has_heard(bob.shard)
            await bob.leave()
            async with bob.being_welcomed():
                doorbell.release()
                await bob.all_is_heard()
            await bob.nothing_is_heard_of_the_lobby()

    async def test_nor_does_one_that_is_heard_again(
        self, scene: Scene, nodes: tuple[Node, Node], doorbell: Doorbell, cluster_settings: Settings
    ) -> None:
        async with between_two_nodes(scene, nodes, cluster_settings) as bob:
            await bob.join()
            await bob.socket.first(is_own)
            await bob.leave()
            async with bob.being_welcomed():
                assert doorbell.repeat(bob.shard)
                await bob.all_is_heard()
            await bob.nothing_is_heard_of_the_lobby()


class TestSight:
    """Ada erases what was said before bob came to a room that keeps its past to itself, and eve was there."""

    @pytest.mark.parametrize("his", [0, 1], ids=["on the same node", "on the other node"])
    async def test_a_newcomer_hears_nothing_of_an_old_message_that_is_erased(
        self, scene: Scene, nodes: tuple[Node, Node], his: int
    ) -> None:
        async with Visitor(nodes[0].running.services.settings) as visitor, await visitor.register("eve") as eve:
            made = await scene.ada.call("room.create", client_id="den", name="Den", slug="den", history="since_join")
            den = Room(made["room"]["id"])
            await eve.call("room.join", slug="den")
            old = await scene.ada.say(den, "before he came", client_id="an-old-message")
            async with nodes[his].at(scene.bob) as bob:
                await bob.call("room.join", slug="den")
                news, hers = await bob.connect(), await eve.connect()
                await scene.ada.call("message.erase", room=den.id, seq=old["seq"])
                await bob.say(den, "afterwards", client_id="a-new-message")
                told = await until_told(news, "a-new-message")
                assert [place for frame in told for place in places(frame)] == [old["seq"] + 1]
                assert not [frame for frame in told if "an-old-message" in json.dumps(frame)]
                assert not [frame for frame in told if scene.ada.id in json.dumps(frame)]
            heard = await until_told(hers, "a-new-message")
            assert [place for frame in heard for place in places(frame)] == [old["seq"], old["seq"] + 1]


@dataclass
class Traveller:
    """Bob, who has left the lobby, with a socket at the second node; and ada, who listens there."""

    scene: Scene
    nodes: tuple[Node, Node]
    settings: Settings
    redis: Redis
    by_first: Person
    socket: Socket
    hers: Socket

    @property
    def shard(self) -> int:
        """Where his own log is told."""
        return shard_of(int(self.scene.bob.id))

    async def join(self) -> None:
        await self.by_first.call("room.join", slug="lobby")

    async def leave(self) -> None:
        """And nobody follows his own log at the second node any more."""
        await self.scene.bob.call("room.leave", room=self.scene.lobby.id)
        self.socket.cut()

    @asynccontextmanager
    async def being_welcomed(self) -> AsyncIterator[None]:
        """He has said hello at the second node, which waits meanwhile to read where he is."""
        locking = await asyncpg.connect(self.settings.database_url)
        try:
            async with locking.transaction():
                await locking.execute("LOCK TABLE stays IN ACCESS EXCLUSIVE MODE")
                welcoming = asyncio.create_task(self.scene.bob.connect())
                await eventually(lambda: locking.fetchval(WAITING))
                yield
        finally:
            await locking.close()
        self.socket = await welcoming

    async def all_is_heard(self) -> None:
        """What was published until now has arrived at the second node: what is forged and counted came after it."""
        for channel in await self.redis.pubsub_channels("parley:*:pulse"):
            await self.redis.publish(channel, b"forged")
        listening = self.nodes[1].running.services.settings
        await scrape_until(listening, lambda numbers: numbers("parley_bus_forged_total") >= 1)

    async def nothing_is_heard_of_the_lobby(self) -> None:
        """Of what is said there from now on, and ada hears at the same node."""
        await self.scene.ada.say(self.scene.lobby, "he is gone", client_id="he-is-gone")
        await until_told(self.hers, "he-is-gone")
        await self.socket.ask("me.get")
        assert [frame for frame in self.socket.frames if is_of(frame, self.scene.lobby)] == []


@asynccontextmanager
async def between_two_nodes(scene: Scene, nodes: tuple[Node, Node], settings: Settings) -> AsyncIterator[Traveller]:
    await scene.bob.call("room.leave", room=scene.lobby.id)
    async with (
        nodes[0].at(scene.bob) as by_first,
        nodes[1].at(scene.ada) as ada,
        Redis.from_url(settings.redis_url) as redis,
    ):
        hers, his = await ada.connect(), await scene.bob.connect()
        bob = Traveller(scene, nodes, settings, redis, by_first, his, hers)
        await eventually(lambda: redis.pubsub_channels(f"parley:*:{bob.shard}"))
        yield bob


async def eventually(condition: Callable[[], Awaitable[object]]) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            if await condition():
                return
            await asyncio.sleep(LOOK_SECONDS)


async def until_told(socket: Socket, client_id: str) -> list[Frame]:
    """Every frame up to the one that brings this message."""
    last = await socket.first(lambda frame: frame["type"] == "changes" and client_id in json.dumps(frame))
    return [*socket.frames, last]


# What frames say.


def is_own(frame: Frame) -> bool:
    """Of one's own log."""
    return bool(frame.get("log", "").startswith("person:"))


def is_of(frame: Frame, room: Room) -> bool:
    """Of the room's log, other than that one has left."""
    return (frame["type"] != "gone" and frame.get("log") == room.log) or room.log in frame.get("heads", {})


def places(frame: Frame) -> list[int]:
    """Of the messages in it."""
    return [message["seq"] for message in things(frame, "message")]
