"""Redis that is slow, away, flaps or forgets, and messages that it loses."""

import asyncio

from redis.asyncio import Redis

from tests.torture.faults.fault import CLUSTER, Fault, Scene


async def pause(scene: Scene) -> int:
    """It takes everything and answers nobody."""
    async with client(scene) as redis:
        await redis.client_pause(int(scene.seconds * 1000))
        await redis.ping()  # answered when the pause is over
    return 1


async def stop(scene: Scene) -> int:
    """Nobody listens there for a while; then it is there again, empty."""
    valkey = scene.stage.valkey
    assert valkey is not None
    await asyncio.to_thread(valkey.stop)
    await asyncio.sleep(scene.seconds)
    await asyncio.to_thread(valkey.start)
    return 1


async def flap(scene: Scene) -> int:
    """Each process loses it, and gets it back, at moments of its own."""
    times = 5
    for _ in range(times):
        doorbell = scene.random.choice(scene.stage.doorbells)
        doorbell.is_down = True
        doorbell.cut()
        await asyncio.sleep(scene.random.uniform(0.05, scene.seconds / times))
        doorbell.is_down = False
        await asyncio.sleep(scene.random.uniform(0.05, scene.seconds / times))
    return times


async def flush(scene: Scene) -> int:
    async with client(scene) as redis:
        await redis.flushall()
        await redis.script_flush()
    return 1


async def lose(scene: Scene) -> int:
    """Of what is published, three in ten do not arrive."""
    before = sum(doorbell.lost for doorbell in scene.stage.doorbells)
    for doorbell in scene.stage.doorbells:
        doorbell.losing = 0.3
    await asyncio.sleep(scene.seconds)
    for doorbell in scene.stage.doorbells:
        doorbell.losing = 0.0
    return sum(doorbell.lost for doorbell in scene.stage.doorbells) - before


def client(scene: Scene) -> "Redis":
    assert scene.stage.valkey is not None
    return Redis.from_url(scene.stage.valkey.url(), socket_timeout=scene.seconds + 60)


FAULTS = (
    Fault("F3a", "Redis paused", pause, CLUSTER),
    Fault("F3b", "Redis stopped and started", stop, CLUSTER),
    Fault("F3c", "Redis flapping", flap, CLUSTER),
    Fault("F3d", "Redis flushed", flush, CLUSTER),
    Fault("F4", "30 % of bus messages lost", lose, CLUSTER),
)
