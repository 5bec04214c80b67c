"""Loops that survive errors inside them, and end when they are cancelled."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from parley.basics.journal import described

log = structlog.get_logger("parley.loop")


async def persist(step: Callable[[], Awaitable[None]], *, name: str, pause_seconds: float) -> None:
    """Repeat a step until cancelled. Log a failure, and pause after it.

    A driver that is cancelled in the middle of a command may raise an error of its own, or continue as if nothing had
    happened (redis-py, while it unsubscribes). So the loop checks for itself: one that missed its cancellation was
    seen to keep a server from stopping.
    """
    while not is_cancelled():
        try:
            await step()
        except Exception as problem:
            if is_cancelled():
                raise asyncio.CancelledError from problem
            log.warning(name, error=described(problem))
            await asyncio.sleep(pause_seconds)
    raise asyncio.CancelledError


def is_cancelled() -> bool:
    """Whether the current task was cancelled, even if the code that it awaited swallowed the exception."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
