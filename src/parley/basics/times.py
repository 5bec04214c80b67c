"""Milliseconds since 1970 inside, RFC 3339 on the wire."""

import time
from datetime import UTC, datetime, timedelta
from functools import lru_cache

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def now_ms() -> int:
    """The clock of this machine. Code that must be tested against time is given a function like this one."""
    return time.time_ns() // 1_000_000


# Messages of one batch share their millisecond.
@lru_cache(maxsize=1024)
def rfc3339(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{ms % 1000:03d}Z"


def milliseconds(time: str) -> int:
    """The moment that `rfc3339` wrote. Raises `ValueError` for a day or an hour that there never is."""
    # Not by `timestamp()`: its fractions of seconds do not all come back as the milliseconds that they were.
    return (datetime.fromisoformat(time) - _EPOCH) // timedelta(milliseconds=1)
