"""While nothing can be read, the log says once that jobs and followers wait, however often they try, and they go on."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from structlog.testing import capture_logs

from parley.actions.context import Services
from parley.basics.ids import new_id
from parley.basics.journal import described
from parley.changes import ROOM, Log
from parley.errors import Unavailable
from parley.later import followers, jobs
from parley.later.directory import DIRECTORY
from parley.later.followers import Following
from parley.later.jobs import Runner
from parley.store.units import WriteTransaction, write_alone
from tests.cast import PATIENCE

TRIES = 20


@pytest.fixture
def lines() -> Iterator[list[Any]]:
    with capture_logs() as logged:
        yield logged


class Away:
    """A database that cannot be read, and knows when somebody has tried often enough."""

    def __init__(self, problem: Exception) -> None:
        self.problem = problem
        self.tries = 0
        self.enough = asyncio.Event()

    async def read(self, *_: object) -> None:
        self.tries += 1
        if self.tries >= TRIES:
            self.enough.set()
        raise self.problem

    async def endured(self, run: Callable[[], Awaitable[None]]) -> None:
        running = asyncio.ensure_future(run())
        async with asyncio.timeout(PATIENCE):
            await self.enough.wait()
        running.cancel()
        await asyncio.wait([running])
        assert running.cancelled()


@pytest.fixture(params=[Unavailable("The database is away."), LookupError("a row of no kind that is known")])
def away(request: pytest.FixtureRequest, services: Services, monkeypatch: pytest.MonkeyPatch) -> Away:
    away = Away(request.param)
    monkeypatch.setattr(type(services.database), "read", away.read)
    return away


async def test_of_jobs(services: Services, away: Away, lines: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "LOOK_SECONDS", 0.0)
    await away.endured(Runner(services, ()).run)
    assert [(line["event"], line["error"]) for line in lines] == [("jobs_put_off", described(away.problem))]


async def test_of_followers_whether_they_look_or_are_woken(
    services: Services, away: Away, lines: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(followers, "LOOK_SECONDS", 0.0)
    await away.endured(Following(services, (replace(DIRECTORY, rest_seconds=0.0),)).run)
    assert [line["event"] for line in lines] == ["followers_put_off"]


async def test_what_a_database_does_to_an_effect_is_no_failure_of_the_follower(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would be set aside in the end, although nothing is strange about it."""
    log = Log(ROOM, new_id())

    async def found(tx: WriteTransaction) -> None:
        await tx.create(log)
        tx.rev(log)

    async def lost(tx: WriteTransaction, derived: Sequence[object]) -> None:
        raise Unavailable("The connection was lost.")

    await write_alone(services.writer, (), found)
    follower = replace(DIRECTORY, name="unlucky", keep=lost)
    with pytest.raises(Unavailable):
        await Following(services, (follower,)).look()
    assert services.metrics.follower_changes.values["unlucky", "failed"] == 0
