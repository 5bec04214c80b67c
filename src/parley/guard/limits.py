"""How often somebody may do something: token buckets, a kind for each rate class, held in memory."""

from collections.abc import Callable, Mapping
from typing import Literal, Protocol, get_args

from parley.basics.amounts import Rate

RateClass = Literal["sign_in", "account", "mail", "sign_in_all", "send", "write", "read", "search", "signal", "connect"]
RATE_CLASSES: tuple[RateClass, ...] = get_args(RateClass)

# About 150 bytes each. Past this the buckets nearest to full are forgotten, so that a flood of fresh addresses
# costs neither memory nor the memory of who is flooding.
MOST_BUCKETS = 100_000
SWEEP_ABOVE = 1_000


class Limits(Protocol):
    """One contract for one process's memory and for a store that processes share.

    A refused take costs nothing: a caller who waits as long as they were told gets through, however often they asked.
    """

    async def take(self, key: str, rate: RateClass, cost: float = 1) -> int | None:
        """Take so many tokens of `key`: None when there were as many, else the milliseconds until there are. What costs
        more than a burst costs a burst.
        """

    def charge(self, key: str, rate: RateClass, cost: float) -> None:
        """Take tokens for what has been done already, or give some back if there are fewer than none to take. A bucket
        can owe one burst at most.
        """


class MemoryLimits:
    """For one process. `clock` gives milliseconds; it may jump either way."""

    def __init__(self, rates: Mapping[RateClass, Rate], clock: Callable[[], int]) -> None:
        self._clock = clock
        self._buckets = {name: Buckets(*rate) for name, rate in rates.items() if rate is not None}

    async def take(self, key: str, rate: RateClass, cost: float = 1) -> int | None:
        buckets = self._buckets.get(rate)
        return None if buckets is None else buckets.take(key, self._clock(), cost)

    def charge(self, key: str, rate: RateClass, cost: float) -> None:
        if (buckets := self._buckets.get(rate)) is not None:
            buckets.charge(key, self._clock(), cost)

    def __len__(self) -> int:
        return sum(len(buckets.full_at) for buckets in self._buckets.values())


class Buckets:
    """Those of one rate. A bucket is one number: when it will be full again. One that is full is the same as none."""

    __slots__ = ("_refill", "_span", "_sweep_above", "full_at")

    def __init__(self, burst: float, per_second: float) -> None:
        self._refill = 1000 / per_second
        self._span = burst * self._refill
        self._sweep_above = SWEEP_ABOVE
        self.full_at: dict[str, float] = {}

    def take(self, key: str, now: int, cost: float = 1) -> int | None:
        full_at = self._full_at(key, now)
        spent = min(cost * self._refill, self._span)
        wait_ms = round(full_at + spent - now - self._span)
        if wait_ms > 0:
            return wait_ms
        self._keep(key, now, full_at + spent)
        return None

    def charge(self, key: str, now: int, cost: float) -> None:
        self._keep(key, now, self._full_at(key, now) + cost * self._refill)

    def _full_at(self, key: str, now: int) -> float:
        full_at, most = max(now, self.full_at.get(key, now)), now + 2 * self._span
        if full_at > most:  # more than anybody can owe: the clock was set back, and nobody is locked out for that
            full_at = self.full_at[key] = most
        return full_at

    def _keep(self, key: str, now: int, full_at: float) -> None:
        self.full_at[key] = min(full_at, now + 2 * self._span)
        if len(self.full_at) > self._sweep_above:
            self._sweep(now)

    def _sweep(self, now: int) -> None:
        """Forget the full ones; again when there are twice as many as stayed, so that the cost per take is constant."""
        kept = {key: full_at for key, full_at in self.full_at.items() if full_at > now}
        if len(kept) > MOST_BUCKETS // 2:
            emptiest = sorted(kept, key=kept.__getitem__, reverse=True)[: MOST_BUCKETS // 2]
            kept = {key: kept[key] for key in emptiest}
        self.full_at = kept
        self._sweep_above = max(SWEEP_ABOVE, 2 * len(kept))
