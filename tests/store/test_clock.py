import asyncio
from itertools import count

import pytest

from parley.basics.metrics import Metrics
from parley.basics.times import now_ms
from parley.settings import Settings
from parley.store import clock as clock_module
from parley.store.clock import SharedClock
from parley.store.postgresql import PostgresDatabase

HOUR_MS = 3_600_000
# What a busy machine may take to answer, many times over, and far from an hour.
CLOSE_MS = 60_000


@pytest.mark.parametrize("off_by", [HOUR_MS, -HOUR_MS])
async def test_a_wrong_clock_is_right_from_the_start(off_by: int, postgres_settings: Settings) -> None:
    database = PostgresDatabase(postgres_settings.database_url, Metrics())
    clock = SharedClock(lambda: now_ms() + off_by)
    async with clock.following(database):
        assert abs(clock() - now_ms()) < CLOSE_MS
    await database.close()


async def test_a_clock_that_goes_wrong_later_is_set_right(
    postgres_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock_module, "COMPARE_SECONDS", 0.01)
    database = PostgresDatabase(postgres_settings.database_url, Metrics())
    has_jumped, looked_again = False, asyncio.Event()
    looks = count(1)

    def own() -> int:
        if has_jumped and next(looks) > 4:  # two for each comparison, and the second finds nothing to correct
            looked_again.set()
        return now_ms() + (HOUR_MS if has_jumped else 0)

    clock = SharedClock(own)
    async with clock.following(database):
        has_jumped = True
        await asyncio.wait_for(looked_again.wait(), 30)
        assert abs(clock() - now_ms()) < CLOSE_MS
    await database.close()


async def test_an_answer_that_took_too_long_says_nothing_about_the_time(postgres_settings: Settings) -> None:
    database = PostgresDatabase(postgres_settings.database_url, Metrics())
    looks = count()
    clock = SharedClock(lambda: next(looks) * HOUR_MS)  # an hour goes by while the database answers
    await database.read(clock.compare)
    assert clock() == 2 * HOUR_MS
    await database.close()
