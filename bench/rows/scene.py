"""What every row is given, and what it gives back."""

from contextlib import ExitStack
from dataclasses import dataclass
from types import TracebackType

from bench.figures import Figures, Row
from bench.peers.programs import Peers
from bench.processes import LOAD_CORE, on_core
from tests.services.postgres import Postgres


@dataclass(frozen=True)
class Measured:
    figures: dict[str, Figures]
    rows: list[Row]


class Scene:
    """How long and how often to measure; a PostgreSQL that is there from its first use on; the peers."""

    def __init__(self, *, seconds: float, times: int, share: float) -> None:
        self.seconds = seconds
        self.times = times
        self.peers = Peers()
        self._share = share
        self._postgres: Postgres | None = None
        self._stack = ExitStack()

    def __enter__(self) -> "Scene":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def size(self, whole: int) -> int:
        """So many of something, or fewer in a quick run, whose figures are for nothing but to see that it runs."""
        return max(1, round(whole * self._share))

    def postgres(self) -> Postgres:
        """It syncs to disk, as servers do, and shares its core with the load."""
        if self._postgres is None:
            with on_core(LOAD_CORE):
                self._postgres = self._stack.enter_context(Postgres())
        return self._postgres
