import asyncio

import pytest

from parley.realtime.persist import persist


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
        await asyncio.wait_for(loop, timeout=5)


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
    await asyncio.wait_for(enough.wait(), timeout=5)
    loop.cancel()
    await asyncio.wait([loop])
