"""Passwords: argon2id, in threads of their own, with a bounded queue.

A hash takes about 30 ms of a core and 19 MiB: on the loop it would stall everybody, and without a bound a flood of
sign-ins would fill the memory.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from parley.errors import Unavailable

P = ParamSpec("P")
T = TypeVar("T")

THREADS = 2
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Of a password that nobody knows, with the cost of the others: checked for people who do not exist, so that they take
# as long as those who do.
NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$+7Zv16gyngwZargXRvvJ1w$QNuKeN4J9VPjQxW7+1ftSdn//fXN6eRjNXLRK3mga0Y"


class Passwords:
    """Makes and checks hashes, a few at a time."""

    def __init__(self, *, queue_limit: int) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="password")
        self._queue_limit = queue_limit
        self.waiting = 0

    async def hash(self, password: str) -> str:
        return await self._in_thread(HASHER.hash, password)

    async def matches(self, stored: str | None, password: str) -> bool:
        """Whether this is the password. Without a stored hash the answer is no, after the same time."""
        return await self._in_thread(self._verify, stored or NOBODYS, password) and stored is not None

    def close(self) -> None:
        self._threads.shutdown(cancel_futures=True)

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return HASHER.verify(stored, password)
        except (VerifyMismatchError, VerificationError, InvalidHashError):
            return False

    async def _in_thread(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        if self.waiting >= self._queue_limit:
            raise Unavailable("Too many people are signing in at once. Try again in a moment.", retry_after_ms=2_000)
        self.waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, lambda: work(*args, **kwargs))
        finally:
            self.waiting -= 1
