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
# What everybody tries first, of those that are long enough to be chosen here and have five different characters.
_COMMON = """
0123456789 0987654321 1029384756 123123123a 123456789a 123456789q 1234567890 12345678910 123456789abc 1234567899
12345qwert 1357924680 147258369a 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc 1qazxsw23edc 9876543210 a123456789 a1b2c3d4e5
abc123456789 abcd123456 abcd1234567 abcdefghij admin12345 admin123456 administrator alexander1 asdf123456 asdfasdf12
asdfghjkl1 asdfghjkl123 asdfghjkl; babygirl12 basketball baseball123 blink182182 bluebird123 butterfly1 california
changeme123 chocolate1 christopher computer123 elizabeth1 first12345 football12 football123 freedom123 google12345
hello12345 iloveyou12 iloveyou123 iloveyou2 jessica123 jonathan12 letmein123 letmeinplease liverpool1 liverpoolfc
manchester master1234 michael123 monkey1234 nopassword p@ssw0rd123 pa$$w0rd123 passw0rd12 passw0rd123 password!1
password01 password10 password11 password12 password123 password1234 password12345 password123! password1!
princess12 princess123 q1w2e3r4t5 q1w2e3r4t5y6 qazwsxedc1 qazwsxedcrfv qwer123456 qwerty1234 qwerty12345
qwerty123456 qwertyuiop qwertyuiop1 qwertyuiop123 qwertyuiop[] samsung123 secret1234 september1 starwars12
starwars123 sunshine12 sunshine123 superman12 superman123 test123456 testtest123 thepassword trustno1234 unknown123
welcome123 welcome1234 whatever123 zaq12wsxcde3 zaq1zaq1zaq zxcvbnm123 zxcvbnm1234 zxcvbnm,./
"""
COMMON = frozenset(_COMMON.split())


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
