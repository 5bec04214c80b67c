"""What a backup of many messages takes from those who send meanwhile, and how soon a restored server is ready."""

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from threading import Event
from time import perf_counter
from typing import Any

import asyncpg
from msgspec.structs import replace

from bench.figures import Figures, Row, alternating, at_most
from bench.people import fill, talk
from bench.processes import load
from bench.rows.scene import Measured, Scene
from bench.servers import PLAIN_ENVIRONMENT, database, entrance, given, parley, settings_for
from parley.settings import Settings
from scripts.dev.shell import PRIVATE
from tests.services.ports import free_port
from tests.services.postgres import Postgres

MESSAGES = 1_000_000
RATE = 200
SENDERS = 10
# A million messages are indexed for many minutes, and sends beside the index have a row of their own.
WITHOUT_FOLLOWERS = ("bench.followers", "0")
READY_SECONDS = 300
LEAST_SECONDS = 10
"""Of sends that are counted, so that a p99 is more than the few slowest of a backup's three seconds."""


@dataclass
class Host:
    """Where Parley's commands run: with these settings, and PostgreSQL's programs."""

    settings: Settings
    path: str

    def run(self, *arguments: str) -> float:
        """How long it took."""
        began = perf_counter()
        command = [sys.executable, "-m", "parley", *arguments]
        environment = {**PLAIN_ENVIRONMENT, **given(self.settings), "PATH": self.path}
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
        return perf_counter() - began


def backup(scene: Scene) -> Measured:
    """Sends with a backup and without in turns, and then the day on which it is needed."""
    figures: dict[str, Figures] = {}
    rows: list[Row] = []
    count = scene.size(MESSAGES)
    for name, postgres in (("SQLite", None), ("PostgreSQL", scene.postgres())):
        taken = backed_up(scene, postgres, count)
        figures |= {f"backup, {name}, {what}": each for what, each in taken.items()}
        quiet, busy, lost = taken["sends alone"], taken["sends beside it"], taken["lost"]
        what = f"{name}: {RATE} messages/s while {count:,} are backed up"
        rows += [
            at_most(f"{what}: p99 / p99 without", busy["p99_ms"] / quiet["p99_ms"], 2, "x"),
            Row(f"{what}: p99", f"without: {quiet['p99_ms']:.2f} ms", f"{busy['p99_ms']:.2f} ms"),
            Row(f"{what}: the backup", "", f"{busy['backup_s']:.1f} s, {lost['backup_mb']} MB"),
            Row(f"{name}: {count:,} messages verified", "", f"{lost['verify_s']:.1f} s"),
            at_most(f"{name}: {count:,} messages restored and ready", lost["ready_s"], READY_SECONDS, "s"),
        ]
    return Measured(figures, rows)


def backed_up(scene: Scene, postgres: Postgres | None, count: int) -> dict[str, Figures]:
    path = os.environ["PATH"] if postgres is None else postgres.path
    with settings_for(postgres) as settings, folder() as target:
        # What somebody sends a second time is known already, so each load has people of its own.
        talker, *others = asyncio.run(fill(settings, groups=1, people_each=1 + SENDERS * 2 * scene.times))
        asyncio.run(talk(settings, talker, count))
        if postgres is not None:
            asyncio.run(settled(settings.database_url))
        entrances = iter([entrance(settings, member) for member in others])
        host = Host(settings, path)
        with parley(settings, WITHOUT_FOLLOWERS) as server:
            alone = host.run("backup", str(target), "--keep", "1")

            def plan() -> dict[str, Any]:
                members = list(islice(entrances, SENDERS))
                seconds = max(alone, float(scene.size(LEAST_SECONDS)))
                common = {"mixed": False, "server": server.process.pid, "rate": RATE, "seconds": seconds}
                return {**common, "members": members, "senders": SENDERS}

            runs = {
                "sends alone": lambda: load("rates", plan()),
                "sends beside it": lambda: beside(host, target, plan()),
            }
            taken = alternating(runs, scene.times)
        (made,) = target.glob("*.backup")
        lost = {"backup_mb": round(made.stat().st_size / 1e6), "backup_alone_s": round(alone, 1)}
        lost["verify_s"] = round(host.run("verify-backup", str(made)), 1)
        with elsewhere(settings, postgres) as other:
            restored = Host(other, path).run("restore", str(made))
            with parley(other, WITHOUT_FOLLOWERS) as server:
                lost["ready_s"] = round(restored + server.ready_after_s, 1)
        return {**taken, "lost": lost}


async def settled(url: str) -> None:
    """What PostgreSQL does after a million new rows is done before anything is measured: sends waited for that."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("VACUUM ANALYZE")
        await connection.execute("CHECKPOINT")
    finally:
        await connection.close()


def beside(host: Host, target: Path, plan: dict[str, Any]) -> Figures:
    """One backup after the other, until the load has counted."""
    took: list[float] = []
    is_over = Event()

    def back_up() -> None:
        while not is_over.is_set():
            took.append(host.run("backup", str(target), "--keep", "1"))

    with ThreadPoolExecutor(1) as pool:
        backing = pool.submit(back_up)
        try:
            figures = load("rates", plan)
        finally:
            is_over.set()
        backing.result()
    return {**figures, "backup_s": round(max(took), 1)}


@contextmanager
def elsewhere(settings: Settings, postgres: Postgres | None) -> Iterator[Settings]:
    """The same settings for another data folder, and an empty database."""
    with folder() as data:
        other = replace(settings, data_dir=str(data), port=free_port())
        if postgres is None:
            yield other
            return
        with database(postgres) as url:
            yield replace(other, database_url=url)


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=PRIVATE, prefix="bench-") as name:
        yield Path(name)
