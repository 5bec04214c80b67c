"""What a fault is, and what it is given."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle
from random import Random

from parley.basics.failpoints import NAMES
from tests.torture.fleet import Fleet
from tests.torture.node import Node
from tests.torture.stage import Kind, Stage
from tests.torture.violation import Violation

BOTH: frozenset[Kind] = frozenset({"sqlite", "cluster"})
CLUSTER: frozenset[Kind] = frozenset({"cluster"})
SQLITE: frozenset[Kind] = frozenset({"sqlite"})


@dataclass
class Scene:
    """A stage, its people, and what was found wrong so far by whoever watched closely."""

    stage: Stage
    fleet: Fleet
    random: Random
    seconds: float
    """How long something lasts that lasts."""
    found: list[Violation] = field(default_factory=list)
    shut_after: list[float] = field(default_factory=list)
    """How long sockets outlived their sessions."""
    back_after: list[float] = field(default_factory=list)
    """How long it took until everybody was back who had been cut off at once."""

    def __post_init__(self) -> None:
        names = [name for name in NAMES if self.stage.kind == "cluster" or not name.endswith("-bus")]
        self.random.shuffle(names)
        self.places: Iterator[str] = cycle(names)

    def violate(self, kind: str, sentence: str) -> None:
        self.found.append(Violation(kind, sentence))

    def node(self) -> Node:
        """One that nobody has for themselves, if there is such a one."""
        free = [node for node in self.stage.nodes if not node.is_borrowed]
        return self.random.choice(free or self.stage.nodes)

    def count(self, what: str, number: int = 1) -> None:
        self.fleet.world.tally[what] += number


@dataclass(frozen=True)
class Fault:
    """`inject` breaks something under load, waits until it is whole again, and says how often it broke."""

    name: str
    what: str
    inject: Callable[[Scene], Awaitable[int]]
    stages: frozenset[Kind] = BOTH
