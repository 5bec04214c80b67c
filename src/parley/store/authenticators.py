"""Authenticator apps, of which a person has one, and the recovery codes for when it is lost."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, delete, func, select, update

from parley.store.database import Transaction
from parley.store.proofs import authenticators, recovery_codes
from parley.store.units import WriteTransaction


async def confirmed(tx: Transaction, person: int) -> Row[Any] | None:
    """The one that codes are asked of."""
    found = (authenticators.c.person == person, authenticators.c.confirmed_at.is_not(None))
    return await tx.one(select(authenticators).where(*found))


async def begun(tx: Transaction, person: int) -> Row[Any] | None:
    """The one that waits for its first code."""
    found = (authenticators.c.person == person, authenticators.c.confirmed_at.is_(None))
    return await tx.one(select(authenticators).where(*found))


async def begin(tx: WriteTransaction, person: int, sealed: bytes) -> None:
    """In place of one that was begun before."""
    await tx.run(delete(authenticators).where(authenticators.c.person == person))
    await tx.insert(authenticators, [(person, sealed, tx.now, None, 0)])


async def confirm(tx: WriteTransaction, person: int, sealed: bytes, step: int) -> bool:
    """False if another one was begun, or this one confirmed, since its code was checked."""
    same = (authenticators.c.person == person) & (authenticators.c.sealed == sealed)
    waiting = update(authenticators).where(same, authenticators.c.confirmed_at.is_(None))
    return bool(await tx.run(waiting.values(confirmed_at=tx.now, last_step=step)))


async def take_step(tx: WriteTransaction, person: int, step: int) -> bool:
    """Of all who show a code of the same time step, one is the first; codes of earlier steps are too late."""
    later = (authenticators.c.person == person) & (authenticators.c.last_step < step)
    return bool(await tx.run(update(authenticators).where(later).values(last_step=step)))


async def remove(tx: WriteTransaction, person: int) -> bool:
    """With its recovery codes. Whether there was a confirmed one."""
    was_there = await confirmed(tx, person) is not None
    await tx.run(delete(recovery_codes).where(recovery_codes.c.person == person))
    await tx.run(delete(authenticators).where(authenticators.c.person == person))
    return was_there


async def put_codes(tx: WriteTransaction, person: int, hashes: Collection[bytes]) -> None:
    """These and no others are good from now on."""
    await tx.run(delete(recovery_codes).where(recovery_codes.c.person == person))
    await tx.insert(recovery_codes, [(person, hash_) for hash_ in hashes])


async def use_code(tx: WriteTransaction, person: int, hash_: bytes) -> bool:
    """It works once: of all who show it, the row goes to one."""
    mine = (recovery_codes.c.person == person) & (recovery_codes.c.hash == hash_)
    return bool(await tx.run(delete(recovery_codes).where(mine)))


async def codes_left(tx: Transaction, person: int) -> int:
    row = await tx.one(select(func.count().label("number")).where(recovery_codes.c.person == person))
    return 0 if row is None else int(row.number)


async def all_sealed(tx: Transaction) -> Sequence[Row[Any]]:
    return await tx.all(select(authenticators.c.person, authenticators.c.sealed))


async def reseal(tx: WriteTransaction, person: int, *, before: bytes, sealed: bytes) -> None:
    same = (authenticators.c.person == person) & (authenticators.c.sealed == before)
    await tx.run(update(authenticators).where(same).values(sealed=sealed))
