"""Two processes of different versions, as while servers are updated one after the other: they meet in the table."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from parley.app import serving
from parley.realtime import bus_redis
from parley.settings import Settings
from tests.cast import things
from tests.cluster.conftest import Node, Scene
from tests.conftest import with_changes
from tests.services.ports import free_port


@pytest.fixture
async def nodes(cluster_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Node, Node]]:
    """The second speaks the version before on the bus."""
    public = f"http://localhost:{cluster_settings.port}"
    async with AsyncExitStack() as stack:
        made = []
        for version in (bus_redis.VERSION, bus_redis.VERSION - 1):
            monkeypatch.setattr(bus_redis, "VERSION", version)
            settings = with_changes(cluster_settings, port=free_port(), metrics_port=free_port(), public_url=public)
            made.append(Node(await stack.enter_async_context(serving(settings))))
        yield made[0], made[1]


async def test_what_is_said_at_one_reaches_the_sockets_at_the_other(scene: Scene) -> None:
    hers, his = await scene.ada.connect(), await scene.bob.connect()
    for n in range(6):
        await (scene.ada if n % 2 else scene.bob).say(scene.lobby, str(n))
    for socket in (hers, his):
        assert [message["body"] for message in await socket.messages(scene.lobby, 6)] == [str(n) for n in range(6)]


async def test_who_joins_at_one_hears_the_room_at_the_other(scene: Scene, nodes: tuple[Node, Node]) -> None:
    await scene.bob.call("room.leave", room=scene.lobby.id)
    elsewhere = await scene.bob.connect()
    async with nodes[0].at(scene.bob) as at_first:
        await at_first.call("room.join", slug="lobby")
    await elsewhere.first(lambda frame: any(own["until"] is None for own in things(frame, "membership")))
    await scene.ada.say(scene.lobby, "welcome back")
    assert (await elsewhere.messages(scene.lobby, 1))[0]["body"] == "welcome back"


async def test_who_leaves_at_one_hears_nothing_more_at_the_other(scene: Scene, nodes: tuple[Node, Node]) -> None:
    his = await scene.bob.connect()
    async with nodes[0].at(scene.bob) as at_first:
        left = await at_first.call("room.leave", room=scene.lobby.id)
    await scene.ada.say(scene.lobby, "he is gone")
    gone = await his.next("gone")
    await his.ask("me.get")  # anything sent before this answer has arrived
    assert gone == {"type": "gone", "log": scene.lobby.log, "at": left["at"]}
    assert not [frame for frame in his.frames if frame.get("log") == scene.lobby.log and things(frame, "message")]


async def test_a_session_that_ends_at_one_ends_its_sockets_at_the_other(scene: Scene, nodes: tuple[Node, Node]) -> None:
    his = await scene.bob.connect()
    async with nodes[0].at(scene.bob) as at_first:
        await at_first.call("session.end")
    assert (await his.until_closed())[0] == 4401
