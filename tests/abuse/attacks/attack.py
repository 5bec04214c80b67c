"""What there is to say of an attack."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.abuse.attacker import Attacker


@dataclass(frozen=True)
class Attack:
    """`run` is repeated until the time is over, by each attacker."""

    name: str
    what: str
    run: Callable[[Attacker], Awaitable[None]]
    told: frozenset[str]
    """The answers that tell an attacker so, of which one is needed."""
    told_after: float = 0.0
    """So many seconds pass before the server says anything. Shorter runs ask for no answer."""
