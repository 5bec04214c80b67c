"""What both doors share: who is calling, how often they may, and calling the verb."""

from time import perf_counter

import structlog
from msgspec import Struct

from parley.actions.context import Caller, Context, Live, Services
from parley.basics.failpoints import reach
from parley.basics.ids import token_hash
from parley.basics.outages import Bounded
from parley.doors.request import Request, cookie_names
from parley.errors import Internal, ParleyError, RateLimited, Unauthenticated
from parley.guard.limits import Limits, RateClass
from parley.realtime.receiver import Receiver
from parley.realtime.signals import Signals
from parley.store import sessions
from parley.store.units import WriteTransaction, write_alone
from parley.verbs import VERBS, Door, Verb

# Of what somebody typed as a handle, so much is logged: as long as a handle can be.
HANDLE_LOGGED = 32


class Edge:
    """The way in, for whatever came through a door."""

    def __init__(self, services: Services, limits: Limits, signals: Signals | None = None) -> None:
        self.services = services
        self._signals = signals
        self._limits = limits
        self.log = Bounded(structlog.get_logger("parley.doors"))
        for verb in VERBS:
            for door in verb.doors:
                services.metrics.commands.expect(door, verb.name, "ok")
                services.metrics.commands.expect(door, verb.name, Internal.code)

    async def identify(self, request: Request) -> Caller | None:
        """Who a request says it is, by its token or cookie, as long as that session lives."""
        token = self._access_token(request)
        if not token:
            return None
        now = self.services.now()
        claim = self.services.tokens.read_access(token, now)
        return await self.caller_of(claim.session)

    async def caller_of(self, session: int) -> Caller:
        row = await self.services.database.read(sessions.live, session, self.services.now())
        if row is None:
            raise Unauthenticated("This session has ended. Sign in again.")
        return Caller(person=row.id, session=session, role=row.role, session_expires_at=row.expires_at)

    async def redeem(self, ticket: str) -> Caller:
        """Whose ticket this is. It works once."""

        async def work(tx: WriteTransaction) -> int | None:
            return await sessions.take_ticket(tx, token_hash(ticket))

        session = await write_alone(self.services.writer, (), work)
        if session is None:
            raise Unauthenticated("The ticket is not valid, or not any more. Ask for a new one.")
        return await self.caller_of(session)

    async def call(
        self,
        verb: Verb,
        caller: Caller | None,
        command: Struct,
        address: str,
        *,
        refresh_token: str | None = None,
        socket: Receiver | None = None,
    ) -> Struct:
        """Check the rate, then act. Whether the caller may is asked in the transaction that acts."""
        reach("command-read")
        if caller is None and verb.who == "person":
            raise Unauthenticated("Sign in first.")
        live = None if self._signals is None else Live(self._signals, socket)
        context = Context(self.services, caller, verb.may, refresh_token, live, address)
        if verb.rate == "sign_in":
            return await self._sign_in(verb, context, command, address)
        await self._spend(address if caller is None else str(caller.person), verb.rate)
        result = await verb.action(context, command)
        reach("before-answer")
        return result

    def answered(self, door: Door, verb: Verb | None, code: str, began: float) -> None:
        """Count an answer. All unknown verbs share one name: else a client that invents names would fill the memory."""
        metrics = self.services.metrics
        metrics.commands.add(door, "unknown" if verb is None else verb.name, code)
        if verb is not None:
            metrics.command_seconds.observe(perf_counter() - began, verb.rate)

    async def greet(self, request: Request, ticket: str | None) -> Caller:
        """Whose socket this is. Who opens them in a loop is refused: each costs as much as many commands."""
        caller = await self.redeem(ticket) if ticket else await self.identify(request)
        if caller is None:
            raise Unauthenticated("Sign in first: the socket came without a token, a session or a ticket.")
        await self._spend(str(caller.person), "connect", "You open connections too fast.")
        return caller

    def tell_presence_again(self, socket: Receiver) -> None:
        if self._signals is not None:
            self._signals.presence.tell_again(socket)

    def is_stranger(self, request: Request) -> bool:
        """Whether a request shows no token that this server signed. That its session lives is not looked up yet."""
        token = self._access_token(request)
        if not token:
            return True
        try:
            self.services.tokens.read_access(token, self.services.now())
        except Unauthenticated:
            return True
        return False

    async def _sign_in(self, verb: Verb, context: Context, command: Struct, address: str) -> Struct:
        """The verb, with a line in the log where it fails: what was typed as a handle, and never the password."""
        try:
            await self._count_sign_in(command, address)
            result = await verb.action(context, command)
        except ParleyError as problem:
            handle = str(getattr(command, "handle", ""))[:HANDLE_LOGGED]
            self.log.info("sign_in_failed", verb=verb.name, handle=handle, address=address, code=problem.code)
            raise
        reach("before-answer")
        return result

    async def _count_sign_in(self, command: Struct, address: str) -> None:
        """By address, which stops most; by account, for guesses from many addresses; and all, for the hashes' sake.

        An attacker who guesses passwords delays the owner's next sign-in while they go on, and no longer; what
        is signed in stays so.
        """
        await self._spend(address, "sign_in")
        handle = getattr(command, "handle", None)
        if isinstance(handle, str):
            await self._spend(handle.strip().lower(), "account", "Too many sign-ins to this account.")
        await self._spend("", "sign_in_all", "Too many people are signing in at once.")

    async def _spend(self, key: str, rate: RateClass, why: str = "Too many requests.") -> None:
        wait_ms = await self._limits.take(key, rate)
        if wait_ms is not None:
            self.services.metrics.rate_limited.add(rate)
            raise RateLimited(f"{why} Try again in {wait_ms / 1000:.1f} s.", retry_after_ms=wait_ms)

    def _access_token(self, request: Request) -> str | None:
        access, _ = cookie_names(self.services.settings)
        return request.bearer or request.cookies.get(access)
