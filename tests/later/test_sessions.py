"""What is deleted of sessions and sign-ins that are long over."""

from sqlalchemy import select

from parley.actions.context import Services
from parley.basics.times import DAY
from parley.later import sessions
from parley.later.duties import DUTIES
from parley.later.jobs import Runner
from parley.store import audit
from parley.store.beside import audit as table
from parley.store.database import Transaction
from parley.store.units import WriteTransaction, write_alone
from tests.conftest import Clock


async def actions(tx: Transaction) -> list[str]:
    return [row.action for row in await tx.all(select(table.c.action).order_by(table.c.id))]


async def test_refused_sign_ins_leave_the_record_after_their_time(services: Services, clock: Clock) -> None:
    count = audit.BATCH + 1

    async def act(tx: WriteTransaction) -> None:
        await audit.record(tx, "room.delete", by=1, room=3)
        for _ in range(count):
            await audit.record(tx, "session.create", by=None, person=2, refused="wrong password")

    (duty,) = [duty for duty in DUTIES if duty.kind is sessions.FORGET]
    runner = Runner(services, (duty,))
    await write_alone(services.writer, (), act)
    await runner.look()
    clock.advance(ms=89 * DAY)
    await runner.look()
    assert len(await services.database.read(actions)) == count + 1
    clock.advance(ms=2 * DAY)
    while await runner.look():
        pass
    assert await services.database.read(actions) == ["room.delete"]
