"""The two stages: one process on SQLite, and two separate ones over one PostgreSQL and one Valkey."""

import asyncio
import json
import os
import re
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Literal

from parley.basics.outages import REPEAT_SECONDS
from parley.realtime.presence import FREEZE_SECONDS
from parley.settings import LIMITS, Settings, variable
from parley.store import migrate
from parley.store.folder import database_file
from tests.cast import PASSWORD
from tests.services.ports import free_port
from tests.services.postgres import Postgres
from tests.services.valkey import Valkey
from tests.torture import dump
from tests.torture.doorbell import Doorbell
from tests.torture.dump import Dump
from tests.torture.node import Node

Kind = Literal["sqlite", "cluster"]
OWNER = "ada"
DATABASE = "torture"
GIVEN = {
    "PARLEY_SECRET": "one secret for all of them, long enough",
    "PARLEY_LOG_LEVEL": "warning",
    "PARLEY_LOG_FORMAT": "json",
    # The fleet renews tokens when a server does not take them, and not because time has passed.
    "PARLEY_ACCESS_MINUTES": "1440",
    **{variable(name): "off" for name in LIMITS},
}
# Lines that a server writes about its own mistakes. What it says about others' faults is not among them.
FROZEN = re.compile(rb'"event": ?"presence_frozen"')
MISTAKES = re.compile(rb'"event": ?"(unit_failed|publish_failed|unexpected_error)"')


@dataclass
class Stage:
    """Servers, and the services that they need."""

    kind: Kind
    folder: Path
    nodes: list[Node]
    postgres: Postgres | None = None
    valkey: Valkey | None = None
    doorbells: list[Doorbell] = field(default_factory=list)

    @property
    def ports(self) -> list[int]:
        return [node.port for node in self.nodes]

    @property
    def database(self) -> Path:
        """SQLite's file."""
        return database_file(Settings(data_dir=str(self.folder / "data")))

    async def dump(self) -> Dump:
        if self.postgres is None:
            return await asyncio.to_thread(dump.from_sqlite, self.database)
        return await dump.from_postgresql(self.postgres.url(DATABASE))

    def mistakes(self) -> list[str]:
        """A few lines of what servers logged as their own mistakes."""
        lines = (line for node in self.nodes for line in node.log.read_bytes().splitlines())
        return [line.decode(errors="replace")[:2_000] for line in lines if MISTAKES.search(line)]

    def frozen(self) -> list[tuple[float, float]]:
        """From when to when a server may have told nobody that somebody went, by the clock of histories: it says when
        that begins, and once a minute as long as it goes on.
        """
        ahead = time.time() - time.monotonic()
        lines = (line for node in self.nodes for line in node.log.read_bytes().splitlines() if FROZEN.search(line))
        began = [datetime.fromisoformat(json.loads(line)["timestamp"]).timestamp() - ahead for line in lines]
        return [(at - 1.0, at + REPEAT_SECONDS + FREEZE_SECONDS) for at in began]


@asynccontextmanager
async def open_stage(kind: Kind, folder: Path, random: Random) -> AsyncIterator[Stage]:
    """Servers that are up, with an owner account. Everything is removed afterwards."""
    async with AsyncExitStack() as stack:
        stage = await (_sqlite(folder) if kind == "sqlite" else _cluster(stack, folder, random))
        for node in stage.nodes:
            stack.push_async_callback(node.close)
        await asyncio.gather(*(node.start() for node in stage.nodes))
        yield stage


async def _sqlite(folder: Path) -> Stage:
    given = environment(folder)
    await create_owner(given)
    port = free_port()
    return Stage("sqlite", folder, [Node(0, port, given | {"PARLEY_PORT": str(port)}, folder)])


async def _cluster(stack: AsyncExitStack, folder: Path, random: Random) -> Stage:
    postgres, valkey = Postgres(own=True), Valkey(own=True)
    stack.callback(postgres.stop)
    stack.callback(valkey.stop)
    await asyncio.gather(asyncio.to_thread(postgres.start), asyncio.to_thread(valkey.start))
    await asyncio.to_thread(postgres.create_database, DATABASE)
    url = postgres.url(DATABASE)
    await asyncio.to_thread(migrate.upgrade, Settings(database_url=url))
    ports = [free_port() for _ in range(2)]
    # The address that people use is one, whichever process answers there.
    given = environment(folder) | {"PARLEY_DATABASE_URL": url, "PARLEY_PUBLIC_URL": f"http://localhost:{ports[0]}"}
    await create_owner(given)
    nodes, doorbells = [], []
    for number, port in enumerate(ports):
        doorbell = await stack.enter_async_context(Doorbell(valkey.port, random))
        doorbells.append(doorbell)
        redis = {"PARLEY_REDIS_URL": f"redis://127.0.0.1:{doorbell.port}/0", "PARLEY_PORT": str(port)}
        nodes.append(Node(number, port, given | redis, folder))
    return Stage("cluster", folder, nodes, postgres, valkey, doorbells)


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")}
    return kept | GIVEN | {"PARLEY_DATA_DIR": str(folder / "data")}


async def create_owner(given: dict[str, str]) -> None:
    command = [sys.executable, "-m", "parley", "create-admin", OWNER, "--password-stdin"]
    process = await asyncio.create_subprocess_exec(
        *command,
        env=given,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await process.communicate(f"{PASSWORD}\n".encode())
    assert process.returncode == 0, said.decode()
