"""Passkeys: public keys, each of a pair that a person's device made for this server."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, delete, func, select, text, update

from parley.basics.ids import new_id
from parley.store.database import Transaction
from parley.store.proofs import answered, passkeys
from parley.store.units import WriteTransaction

_ANSWERED = text(
    "INSERT INTO answered_challenges (hash, expires_at) VALUES (:hash, :expires_at) ON CONFLICT (hash) DO NOTHING"
)


async def listed(tx: Transaction, person: int) -> Sequence[Row[Any]]:
    """The oldest first."""
    return await tx.all(select(passkeys).where(passkeys.c.person == person).order_by(passkeys.c.id))


async def count(tx: Transaction, person: int) -> int:
    row = await tx.one(select(func.count().label("number")).where(passkeys.c.person == person))
    return 0 if row is None else int(row.number)


async def by_id(tx: Transaction, person: int, passkey: int) -> Row[Any] | None:
    return await tx.one(select(passkeys).where(passkeys.c.id == passkey, passkeys.c.person == person))


async def by_credential(tx: Transaction, credential: bytes) -> Row[Any] | None:
    return await tx.one(select(passkeys).where(passkeys.c.credential == credential))


async def add(
    tx: WriteTransaction,
    person: int,
    *,
    credential: bytes,
    public_key: bytes,
    sign_count: int,
    transports: str,
    name: str,
) -> int:
    passkey = new_id()
    row = (passkey, person, credential, public_key, sign_count, transports, name, tx.now, None)
    await tx.insert(passkeys, [row])
    return passkey


async def rename(tx: WriteTransaction, passkey: int, name: str) -> None:
    await tx.run(update(passkeys).where(passkeys.c.id == passkey).values(name=name))


async def remove(tx: WriteTransaction, passkey: int) -> None:
    await tx.run(delete(passkeys).where(passkeys.c.id == passkey))


async def remove_all(tx: WriteTransaction, person: int) -> int:
    return int(await tx.run(delete(passkeys).where(passkeys.c.person == person)))


async def used(tx: WriteTransaction, passkey: int, *, before: int, sign_count: int) -> bool:
    """Whether its counter still stood where it was when the signature was checked."""
    same = (passkeys.c.id == passkey) & (passkeys.c.sign_count == before)
    return bool(await tx.run(update(passkeys).where(same).values(sign_count=sign_count, used_at=tx.now)))


async def answer(tx: WriteTransaction, challenge: bytes, expires_at: int) -> bool:
    """Of all who bring back an answer to the same challenge, one is the first."""
    row = {"hash": sha256(challenge).digest(), "expires_at": expires_at}
    return bool(await tx.run(_ANSWERED.bindparams(**row)))


async def clean(tx: WriteTransaction) -> None:
    """Forget the challenges that were answered, once they have run out."""
    await tx.run(delete(answered).where(answered.c.expires_at <= tx.now))
