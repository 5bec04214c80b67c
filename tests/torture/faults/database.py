"""PostgreSQL that throws everybody out, or crashes and recovers."""

import asyncio
import os
import signal

import asyncpg

from tests.torture.faults.fault import CLUSTER, Fault, Scene
from tests.torture.stage import DATABASE

TERMINATE = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'parley'"
PATIENCE = 60.0


async def terminate(scene: Scene) -> int:
    """All connections of all processes, several times."""
    ended = 0
    connection = await connected(scene)
    for _ in range(3):
        ended += await connection.fetchval(TERMINATE)
        await asyncio.sleep(scene.random.uniform(0.2, scene.seconds / 3))
    await connection.close()
    return ended


async def crash(scene: Scene) -> int:
    """When one of its processes dies, it ends all others at once and recovers from its log: an immediate stop."""
    connection = await connected(scene)
    began = await connection.fetchval("SELECT pg_postmaster_start_time()")
    os.kill(await connection.fetchval("SELECT pg_backend_pid()"), signal.SIGKILL)
    connection.terminate()
    again = await connected(scene)
    assert await again.fetchval("SELECT pg_postmaster_start_time()") == began, "the same server, recovered"
    await again.close()
    for node in scene.stage.nodes:
        if not node.is_borrowed:
            await node.until_ready()
    return 1


async def connected(scene: Scene) -> "asyncpg.Connection[asyncpg.Record]":
    """As soon as it lets anybody in."""
    postgres = scene.stage.postgres
    assert postgres is not None
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                return await asyncpg.connect(postgres.url(DATABASE))
            except (OSError, asyncpg.PostgresError):
                await asyncio.sleep(0.05)


FAULTS = (
    Fault("F5a", "database connections ended", terminate, CLUSTER),
    Fault("F5b", "database crashed and recovered", crash, CLUSTER),
)
