"""What an action is given besides its command."""

from collections.abc import Callable
from dataclasses import dataclass

from parley.errors import Unauthenticated
from parley.metrics import Metrics
from parley.passwords import Passwords
from parley.protocol.people import PersonRole
from parley.realtime.recent import Recent
from parley.settings import Settings
from parley.store.database import Database
from parley.store.units import Writer
from parley.tokens import Tokens


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
    """The signed-in person and the session that said so."""

    person: int
    session: int
    role: PersonRole


@dataclass(frozen=True, slots=True)
class Context:
    """One call: who, from where, and the services. `refresh_token` is the cookie's, if one came with the request."""

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
