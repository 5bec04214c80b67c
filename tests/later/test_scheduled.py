"""A scheduled message is sent once, wherever the process dies that sends it. On both databases."""

import asyncio
import os
import signal
import subprocess
import sys
from functools import partial

import pytest
from sqlalchemy import select

from parley.actions.context import Services
from parley.changes import Log
from parley.errors import Conflict
from parley.later.duties import DUTIES
from parley.later.jobs import LEASE_MS, Effect, Runner, Turn, nobody
from parley.later.scheduled import send
from parley.process.app import serving
from parley.process.services import operate
from parley.settings import Settings
from parley.store import jobs
from parley.store.later_tables import scheduled
from parley.store.scheduled import SEND
from parley.store.schema import messages
from parley.store.units import write_alone
from tests.actions.ordering import SOON_MS, at, schedule
from tests.cast import Room, Visitor
from tests.conftest import Clock

# Does what is due, and dies at the given place. The first look makes the jobs that come back.
PROGRAM = """
import asyncio, sys
from parley.basics import failpoints
from parley.basics.times import now_ms
from parley.configuration import load
from parley.changes import Log
from parley.errors import Conflict
from parley.later.duties import DUTIES
from parley.later.jobs import Runner
from parley.process.services import operate

async def main(ahead, name, nth):
    async with operate(load().settings, now=lambda: now_ms() + ahead[0]) as services:
        runner = Runner(services, DUTIES)
        await runner.look()
        ahead[0] = int(sys.argv[1])
        failpoints.ARMED = {name: failpoints.Fault("kill", nth)}
        await runner.look()

asyncio.run(main([0], sys.argv[2], int(sys.argv[3])))
"""
# The first transaction leases the job; the second one says the message and completes the job.
PLACES = (
    ("after-commit", 1),
    ("rows-written", 2),
    ("before-commit", 2),
    ("after-commit", 2),
)


@pytest.mark.parametrize(("place", "nth"), PLACES, ids=str)
async def test_the_process_that_sends_it_may_be_killed_at_any_place(
    settings: Settings, clock: Clock, place: str, nth: int
) -> None:
    await order(settings, clock)
    ended = await asyncio.to_thread(run, settings, str(SOON_MS), place, str(nth))
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    clock.advance(ms=SOON_MS + LEASE_MS)
    async with operate(settings, now=clock) as services:
        runner = Runner(services, DUTIES)
        while await runner.look():
            pass
        assert await said(services) == ["later"]
        assert await left(services) == [""]


async def test_one_who_was_stopped_for_too_long_says_nothing(
    settings: Settings, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has read what to say, and another process says that before it goes on."""
    await order(settings, clock)
    clock.advance(ms=SOON_MS)
    async with operate(settings, now=clock) as services:
        leasing = partial(jobs.lease, kinds=[SEND.name], for_ms=LEASE_MS, most=1)
        (old,) = await write_alone(services.writer, (), leasing)
        turn = Turn(services, old, None, nobody)
        complete = turn.complete

        async def stopped(effect: Effect, *logs: Log) -> None:
            clock.advance(ms=LEASE_MS)
            runner = Runner(services, DUTIES)
            while await runner.look():
                pass
            assert await said(services) == ["later"]
            await complete(effect, *logs)

        monkeypatch.setattr(turn, "complete", stopped)
        with pytest.raises(Conflict, match="took this job over"):
            await send(turn, jobs.payload_of(SEND, old))
        assert turn.is_lost
        assert await said(services) == ["later"]
        assert await left(services) == [""]


async def order(settings: Settings, clock: Clock) -> None:
    async with (
        serving(settings, clock) as server,
        Visitor(settings) as visitor,
        await visitor.set_up("ada", server) as ada,
    ):
        made = await ada.call("room.create", client_id="lobby", name="Lobby", slug="lobby")
        await schedule(ada, Room(made["room"]["id"]), at(clock))


def run(settings: Settings, *arguments: str) -> "subprocess.CompletedProcess[str]":
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")}
    own = {"PARLEY_DATA_DIR": settings.data_dir, "PARLEY_DATABASE_URL": settings.database_url}
    command = [sys.executable, "-c", PROGRAM, *arguments]
    return subprocess.run(command, env=inherited | own, capture_output=True, text=True, timeout=60, check=False)


async def said(services: Services) -> list[str]:
    return [row.body for row in await services.database.read(lambda tx: tx.all(select(messages.c.body)))]


async def left(services: Services) -> list[str]:
    found = select(scheduled.c.body).where(scheduled.c.until.is_not(None))
    return [row.body for row in await services.database.read(lambda tx: tx.all(found))]
