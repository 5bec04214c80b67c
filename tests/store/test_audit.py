import msgspec
import pytest
from sqlalchemy import delete, select, update

from parley.errors import Internal
from parley.process.services import operate
from parley.settings import Settings
from parley.store import audit
from parley.store.beside import audit as table
from parley.store.database import Row, Transaction
from parley.store.units import WriteTransaction, write_alone


async def rows(tx: Transaction) -> list[Row]:
    return list(await tx.all(select(table).order_by(table.c.id)))


async def test_what_was_done_is_recorded_in_the_transaction_that_does_it(settings: Settings) -> None:
    async def act(tx: WriteTransaction) -> None:
        await audit.record(
            tx, "member.set_role", by=1, address="203.0.113.7" + "0" * 99, person=2, room=3, before="member", after=None
        )

    async def fail(tx: WriteTransaction) -> None:
        await audit.record(tx, "room.delete", by=1, room=3)
        raise ValueError

    async with operate(settings) as services:
        await write_alone(services.writer, (), act)
        with pytest.raises(Internal):
            await write_alone(services.writer, (), fail)
        (row,) = await services.database.read(rows)
    assert (row.action, row.actor, row.person, row.room) == ("member.set_role", 1, 2, 3)
    assert (row.address[:11], len(row.address)) == ("203.0.113.7", 64)
    assert msgspec.json.decode(row.details) == {"before": "member", "after": None}


async def test_the_database_changes_and_deletes_no_row(settings: Settings) -> None:
    async def act(tx: WriteTransaction) -> None:
        await audit.record(tx, "cli.disable", by=None, person=2)

    async def change(tx: WriteTransaction) -> None:
        await tx.run(update(table).values(actor=9))

    async def remove(tx: WriteTransaction) -> None:
        await tx.run(delete(table))

    async with operate(settings) as services:
        await write_alone(services.writer, (), act)
        for work in (change, remove):
            with pytest.raises(Internal):
                await write_alone(services.writer, (), work)
        (row,) = await services.database.read(rows)
    assert (row.actor, row.address, row.details) == (None, None, "{}")
