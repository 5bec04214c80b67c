"""Fixtures that every test may use: both databases, a real server in this process, and the cast."""

import asyncio
import gc
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import hypothesis
import msgspec
import pytest
import uvloop
from argon2 import PasswordHasher

from parley.basics import journal
from parley.guard import passwords
from parley.process.app import Running, serving
from parley.settings import LIMITS, Settings
from parley.store import migrate
from parley.store.folder import database_file, make_folder
from tests.cast import Person, Room, Visitor
from tests.services.ports import free_port
from tests.services.postgres import Postgres, types_asked_once
from tests.services.valkey import Valkey

# A shell that starts tests in the background has them ignore Ctrl-C, and with them every program that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes says what else the machine does: one of 13 ms was seen to take 324.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")

# Of the time that a test takes it waits for a third.
WORKERS_PER_CORE = 1.5
MOST_WORKERS = 16

# All that can have rows, also what only migrations know. Without triggers: they keep the rows of the audit record, and
# look for what still refers to a row that is deleted.
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
WITHOUT_TRIGGERS = "SET session_replication_role = replica"

LOST = (asyncpg.InterfaceError, asyncpg.PostgresConnectionError, asyncpg.OperatorInterventionError)

TORTURE = Path(__file__).parent / "torture"

# No test waits for a limit that it is not about.
LIFTED: dict[str, Any] = dict.fromkeys(LIMITS, "off")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """What `-n auto` starts."""
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return workers_for(config.args, cores)


def workers_for(arguments: list[str], cores: int) -> int:
    """None for files that are named one by one: a worker takes seconds to start."""
    if all(".py" in argument for argument in arguments):
        return 0
    return min(round(WORKERS_PER_CORE * cores), MOST_WORKERS)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Each worker begins with one of the longest, so that none is left alone with it in the end."""
    workers: int = getattr(config, "workerinput", {}).get("workercount", 1)
    share = len(items) // workers  # of each worker, to begin with
    longest = [item for item in items if item.get_closest_marker("long")]
    items[:] = [item for item in items if item not in longest]
    for number, item in enumerate(longest):
        items.insert(number % workers * share, item)


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end. Each full collection of garbage looked through all of it: that
    took six percent of all time with three files of tests, and more with all of them.
    """
    gc.collect()
    gc.freeze()


def pytest_asyncio_loop_factories(
    config: object, item: pytest.Item
) -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The loop that the server runs on; for the torture, whose servers are processes of their own, the plain one.

    There hundreds of connections are given up while they are made. On a slow machine that ended the whole test process
    twice: libuv aborts if the kernel does not know a descriptor that it wants to watch.
    """
    if item.path.is_relative_to(TORTURE):
        return {"asyncio": asyncio.new_event_loop}
    return {"uvloop": uvloop.new_event_loop}


@pytest.fixture(scope="session", autouse=True)
def logging() -> None:
    """As the server logs. Left alone, structlog draws tracebacks that take seconds each."""
    journal.configure(Settings(log_level="warning"))


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Nor for a hash that is slow on purpose: what a password costs is for its own tests, and for servers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real PostgreSQL."""
    with Postgres(fsync=False) as server:
        yield server


@pytest.fixture
def programs(postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    """That PostgreSQL's own pg_dump and pg_restore are on PATH."""
    monkeypatch.setenv("PATH", postgres.path)


@pytest.fixture(scope="session", autouse=True)
def known_types() -> Iterator[None]:
    with types_asked_once():
        yield


@pytest.fixture(scope="session")
def valkey() -> Iterator[Valkey]:
    """A real Redis."""
    with Valkey() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_database(postgres: Postgres) -> Iterator[str]:
    """The address of a migrated database. Making one takes half a second, emptying it a few milliseconds."""
    name = f"parley_{uuid4().hex}"
    postgres.create_database(name)
    migrate.upgrade(Settings(database_url=postgres.url(name)))
    yield postgres.url(name)
    postgres.drop_database(name)


@pytest.fixture(scope="session")
def emptied_database(migrated_database: str) -> Iterator[Callable[[], str]]:
    """Empties it and gives its address. One connection does it for all tests: with one each, PostgreSQL had to plan
    these statements and to read what it knows of their tables anew, 14 ms of the processor instead of 4.
    """
    loop = asyncio.new_event_loop()

    async def connected() -> asyncpg.Connection:
        connection = await asyncpg.connect(migrated_database, command_timeout=30)
        await connection.execute(WITHOUT_TRIGGERS)
        return connection

    async def deleting() -> str:
        return ";".join(f'DELETE FROM "{row["tablename"]}"' for row in await connection.fetch(TABLES))  # noqa: S608

    async def emptied(connection: asyncpg.Connection) -> asyncpg.Connection:
        """Returns the connection, or another one if a test before this one had the database end all of them."""
        try:
            await connection.execute(delete_all)
        except LOST:
            connection.terminate()
            await asyncio.sleep(0)  # the loop closes its socket now
            connection = await connected()
            await connection.execute(delete_all)
        return connection

    connection = loop.run_until_complete(connected())
    delete_all = loop.run_until_complete(deleting())

    def empty() -> str:
        nonlocal connection
        connection = loop.run_until_complete(emptied(connection))
        return migrated_database

    yield empty
    loop.run_until_complete(connection.close())
    loop.close()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings = Settings(data_dir=str(tmp_path_factory.mktemp("template")))
    migrate.upgrade(settings)
    return database_file(settings)


@pytest.fixture
def sqlite_settings(tmp_path: Path, migrated_file: Path) -> Settings:
    settings = Settings(data_dir=str(tmp_path / "data"), port=free_port(), log_level="warning", **LIFTED)
    make_folder(settings)
    shutil.copy(migrated_file, database_file(settings))
    return settings


@pytest.fixture
def postgres_settings(tmp_path: Path, emptied_database: Callable[[], str]) -> Settings:
    return Settings(
        data_dir=str(tmp_path / "data"),
        database_url=emptied_database(),
        port=free_port(),
        log_level="warning",
        **LIFTED,
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest) -> Settings:
    """A migrated, empty database; every test that uses this runs on both."""
    name = "sqlite_settings" if request.param == "sqlite" else "postgres_settings"
    chosen: Settings = request.getfixturevalue(name)
    return chosen


class Clock:
    """The server's clock, which a test may move."""

    def __init__(self) -> None:
        self.ahead = 0

    def __call__(self) -> int:
        from parley.basics.times import now_ms

        return now_ms() + self.ahead

    def advance(self, *, ms: int) -> None:
        self.ahead += ms


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def server(settings: Settings, clock: Clock) -> AsyncIterator[Running]:
    async with serving(settings, clock) as running:
        yield running


@pytest.fixture
async def visitor(server: Running) -> AsyncIterator[Visitor]:
    """Somebody who has not signed in."""
    async with Visitor(server.services.settings) as somebody:
        yield somebody


@pytest.fixture
async def ada(server: Running, visitor: Visitor) -> AsyncIterator[Person]:
    """The owner."""
    async with await visitor.set_up("ada", server) as person:
        yield person


@pytest.fixture
async def bob(ada: Person, visitor: Visitor) -> AsyncIterator[Person]:
    """A member of the lobby."""
    async with await visitor.register("bob") as person:
        yield person


@pytest.fixture
async def eve(ada: Person, visitor: Visitor) -> AsyncIterator[Person]:
    """Somebody with an account who is in no room."""
    async with await visitor.register("eve") as person:
        yield person


@pytest.fixture
async def lobby(ada: Person, bob: Person) -> Room:
    """A public room with ada, who made it, and bob."""
    made = await ada.call("room.create", client_id="lobby", name="Lobby", slug="lobby")
    await bob.call("room.join", slug="lobby")
    return Room(made["room"]["id"])


@pytest.fixture
async def den(ada: Person) -> Room:
    """A private room with ada alone."""
    made = await ada.call("room.create", client_id="den", name="Den", kind="private")
    return Room(made["room"]["id"])


def with_changes(settings: Settings, **changes: object) -> Settings:
    return msgspec.structs.replace(settings, **changes)
