"""What two processes over one PostgreSQL and one Valkey count of what passes between them."""

import pytest
from redis.asyncio import Redis

from parley.realtime import bus_redis
from parley.settings import Settings
from tests.cluster.conftest import Node, Scene
from tests.cluster.test_two_nodes import paused
from tests.numbers import scrape, scrape_until


async def test_what_is_committed_here_and_told_there_is_counted_at_both(scene: Scene, nodes: tuple[Node, Node]) -> None:
    hers, theirs = (node.running.services.settings for node in nodes)
    his = await scene.bob.connect()
    for n in range(5):
        await scene.ada.say(scene.lobby, str(n))
    await his.messages(scene.lobby, 5)
    at_hers = await scrape_until(hers, lambda numbers: numbers("parley_bus_up") == 1)
    assert at_hers("parley_bus_parcels_sent_total") >= 5
    assert at_hers("parley_bus_parcels_lost_total") == 0
    assert at_hers("parley_delivery_seconds_count", committed="here") >= 5
    at_his = await scrape_until(theirs, lambda numbers: numbers("parley_bus_parcels_received_total") >= 5)
    assert at_his("parley_bus_doubts_total", reason="subscribed") >= 1
    assert at_his("parley_delivery_seconds_count", committed="elsewhere") >= 5
    assert at_his.slower_than("parley_delivery_seconds", 10.0, committed="elsewhere") == 0
    assert at_his("parley_commands_total", verb="message.send", code="ok") == 0


async def test_what_the_bus_loses_is_counted_by_who_lost_it_and_who_found_it(
    scene: Scene, nodes: tuple[Node, Node], monkeypatch: pytest.MonkeyPatch
) -> None:
    hers, theirs = (node.running.services.settings for node in nodes)
    his = await scene.bob.connect()
    await scene.ada.say(scene.lobby, "carried")
    await his.messages(scene.lobby, 1)
    before = await scrape(theirs)
    monkeypatch.setattr(bus_redis, "OUTGOING_LIMIT", 0)
    await scene.ada.say(scene.lobby, "dropped")
    assert (await his.messages(scene.lobby, 1))[0]["body"] == "dropped"
    assert (await scrape(hers))("parley_bus_parcels_lost_total") == 1
    # The sweep's own round may find it first: the pulse that tells of it comes within a second all the same.
    doubts = {"name": "parley_bus_doubts_total", "reason": "pulse"}
    after = await scrape_until(theirs, lambda numbers: numbers(**doubts) > before(**doubts))
    assert after("parley_sweep_repairs_total") > before("parley_sweep_repairs_total")


async def test_a_bus_that_is_down_and_comes_back(
    scene: Scene, nodes: tuple[Node, Node], cluster_settings: Settings
) -> None:
    theirs = nodes[1].running.services.settings
    his = await scene.bob.connect()
    await scrape_until(theirs, lambda numbers: numbers("parley_bus_up") == 1)
    async with paused(cluster_settings.redis_url):
        await scene.ada.say(scene.lobby, "nobody carries this")
        down = await scrape_until(theirs, lambda numbers: numbers("parley_bus_up") == 0)
        assert (await his.messages(scene.lobby, 1))[0]["body"] == "nobody carries this"
        found = await scrape(theirs)
        assert found("parley_sweep_repairs_total") >= max(1, down("parley_sweep_repairs_total"))
    await scrape_until(theirs, lambda numbers: numbers("parley_bus_up") == 1)


async def test_forged_messages(scene: Scene, nodes: tuple[Node, Node], cluster_settings: Settings) -> None:
    await scene.bob.connect()
    async with Redis.from_url(cluster_settings.redis_url) as redis:
        for channel in await redis.pubsub_channels("parley:*"):
            await redis.publish(channel, b"forged")
    for node in nodes:
        await scrape_until(node.running.services.settings, lambda numbers: numbers("parley_bus_forged_total") >= 1)
