"""The audit record: who did what about people, rooms and the server, in the transaction that does it.

Rows are added and stay: the database refuses to change one, and deletes none but refused sign-ins.
"""

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import Row, delete, select, text

from parley.basics.ids import new_id
from parley.basics.times import DAY, rfc3339
from parley.protocol.audit import AuditEntry
from parley.store.beside import IS_REFUSAL, audit
from parley.store.database import Transaction
from parley.store.units import WriteTransaction

ADDRESS_LIMIT = 64
# Details are ids, roles and settings, never what people wrote and never a secret.
DETAILS_LIMIT = 4_000
# Strangers cause them, by day and night, and each has an address in it.
REFUSALS_KEPT_MS = 90 * DAY
REFUSALS_KEPT = 100_000
BATCH = 1_000
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(dict[str, str | int | bool | None]).decode


async def record(
    tx: WriteTransaction,
    action: str,
    *,
    by: int | None,
    address: str | None = None,
    person: int | None = None,
    room: int | None = None,
    **details: str | int | bool | None,
) -> None:
    """Add a row. `action` is the name of the verb, or `cli.` and what was done from the command line.

    `by` is null if nobody was signed in. `person` and `room` are what it was done to.
    """
    told = _encode(details).decode()
    if len(told) > DETAILS_LIMIT:
        raise ValueError(f"the details of a {action} have {len(told)} characters, and {DETAILS_LIMIT} are the most")
    shown = address[:ADDRESS_LIMIT] if address else None
    await tx.insert(audit, [(new_id(), tx.now, action, by, person, room, shown, told)])


async def page(
    tx: Transaction,
    *,
    action: str = "",
    by: int | None = None,
    person: int | None = None,
    room: int | None = None,
    about: int | None = None,
    since: int | None = None,
    until: int | None = None,
    before: int | None = None,
    limit: int,
) -> list[AuditEntry]:
    """Acts, newest first; those that match, and that came before an id. `about` somebody is by them or to them."""
    wanted = ((audit.c.actor, by), (audit.c.person, person), (audit.c.room, room))
    where = [column == value for column, value in wanted if value is not None]
    if action:
        where.append(audit.c.action.startswith(action, autoescape=True))
    if about is not None:
        where.append((audit.c.actor == about) | (audit.c.person == about))
    if since is not None:
        where.append(audit.c.at >= since)
    if until is not None:
        where.append(audit.c.at < until)
    if before is not None:
        where.append(audit.c.id < before)
    rows: Sequence[Row[Any]] = await tx.all(select(audit).where(*where).order_by(audit.c.id.desc()).limit(limit))
    return [_entry(row) for row in rows]


async def refusals_over(tx: Transaction, now: int, *, keep: int = REFUSALS_KEPT) -> list[int]:
    """Some refused sign-ins that have had their time, or that came before the newest so many."""
    refusals = select(audit.c.id).where(text(IS_REFUSAL))
    oldest = refusals.add_columns(audit.c.at).order_by(audit.c.id).limit(BATCH)
    last = await tx.one(refusals.order_by(audit.c.id.desc()).offset(keep).limit(1))
    beyond = -1 if last is None else last.id
    return [row.id for row in await tx.all(oldest) if row.at < now - REFUSALS_KEPT_MS or row.id <= beyond]


async def clean(tx: WriteTransaction, ids: Collection[int]) -> None:
    """Delete these refused sign-ins."""
    await tx.run(delete(audit).where(audit.c.id.in_(ids)))


def _entry(row: Row[Any]) -> AuditEntry:
    return AuditEntry(
        id=str(row.id),
        at=rfc3339(row.at),
        action=row.action,
        by=_id(row.actor),
        person=_id(row.person),
        room=_id(row.room),
        address=row.address,
        details=_decode(row.details),
    )


def _id(number: int | None) -> str | None:
    return None if number is None else str(number)
