"""One run on one stage: a fleet at work, faults, then quiet, and the judge."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.torture.checker import check, doors
from tests.torture.dump import Dump
from tests.torture.faults import ALL
from tests.torture.faults.fault import Fault, Scene
from tests.torture.fleet import Fleet, Size, open_fleet
from tests.torture.following import follows, is_followed
from tests.torture.history import History, now, read
from tests.torture.signal_events import Frozen
from tests.torture.stage import Kind, Stage, open_stage
from tests.torture.violation import Violation

# Not more than a slow machine can do beside other tests: what servers cannot keep up with is asked for again and again.
SHORT = Size(members=12, regulars=3, rooms=4, rooms_each=2, rate=1.5)
LONG = Size(members=24, regulars=4, rooms=6, rooms_each=3, rate=6.0)
KILL = next(fault for fault in ALL if fault.name == "F2")
# A fault that takes longer hangs, and so would the run.
STUCK_SECONDS = 240.0
TRIES = 5
WATCH_SECONDS = 0.2
FOLLOW_SECONDS = 180.0


@dataclass
class Outcome:
    """The result of a run."""

    kind: Kind
    seed: str
    history: Path
    began: float = field(default_factory=now)
    seconds: float = 0.0
    injected: Counter[str] = field(default_factory=Counter)
    tally: Counter[str] = field(default_factory=Counter)
    windows: list[tuple[str, float, float]] = field(default_factory=list)
    """Each fault, from when to when."""
    shut_after: list[float] = field(default_factory=list)
    back_after: list[float] = field(default_factory=list)
    slowest_start: float = 0.0
    violations: list[Violation] = field(default_factory=list)

    async def inject(self, fault: Fault, scene: Scene) -> int:
        began = now()
        try:
            async with asyncio.timeout(STUCK_SECONDS):
                count = await fault.inject(scene)
        except TimeoutError:
            scene.violate("stuck", f"{fault.name} ({fault.what}) took more than {STUCK_SECONDS:.0f} s")
            count = 0
        except Exception as problem:  # noqa: BLE001 - the others go on, and this one is told
            scene.violate("fault", f"{fault.name} ({fault.what}): {problem!r}")
            count = 0
        self.windows.append((fault.name, began, now()))
        if fault is not KILL:
            self.tell(f"{fault.name:5}{fault.what:36}{count:4} in {now() - began:.1f} s")
        self.injected[fault.name] += count
        return count

    def tell(self, line: str) -> None:
        print(f"  {now() - self.began:6.1f} s  {line}", flush=True)


Work = Callable[[Scene, Outcome], Awaitable[None]]


def faults_for(kind: Kind) -> list[Fault]:
    return [fault for fault in ALL if kind in fault.stages]


async def torture(kind: Kind, seed: str, folder: Path, work: Work, size: Size, seconds: float) -> Outcome:
    """`work` injects faults. `seconds` is how long a fault with a duration lasts."""
    random = Random(f"{seed}/{kind}")
    outcome = Outcome(kind, seed, folder / "history.jsonl")
    with History(outcome.history) as history:
        async with open_stage(kind, folder, random) as stage, open_fleet(stage, history, random, size) as fleet:
            outcome.tally = fleet.world.tally
            scene = Scene(stage, fleet, random, seconds)
            async with watched(scene):
                await work(scene, outcome)
            await judge(stage, fleet, scene, outcome)
    outcome.seconds = now() - outcome.began
    return outcome


async def judge(stage: Stage, fleet: Fleet, scene: Scene, outcome: Outcome) -> None:
    outcome.tell("all faults are over: everybody falls silent and catches up")
    await fleet.fall_silent()
    await followed(stage)  # what is scheduled for the next seconds is sent before everybody has caught up
    await fleet.catch_up()
    history = fleet.world.history
    for since, until in stage.frozen():
        history.add(Frozen(at=now(), since=since, until=until))
    history.flush()
    outcome.tell("what is kept is read from the database and through the API")
    kept, told = await followed(stage), await fleet.told()
    outcome.tell("what everybody saw is compared with it")
    missing = [fault for fault in faults_for(stage.kind) if not outcome.injected[fault.name]]
    outcome.shut_after, outcome.back_after = scene.shut_after, scene.back_after
    outcome.slowest_start = max(node.slowest_start for node in stage.nodes)
    outcome.tally["starts"] = sum(node.starts for node in stage.nodes)
    outcome.tally["messages kept"] = sum(room.seq for room in kept.values())
    outcome.tally["messages erased"] = sum(message.erased for room in kept.values() for message in room.messages)
    outcome.violations = [
        *scene.found,
        *(Violation("no fault", f"{fault.name} ({fault.what}) did not happen once") for fault in missing),
        *(Violation("mistake", line) for line in stage.mistakes()[:20]),
        *doors(kept, told),
        *(violation for room, of_room in kept.items() for violation in follows(room, of_room)),
        *await asyncio.to_thread(lambda: check(read(history.path), kept)),
    ]


async def followed(stage: Stage) -> Dump:
    """What is kept, once the followers have come to the end of it. What a killed process has left takes ten seconds."""
    until = now() + FOLLOW_SECONDS
    kept = await stage.dump()
    while not is_followed(kept) and now() < until:
        await asyncio.sleep(WATCH_SECONDS)
        kept = await stage.dump()
    return kept


async def each_once(scene: Scene, outcome: Outcome) -> None:
    """The short run: one fault after the other, each until it has happened."""
    for fault in faults_for(scene.stage.kind):
        for _ in range(TRIES):
            if await outcome.inject(fault, scene):
                break


def for_minutes(minutes: float) -> Work:
    """The long run: one task kills all the time. The other draws all other faults, each before any comes again."""

    async def work(scene: Scene, outcome: Outcome) -> None:
        # Apart from all others, so that what comes when is the seed's alone.
        pauses, order = Random(f"{outcome.seed}/pauses"), Random(f"{outcome.seed}/order")
        until = now() + minutes * 60

        async def kill() -> None:
            while True:
                # On a busy machine a start takes long: half of the time at least there is a server.
                start = max(node.last_start for node in scene.stage.nodes)
                await asyncio.sleep(start + pauses.uniform(0.3, 1.2))
                await outcome.inject(KILL, scene)

        killing = asyncio.create_task(kill())
        try:
            while now() < until or any(not outcome.injected[one.name] for one in faults_for(scene.stage.kind)):
                if now() > until + STUCK_SECONDS:
                    break
                bag = [fault for fault in faults_for(scene.stage.kind) if fault is not KILL]
                order.shuffle(bag)
                for fault in bag:
                    if now() < until or not outcome.injected[fault.name]:
                        await scene.fleet.until(lambda: any(member.is_live for member in scene.fleet.members))
                        await outcome.inject(fault, scene)
        finally:
            killing.cancel()
            await asyncio.wait([killing])
            await every_node_up(scene)

    return work


async def every_node_up(scene: Scene) -> None:
    for node in scene.stage.nodes:
        async with node.borrowed():
            pass


@asynccontextmanager
async def watched(scene: Scene) -> AsyncIterator[None]:
    """Report each process that ends by itself, and start it again."""

    async def watch() -> None:
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            for node in scene.stage.nodes:
                if node.code is not None and not node.is_borrowed:
                    last = node.last_words()[-500:]
                    scene.violate("process", f"node {node.number} ended by itself with {node.code}: {last}")
                    async with node.borrowed():
                        pass

    watching = asyncio.create_task(watch())
    try:
        yield
    finally:
        watching.cancel()
        await asyncio.wait([watching])
