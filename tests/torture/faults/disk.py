"""A disk that is full, or fails."""

from parley.basics.failpoints import WRITES
from tests.torture.faults.fault import BOTH, SQLITE, Fault, Scene

FAILS_WITHIN = 30.0
ENDED_BY_DISK = 70


async def fill(scene: Scene) -> int:
    """No file may grow any more: the process ends, and has promised nothing that is not there."""
    (node,) = scene.stage.nodes
    async with node.borrowed():
        node.stop()  # in peace it folds its log back, which would else be larger than the database
        await node.ended()
        await node.start(file_bytes=scene.stage.database.stat().st_size + scene.random.randint(20_000, 100_000))
        return ended(scene, await node.ended(FAILS_WITHIN))


async def fail(scene: Scene) -> int:
    """EIO at one of the places where something is written: SQLite's process ends, PostgreSQL's has lost a commit."""
    node, name = scene.node(), scene.random.choice(sorted(WRITES))
    async with node.borrowed():
        node.kill()
        await node.ended()
        before = failures(node.log.read_bytes())
        await node.start(fail_at=f"{name}:eio:{scene.random.randint(1, 60)}")
        if scene.stage.kind == "sqlite":
            return ended(scene, await node.ended(FAILS_WITHIN))
        happened = await scene.fleet.until(lambda: failures(node.log.read_bytes()) > before, FAILS_WITHIN)
        return int(happened)


def failures(log: bytes) -> int:
    return log.count(b"commit_failed")


def ended(scene: Scene, code: int | None) -> int:
    if code != ENDED_BY_DISK:
        scene.violate("disk", f"the disk failed, and the process went on or ended with {code}")
    return int(code == ENDED_BY_DISK)


FAULTS = (
    Fault("F12a", "disk full", fill, SQLITE),
    Fault("F12b", "disk error at a fail point", fail, BOTH),
)
