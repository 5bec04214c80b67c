import asyncio

import pytest
from structlog.testing import capture_logs

from parley.realtime.persist import persist, persist_together


@pytest.mark.parametrize("how", ["swallowed", "replaced"])
async def test_a_loop_whose_step_hides_its_cancellation_ends_all_the_same(how: str) -> None:
    waiting = asyncio.Event()

    async def step() -> None:
        try:
            waiting.set()
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            if how == "replaced":
                raise ConnectionError("the driver's own") from None

    loop = asyncio.create_task(persist(step, name="test", pause_seconds=60))
    await waiting.wait()
    loop.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(loop, timeout=30)


async def test_a_step_that_fails_is_taken_again() -> None:
    taken = 0
    enough = asyncio.Event()

    async def step() -> None:
        nonlocal taken
        taken += 1
        if taken == 3:
            enough.set()
            await asyncio.sleep(60)
        raise ConnectionError

    loop = asyncio.create_task(persist(step, name="test", pause_seconds=0))
    await asyncio.wait_for(enough.wait(), timeout=30)
    loop.cancel()
    await asyncio.wait([loop])


async def test_loops_that_fail_together_are_logged_once() -> None:
    taken = {"send": 0, "receive": 0}
    enough = asyncio.Event()

    async def step(name: str) -> None:
        taken[name] += 1
        if min(taken.values()) >= 5:
            enough.set()
        raise ConnectionError("refused")

    steps = [lambda: step("send"), lambda: step("receive")]
    with capture_logs() as logged:
        loops = asyncio.create_task(persist_together(steps, name="bus_unavailable", pause_seconds=0))
        await asyncio.wait_for(enough.wait(), timeout=30)
        loops.cancel()
        await asyncio.wait([loops])
    assert [(line["event"], line["error"]) for line in logged] == [("bus_unavailable", "ConnectionError('refused')")]
