"""Redis that is slow, away, flaps or forgets, and messages that it loses, delivers late or once more."""

import asyncio

from redis.asyncio import Redis

from parley.realtime.bus import shard_of
from tests.torture.faults.fault import CLUSTER, Fault, Scene
from tests.torture.history import now
from tests.torture.member import Member
from tests.torture.moving import hop

MOVING = 4
# How long they listen from outside each time.
AWAY_SECONDS = 0.5
REPEAT_SECONDS = 0.01


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


async def delay(scene: Scene) -> int:
    """One process hears late, in order, what is published, and the others in time. People go in by one of these and
    out by the late one, which has not heard yet that they were in.
    """
    number = scene.random.randrange(len(scene.stage.doorbells))
    doorbell = scene.stage.doorbells[number]
    before = doorbell.delayed
    doorbell.late = scene.random.uniform(0.2, 0.4)
    try:
        await keep_moving(scene, travellers(scene), out=number, restless=doorbell.late + 0.1)
    finally:
        doorbell.late = 0.0
    return doorbell.delayed - before


async def repeat(scene: Scene) -> int:
    """One process hears the last things in people's logs again and again, while they go in by another process and out
    by this one.
    """
    number, members, repeated = scene.random.randrange(len(scene.stage.doorbells)), travellers(scene), 0
    doorbell = scene.stage.doorbells[number]

    async def ring() -> None:
        nonlocal repeated
        while True:
            repeated += sum(doorbell.repeat(shard_of(int(member.id))) for member in members)
            await asyncio.sleep(REPEAT_SECONDS)

    ringing = asyncio.create_task(ring())
    try:
        await keep_moving(scene, members, out=number, restless=0.1)
    finally:
        ringing.cancel()
        await asyncio.wait([ringing])
    return repeated


def travellers(scene: Scene) -> list[Member]:
    there = [member for member in scene.fleet.members if member.rooms]
    return scene.random.sample(there, min(MOVING, len(there)))


async def keep_moving(scene: Scene, members: list[Member], *, out: int, restless: float) -> None:
    ports, until = scene.stage.ports, now() + scene.seconds

    async def move(member: Member) -> None:
        while now() < until and member.rooms:
            room, in_ = scene.random.choice(sorted(member.rooms)), ports[(out + 1) % len(ports)]
            await hop(member, room, in_=in_, out=ports[out], restless=restless, away=AWAY_SECONDS)

    await asyncio.gather(*map(move, members))


def client(scene: Scene) -> "Redis":
    assert scene.stage.valkey is not None
    return Redis.from_url(scene.stage.valkey.url(), socket_timeout=scene.seconds + 60)


FAULTS = (
    Fault("F3a", "Redis paused", pause, CLUSTER),
    Fault("F3b", "Redis stopped and started", stop, CLUSTER),
    Fault("F3c", "Redis flapping", flap, CLUSTER),
    Fault("F3d", "Redis flushed", flush, CLUSTER),
    Fault("F4a", "30 % of bus messages lost", lose, CLUSTER),
    Fault("F4b", "bus late at one process", delay, CLUSTER),
    Fault("F4c", "bus repeats itself at one", repeat, CLUSTER),
)
