"""One run on one stage: people talk, first undisturbed and then while somebody attacks, for each attack in turn."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from bench.figures import percentile
from tests.abuse.attacks.attack import Attack
from tests.abuse.crowd import Crowd, Noted
from tests.abuse.stage import Stage

MEMORY_MB = 64
TIMES_AS_LONG = 2.0
# Below this nobody feels a wait, and the machine's own noise is larger than any factor.
UNFELT_MS = 20.0
LOOK_SECONDS = 0.1
RATE = 25.0
SERVERS_FAULT = ("http 500", "error internal", "close 1011")


@dataclass(frozen=True)
class Size:
    """How large a run is. `quiet` is how long people talk undisturbed before each attack."""

    seconds: float
    quiet: float
    attackers: int
    patience: float = 0.0
    """For how many seconds more attackers may go on until the server refuses them."""
    memory_mb: float = MEMORY_MB
    times: float | None = TIMES_AS_LONG
    """By how much answers may take longer; None where times are not looked at."""


@dataclass
class Outcome:
    """What came of one attack."""

    attack: Attack
    quiet: Noted
    under: Noted
    grown_mb: float
    told: dict[str, int]
    made: dict[str, int]
    faults: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        return {
            "attack": self.attack.name,
            "what": self.attack.what,
            "ack_p99_ms": round(p99(self.under), 1),
            "ack_p99_ms_undisturbed": round(p99(self.quiet), 1),
            "acks": len(self.under.acks),
            "visits": self.under.visits,
            "memory_grown_mb": round(self.grown_mb, 1),
            "told": self.told,
            "made": self.made,
            "faults": self.faults,
        }


async def abuse(stage: Stage, attacks: Sequence[Attack], size: Size, tell: Callable[[Outcome], None]) -> list[Outcome]:
    crowd, outcomes = Crowd(stage, RATE), list[Outcome]()
    async with crowd.talking():
        for attack in attacks:
            outcome = await _one(stage, crowd, attack, size)
            outcomes.append(outcome)
            tell(outcome)
        lost = await crowd.missing()
    if lost:
        outcomes[-1].faults.append(f"{lost} answered messages did not reach somebody in their room")
    return outcomes


async def _one(stage: Stage, crowd: Crowd, attack: Attack, size: Size) -> Outcome:
    crowd.begin()
    quiet = crowd.noted
    await asyncio.sleep(size.quiet)
    crowd.begin()
    under, before, mistakes = crowd.noted, stage.memory(), len(stage.mistakes())
    async with _highest(stage) as highest:
        patience = size.patience if size.seconds > attack.told_after else 0.0
        found = await stage.attacked(attack.name, size.seconds, size.attackers, patience)
    grown = (highest() - before) / 2**20
    outcome = Outcome(attack, quiet, under, grown, found["told"], found["made"])
    outcome.faults = [*faults(outcome, size), *stage.mistakes()[mistakes:][:3]]
    if stage.pids_now() != stage.pids:
        outcome.faults.append("a process ended")
        stage.pids = stage.pids_now()
    return outcome


def faults(outcome: Outcome, size: Size) -> list[str]:
    """What must not be, in sentences."""
    found = [f"{what}, {count} times" for what, count in (outcome.quiet.complaints + outcome.under.complaints).items()]
    found += [
        f"the attacker was answered {what}, {outcome.told[what]} times"
        for what in SERVERS_FAULT
        if what in outcome.told
    ]
    if not outcome.attack.told & outcome.told.keys() and size.seconds > outcome.attack.told_after:
        wanted = ", ".join(sorted(outcome.attack.told))
        found.append(f"the attacker was never answered {wanted}, but {', '.join(outcome.told) or 'nothing'}")
    if outcome.grown_mb > size.memory_mb:
        found.append(f"memory grew by {outcome.grown_mb:.0f} MiB")
    if not outcome.under.acks:
        found.append("nobody's message was answered")
    most = None if size.times is None else max(UNFELT_MS, size.times * p99(outcome.quiet))
    if most is not None and p99(outcome.under) > most:
        found.append(f"answers took {p99(outcome.under):.0f} ms (p99), and {p99(outcome.quiet):.0f} ms undisturbed")
    return found


def p99(noted: Noted) -> float:
    """In milliseconds."""
    return percentile(sorted(noted.acks), 0.99) * 1000


@asynccontextmanager
async def _highest(stage: Stage) -> AsyncIterator[Callable[[], int]]:
    """The most memory that the server had meanwhile."""
    seen = [stage.memory()]

    async def look() -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            seen.append(stage.memory())

    looking = asyncio.create_task(look())
    try:
        yield lambda: max(seen)
    finally:
        looking.cancel()
        await asyncio.wait([looking])
