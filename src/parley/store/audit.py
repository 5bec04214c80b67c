"""The audit record: who did what about people, rooms and the server, in the transaction that does it.

Rows are only ever added: the database refuses to change or delete one.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Row, select

from parley.basics.ids import new_id
from parley.basics.times import rfc3339
from parley.protocol.audit import AuditEntry
from parley.store.beside import audit
from parley.store.database import Transaction
from parley.store.units import WriteTransaction

ADDRESS_LIMIT = 64
# Details are ids, roles and settings, never what people wrote and never a secret.
DETAILS_LIMIT = 4_000
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
