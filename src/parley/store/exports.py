"""Exports: the copies of their data that people ask for, one a person, in the database for every process to serve.

A row in `exports` is the right to a file: once it is gone nobody downloads that, and its pieces are deleted some at a
time.
"""

from typing import Any

from msgspec import Struct
from sqlalchemy import Row, delete, select, update

from parley.basics.ids import new_id
from parley.basics.times import DAY, rfc3339
from parley.protocol.exports import Export
from parley.speech.languages import ENGLISH
from parley.store import errands, jobs
from parley.store.database import Transaction
from parley.store.errands import Notice
from parley.store.export_tables import export_pieces, exports
from parley.store.jobs import JobKind
from parley.store.schema import people
from parley.store.units import WriteTransaction

# How long a file is there; and how long nobody can ask for another one, should it never be finished.
KEPT_MS = DAY
# What one transaction deletes: 4 MiB.
BATCH = 16


class MakeExport(Struct, frozen=True, kw_only=True):
    """Writes the file."""

    export: int
    person: int
    # The one of the request, for people who have chosen none.
    language: str = ENGLISH


class DropExport(Struct, frozen=True, kw_only=True):
    """Deletes the file, when its time is over or its person is gone."""

    export: int


MAKE = JobKind("export.make", MakeExport)
DROP = JobKind("export.drop", DropExport)


async def of(tx: Transaction, person: int) -> Row[Any] | None:
    return await tx.one(select(exports).where(exports.c.person == person))


async def by_id(tx: Transaction, export: int, person: int) -> Row[Any] | None:
    return await tx.one(select(exports).where(exports.c.person == person, exports.c.id == export))


def told(row: Row[Any]) -> Export:
    return Export(
        asked_at=rfc3339(row.asked_at),
        ready_at=None if row.ready_at is None else rfc3339(row.ready_at),
        expires_at=rfc3339(row.expires_at),
        size=row.size,
    )


async def begin(tx: WriteTransaction, person: int, *, client_id: str, language: str) -> Export:
    """Of somebody who has none."""
    id_, over = new_id(), tx.now + KEPT_MS
    await tx.insert(exports, [(person, id_, client_id, tx.now, None, over, None)])
    await jobs.add(tx, MAKE, MakeExport(export=id_, person=person, language=language), key=str(id_), due_at=tx.now)
    await jobs.add(tx, DROP, DropExport(export=id_), key=str(id_), due_at=over)
    row = await of(tx, person)
    assert row is not None  # noqa: S101 - it has just been written
    return told(row)


async def begin_anew(tx: WriteTransaction, export: int) -> None:
    """Without what an earlier try has left."""
    await tx.run(delete(export_pieces).where(export_pieces.c.export == export))


async def put(tx: WriteTransaction, due: MakeExport, number: int, pieces: list[bytes]) -> bool:
    """Keep these pieces of a file, from this number on. False if the export was dropped meanwhile."""
    if await by_id(tx, due.export, due.person) is None:
        return False
    await tx.insert(export_pieces, [(due.export, n, piece) for n, piece in enumerate(pieces, number)])
    return True


async def finish(tx: WriteTransaction, due: MakeExport, *, size: int, with_mail: bool) -> None:
    """The file is whole: it can be downloaded from now on, for a day."""
    over = tx.now + KEPT_MS
    mine = (exports.c.person == due.person, exports.c.id == due.export)
    if not await tx.run(update(exports).where(*mine).values(ready_at=tx.now, expires_at=over, size=size)):
        return
    await _drop_at(tx, due.export, over)
    row = await tx.one(select(people.c.email, people.c.disabled_at).where(people.c.id == due.person))
    if with_mail and row is not None and row.email is not None and row.disabled_at is None:
        await errands.tell(tx, Notice(what="export_ready", person=due.person, email=row.email, language=due.language))


async def piece(tx: Transaction, export: int, number: int) -> bytes | None:
    one = (export_pieces.c.export == export, export_pieces.c.number == number)
    row = await tx.one(select(export_pieces.c.bytes).where(*one))
    return None if row is None else bytes(row.bytes)


async def drop_some(tx: WriteTransaction, export: int) -> bool:
    """Delete the export, and some of its pieces. Whether there may be more of them."""
    await tx.run(delete(exports).where(exports.c.id == export))
    await jobs.cancel(tx, MAKE, key=str(export))
    first = select(export_pieces.c.number).where(export_pieces.c.export == export)
    rows = await tx.all(first.order_by(export_pieces.c.number).limit(BATCH))
    numbers = [row.number for row in rows]
    await tx.run(delete(export_pieces).where(export_pieces.c.export == export, export_pieces.c.number.in_(numbers)))
    return len(numbers) == BATCH


async def drop_of(tx: WriteTransaction, person: int) -> None:
    """Of an account that is deleted: nothing can be downloaded any more, and the file goes in the next moments."""
    row = await of(tx, person)
    if row is not None:
        await tx.run(delete(exports).where(exports.c.person == person))
        await jobs.cancel(tx, MAKE, key=str(row.id))
        await _drop_at(tx, row.id, tx.now)


async def _drop_at(tx: WriteTransaction, export: int, at: int) -> None:
    await jobs.cancel(tx, DROP, key=str(export))
    await jobs.add(tx, DROP, DropExport(export=export), key=str(export), due_at=at)
