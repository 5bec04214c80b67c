"""The audit record: who did what about people, rooms and the server, in the transaction that does it.

Rows are only ever added: the database refuses to change or delete one.
"""

from typing import Any

import msgspec

from parley.basics.ids import new_id
from parley.store.beside import audit
from parley.store.units import WriteTransaction

ADDRESS_LIMIT = 64
# Details are ids, roles and settings, never what people wrote and never a secret.
DETAILS_LIMIT = 4_000
_encode = msgspec.json.Encoder().encode


async def record(
    tx: WriteTransaction,
    action: str,
    *,
    by: int | None,
    address: str | None = None,
    person: int | None = None,
    room: int | None = None,
    **details: Any,
) -> None:
    """Add a row. `action` is the name of the verb, or `cli.` and what was done from the command line.

    `by` is null if nobody was signed in. `person` and `room` are what it was done to.
    """
    told = _encode(details).decode()
    if len(told) > DETAILS_LIMIT:
        raise ValueError(f"the details of a {action} have {len(told)} characters, and {DETAILS_LIMIT} are the most")
    shown = address[:ADDRESS_LIMIT] if address else None
    await tx.insert(audit, [(new_id(), tx.now, action, by, person, room, shown, told)])
