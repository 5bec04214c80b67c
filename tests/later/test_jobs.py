"""Jobs are done when they are due, once, whatever becomes of those who do them. On both databases."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from functools import partial

import pytest
from sqlalchemy import update

from parley.actions.context import Services
from parley.later import jobs as later
from parley.later.duties import DUTIES
from parley.later.jobs import LEASE_MS, TRIES, Runner, Turn
from parley.process.app import Running
from parley.process.services import operate
from parley.settings import Settings
from parley.store import facts
from parley.store import jobs as store
from parley.store.beside import jobs
from parley.store.jobs import Leased
from parley.store.pauses import LONGEST, RETRY_MOST_MS, TOLERATED_MS, longest_ms, pause_ms
from parley.store.units import WriteTransaction, write_alone
from tests.conftest import Clock
from tests.later.notes import (
    NOTE,
    Note,
    add,
    count,
    counted,
    counting,
    failing,
    lease,
    rows,
    runner,
)

HOUR_MS = 3_600_000


class TestWhen:
    async def test_not_before_it_is_due(self, services: Services, clock: Clock) -> None:
        await add(services, "a", after_ms=5_000)
        assert not await runner(services, counting).look()
        clock.advance(ms=5_000)
        assert await runner(services, counting).look()
        assert (await counted(services, "a"), await rows(services)) == (1, [])

    async def test_the_same_key_is_the_same_job(self, services: Services) -> None:
        await add(services, "a", text="first", after_ms=5_000)
        await add(services, "a", text="second")
        assert [row.payload for row in await rows(services)] == ['{"text":"first"}']

    async def test_one_that_comes_back_is_always_there(self, services: Services, clock: Clock) -> None:
        for turns in range(1, 4):
            assert not await runner(services, counting, every_ms=60_000).look()
            (row,) = await rows(services)
            assert row.key == ""
            clock.advance(ms=60_000)
            await runner(services, counting, every_ms=60_000).look()
            assert await counted(services, "") == turns

    async def test_one_with_more_to_do_has_its_next_turn_at_once(self, services: Services) -> None:
        async def work(turn: Turn, note: Note) -> None:
            async def effect(tx: WriteTransaction) -> bool:
                await count(tx, "turns")
                return int(await facts.get(tx, "turns") or 0) < 3

            await turn.complete(effect)

        await add(services, "a")
        one = runner(services, work)
        assert [await one.look() for _ in range(4)] == [True, True, True, False]
        assert await rows(services) == []


class TestOnce:
    async def test_by_however_many(self, services: Services) -> None:
        for number in range(20):
            await add(services, f"job {number}")
        runners = [runner(services, counting) for _ in range(5)]
        while await rows(services):
            await asyncio.gather(*(one.look() for one in runners))
        assert [await counted(services, f"job {number}") for number in range(20)] == [1] * 20

    async def test_by_several_processes(self, postgres_settings: Settings) -> None:
        async with AsyncExitStack() as stack:
            several = [await stack.enter_async_context(operate(postgres_settings)) for _ in range(3)]
            for number in range(20):
                await add(several[0], f"job {number}")
            runners = [runner(services, counting) for services in several]
            while await rows(several[0]):
                await asyncio.gather(*(one.look() for one in runners))
            assert [await counted(several[0], f"job {number}") for number in range(20)] == [1] * 20

    async def test_a_leased_one_is_nobody_elses_until_the_lease_ends(self, services: Services, clock: Clock) -> None:
        await add(services, "a")
        (first,) = await lease(services)
        assert await lease(services) == []
        clock.advance(ms=LEASE_MS)
        (second,) = await lease(services)
        assert (second.id, second.fence, second.tries) == (first.id, first.fence + 1, 2)

    async def test_whoever_was_stopped_for_too_long_changes_nothing(self, services: Services, clock: Clock) -> None:
        """Its effect is rolled back with its completion, although it believes that the job is its own."""

        async def stopped(turn: Turn, note: Note) -> None:
            clock.advance(ms=LEASE_MS)
            await runner(services, counting).look()
            await counting(turn, note)

        await add(services, "a")
        await runner(services, stopped).look()
        assert await counted(services, "a") == 1
        assert services.metrics.jobs.values[NOTE.name, "lost"] == 1

    @pytest.mark.parametrize(
        "ending",
        [
            store.complete,
            partial(store.bury, error="x"),
            partial(store.put_off, due_at=1, error="x"),
            partial(store.repeat, due_at=1),
            partial(store.hold, until=1),
        ],
        ids=["complete", "bury", "put off", "repeat", "hold"],
    )
    async def test_nothing_is_done_to_a_job_under_an_old_fence(
        self, services: Services, clock: Clock, ending: Callable[[WriteTransaction, Leased], Awaitable[bool]]
    ) -> None:
        await add(services, "a")
        (old,) = await lease(services)
        clock.advance(ms=LEASE_MS)
        await lease(services)
        before = await rows(services)

        async def work(tx: WriteTransaction) -> bool:
            return await ending(tx, old)

        assert not await write_alone(services.writer, (), work)
        assert await rows(services) == before


class TestAClockThatWasAhead:
    @pytest.mark.parametrize("work", ["failing", "killed", "not ready", "added"])
    async def test_what_was_due_then_does_not_wait_for_it(self, services: Services, clock: Clock, work: str) -> None:
        """While the clock was ahead it failed, its process was killed, it was to come back soon, or it was added."""

        async def not_ready(turn: Turn, note: Note) -> None:
            turn.every_ms = 200

        if work != "added":
            await add(services, "a")
        clock.advance(ms=HOUR_MS)
        if work == "failing":
            await runner(services, failing).look()
        elif work == "killed":
            await lease(services)
        elif work == "not ready":
            await runner(services, not_ready).look()
        else:
            await add(services, "a")
        clock.advance(ms=-HOUR_MS)
        await runner(services, counting).look()
        assert await counted(services, "a") == 1

    @pytest.mark.parametrize("after_ms", [TOLERATED_MS, HOUR_MS, 24 * HOUR_MS])
    async def test_one_that_is_meant_for_later_keeps_its_time(
        self, services: Services, clock: Clock, after_ms: int
    ) -> None:
        clock.advance(ms=HOUR_MS)
        await add(services, "a", after_ms=after_ms)
        clock.advance(ms=-HOUR_MS)
        assert not await runner(services, counting).look()
        clock.advance(ms=HOUR_MS + after_ms - 5_000)
        assert not await runner(services, counting).look()
        clock.advance(ms=5_000)
        assert await runner(services, counting).look()

    async def test_nor_does_a_clock_that_is_a_little_behind_end_a_lease_or_a_pause(
        self, services: Services, clock: Clock
    ) -> None:
        await add(services, "failed")
        await runner(services, failing).look()
        await add(services, "leased")
        await lease(services)
        clock.advance(ms=5_000 - TOLERATED_MS)
        assert not await runner(services, counting).look()

    async def test_the_next_turn_of_one_that_comes_back_keeps_its_time(self, services: Services, clock: Clock) -> None:
        first = runner(services, counting, every_ms=24 * HOUR_MS)
        assert not await first.look()
        clock.advance(ms=24 * HOUR_MS)
        assert await first.look()
        assert not await runner(services, counting, every_ms=24 * HOUR_MS).look()

    async def test_it_looks_again_and_again(
        self, services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(later, "MEND_SECONDS", 0.0)
        one = runner(services, counting)
        await one.look()
        clock.advance(ms=HOUR_MS)
        await add(services, "a")
        clock.advance(ms=-HOUR_MS)
        await one.look()
        assert await counted(services, "a") == 1


class TestFailing:
    async def test_it_is_tried_again_later_and_dies_in_the_end(self, services: Services, clock: Clock) -> None:
        await add(services, "a", text="no such thing")
        one = runner(services, failing)
        for tries in range(1, TRIES + 1):
            assert await one.look()
            (row,) = await rows(services)
            assert (row.tries, row.dead_at is not None) == (tries, tries == TRIES)
            assert "no such thing" in row.error
            clock.advance(ms=int(RETRY_MOST_MS * 1.2))
        assert not await one.look()
        outcomes = services.metrics.jobs.values
        assert (outcomes[NOTE.name, "failed"], outcomes[NOTE.name, "dead"]) == (TRIES - 1, 1)
        assert services.metrics.jobs_dead.values == {(): 1.0}

    async def test_the_pause_grows(self) -> None:
        assert 4_000 <= pause_ms(1) <= 6_000
        assert pause_ms(1) < pause_ms(2) < pause_ms(3)
        assert pause_ms(60) <= RETRY_MOST_MS * 1.2

    async def test_no_pause_is_longer_than_the_longest(self) -> None:
        for tries in range(1, 20):
            assert RETRY_MOST_MS * LONGEST + TOLERATED_MS >= longest_ms(tries) >= pause_ms(tries)

    async def test_one_costs_the_others_nothing(self, services: Services) -> None:
        async def work(turn: Turn, note: Note) -> None:
            await (failing if note.text else counting)(turn, note)

        for number in range(6):
            await add(services, f"job {number}", text="bad" if number % 2 else "")
        await runner(services, work).look()
        assert [await counted(services, f"job {number}") for number in range(6)] == [1, 0] * 3
        assert [row.key for row in await rows(services)] == ["job 1", "job 3", "job 5"]

    async def test_its_effect_is_undone(self, services: Services) -> None:
        async def work(turn: Turn, note: Note) -> None:
            async def effect(tx: WriteTransaction) -> None:
                await count(tx, "a")
                raise LookupError("after that")

            await turn.complete(effect)

        await add(services, "a")
        await runner(services, work).look()
        assert await counted(services, "a") == 0
        (row,) = await rows(services)
        assert row.error == "LookupError('after that')"

    async def test_one_that_comes_back_never_dies(self, services: Services, clock: Clock) -> None:
        one = runner(services, failing, every_ms=60_000)
        await one.look()
        for _ in range(TRIES + 2):
            clock.advance(ms=int(RETRY_MOST_MS * 1.2))
            assert await one.look()
        (row,) = await rows(services)
        assert row.dead_at is None

    @pytest.mark.parametrize("payload", ["", "{", "[]", '{"text":5}', '{"text":"' + "x" * 5_000])
    async def test_a_payload_that_cannot_be_read_is_dead_at_once(self, services: Services, payload: str) -> None:
        await add(services, "a")
        await add(services, "b")

        async def spoil(tx: WriteTransaction) -> None:
            await tx.run(update(jobs).where(jobs.c.key == "a").values(payload=payload))

        await write_alone(services.writer, (), spoil)
        await runner(services, counting).look()
        (row,) = await rows(services)
        assert (row.key, row.dead_at is not None) == ("a", True)
        assert row.error.startswith("its payload cannot be read")
        assert await counted(services, "b") == 1

    async def test_a_kind_that_it_does_not_know_is_left_alone(self, services: Services) -> None:
        """During an update, one process has jobs for which another has no code."""
        await add(services, "a")
        assert not await Runner(services, ()).look()
        (row,) = await rows(services)
        assert (row.tries, row.dead_at, row.fence) == (0, None, 0)

    async def test_a_payload_has_an_end(self, services: Services) -> None:
        async def work(tx: WriteTransaction) -> None:
            with pytest.raises(ValueError, match="1000 are the most"):
                await store.add(tx, NOTE, Note(text="x" * 1_000), key="a", due_at=0)

        await write_alone(services.writer, (), work)


class TestServer:
    async def test_every_duty_has_a_name_of_its_own(self) -> None:
        names = [duty.kind.name for duty in DUTIES]
        assert len(set(names)) == len(names)

    async def test_a_running_server_does_what_is_due(self, server: Running, clock: Clock) -> None:
        """Its own retention, which finds nothing, comes back."""
        await server.runner.look()
        names = {row.kind for row in await rows(server.services)}
        assert names == {"retention.find", "sessions.clean", "sessions.forget_refused"}
        clock.advance(ms=3_600_000)
        done = server.services.metrics.jobs.values
        async with asyncio.timeout(30):
            while not (done["retention.find", "done"] and done["sessions.clean", "done"]):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        assert {row.kind for row in await rows(server.services)} == names
