"""Typing and presence between two processes over a real Valkey."""

import asyncio
import os
import signal as signals
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from redis.asyncio import Redis

from parley.process.app import serving
from parley.realtime import attendance, leases_redis, presence, signal_bus_redis
from parley.realtime.packing import sealed
from parley.settings import Settings, variable
from tests.actions.test_custom_emoji import added
from tests.cast import Frame, Person, Room, Socket, Visitor
from tests.cluster.conftest import Node, Scene
from tests.cluster.test_two_nodes import paused
from tests.conftest import with_changes
from tests.services.ports import free_port

PATIENCE = 120.0
ROOT = Path(__file__).parents[2]
HASTY = "from tests.cluster.haste import hasten; hasten(); from parley.cli import main; main()"


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same in less time."""
    monkeypatch.setattr(attendance, "RELOAD_SECONDS", 0.05)
    monkeypatch.setattr(attendance, "RETURN_SECONDS", 0.05)
    monkeypatch.setattr(presence, "LOOK_SECONDS", 0.2)
    monkeypatch.setattr(presence, "FREEZE_SECONDS", 2.0)


async def watch(socket: Socket, room: Room, *people: Person) -> list[str]:
    answer = await socket.ask("presence.watch", room=room.id, people=[person.id for person in people])
    return [person["state"] for person in answer["people"]]


async def told(socket: Socket) -> str:
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                frame: Frame = await socket.next("signal")
            except TimeoutError:
                continue
            state: str = frame["state"]
            return state


async def until_online(socket: Socket, scene: Scene) -> None:
    """Watch bob, whose lease may still be on its way."""
    async with asyncio.timeout(PATIENCE):
        while await watch(socket, scene.lobby, scene.bob) != ["online"]:
            pass


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110 - what a process counts announces no change
            await asyncio.sleep(0.01)


async def test_typing_crosses(scene: Scene) -> None:
    hers, his = await scene.ada.connect(), await scene.bob.connect()
    async with asyncio.timeout(PATIENCE):
        frame = None
        while frame is None:  # it is told again as people do, until the other process listens
            await his.ask("typing.set", room=scene.lobby.id)
            await his.ask("me.get")
            await hers.ask("me.get")
            frame = next((one for one in hers.frames if one["type"] == "signal"), None)
    assert (frame["log"], frame["person"], frame["is_typing"]) == (scene.lobby.log, scene.bob.id, True)


async def test_who_has_left_at_the_other_process_is_told_nothing_after(scene: Scene, nodes: tuple[Node, Node]) -> None:
    hers, his = await scene.ada.connect(), await scene.bob.connect()
    async with nodes[0].at(scene.bob) as at_first:
        await at_first.call("room.leave", room=scene.lobby.id)
    await his.next("gone")
    async with nodes[1].at(scene.ada) as at_second:
        beside = await at_second.connect()
        await hers.ask("typing.set", room=scene.lobby.id)
        await beside.ask("typing.set", room=scene.lobby.id)
        await his.ask("me.get")
    assert [frame for frame in his.frames if frame["type"] == "signal"] == []


async def test_presence_crosses(scene: Scene, nodes: tuple[Node, Node]) -> None:
    hers = await scene.ada.connect()
    assert await watch(hers, scene.lobby, scene.bob) == ["offline"]
    his = await scene.bob.connect()
    assert await told(hers) == "online"
    async with nodes[0].at(scene.bob) as at_first:
        beside = await at_first.connect()
        await his.ask("presence.set", state="away")
        await beside.ask("presence.set", state="away")
        assert await told(hers) == "away"
        await his.ask("presence.set", state="online")
        assert await told(hers) == "online"
        his.cut()
        assert await told(hers) == "away"
        beside.cut()
        assert await told(hers) == "offline"


async def test_with_redis_away_and_back_without_memory_nobody_is_told_that_anybody_went(
    scene: Scene, nodes: tuple[Node, Node], cluster_settings: Settings
) -> None:
    hers, his = await scene.ada.connect(), await scene.bob.connect()
    await until_online(hers, scene)
    hers.frames.clear()
    redis = Redis.from_url(cluster_settings.redis_url)
    frozen = nodes[0].running.services.metrics.presence_frozen
    async with paused(cluster_settings.redis_url):
        await until(lambda: bool(frozen.values[()]))
    await redis.flushall()
    await redis.aclose()
    await his.ask("presence.set", state="away")
    assert await told(hers) == "away"
    assert [frame for frame in hers.frames if frame["type"] == "signal"] == []


async def test_the_people_of_a_killed_process_go_offline_when_its_leases_run_out(
    scene: Scene, cluster_settings: Settings
) -> None:
    """Nobody looks offline for a moment who has another connection, to another process."""
    hers = await scene.ada.connect()
    async with (
        apart(cluster_settings) as (port, process),
        scene.bob.at(with_changes(cluster_settings, port=port)) as elsewhere,
        scene.ada.at(with_changes(cluster_settings, port=port)) as her_other,
    ):
        await elsewhere.connect()
        await her_other.connect()
        await until_online(hers, scene)
        await watch(hers, scene.lobby, scene.ada, scene.bob)
        hers.frames.clear()
        process.send_signal(signals.SIGKILL)
        await process.wait()
        assert 0 < await run_out(cluster_settings, scene.bob) <= leases_redis.LEASE_SECONDS * 1000
        gone = await hers.next("signal")
        assert (gone["person"], gone["state"]) == (scene.bob.id, "offline")
        await hers.ask("me.get")
        assert [frame for frame in hers.frames if frame["type"] == "signal"] == []


async def test_a_process_that_stood_still_for_longer_than_its_leases_gets_new_ones(
    scene: Scene, cluster_settings: Settings
) -> None:
    """Its people are gone when the leases have run out, and back when it goes on."""
    hers = await scene.ada.connect()
    async with (
        apart(cluster_settings) as (port, process),
        scene.bob.at(with_changes(cluster_settings, port=port)) as elsewhere,
    ):
        his = await elsewhere.connect()
        await until_online(hers, scene)
        hers.frames.clear()
        process.send_signal(signals.SIGSTOP)
        await run_out(cluster_settings, scene.bob)
        assert await told(hers) == "offline"
        process.send_signal(signals.SIGCONT)
        assert await told(hers) == "online"
        await his.ask("presence.set", state="away")
        assert await told(hers) == "away"


async def run_out(settings: Settings, person: Person) -> int:
    """The leases of the processes to which this person is connected end now. Returns for how long they had to last."""
    left = 0
    redis = Redis.from_url(settings.redis_url, decode_responses=True)
    for key in await redis.keys("parley:*:presence:*:*"):
        if await redis.hexists(key, person.id):
            left = max(left, await redis.pttl(key))
            await redis.pexpire(key, 1)  # nobody waits for 70 seconds
    await redis.aclose()
    return left


@asynccontextmanager
async def apart(settings: Settings) -> AsyncIterator[tuple[int, asyncio.subprocess.Process]]:
    """A server in a process of its own, with the same people, and ten times as quick to renew what it leases."""
    port = free_port()
    given = {"port": port, "database_url": settings.database_url, "redis_url": settings.redis_url}
    given |= {
        "secret": settings.secret,
        "data_dir": settings.data_dir,
        "public_url": f"http://localhost:{settings.port}",
    }
    environ = os.environ | {variable(name): str(value) for name, value in given.items()}
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", HASTY, "serve", env=environ, cwd=ROOT)
    try:
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", port)
                except OSError:
                    await asyncio.sleep(0.05)
                    continue
                writer.close()
                break
        yield port, process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_forged_signals_are_counted_and_change_nothing(
    scene: Scene, cluster_settings: Settings, nodes: tuple[Node, Node]
) -> None:
    hers = await scene.ada.connect()
    redis = Redis.from_url(cluster_settings.redis_url)
    async with asyncio.timeout(PATIENCE):
        while not (channels := await redis.pubsub_channels("parley:*:signals:*:[0-9]*")):
            pass
    forged = nodes[0].running.services.metrics.bus_forged
    before = forged.values[()]
    body = b'{"type":"signals","process":"p","notices":[["typing",[1,%s],%s,true]]}'
    body %= scene.lobby.id.encode(), scene.bob.id.encode()
    told_to = sum([await redis.publish(channel, sealed(body, b"k" * 32)) for channel in channels])
    assert told_to
    await until(lambda: forged.values[()] > before)
    await redis.aclose()
    await hers.ask("me.get")
    assert [frame for frame in hers.frames if frame["type"] == "signal"] == []


async def test_processes_of_two_versions_do_without_each_others_signals(
    scene: Scene, nodes: tuple[Node, Node], cluster_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signal_bus_redis, "VERSION", 99)
    port = free_port()
    public = f"http://localhost:{cluster_settings.port}"
    async with (
        serving(with_changes(cluster_settings, port=port, public_url=public)) as newer,
        scene.bob.at(newer.services.settings) as at_newer,
    ):
        his, hers = await at_newer.connect(), await scene.ada.connect()
        for n in range(3):
            await his.ask("typing.set", room=scene.lobby.id)
            await at_newer.say(scene.lobby, f"{n}, heard")
            await hers.messages(scene.lobby, 1)
            await hers.ask("typing.set", room=scene.lobby.id)
            await scene.ada.say(scene.lobby, f"{n}, heard, too")
            await his.messages(scene.lobby, 2)
        for socket in (hers, his):
            assert [frame for frame in socket.frames if frame["type"] == "signal"] == []


async def test_what_somebody_sees_crosses_to_those_who_may_know(scene: Scene) -> None:
    hers, his = await scene.ada.connect(), await scene.bob.connect()
    seq = 0
    async with asyncio.timeout(PATIENCE):
        frame = None
        while frame is None:  # until the other process listens
            seq = (await scene.ada.say(scene.lobby, "hello"))["seq"]
            await his.ask("read.mark", room=scene.lobby.id, generation=0, seq=seq)
            await his.ask("me.get")
            await hers.ask("me.get")
            frame = next((one for one in hers.frames if one["type"] == "signal"), None)
    assert (frame["kind"], frame["log"], frame["person"]) == ("seen", scene.lobby.log, scene.bob.id)
    (receipt,) = (await scene.ada.call("receipt.list", room=scene.lobby.id))["receipts"]
    assert (receipt["person"], receipt["seq"]) == (scene.bob.id, seq)


async def test_reports_are_told_to_those_who_moderate_at_every_process(scene: Scene, nodes: tuple[Node, Node]) -> None:
    hers, his = await scene.ada.connect(), await scene.bob.connect()
    async with Visitor(nodes[0].running.services.settings) as visitor, await visitor.register("eve") as eve:
        await eve.call("room.join", slug="lobby")
        await eve.say(scene.lobby, "hello")
    async with asyncio.timeout(PATIENCE):
        frame = None
        while frame is None:  # until the other process listens
            await his.ask("message.report", room=scene.lobby.id, seq=1, reason="other")
            await hers.ask("me.get")
            frame = next((one for one in hers.frames if one["type"] == "signal"), None)
    assert frame == {"type": "signal", "kind": "reports", "log": "server"}


async def test_everybody_hears_of_a_new_emoji_at_every_process(scene: Scene) -> None:
    his = await scene.bob.connect()
    async with asyncio.timeout(PATIENCE):
        shown, frame = list[str](), None
        while frame is None:  # until the other process listens
            shown.append(await added(scene.ada, f"parrot_{len(shown) + 1}"))
            await his.ask("me.get")
            frame = next((one for one in his.frames if one["type"] == "signal"), None)
    at = frame["rev"]
    assert (frame["kind"], frame["emoji"], frame["picture"]) == ("emoji", f"parrot_{at}", shown[at - 1])


async def test_everybody_hears_of_the_servers_new_name_at_every_process(scene: Scene) -> None:
    his = await scene.bob.connect()
    async with asyncio.timeout(PATIENCE):
        tried, frame = 0, None
        while frame is None:  # until the other process listens
            tried += 1
            await scene.ada.call("server.set_name", name=f"Acme {tried}")
            await his.ask("me.get")
            frame = next((one for one in his.frames if one["type"] == "signal"), None)
    assert (frame["kind"], frame["log"], frame["name"][:5]) == ("server_name", "server", "Acme ")
    assert (await scene.bob.call("server.get"))["name"] == f"Acme {tried}"
