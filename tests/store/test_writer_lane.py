"""How much a lane takes at once."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from parley.basics.metrics import Metrics
from parley.store.batch import Committed
from parley.store.units import Unit, WriteTransaction
from parley.store.writer import BATCH_LIMIT, LEAST_LIMIT, Lane


async def nothing(_: WriteTransaction, inputs: Sequence[int]) -> Sequence[int]:
    return inputs


class Batches:
    """A lane with much to do, and the batches that it has taken."""

    def __init__(self) -> None:
        self.taken: list[list[Unit[Any, Any]]] = []
        self.lane = Lane(self.taken.append, lambda _: None, Metrics())
        self.answers = [self.lane.submit(Unit(nothing, number, ())) for number in range(10 * BATCH_LIMIT)]

    def commit(self, *, seconds: float) -> int:
        """The last one is committed after so long. Returns the size of the next."""
        outcomes = [(unit, None) for unit in self.taken[-1]]
        self.lane.committed(Committed(outcomes, [], began=0.0, ended=seconds))
        return len(self.taken[-1])

    def fail(self) -> int:
        failed = self.taken[-1]
        self.lane.failed(failed, OSError("the database is away"))
        assert all(unit.answer.exception() for unit in failed)
        return len(self.taken[-1])


@pytest.fixture
async def batches() -> Batches:
    batches = Batches()
    await asyncio.sleep(0)
    assert len(batches.taken[-1]) == BATCH_LIMIT
    return batches


async def test_batches_that_take_too_long_get_smaller_and_then_grow_again(batches: Batches) -> None:
    assert batches.commit(seconds=4.0) == 250
    assert batches.commit(seconds=2.0) == 125
    assert [batches.commit(seconds=0.5) for _ in range(5)] == [250, 500, 1000, 1000, 1000]


async def test_a_batch_that_failed_is_followed_by_one_of_half_its_size(batches: Batches) -> None:
    assert [batches.fail() for _ in range(2)] == [500, 250]
    assert batches.commit(seconds=0.5) == 500


async def test_some_are_taken_however_long_it_takes(batches: Batches) -> None:
    assert [batches.commit(seconds=500.0) for _ in range(3)] == [LEAST_LIMIT] * 3
