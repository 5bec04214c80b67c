"""Work that is one coroutine on both databases, and on SQLite runs in a thread without a loop."""

import asyncio

import pytest

from parley.store.database import finish


async def one() -> int:
    return 1


async def sum_of_two() -> int:
    return await one() + await one()


async def fail() -> None:
    await one()
    raise LookupError("not there")


def test_work_runs_to_its_end_without_a_loop() -> None:
    assert finish(sum_of_two()) == 2


def test_what_it_raises_comes_out() -> None:
    with pytest.raises(LookupError, match="not there"):
        finish(fail())


async def test_work_that_waits_for_anything_else_is_refused() -> None:
    with pytest.raises(RuntimeError, match="nothing but its transaction"):
        finish(asyncio.sleep(0))
