"""Loops that survive errors inside them, and end when they are cancelled."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from parley.basics.journal import described
from parley.basics.outages import Outage

Step = Callable[[], Awaitable[None]]


async def persist(step: Step, *, name: str, pause_seconds: float) -> None:
    """Repeat a step until cancelled. Pause after a failure; log it as an outage of this name.

    A driver that is cancelled in the middle of a command may raise an error of its own, or continue as if nothing had
    happened (redis-py, while it unsubscribes). So the loop checks for itself: one that missed its cancellation was
    seen to keep a server from stopping.
    """
    outage = Outage(name)
    try:
        await _repeat(step, outage, pause_seconds)
    finally:
        outage.close()


async def persist_together(steps: Sequence[Step], *, name: str, pause_seconds: float) -> None:
    """Several such loops. They fail for the same reason, so they share the outage: it is logged once for all."""
    outage = Outage(name)
    try:
        async with asyncio.TaskGroup() as tasks:
            for step in steps:
                tasks.create_task(_repeat(step, outage, pause_seconds))
    finally:
        outage.close()


async def _repeat(step: Step, outage: Outage, pause_seconds: float) -> None:
    while not is_cancelled():
        try:
            await step()
        except Exception as problem:
            if is_cancelled():
                raise asyncio.CancelledError from problem
            outage.failed(described(problem))
            await asyncio.sleep(pause_seconds)
    raise asyncio.CancelledError


def is_cancelled() -> bool:
    """Whether the current task was cancelled, even if the code that it awaited swallowed the exception."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
