"""How long what failed waits before it is tried again, and which waits are longer than that: those that began while a
server's clock was ahead.
"""

import random
from typing import Any

from sqlalchemy import ColumnElement, case

# After the first failure, and doubled after each: a job's last try is about six hours after its first.
RETRY_MS = 5_000
RETRY_MOST_MS = 3_600_000
# What failed together does not come back together.
SHORTEST, LONGEST = 0.8, 1.2
# No two clocks are quite alike: what one process put off is not too long for another whose clock is so far behind.
TOLERATED_MS = 60_000
# From this try on the pause does not grow.
_GROWN = (RETRY_MOST_MS // RETRY_MS).bit_length() + 1


def pause_ms(tries: int) -> int:
    return int(_middle_ms(tries) * random.uniform(SHORTEST, LONGEST))  # noqa: S311 - no secret


def longest_ms(tries: int) -> int:
    """After so many failures nothing waits for longer, whichever process's clock measures it."""
    return int(_middle_ms(tries) * LONGEST) + TOLERATED_MS


def longest_of(tries: ColumnElement[Any]) -> ColumnElement[Any]:
    """The same of a column."""
    return case({number: longest_ms(number) for number in range(_GROWN)}, value=tries, else_=longest_ms(_GROWN))


def _middle_ms(tries: int) -> int:
    return int(min(RETRY_MS * 2 ** (max(tries, 1) - 1), RETRY_MOST_MS))
