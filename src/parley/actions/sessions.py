"""Sessions: how they begin, go on and end.

A refresh token works once; the next one comes with it. Presenting the one before is forgiven for GRACE_MS, because
two tabs may refresh at once and an answer may be lost; any other old token means that it was copied, and ends the
session.
"""

from parley.actions.context import Context
from parley.actions.devices import device_name
from parley.actions.steps import Step, is_to_be_confined, refusal_of, step_of
from parley.basics.ids import new_token, number, token_hash
from parley.basics.times import DAY, MINUTE, rfc3339
from parley.changes import person_log
from parley.errors import NotFound, Unauthenticated
from parley.guard.tokens import Refresh
from parley.protocol.accounts import CreateSession, CreateTicket, Ended, EndSession, RefreshSession, Session, Ticket
from parley.protocol.base import Empty
from parley.protocol.sessions import ListSessions, OwnSession, RevokeOtherSessions, RevokeSession, SessionList
from parley.standing import Standing
from parley.store import people, sessions
from parley.store.database import Row, Transaction
from parley.store.units import WriteTransaction, write_alone

GRACE_MS = 30_000
TICKET_MS = 30_000


async def create(ctx: Context, command: CreateSession) -> Session:
    row = await ctx.database.read(people.by_login, command.handle)
    stored = row.password_hash if row is not None else None
    # Checked also for somebody who is not there: the answer and its time are the same.
    matches = await ctx.services.passwords.matches(stored, command.password)
    if row is None:
        raise await _refused(ctx, None, "nobody has this login")
    if not matches:
        raise await _refused(ctx, row.id, "wrong password")
    if row.disabled_at is not None:
        raise await _refused(ctx, row.id, "disabled")
    return await begin(ctx, row.id, "session.create", shown=row.password_hash)


async def begin(ctx: Context, person: int, verb: str, *, shown: str | None = None) -> Session:
    """A session for somebody who has just shown who they are, by the verb of this name.

    Where the second step is still to come, there is none: the refusal says how they go on.

    `shown` is the hash that their password matched. If it was reset meanwhile, all sessions were to end: none begins.
    """
    salt = ctx.services.tokens.new_salt()

    async def work(tx: WriteTransaction) -> Session | Step:
        return await begun(ctx, tx, person, salt, verb, shown=shown)

    return session_in(await write_alone(ctx.writer, (person_log(person),), work))


async def begun(
    ctx: Context, tx: WriteTransaction, person: int, salt: bytes, verb: str, *, shown: str | None = None
) -> Session | Step:
    """The same, in a transaction that also does something else. After it, `session_in` says what there is to say."""
    row = await people.by_id(tx, person)
    if row is None or row.disabled_at is not None:
        raise _disabled()
    if shown is not None and row.password_hash != shown:
        raise _wrong("the password was changed meanwhile")
    step = await step_of(ctx, tx, row, verb)
    return step if step is not None else await begun_by_both(ctx, tx, person, salt, verb)


def session_in(answer: Session | Step) -> Session:
    if isinstance(answer, Step):
        raise refusal_of(answer)
    return answer


async def begun_by_both(ctx: Context, tx: WriteTransaction, person: int, salt: bytes, verb: str) -> Session:
    """For somebody who has shown two factors, or has but one and needs no more."""
    person_row = await people.by_id(tx, person)
    session = await sessions.begin(
        tx,
        person=person,
        salt=salt,
        expires_at=_expires_at(ctx, tx.now, tx.now),
        device=device_name(ctx.device.agent),
        address=ctx.device.address,
        confined=person_row is not None and await is_to_be_confined(tx, person_row),
    )
    row = await sessions.live(tx, session, tx.now)
    if row is None:
        raise _disabled()
    await ctx.audit(tx, verb, person=person, device=device_name(ctx.device.agent))
    return _answer(ctx, row, tx.now)


async def refresh(ctx: Context, command: RefreshSession) -> Session:
    token = command.refresh_token or ctx.refresh_token
    if token is None:
        raise Unauthenticated("There is no session here. Sign in.")
    claim = ctx.services.tokens.read_refresh(token)
    row = await ctx.database.read(sessions.live, claim.session, ctx.now())
    if row is None or not ctx.services.tokens.is_refresh(claim, row.salt):
        raise Unauthenticated("This session has ended. Sign in again.")

    async def work(tx: WriteTransaction) -> Session | None:
        row = await sessions.live(tx, claim.session, tx.now)
        return None if row is None else await _rotate(ctx, tx, claim, row)

    session = await write_alone(ctx.writer, (person_log(row.id),), work)
    if session is None:
        raise Unauthenticated("This session has ended. Sign in again.")
    return session


async def end(ctx: Context, _: EndSession) -> Empty:
    me = ctx.me

    async def work(tx: WriteTransaction, _: Standing) -> None:
        await sessions.end(tx, person=me.person, session=me.session)

    await ctx.write((person_log(me.person),), work)
    return Empty()


async def list_sessions(ctx: Context, _: ListSessions) -> SessionList:
    async def work(tx: Transaction, who: Standing) -> SessionList:
        rows = await sessions.listed(tx, who.person, who.now)
        return SessionList(sessions=[_shown(row, is_current=row.id == ctx.me.session) for row in rows])

    return await ctx.read(work)


async def revoke(ctx: Context, command: RevokeSession) -> Empty:
    """One of the caller's own. Its sockets close, here and at every other process."""
    session = number(command.session)

    async def work(tx: WriteTransaction, who: Standing) -> Empty:
        if all(row.id != session for row in await sessions.listed(tx, who.person, tx.now)):
            raise NotFound("You have no such session, or it has ended.", field="session")
        await sessions.end(tx, person=who.person, session=session)
        await ctx.audit(tx, "session.revoke", person=who.person)
        return Empty()

    return await ctx.write((person_log(ctx.me.person),), work)


async def revoke_others(ctx: Context, _: RevokeOtherSessions) -> Ended:
    async def work(tx: WriteTransaction, who: Standing) -> Ended:
        await ctx.audit(tx, "session.revoke_others", person=who.person)
        return Ended(sessions=await sessions.end_all(tx, who.person, but=ctx.me.session))

    return await ctx.write((person_log(ctx.me.person),), work)


async def ticket(ctx: Context, _: CreateTicket) -> Ticket:
    token, me = new_token(), ctx.me

    async def work(tx: WriteTransaction, _: Standing) -> Ticket:
        expires_at = tx.now + TICKET_MS
        await sessions.add_ticket(tx, hash_=token_hash(token), session=me.session, expires_at=expires_at)
        return Ticket(ticket=token, expires_at=rfc3339(expires_at))

    return await ctx.write((person_log(me.person),), work)


async def _rotate(ctx: Context, tx: WriteTransaction, claim: Refresh, row: Row) -> Session | None:
    """The next generation; the present one again within the grace; for anything older, the end of the session.

    The session also ends if a second factor has been required since and the person has none: they sign in anew.

    A session that is ahead of the database was refreshed after the backup from which this one was restored.
    """
    if not row.confined and await is_to_be_confined(tx, row):
        await sessions.end(tx, person=row.id, session=row.session)
        return None
    if claim.generation >= row.generation:
        expires_at = _expires_at(ctx, row.began_at, tx.now)
        await sessions.rotate(
            tx,
            row.session,
            generation=claim.generation + 1,
            expires_at=expires_at,
            device=device_name(ctx.device.agent),
            address=ctx.device.address,
        )
        rotated = await sessions.live(tx, row.session, tx.now)
        return _answer(ctx, rotated or row, tx.now)
    if claim.generation == row.generation - 1 and tx.now < row.rotated_at + GRACE_MS:
        return _answer(ctx, row, tx.now)
    await sessions.end(tx, person=row.id, session=row.session)
    await ctx.audit(tx, "session.refresh", person=row.id, refused="an old token: it was copied")
    return None


async def _refused(ctx: Context, person: int | None, why: str) -> Unauthenticated:
    """Also of nobody's login there is a row: else the time that it takes would tell whose there is."""

    async def work(tx: WriteTransaction) -> None:
        await ctx.audit(tx, "session.create", person=person, refused=why)

    await write_alone(ctx.writer, (), work)
    return _wrong(why)


def _disabled() -> Unauthenticated:
    return Unauthenticated("This account is disabled.")


def _wrong(why: str) -> Unauthenticated:
    """One answer for all: which of them it was is for the log."""
    return Unauthenticated("The handle or the password is wrong.", field="password", reason=why)


def _shown(row: Row, *, is_current: bool) -> OwnSession:
    return OwnSession(
        id=str(row.id),
        device=row.device or "",
        address=row.address or "",
        created_at=rfc3339(row.created_at),
        used_at=rfc3339(row.used),
        expires_at=rfc3339(row.expires_at),
        is_current=is_current,
    )


def _expires_at(ctx: Context, began_at: int, now: int) -> int:
    settings = ctx.services.settings
    return min(now + settings.session_days * DAY, began_at + settings.session_max_days * DAY)


def _answer(ctx: Context, row: Row, now: int) -> Session:
    """The session with its tokens. The HTTP door moves them into cookies where those were asked for."""
    tokens = ctx.services.tokens
    access_until = min(now + ctx.services.settings.access_minutes * MINUTE, row.expires_at)
    return Session(
        me=people.me_of(row, is_confined=bool(row.confined)),
        access_expires_at=rfc3339(access_until),
        session_expires_at=rfc3339(row.expires_at),
        access_token=tokens.access(person=row.id, session=row.session, now=now, expires_at=access_until),
        refresh_token=tokens.refresh(session=row.session, generation=row.generation, salt=row.salt),
    )
