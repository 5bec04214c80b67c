"""Backups that the server takes by itself, on both databases."""

import math
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from parley.actions.context import Services
from parley.basics.times import DAY, MINUTE
from parley.later import backups
from parley.later.duties import DUTIES, duties
from parley.later.jobs import Runner
from parley.process.services import operate
from parley.settings import Settings
from parley.store.backup_files import age_seconds, backups_in
from parley.store.beside import jobs
from tests.archives import manifest_of
from tests.conftest import Clock, with_changes

pytestmark = pytest.mark.usefixtures("programs")


@pytest.fixture
def daily(settings: Settings, tmp_path: Path) -> Settings:
    return with_changes(settings, backup_hours=24, backup_keep=2, backup_dir=str(tmp_path / "backups"))


@pytest.fixture
async def services(daily: Settings, clock: Clock) -> AsyncIterator[Services]:
    async with operate(daily, now=clock) as found:
        yield found


def made(settings: Settings) -> list[Path]:
    return sorted(backups_in(settings.backups))


async def job(services: Services) -> tuple[int, str | None]:
    """When it is due, and what went wrong."""
    (row,) = await services.database.read(
        lambda tx: tx.all(select(jobs.c.due_at, jobs.c.error).where(jobs.c.kind == backups.TAKE.name))
    )
    return row.due_at, row.error


async def look(services: Services, settings: Settings) -> None:
    await Runner(services, duties(settings)).look()


async def test_the_first_comes_at_once_and_the_others_when_they_are_due(
    services: Services, daily: Settings, clock: Clock
) -> None:
    await look(services, daily)
    (first,) = made(daily)
    kind = "postgresql" if daily.database_url else "sqlite"
    assert manifest_of(first).database == kind
    clock.advance(ms=DAY - MINUTE)
    await look(services, daily)
    assert made(daily) == [first]
    for _ in range(2):
        clock.advance(ms=DAY + MINUTE)
        await look(services, daily)
    assert len(made(daily)) == 2  # as many as are kept
    assert first not in made(daily)


async def test_of_several_processes_one_takes_it(services: Services, daily: Settings) -> None:
    for _ in range(3):
        await look(services, daily)
    assert len(made(daily)) == 1


async def test_one_that_fails_says_why_and_is_tried_again(services: Services, daily: Settings, clock: Clock) -> None:
    daily.backups.write_text("")
    await look(services, daily)
    due_at, error = await job(services)
    assert error is not None
    assert "cannot be written to: File exists" in error
    assert due_at < clock() + MINUTE
    daily.backups.unlink()
    clock.advance(ms=MINUTE)
    await look(services, daily)
    assert len(made(daily)) == 1
    assert (await job(services))[1] is None


async def test_a_shorter_time_between_them_holds_from_the_next_start(
    services: Services, daily: Settings, clock: Clock
) -> None:
    await look(services, daily)
    await look(services, with_changes(daily, backup_hours=6))
    assert (await job(services))[0] <= clock() + DAY // 4


def test_none_without_a_schedule(settings: Settings) -> None:
    assert duties(settings) == DUTIES


class TestAge:
    def test_of_the_newest(self, tmp_path: Path) -> None:
        (tmp_path / "parley-2026-11-28T23-00-05Z.backup").touch()
        (tmp_path / "parley-2026-11-29T23-00-05Z.backup.part").touch()
        assert 0 <= age_seconds(tmp_path) < 60

    def test_none_is_as_old_as_can_be(self, tmp_path: Path) -> None:
        assert age_seconds(tmp_path) == age_seconds(tmp_path / "nothing") == math.inf
