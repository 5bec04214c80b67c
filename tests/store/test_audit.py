import msgspec
import pytest
from sqlalchemy import delete, select, text, update

from parley.basics.times import DAY
from parley.errors import Internal
from parley.process.services import operate
from parley.settings import Settings
from parley.store import audit
from parley.store.beside import IS_REFUSAL
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


async def test_refused_sign_ins_alone_may_go(settings: Settings) -> None:
    async def act(tx: WriteTransaction) -> None:
        await audit.record(tx, "session.create", by=None, person=2, refused="wrong password")
        await audit.record(tx, "session.create", by=None, person=2, device='{"refused":"no"}')
        await audit.record(tx, "session.create", by=None, person=3, refused="there is no such account")

    async def remove_refused(tx: WriteTransaction) -> None:
        (first, *_) = await rows(tx)
        await audit.clean(tx, [first.id])

    async def remove_other(tx: WriteTransaction) -> None:
        (first, *_) = await rows(tx)
        await audit.clean(tx, [first.id])

    async def change_refused(tx: WriteTransaction) -> None:
        await tx.run(update(table).where(table.c.person == 3).values(actor=9))

    async with operate(settings) as services:
        await write_alone(services.writer, (), act)
        await write_alone(services.writer, (), remove_refused)
        for work in (remove_other, change_refused):
            with pytest.raises(Internal):
                await write_alone(services.writer, (), work)
        left = await services.database.read(rows)
    assert [(row.person, row.actor) for row in left] == [(2, None), (3, None)]


async def test_refused_sign_ins_are_over_by_age_and_by_number(settings: Settings) -> None:
    async def act(tx: WriteTransaction) -> None:
        await audit.record(tx, "user.disable", by=1, person=2)
        for number in range(5):
            await audit.record(tx, "session.create", by=None, person=number, refused="wrong password")

    async with operate(settings) as services:
        await write_alone(services.writer, (), act)
        now = services.now()
        refused = [row.id for row in (await services.database.read(rows))[1:]]
        assert await services.database.read(audit.refusals_over, now) == []
        assert await services.database.read(audit.refusals_over, now + 91 * DAY) == refused
        fewer = await services.database.read(lambda tx: audit.refusals_over(tx, now, keep=2))
    assert fewer == refused[:3]


async def test_they_are_found_by_an_index(sqlite_settings: Settings) -> None:
    """Else each look would read all that was ever recorded."""
    statement = "EXPLAIN QUERY PLAN SELECT id FROM audit WHERE {} ORDER BY id DESC LIMIT 1 OFFSET 9"

    async def plan(tx: Transaction) -> str:
        return str(await tx.all(text(statement.format(IS_REFUSAL))))

    async with operate(sqlite_settings) as services:
        assert "audit_refused_idx" in await services.database.read(plan)
