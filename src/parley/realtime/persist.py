"""Loops that outlive what goes wrong inside them, and end when they are told to."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from parley.logs import described

log = structlog.get_logger("parley.loop")


async def persist(step: Callable[[], Awaitable[None]], *, name: str, pause_seconds: float) -> None:
    """Do it again and again. A failure is logged and followed by a pause.

    A driver that is cancelled in the middle of a command may raise an error of its own, or go on as if nothing had
    happened (redis-py, while it unsubscribes): the loop asks for itself, because one that overlooked its cancellation
    was seen to keep a server from stopping.
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
    """Whether the task that is running has been told to end, even if what it awaited has swallowed that."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
