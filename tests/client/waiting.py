"""Waiting for what a client hears."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import TypeVar

from parley.protocol.messages import Message
from tests.cast import PATIENCE

T = TypeVar("T")


async def take(count: int, things: AsyncIterator[T]) -> list[T]:
    """The next so many of them."""
    async with asyncio.timeout(PATIENCE):
        return [await anext(things) for _ in range(count)]


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110 - what a client looks like from outside announces no change
            await asyncio.sleep(0.01)


def bodies(messages: list[Message]) -> list[str]:
    return [message.body for message in messages]
