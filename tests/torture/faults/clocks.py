"""A clock that is wrong."""

import asyncio

from tests.torture.faults.fault import Fault, Scene

HOUR_S = 3_600


async def shift(scene: Scene) -> int:
    """One process believes that it is an hour earlier or later than it is, and serves."""
    node = scene.node()
    async with node.borrowed():
        node.kill()
        await node.ended()
        await node.start(clock_offset_s=str(scene.random.choice((-HOUR_S, HOUR_S))))
        await asyncio.sleep(scene.seconds)
        node.kill()
        await node.ended()
    return 1


FAULTS = (Fault("F13", "clock an hour off", shift),)
