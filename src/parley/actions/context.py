"""What an action is given besides its command."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from msgspec import Struct

from parley.basics.metrics import Metrics
from parley.changes import Log, person_log, room_log
from parley.errors import ParleyError, Unauthenticated
from parley.guard.filters import Filters
from parley.guard.passwords import Passwords
from parley.guard.pictures import Pictures
from parley.guard.tokens import Tokens
from parley.outside.mail import Mail
from parley.outside.providers import Provider
from parley.policies import Policy, nobody
from parley.protocol.people import PersonRole
from parley.realtime.receiver import Receiver
from parley.realtime.recent import Recent
from parley.realtime.signals import Signals
from parley.settings import Settings
from parley.speech.languages import asked_for
from parley.standing import Standing
from parley.store import audit
from parley.store.database import Database, Transaction
from parley.store.standing import NONE, Ask, Asked, standing_of
from parley.store.threads import Thread
from parley.store.units import Unit, Writer, WriteTransaction, write_alone

T = TypeVar("T")
In = TypeVar("In", bound=Asked)


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
    filters: Filters
    now: Callable[[], int]
    # None where this server sends no mail.
    mail: Mail | None = None
    # At which people may sign in, by their names in the settings.
    providers: Mapping[str, Provider] = field(default_factory=dict)
    pictures: Pictures = field(default_factory=Pictures)


class Caller(Struct, frozen=True):
    """The signed-in person, and the session that they are signed in with."""

    person: int
    session: int
    role: PersonRole
    session_expires_at: int
    # They must set up a second factor before anything else.
    is_confined: bool = False


class Device(Struct, frozen=True):
    """What a call comes from, as its headers say."""

    address: str = ""
    agent: str = ""
    # Shows that somebody has signed in there before: see parley.guard.tokens.
    token: str | None = None
    # A secret of the browser, for what is begun and finished in one: see parley.actions.steps.
    browser: str | None = None
    # Binds a sign-in at a provider to the browser that began it: see parley.actions.providers.
    visit: str | None = None
    # Those that the reader asks for, as Accept-Language has them. Few calls need to know, so it is read when one does.
    languages: str = ""


class Live(Struct, frozen=True):
    """What a call can tell to those who are there, and the socket that it came through, if it came through one."""

    signals: Signals
    socket: Receiver | None = None

    @property
    def own_socket(self) -> Receiver:
        """For verbs of the socket's door alone."""
        if self.socket is None:
            raise RuntimeError("this verb is about the socket through which it comes")
        return self.socket


class Context(Struct, frozen=True):
    """One call: who makes it, the policy of its verb, and the services.

    A context without a verb has a policy that refuses everything. `refresh_token` comes from the cookie, if there is
    one. Only calls at a door of an open server can tell something at once. `device` is what the call comes from.
    """

    services: Services
    caller: Caller | None = None
    may: Policy = nobody
    refresh_token: str | None = None
    told_through: Live | None = None
    device: Device = Device()

    @property
    def live(self) -> Live:
        """For verbs that tell something at once."""
        if self.told_through is None:
            raise RuntimeError("only an open server can tell anybody anything")
        return self.told_through

    @property
    def me(self) -> Caller:
        """The caller, for verbs that only a signed-in person may call."""
        if self.caller is None:
            raise Unauthenticated("Sign in first.")
        return self.caller

    @property
    def language(self) -> str:
        """In which the caller reads, as far as the call says."""
        return asked_for(self.device.languages)

    @property
    def database(self) -> Database:
        return self.services.database

    @property
    def writer(self) -> Writer:
        return self.services.writer

    def now(self) -> int:
        return self.services.now()

    def ask(self, room: int = NONE, seq: int = NONE, thread: Thread | None = None) -> Ask:
        """A question for the caller's standing, in a room or about a message there, or in a thread of it, if these are
        given.
        """
        me = self.me
        log, root = (room, NONE) if thread is None else thread
        return Ask(me.session, me.person, room, seq, log, root)

    async def read(
        self,
        work: Callable[[Transaction, Standing], Awaitable[T]],
        *,
        room: int = NONE,
        seq: int = NONE,
        thread: Thread | None = None,
        other: int = NONE,
    ) -> T:
        """Read, if the verb's policy allows it. The work gets the standing, read in its own snapshot."""
        ask = self.ask(room, seq, thread)

        async def allowed(tx: Transaction) -> T:
            return await work(tx, self._allowed(await standing_of(tx, ask, self.now(), other=other)))

        return await self.database.read(allowed)

    async def write(
        self,
        logs: tuple[Log, ...],
        work: Callable[[WriteTransaction, Standing], Awaitable[T]],
        *,
        room: int = NONE,
        seq: int = NONE,
        thread: Thread | None = None,
        other: int = NONE,
        changes: tuple[Log, ...] | None = None,
    ) -> T:
        """Write alone, if the verb's policy allows it. The work gets the standing, read in its own transaction."""
        ask = self.ask(room, seq, thread)

        async def allowed(tx: WriteTransaction) -> T:
            return await work(tx, self._allowed(await standing_of(tx, ask, tx.now, other=other)))

        return await write_alone(self.writer, logs, allowed, changes=changes)

    def together(
        self,
        work: Callable[[WriteTransaction, Sequence[In]], Awaitable[Sequence[T | ParleyError]]],
        one: In,
        *logs: Log,
    ) -> "asyncio.Future[T]":
        """Write together with others of the same work, which asks the policy of each."""
        depends_on = (room_log(one.ask.room), person_log(one.ask.person))
        return self.writer.submit(Unit(work, one, logs, together=True, depends_on=depends_on))

    async def audit(
        self,
        tx: WriteTransaction,
        action: str,
        *,
        person: int | None = None,
        room: int | None = None,
        **details: str | int | bool | None,
    ) -> None:
        """Record what the caller does, and to whom or to which room, in the transaction that does it."""
        by = None if self.caller is None else self.caller.person
        await audit.record(tx, action, by=by, address=self.device.address or None, person=person, room=room, **details)

    def _allowed(self, who: Standing) -> Standing:
        refused = self.may(who)
        if refused is not None:
            raise refused
        return who
