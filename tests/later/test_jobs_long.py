"""A job that takes longer than a lease renews it, and no other waits for it. On both databases."""

import asyncio

from parley.actions.context import Services
from parley.later.jobs import LEASE_MS, Duty, Runner, Turn
from parley.store import jobs as store
from parley.store.units import WriteTransaction, write_alone
from tests.conftest import Clock
from tests.later.notes import (
    NOTE,
    OTHER,
    Note,
    Other,
    add,
    counted,
    counting,
    rows,
    runner,
)


class TestLong:
    async def test_a_lease_that_is_renewed_lasts(self, services: Services, clock: Clock) -> None:
        looked = []

        async def work(turn: Turn, note: Note) -> None:
            for _ in range(3):
                clock.advance(ms=LEASE_MS - 1_000)
                await turn.renew()
                looked.append(await runner(services, counting).look())
            await counting(turn, note)

        await add(services, "a")
        await runner(services, work).look()
        assert looked == [False] * 3
        assert (await counted(services, "a"), await rows(services)) == (1, [])

    async def test_one_that_was_taken_over_cannot_be_renewed(self, services: Services, clock: Clock) -> None:
        async def stopped(turn: Turn, note: Note) -> None:
            clock.advance(ms=LEASE_MS)
            await runner(services, counting).look()
            await turn.renew()
            await counting(turn, note)

        await add(services, "a")
        await runner(services, stopped).look()
        assert await counted(services, "a") == 1
        assert services.metrics.jobs.values[NOTE.name, "lost"] == 1

    async def test_no_other_waits_for_it(self, services: Services) -> None:
        let_go, done = asyncio.Event(), asyncio.Event()

        async def long(turn: Turn, note: Note) -> None:
            await let_go.wait()

        async def short(turn: Turn, note: Other) -> None:
            done.set()

        async def both(tx: WriteTransaction) -> None:
            await store.add(tx, NOTE, Note(), key="long", due_at=tx.now)
            await store.add(tx, OTHER, Other(), key="short", due_at=tx.now)

        await write_alone(services.writer, (), both)
        one = Runner(services, (Duty(NOTE, long, is_long=True), Duty(OTHER, short)))
        running = asyncio.create_task(one.run())
        async with asyncio.timeout(30):
            await done.wait()
            assert "long" in [row.key for row in await rows(services)]
            let_go.set()
            while await rows(services):  # noqa: ASYNC110 - only asking tells
                await asyncio.sleep(0.01)
        running.cancel()
        await asyncio.wait({running})

    async def test_one_that_comes_back_sooner_now_is_brought_forward(self, services: Services, clock: Clock) -> None:
        await runner(services, counting, every_ms=600_000).look()
        await runner(services, counting, every_ms=60_000).look()
        (row,) = await rows(services)
        assert row.due_at <= clock() + 60_000
        await runner(services, counting, every_ms=600_000).look()
        assert (await rows(services))[0].due_at == row.due_at
