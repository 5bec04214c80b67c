"""What the log says of something that keeps failing, or that others keep doing: little, and how often it happened."""

import asyncio
from typing import Any

import structlog

# A failure that has not come back for so long is over. Loops try again within a few seconds, time-outs included.
QUIET_SECONDS = 10.0
REPEAT_SECONDS = 60.0
# In each window so many lines are written; the next one says how many were not.
WINDOW_SECONDS = 10.0
WINDOW_LINES = 20

log = structlog.get_logger("parley.outages")


class Outage:
    """Logs a failure when it begins, once a minute while it lasts, and when it is over. Many loops may share one."""

    def __init__(self, event: str, *, quiet: float = QUIET_SECONDS, repeat: float = REPEAT_SECONDS) -> None:
        self._event = event
        self._quiet = quiet
        self._repeat = repeat
        self._failures = 0
        self._began_at = self._failed_at = self._said_at = 0.0
        self._look_later: asyncio.TimerHandle | None = None

    def failed(self, error: str) -> None:
        loop = asyncio.get_running_loop()
        self._failed_at = now = loop.time()
        self._failures += 1
        if self._look_later is None:
            self._began_at = self._said_at = now
            self._look_later = loop.call_later(self._quiet, self._look)
            log.warning(self._event, error=error)
        elif now - self._said_at >= self._repeat:
            self._said_at = now
            log.warning(self._event, error=error, failures=self._failures, for_s=round(now - self._began_at))

    def close(self) -> None:
        """The loops have ended: nobody looks any more whether it is over."""
        if self._look_later is not None:
            self._look_later.cancel()
            self._look_later = None

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        left = self._quiet - (loop.time() - self._failed_at)
        if left > 0:
            self._look_later = loop.call_later(left, self._look)
            return
        seconds = round(self._failed_at - self._began_at, 1)
        # As loud as its beginning: who reads only warnings must see the end as well.
        log.warning("outage_over", of=self._event, failures=self._failures, lasted_s=seconds)
        self._look_later, self._failures = None, 0


class Bounded:
    """Writes a bounded number of lines about what anybody outside can cause: nobody fills the disk with them."""

    def __init__(self, logger: Any, *, lines: int = WINDOW_LINES, window: float = WINDOW_SECONDS) -> None:
        self._logger = logger
        self._lines = lines
        self._window = window
        self._until = float("-inf")
        self._written = self._left_out = 0

    def info(self, event: str, **values: object) -> None:
        now = asyncio.get_running_loop().time()
        if now >= self._until:
            left_out, self._written, self._left_out = self._left_out, 0, 0
            self._until = now + self._window
            if left_out:
                self._logger.info("lines_left_out", lines=left_out)
        if self._written < self._lines:
            self._written += 1
            self._logger.info(event, **values)
        else:
            self._left_out += 1
