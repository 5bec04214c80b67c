import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
from redis.asyncio import Redis

from parley.process.app import serving
from parley.process.services import operate
from parley.settings import Settings
from parley.store import epoch
from tests.cast import Refusal, Room, Socket, Visitor, things
from tests.cluster.conftest import Node, Scene
from tests.conftest import with_changes
from tests.services.ports import free_port


async def test_a_conversation_across_two_nodes(scene: Scene) -> None:
    hers, his = await scene.ada.connect(), await scene.bob.connect()
    for n in range(20):
        await (scene.ada if n % 2 else scene.bob).say(scene.lobby, str(n))
    for socket in (hers, his):
        assert [message["body"] for message in await socket.messages(scene.lobby, 20)] == [str(n) for n in range(20)]


async def test_the_frames_of_a_room_follow_each_other_on_both_nodes(scene: Scene) -> None:
    """Both nodes write to one room at once: what each tells its sockets has no hole, and each frame something new.

    One that comes later than 20 ms overlaps with what was read from the table meanwhile.
    """
    hers, his = await scene.ada.connect(), await scene.bob.connect()
    start = hers.welcome["heads"][scene.lobby.log]
    await asyncio.gather(*(who.say(scene.lobby, f"{n}") for n in range(50) for who in (scene.ada, scene.bob)))
    for socket in (hers, his):
        cursor, told = start, dict[int, str]()
        while cursor < start + 100:
            frame = await of_room(socket, scene)
            if frame["to"] <= start:
                continue  # bob's joining, which the welcome has overtaken
            assert frame["from"] <= cursor < frame["to"]
            cursor = frame["to"]
            told |= {message["rev"]: message["body"] for message in things(frame, "message")}
        assert list(told) == list(range(start + 1, start + 101))
        assert sorted(told.values()) == sorted(f"{n}" for n in [*range(50)] * 2)


async def test_a_join_at_one_node_reaches_the_sockets_at_the_other(scene: Scene, nodes: tuple[Node, Node]) -> None:
    await scene.bob.call("room.leave", room=scene.lobby.id)
    elsewhere = await scene.bob.connect()
    assert scene.lobby.log not in elsewhere.welcome["heads"]
    async with nodes[0].at(scene.bob) as at_first:
        await at_first.call("room.join", slug="lobby")
    await elsewhere.first(lambda frame: any(own["until"] is None for own in things(frame, "membership")))
    await scene.ada.say(scene.lobby, "welcome back")
    assert (await elsewhere.messages(scene.lobby, 1))[0]["body"] == "welcome back"


async def test_a_leave_at_one_node_is_the_end_of_it_at_the_other(scene: Scene, nodes: tuple[Node, Node]) -> None:
    his = await scene.bob.connect()
    async with nodes[0].at(scene.bob) as at_first:
        left = await at_first.call("room.leave", room=scene.lobby.id)
    gone = await his.next("gone")
    await scene.ada.say(scene.lobby, "he is gone")
    await (await scene.ada.connect()).ask("me.get")
    await his.ask("me.get")  # anything sent before this answer has arrived
    assert gone == {"type": "gone", "log": scene.lobby.log, "at": left["at"]}
    assert not [frame for frame in his.frames if frame.get("log") == scene.lobby.log and things(frame, "message")]


async def test_a_session_that_ends_at_one_node_ends_its_sockets_at_the_other(
    scene: Scene, nodes: tuple[Node, Node]
) -> None:
    his = await scene.bob.connect()
    async with nodes[0].at(scene.bob) as at_first:
        await at_first.call("session.end")
    assert (await his.until_closed())[0] == 4401


async def test_without_redis_the_sweep_delivers(scene: Scene, cluster_settings: Settings) -> None:
    his = await scene.bob.connect()
    async with paused(cluster_settings.redis_url):
        await scene.ada.say(scene.lobby, "nobody carries this")
        assert (await his.messages(scene.lobby, 1))[0]["body"] == "nobody carries this"
    await scene.ada.say(scene.lobby, "and this again")
    assert (await his.messages(scene.lobby, 1))[0]["body"] == "and this again"


async def test_a_session_that_ends_while_redis_is_away_still_ends_its_sockets(
    scene: Scene, nodes: tuple[Node, Node], cluster_settings: Settings
) -> None:
    his = await scene.bob.connect()
    async with paused(cluster_settings.redis_url), nodes[0].at(scene.bob) as at_first:
        await at_first.call("session.end")
        assert (await his.until_closed())[0] == 4401


@pytest.mark.parametrize("forgery", [b"", b"x" * 40, b"\x80\x04cposix\nsystem\n", b"\x00" * 16 + b'{"type":"parcel"}'])
async def test_a_forged_message_on_the_bus_changes_nothing(
    forgery: bytes, scene: Scene, cluster_settings: Settings
) -> None:
    his = await scene.bob.connect()
    redis = Redis.from_url(cluster_settings.redis_url)
    channels = list(await redis.pubsub_channels("parley:*"))
    assert channels
    for channel in channels:
        await redis.publish(channel, forgery)
    await redis.aclose()
    await scene.ada.say(scene.lobby, "as before")
    assert (await his.messages(scene.lobby, 1))[0]["body"] == "as before"


async def test_what_one_node_counts_the_other_counts_too(cluster_settings: Settings) -> None:
    """Twenty messages at once, whichever node takes them."""
    async with AsyncExitStack() as stack:
        limited = with_changes(cluster_settings, rate_send="20/0.01", public_url="http://localhost:1")
        first, second = [
            Node(await stack.enter_async_context(serving(with_changes(limited, port=free_port())))) for _ in range(2)
        ]
        visitor = await stack.enter_async_context(Visitor(first.running.services.settings))
        ada = await stack.enter_async_context(await visitor.set_up("ada", first.running))
        made = await ada.call("room.create", client_id="r", name="R", kind="private")
        room, elsewhere = Room(made["room"]["id"]), await stack.enter_async_context(second.at(ada))
        for n in range(20):
            await (ada if n % 2 else elsewhere).say(room, str(n))
        for node in (ada, elsewhere):
            with pytest.raises(Refusal, match="rate_limited") as refused:
                await node.say(room, "one more")
            assert 0 < refused.value.body["retry_after_ms"] <= 100_000


async def test_processes_that_begin_a_server_at_once_begin_the_same(cluster_settings: Settings) -> None:
    async def begin() -> str:
        async with operate(cluster_settings) as services:
            return await services.database.read(epoch.current, on_postgresql=True)

    assert len(set(await asyncio.gather(*(begin() for _ in range(6))))) == 1


async def of_room(socket: Socket, scene: Scene) -> dict[str, Any]:
    return await socket.first(lambda frame: frame["type"] == "changes" and frame.get("log") == scene.lobby.log)


PAUSE_MS = 4_000


@asynccontextmanager
async def paused(url: str) -> AsyncIterator[None]:
    """Redis takes everything and answers nobody, for as long as the block lasts and PAUSE_MS at least."""
    async with Redis.from_url(url, socket_timeout=PAUSE_MS / 500) as redis:
        assert await redis.client_pause(PAUSE_MS)
        yield
        assert await redis.ping()  # answered when the pause is over
