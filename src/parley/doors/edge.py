"""What both doors share: who is calling, how often they may, and calling the verb."""

from collections import Counter
from time import perf_counter

import structlog
from msgspec import Struct

from parley.actions.context import Caller, Context, Device, Live, Services
from parley.actions.steps import person_of
from parley.basics.amounts import count
from parley.basics.failpoints import reach
from parley.basics.ids import token_hash
from parley.basics.outages import Bounded
from parley.doors.request import Request, cookie_names
from parley.errors import Forbidden, Internal, ParleyError, RateLimited, Unauthenticated
from parley.guard.limits import Limits, RateClass
from parley.guard.price import answer_cost, command_cost
from parley.guard.tokens import Access
from parley.policies import CONFINED
from parley.protocol.accounts import RefreshSession
from parley.protocol.second_factor import ConfirmSession
from parley.protocol.sync import Hello
from parley.realtime.receiver import Receiver
from parley.realtime.signals import Signals
from parley.speech.sentences import Sentence, say
from parley.store import people, sessions
from parley.store.units import WriteTransaction, write_alone
from parley.verb import Door, Rate, Verb
from parley.verbs import VERBS

# What is guessed at, and what sends letters to people who have not signed in.
GUARDED: frozenset[Rate] = frozenset({"sign_in", "mail"})
# What makes answers that may be large.
READING: frozenset[Rate] = frozenset({"read", "search"})
# For so long a process remembers that a session has ended, and asks no database about its tokens.
ENDED_MS, MOST_ENDED = 60_000, 10_000
ENDED = "This session has ended. Sign in again."
# An answer is made in a few milliseconds.
READING_MS = 200
TOO_MANY = say("Too many requests.")


class Edge:
    """The way in, for whatever came through a door."""

    def __init__(self, services: Services, limits: Limits, signals: Signals | None = None) -> None:
        self.services = services
        self._signals = signals
        self._limits = limits
        self._reading = Counter[str]()
        self._most_reading = count(services.settings.requests_reading)
        self._ended: dict[int, int] = {}
        self.log = Bounded(structlog.get_logger("parley.doors"))
        for verb in VERBS:
            for door in verb.doors:
                services.metrics.commands.expect(door, verb.name, "ok")
                services.metrics.commands.expect(door, verb.name, Internal.code)

    def claim(self, request: Request) -> Access | None:
        """Who a request says it is, by its token or cookie. Only the signature is looked at, which is cheap."""
        token = self._access_token(request)
        if not token:
            return None
        now = self.services.now()
        claim = self.services.tokens.read_access(token, now)
        if self._ended.get(claim.session, 0) > now:
            raise Unauthenticated(ENDED)
        return claim

    async def identify(self, claim: Access) -> Caller:
        """Who that is, as long as the session lives."""
        caller = await self.caller_of(claim.session)
        if caller.person != claim.person:
            raise Unauthenticated(ENDED)
        return caller

    async def caller_of(self, session: int) -> Caller:
        now = self.services.now()
        row = await self.services.database.read(sessions.live, session, now)
        if row is None:
            self._remember_end(session, now)
            raise Unauthenticated(ENDED)
        return Caller(row.id, session, row.role, row.expires_at, is_confined=bool(row.confined))

    def _remember_end(self, session: int, now: int) -> None:
        if len(self._ended) >= MOST_ENDED:
            self._ended.clear()
        self._ended[session] = now + ENDED_MS

    async def redeem(self, ticket: str) -> Caller:
        """Whose ticket this is. It works once."""

        async def work(tx: WriteTransaction) -> int | None:
            return await sessions.take_ticket(tx, token_hash(ticket))

        session = await write_alone(self.services.writer, (), work)
        if session is None:
            raise Unauthenticated("The ticket is not valid, or not any more. Ask for a new one.")
        return await self.caller_of(session)

    async def admit(self, verb: Verb, who: str) -> None:
        """Take the price of a call, before its body is read or the database asked. `who` is a person, or an address.

        Signing in and refreshing are counted later: by what the command says.
        """
        if not _counts_itself(verb):
            await self.spend(who, verb.rate)

    def settle(self, verb: Verb, who: str, size: int) -> None:
        """Charge for an answer of so many bytes. A large one delays what its reader asks next."""
        if (cost := answer_cost(size)) > 0 and not _counts_itself(verb):
            self._limits.charge(who, verb.rate, cost)

    def charge_for_nonsense(self, verb: Verb, address: str) -> None:
        """What cannot be decoded has its price too, where `admit` took none."""
        if _counts_itself(verb):
            self._limits.charge(address, "sign_in", 1)

    async def call(
        self,
        verb: Verb,
        caller: Caller | None,
        command: Struct,
        device: Device,
        *,
        refresh_token: str | None = None,
        socket: Receiver | None = None,
    ) -> Struct:
        """Act for somebody who was admitted. Whether they may is asked in the transaction that acts."""
        reach("command-read")
        context = Context(self.services, caller, verb.may, refresh_token, self.live(socket), device)
        if verb.rate in GUARDED:
            return await self._sign_in(verb, context, command)
        if isinstance(command, RefreshSession):
            return await self._refresh(verb, context, command)
        who = device.address if caller is None else str(caller.person)
        if (cost := command_cost(command)) > 0:
            await self.spend(who, verb.rate, cost=cost)
        if verb.rate in READING:
            result = await self._read(verb, context, command, who)
        else:
            result = await verb.action(context, command)
        reach("before-answer")
        return result

    def live(self, socket: Receiver | None = None) -> Live | None:
        """What a call can tell at once. Without signals, nothing."""
        return None if self._signals is None else Live(self._signals, socket)

    async def _read(self, verb: Verb, context: Context, command: Struct, who: str) -> Struct:
        """Reads make answers, which need memory until they are sent: so many at a time for one person."""
        if self._most_reading is not None and self._reading[who] >= self._most_reading:
            raise RateLimited("Too many of your reads are being answered. Wait for some.", retry_after_ms=READING_MS)
        self._reading[who] += 1
        try:
            return await verb.action(context, command)
        finally:
            self._reading[who] -= 1
            if not self._reading[who]:
                del self._reading[who]

    def device_for(self, person: int, token: str | None) -> str | None:
        """A token for a browser that this person has signed in with, unless it has one."""
        known = self.services.tokens.read_device(token or "")
        return None if known is not None and known.person == person else self.services.tokens.device(person)

    def answered(self, door: Door, verb: Verb | None, code: str, began: float) -> None:
        """Count an answer. All unknown verbs share one name: else a client that invents names would fill the memory."""
        metrics = self.services.metrics
        metrics.commands.add(door, "unknown" if verb is None else verb.name, code)
        if verb is not None:
            metrics.command_seconds.observe(perf_counter() - began, verb.rate)

    async def greet(self, request: Request, hello: Hello) -> Caller:
        """Whose socket this is. Who opens them in a loop is refused: each costs as much as many commands."""
        ticket = hello.ticket
        claim = None if ticket else self.claim(request)
        if claim is None and not ticket:
            raise Unauthenticated("Sign in first: the socket came without a token, a session or a ticket.")
        if claim is not None:  # before the database is asked: an attacker is refused for ever
            await self._count_connection(claim.person)
        caller = await (self.identify(claim) if claim is not None else self.redeem(ticket or ""))
        if caller.is_confined:
            raise Forbidden(CONFINED, field="second_factor")
        if claim is None:
            await self._count_connection(caller.person)
        # One with no cursors costs nothing here, but nobody is let in who owes for what they have been sent.
        await self.spend(str(caller.person), "read", cost=command_cost(hello))
        return caller

    async def _count_connection(self, person: int) -> None:
        await self.spend(str(person), "connect", say("You open connections too fast."))

    def settle_welcome(self, person: int, size: int) -> None:
        """Charge for a welcome of so many bytes: it grows with the rooms that somebody is in."""
        if (cost := answer_cost(size)) > 0:
            self._limits.charge(str(person), "read", cost)

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

    async def _sign_in(self, verb: Verb, context: Context, command: Struct) -> Struct:
        """The verb, with a line in the log where it fails. It says whom somebody tried to be only to who knows already:
        many type their password where their handle goes.
        """
        login = login_in(command)
        try:
            await self._count_sign_in(verb, context, command, login)
            result = await verb.action(context, command)
        except ParleyError as problem:
            if problem.step is not None:
                raise  # the first step was right
            who = None if login is None else context.services.tokens.pseudonym(login)
            reason = problem.reason or problem.code
            self.log.info("sign_in_failed", verb=verb.name, who=who, address=context.device.address, reason=reason)
            raise
        reach("before-answer")
        return result

    async def _count_sign_in(self, verb: Verb, context: Context, command: Struct, login: str | None) -> None:
        """By address, which stops most; all, for the hashes' sake; and by account, for guesses from many addresses.

        The account comes last: who is refused by what they share with others has spent nothing of it. A browser that
        its person has signed in with before has a bucket of its own, so no attacker can keep that person out.
        """
        person = context.caller.person if context.caller is not None else await self._person_of(login)
        if isinstance(command, ConfirmSession):
            person = await person_of(self.services, command.step)
        known = self.services.tokens.read_device(context.device.token or "")
        is_known = known is not None and person is not None and known.person == person
        if not is_known:
            await self.spend(context.device.address, "sign_in")
            await self.spend("", "sign_in_all", say("Too many people are signing in at once."))
        if verb.rate == "mail" or hasattr(command, "email"):
            await self.spend(
                getattr(command, "email", None) or str(person or login), "mail", say("Too many letters to this person.")
            )
        if verb.rate == "mail" or (login is None and person is None):
            return
        whose = f"device {known.name}" if known is not None and is_known else str(person or login)
        await self.spend(whose, "account", say("Too many sign-ins to this account."))

    async def _person_of(self, login: str | None) -> int | None:
        """Whose account it is: they may be named by a handle or by an address, and it is one account."""
        row = None if login is None else await self.services.database.read(people.by_login, login)
        return None if row is None else int(row.id)

    async def _refresh(self, verb: Verb, context: Context, command: RefreshSession) -> Struct:
        """Counted by session: an office behind one address comes back all at once. Only who is refused is counted by
        address as well.
        """
        token = command.refresh_token or context.refresh_token or ""
        address = context.device.address
        await self.spend(f"session {token.partition('.')[0][:19]}" if token else address, verb.rate)
        try:
            result = await verb.action(context, command)
        except Unauthenticated:
            await self.spend(address, "sign_in")
            raise
        reach("before-answer")
        return result

    async def spend(self, key: str, rate: RateClass, why: Sentence = TOO_MANY, cost: float = 1) -> None:
        wait_ms = await self._limits.take(key, rate, cost)
        if wait_ms is not None:
            self.services.metrics.rate_limited.add(rate)
            raise RateLimited(
                say("{why} Try again in {seconds} s.", why=why, seconds=wait_ms / 1000), retry_after_ms=wait_ms
            )

    def _access_token(self, request: Request) -> str | None:
        access, _ = cookie_names(self.services.settings)
        return request.bearer or request.cookies.get(access)


def _counts_itself(verb: Verb) -> bool:
    return verb.command is RefreshSession or verb.rate in GUARDED


def login_in(command: Struct) -> str | None:
    """Whom a command says it is about, as it was typed; told apart no further than accounts are."""
    typed = getattr(command, "login", None) or getattr(command, "handle", None)
    return typed.strip().lower() if isinstance(typed, str) else None
