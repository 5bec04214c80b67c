"""What an action is given besides its command."""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar

from parley.changes import Log
from parley.errors import Unauthenticated
from parley.metrics import Metrics
from parley.passwords import Passwords
from parley.protocol.people import PersonRole
from parley.realtime.recent import Recent
from parley.settings import Settings
from parley.store import sessions
from parley.store.database import Database, Transaction
from parley.store.units import Writer, WriteTransaction, write_alone
from parley.tokens import Tokens

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Services:
    """What the process offers to every action. Time is read from here, so that a test can move it."""

    settings: Settings
    database: Database
    writer: Writer
    passwords: Passwords
    tokens: Tokens
    metrics: Metrics
    recent: Recent
    now: Callable[[], int]


@dataclass(frozen=True, slots=True)
class Caller:
    """The signed-in person, and the session that they are signed in with."""

    person: int
    session: int
    role: PersonRole
    session_expires_at: int


@dataclass(frozen=True, slots=True)
class Context:
    """One call: who makes it, and the services. `refresh_token` is the cookie's, if the request had one."""

    services: Services
    caller: Caller | None = None
    refresh_token: str | None = None

    @property
    def me(self) -> Caller:
        """The caller, for verbs that only a signed-in person may call."""
        if self.caller is None:
            raise Unauthenticated("Sign in first.")
        return self.caller

    @property
    def database(self) -> Database:
        return self.services.database

    @property
    def writer(self) -> Writer:
        return self.services.writer

    def now(self) -> int:
        return self.services.now()

    async def read(
        self, work: Callable[Concatenate[Transaction, P], Coroutine[Any, Any, T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Read as the caller, whose session is checked in the same snapshot."""

        async def as_caller(tx: Transaction) -> T:
            await sessions.refuse_ended(tx, self.me.session, self.now())
            return await work(tx, *args, **kwargs)

        return await self.database.read(as_caller)

    async def write(
        self,
        logs: tuple[Log, ...],
        work: Callable[[WriteTransaction], Awaitable[T]],
        *,
        changes: tuple[Log, ...] | None = None,
    ) -> T:
        """Write alone and as the caller, whose session is checked in the same transaction."""
        me = self.me

        async def as_caller(tx: WriteTransaction) -> T:
            await sessions.refuse_ended(tx, me.session, tx.now)
            return await work(tx)

        return await write_alone(self.writer, logs, as_caller, changes=changes)
