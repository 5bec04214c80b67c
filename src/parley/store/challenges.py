"""Challenges: links and codes that the server mails to people. Presenting one proves that they read their mail.

A row holds nothing with which it could be answered: link and code are made of it and of the server's secret, when the
letter is written and when somebody brings them back. A challenge is answered by deleting its row, so once.
"""

from typing import Any, Literal

from sqlalchemy import Row, delete, insert, select, update

from parley.basics.times import MINUTE
from parley.store.beside import challenges
from parley.store.database import Transaction
from parley.store.units import WriteTransaction

# Of `register` there is no row here, but one of parley.store.newcomers: nobody has an account yet.
Purpose = Literal["reset", "sign_in", "verify", "second_factor", "register"]
LIFE_MS = 10 * MINUTE
# Of the second step of signing in: its reader has the app at hand.
STEP_MS = 5 * MINUTE
# Of a code, which is short. A link cannot be guessed.
TRIES = 5


async def put(
    tx: WriteTransaction,
    id_: int,
    *,
    purpose: Purpose,
    person: int,
    salt: bytes,
    email: str | None = None,
    asked_hash: bytes | None = None,
) -> Row[Any]:
    """The challenge of this id, made unless it is there; earlier ones for the same end. It lives from now on.

    A letter that was not sent is written again, and is to have the same link: perhaps it was sent after all.
    """
    others = (challenges.c.person == person) & (challenges.c.purpose == purpose) & (challenges.c.id != id_)
    await tx.run(delete(challenges).where(others | (challenges.c.expires_at <= tx.now - LIFE_MS)))
    expires_at = tx.now + LIFE_MS
    if not await tx.run(update(challenges).where(challenges.c.id == id_).values(expires_at=expires_at)):
        row = {"id": id_, "purpose": purpose, "person": person, "email": email, "salt": salt, "asked_hash": asked_hash}
        await tx.run(insert(challenges).values(**row, tries=0, expires_at=expires_at))
    made = await tx.one(select(challenges).where(challenges.c.id == id_))
    assert made is not None  # noqa: S101 - for the type checker: this transaction has just written it
    return made


async def begin_step(tx: WriteTransaction, id_: int, *, person: int, salt: bytes, asked_hash: bytes | None) -> None:
    """The second step of a sign-in. Others of the same person go on: else one who knows the password could keep its
    owner from ever coming to the end.
    """
    row = {"id": id_, "purpose": "second_factor", "person": person, "email": None, "salt": salt}
    more = {"asked_hash": asked_hash, "tries": 0, "expires_at": tx.now + STEP_MS}
    await tx.run(insert(challenges).values(**row, **more))


async def live(tx: Transaction, id_: int, purpose: Purpose, now: int) -> Row[Any] | None:
    found = (challenges.c.id == id_, challenges.c.purpose == purpose, challenges.c.expires_at > now)
    return await tx.one(select(challenges).where(*found))


async def asked_with(tx: Transaction, asked_hash: bytes, purpose: Purpose, now: int) -> Row[Any] | None:
    """The challenge that was asked for with this."""
    found = (challenges.c.asked_hash == asked_hash, challenges.c.purpose == purpose, challenges.c.expires_at > now)
    return await tx.one(select(challenges).where(*found))


async def count_try(tx: WriteTransaction, id_: int) -> bool:
    """Whether there is one more try at the code. It counts although it was wrong, so the transaction must commit."""
    counted = update(challenges).where(challenges.c.id == id_, challenges.c.tries < TRIES)
    return bool(await tx.run(counted.values(tries=challenges.c.tries + 1)))


async def answer(tx: WriteTransaction, id_: int) -> bool:
    """Of all who bring back the same, one is the first."""
    return bool(await tx.run(delete(challenges).where(challenges.c.id == id_, challenges.c.expires_at > tx.now)))


async def drop_all(tx: WriteTransaction, person: int) -> None:
    """Whatever was sent to a person before this leads nowhere: they have another password or another address now."""
    await tx.run(delete(challenges).where(challenges.c.person == person))


async def clean(tx: WriteTransaction) -> None:
    await tx.run(delete(challenges).where(challenges.c.expires_at <= tx.now))
