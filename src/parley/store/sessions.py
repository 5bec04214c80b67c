"""Sessions and tickets. What is kept of a token is never the token."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, select, update

from parley.basics.ids import new_id
from parley.basics.times import DAY
from parley.changes import person_log
from parley.own_things import SessionState
from parley.store.database import Transaction
from parley.store.schema import people, sessions, tickets
from parley.store.units import WriteTransaction
from parley.store.vectors import Lookup

# A process that was away for less than this is still told of a session's end.
KEPT_MS = 30 * DAY
# What one transaction deletes.
BATCH = 500

LIVE = Lookup(
    "sessions JOIN people ON people.id = sessions.person",
    (sessions.c.id,),
    (sessions.c.expires_at,),
    "sessions.ended_at IS NULL AND people.disabled_at IS NULL",
)

WITH_PERSON = (
    select(
        sessions.c.id.label("session"),
        sessions.c.salt,
        sessions.c.generation,
        sessions.c.rotated_at,
        sessions.c.created_at.label("began_at"),
        sessions.c.expires_at,
        sessions.c.confined,
        people,
    )
    .join(people, people.c.id == sessions.c.person)
    .where(
        sessions.c.id == bindparam("session"),
        sessions.c.ended_at.is_(None),
        sessions.c.expires_at > bindparam("now"),
        people.c.disabled_at.is_(None),
    )
)


async def live(tx: Transaction, session: int, now: int) -> Row[Any] | None:
    """A session that has neither ended nor run out, of a person who may still come in; with that person's row."""
    return await tx.one(WITH_PERSON, {"session": session, "now": now})


async def live_until(tx: Transaction, ids: Iterable[int], now: int) -> dict[int, int]:
    """When these sessions run out, without those that have ended or run out, or whose person may not come in."""
    found = await tx.find(LIVE, [(id_,) for id_ in set(ids)])
    return {id_: expires_at for (id_,), (expires_at,) in found.items() if expires_at > now}


async def listed(tx: Transaction, person: int, now: int) -> Sequence[Row[Any]]:
    """A person's sessions that neither ended nor ran out, the one used last first."""
    found = (sessions.c.person == person, sessions.c.ended_at.is_(None), sessions.c.expires_at > now)
    used = func.coalesce(sessions.c.used_at, sessions.c.rotated_at)
    return await tx.all(select(sessions, used.label("used")).where(*found).order_by(used.desc(), sessions.c.id.desc()))


async def begin(
    tx: WriteTransaction,
    *,
    person: int,
    salt: bytes,
    expires_at: int,
    device: str = "",
    address: str = "",
    confined: bool = False,
) -> int:
    session, log = new_id(), person_log(person)
    rev = tx.rev(log)
    used = (device, address, tx.now)
    row = (session, person, salt, 0, tx.now, tx.now, expires_at, None, rev, *used, int(confined))
    await tx.insert(sessions, [row])
    tx.changed(log, SessionState(session=session, has_ended=False, rev=rev))
    return session


async def rotate(
    tx: WriteTransaction, session: int, *, generation: int, expires_at: int, device: str, address: str
) -> None:
    """The refresh token of this generation takes the place of the one before."""
    used = {"device": device, "address": address, "used_at": tx.now}
    await tx.run(
        update(sessions)
        .where(sessions.c.id == session)
        .values(generation=generation, rotated_at=tx.now, expires_at=expires_at, **used)
    )


async def end(tx: WriteTransaction, *, person: int, session: int) -> None:
    """Ending a session twice is ending it once."""
    log = person_log(person)
    rev = tx.rev(log)
    await tx.run(
        update(sessions).where(sessions.c.id == session, sessions.c.ended_at.is_(None)).values(ended_at=tx.now, rev=rev)
    )
    tx.changed(log, SessionState(session=session, has_ended=True, rev=rev))


async def end_all(tx: WriteTransaction, person: int, *, but: int | None = None) -> int:
    """End every session of a person that has not ended, but perhaps one. Returns how many ended."""
    found = [sessions.c.person == person, sessions.c.ended_at.is_(None), sessions.c.id != (but or 0)]
    rows = await tx.all(select(sessions.c.id).where(*found))
    for row in rows:
        await end(tx, person=person, session=row.id)
    return len(rows)


async def release(tx: WriteTransaction, person: int) -> None:
    """The person has a second factor now: what their sessions may is no longer confined to setting one up."""
    await tx.run(update(sessions).where(sessions.c.person == person, sessions.c.confined != 0).values(confined=0))


async def end_unconfined(tx: WriteTransaction, person: int) -> None:
    """Those that began while no second factor was required. One that has begun since is confined, and goes on."""
    found = [sessions.c.person == person, sessions.c.ended_at.is_(None), sessions.c.confined == 0]
    for row in await tx.all(select(sessions.c.id).where(*found)):
        await end(tx, person=person, session=row.id)


async def long_over(tx: Transaction, now: int) -> list[int]:
    """Some sessions that ended or ran out so long ago that nobody needs to be told."""
    ended_at = func.coalesce(sessions.c.ended_at, sessions.c.expires_at)
    rows = await tx.all(select(sessions.c.id).where(ended_at < now - KEPT_MS).order_by(sessions.c.id).limit(BATCH))
    return [row.id for row in rows]


async def clean(tx: WriteTransaction, ids: Collection[int]) -> None:
    """Delete these sessions, and all tickets that ran out."""
    await tx.run(delete(tickets).where((tickets.c.expires_at <= tx.now) | tickets.c.session.in_(ids)))
    await tx.run(delete(sessions).where(sessions.c.id.in_(ids)))


async def add_ticket(tx: WriteTransaction, *, hash_: bytes, session: int, expires_at: int) -> None:
    await tx.run(delete(tickets).where(tickets.c.expires_at <= tx.now))
    await tx.run(insert(tickets).values(hash=hash_, session=session, expires_at=expires_at))


async def take_ticket(tx: WriteTransaction, hash_: bytes) -> int | None:
    """The session a ticket was made for. It works once: of two who try, the row goes to one."""
    row = await tx.one(select(tickets.c.session).where(tickets.c.hash == hash_, tickets.c.expires_at > tx.now))
    taken = await tx.run(delete(tickets).where(tickets.c.hash == hash_))
    return row.session if row is not None and taken else None
