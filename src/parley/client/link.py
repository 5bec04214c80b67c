"""Keeps a socket open from sign-in to sign-out: connects, greets, waits for the end, reconnects."""

import asyncio
from collections.abc import Callable

from msgspec import Struct
from picows import WSError

from parley.client.connection import ABNORMAL, Connection, connect
from parley.client.refusals import backoff
from parley.client.session import Session
from parley.errors import ParleyError
from parley.protocol.sync import Drain, Hello, ServerFrame, Welcome

NOT_SIGNED_IN, TOO_SLOW = 4401, 4408
# The session was just renewed, or this reader was slow for a moment.
RESUME_AT_ONCE = {NOT_SIGNED_IN, TOO_SLOW}
# A proxy between client and server may name any wait.
MOST_TOLD = 300.0


class Timing(Struct, frozen=True, kw_only=True):
    """In seconds. The defaults are the protocol's; tests may use shorter times."""

    # The server beats every 25 seconds.
    dead_after: float = 60.0
    welcome_within: float = 15.0
    # How long a frame waits for one that it may have overtaken.
    reorder: float = 0.02
    ask_again: float = 1.0


class Link:
    """The current socket, or the wait for the next one."""

    def __init__(
        self,
        url: str,
        session: Session,
        *,
        hello: Callable[[], Hello],
        on_frame: Callable[[ServerFrame], None],
        timing: Timing,
    ) -> None:
        self._url = f"ws{url.rstrip('/').removeprefix('http')}/ws"
        self._session = session
        self._hello = hello
        self._on_frame = on_frame
        self._timing = timing
        self._connection: Connection | None = None
        self._is_welcomed = False
        self._come_back_after: float | None = None
        self._told_to_wait = 0.0

    @property
    def live(self) -> Connection | None:
        """The connection, if it is open and has been welcomed."""
        connection = self._connection
        return connection if connection is not None and connection.is_open and self._is_welcomed else None

    async def run(self) -> None:
        """Run until cancelled, or until a refusal that is final: Unauthenticated when the session is over."""
        attempt = 0
        while True:
            self._is_welcomed, self._come_back_after, self._told_to_wait = False, None, 0.0
            code = await self._one_connection()
            attempt = 0 if self._is_welcomed else attempt + 1
            if self._come_back_after is not None:
                await asyncio.sleep(self._come_back_after)
            elif code not in RESUME_AT_ONCE or not self._is_welcomed:
                await asyncio.sleep(backoff(attempt, at_least=min(self._told_to_wait, MOST_TOLD)))

    async def _one_connection(self) -> int:
        """Connect and wait for the end. Returns the close code."""
        try:
            token = await self._session.access_token()
            connection = await connect(self._url, token, self._hear, dead_after=self._timing.dead_after)
        except (OSError, WSError):
            return ABNORMAL
        except ParleyError as problem:
            self._told_to_wait = (problem.retry_after_ms or 0) / 1000
            return _unless_final(problem)
        code = await self._while_open(connection)
        self._told_to_wait = connection.told_to_wait
        if code == NOT_SIGNED_IN:
            try:
                await self._session.renew(token)
            except ParleyError as problem:
                return _unless_final(problem)
        return code

    async def _while_open(self, connection: Connection) -> int:
        self._connection = connection
        impatience = asyncio.get_running_loop().call_later(self._timing.welcome_within, self._give_up, connection)
        try:
            connection.greet(self._hello())
            return await connection.ended()
        finally:
            impatience.cancel()
            connection.close()
            self._connection = None

    def _give_up(self, connection: Connection) -> None:
        if not self._is_welcomed:
            connection.close()

    def _hear(self, frame: ServerFrame) -> None:
        if isinstance(frame, Drain):
            self._come_back_after = frame.reconnect_after_ms / 1000
        self._is_welcomed = self._is_welcomed or isinstance(frame, Welcome)
        self._on_frame(frame)


def _unless_final(problem: ParleyError) -> int:
    """A retryable refusal counts as a failed connection; any other is raised and ends the link."""
    if not problem.retryable:
        raise problem
    return ABNORMAL
