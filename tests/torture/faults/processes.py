"""Processes that die, are told to stop, or stand still."""

import asyncio
import signal

from tests.torture.faults.fault import CLUSTER, Fault, Scene
from tests.torture.history import now
from tests.torture.node import Node

# These are on ways that few take: the sweep's second, a socket's hello.
RARE = {"sweep-read": 2, "before-catch-up": 3}
REACHED_WITHIN = 60.0
BACK_WITHIN = 60.0


async def at_a_place(scene: Scene) -> int:
    """Two named places, one after the other: the process kills itself there."""
    died = 0
    for _ in range(2):
        name, node = next(scene.places), scene.node()
        nth = scene.random.randint(1, RARE.get(name, 60))
        async with node.borrowed():
            node.kill()
            await node.ended()
            await node.start(fail_at=f"{name}:kill:{nth}")
            if name in RARE:
                scene.fleet.cut_all()  # they all come back, and say hello
            if await node.ended(REACHED_WITHIN) == -signal.SIGKILL:
                died += 1
                scene.count(f"died at {name}")
            else:
                scene.violate("fail point", f"node {node.number} did not come to {name} {nth} times, or {node.code}")
    return died


async def kill(scene: Scene) -> int:
    node = scene.node()
    async with node.borrowed():
        node.kill()
        await node.ended()
    return 1


async def restart(scene: Scene) -> int:
    """Politely, one after the other."""
    for node in scene.stage.nodes:
        async with node.borrowed():
            node.stop()
            code = await node.ended()
            if code != 0:
                scene.violate("restart", f"node {node.number} was told to stop and ended with {code}")
                node.kill()
                await node.ended()
    return len(scene.stage.nodes)


async def kill_with_all_online(scene: Scene) -> int:
    """Everybody's socket is at one process when it dies."""
    node, fleet = scene.node(), scene.fleet
    async with node.borrowed():
        for member in fleet.members:
            member.account.ports = [node.port]
        fleet.cut_all()
        await fleet.until(lambda: all(member.is_live for member in fleet.members), BACK_WITHIN)
        online = sum(member.is_live for member in fleet.members)
        node.kill()
        await node.ended()
    for member in fleet.members:
        member.account.ports = scene.stage.ports
    began = now()
    await fleet.until(lambda: all(member.is_live for member in fleet.members), BACK_WITHIN)
    scene.back_after.append(now() - began)
    return int(online == len(fleet.members))


async def stand_still(scene: Scene) -> int:
    node = scene.node()
    async with node.borrowed():
        node.freeze()
        try:
            await asyncio.sleep(scene.seconds)
        finally:
            node.thaw()
        await is_ready(scene, node)
    return 1


async def is_ready(scene: Scene, node: Node) -> None:
    if not await node.until_ready():
        scene.violate("process", f"node {node.number} ended with {node.code} when it was thawed")


FAULTS = (
    Fault("F1", "killed at a fail point", at_a_place),
    Fault("F2", "kill -9", kill),
    Fault("F11", "restarted, one after the other", restart),
    Fault("F16", "kill -9 with everybody online", kill_with_all_online),
    Fault("F17", "one of two stands still", stand_still, CLUSTER),
)
