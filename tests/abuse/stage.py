"""What is attacked: a real server with its default limits, with people in it and attackers among them."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import psutil
from msgspec import structs

from bench.people import Member, fill
from bench.processes import LOAD_CORE, ROOT, SERVER_CORE, pinned
from parley.doors.request import device_cookie_name
from parley.process.services import operate
from parley.settings import Settings, variables
from parley.store import migrate, people
from tests.services.ports import free_port
from tests.services.postgres import Postgres
from tests.services.valkey import Valkey
from tests.torture.line import Door, NoAnswer, Refusal
from tests.torture.stage import MISTAKES, OWNER, create_owner

Kind = Literal["sqlite", "cluster"]
ROOM_FOR = 20
NO_OTHERS: Mapping[str, str] = MappingProxyType({})
MOST_ATTACKERS = 10
START_SECONDS, LOOK_SECONDS = 240.0, 0.05
LAST_WORDS_SECONDS = 120.0
SECRET = "one secret for all of them, long enough"


@dataclass
class Stage:
    """A server that runs. Who attacks it, and who only wants to talk."""

    kind: Kind
    settings: Settings
    process: psutil.Process
    log: Path
    people: list[Member]
    attackers: list[Member]
    attacking: subprocess.Popen[bytes]
    """The process that takes plans of attacks."""
    known_browser: str
    """The cookie of a browser in which the owner has signed in before."""
    pids: frozenset[int] = field(default_factory=frozenset)

    def serving(self) -> list[psutil.Process]:
        """The processes that serve: the workers, or the one there is."""
        return [self.process] if self.kind == "sqlite" else list(self.process.children())

    def pids_now(self) -> frozenset[int]:
        return frozenset(process.pid for process in self.serving())

    def memory(self) -> int:
        """In bytes."""
        found = 0
        for process in self.serving():
            with suppress(psutil.NoSuchProcess):
                found += int(process.memory_info().rss)
        return found

    def mistakes(self) -> list[str]:
        """What the server has logged as its own mistakes."""
        return [
            line.decode(errors="replace")[:500] for line in self.log.read_bytes().splitlines() if MISTAKES.search(line)
        ]

    async def attacked(self, attack: str, seconds: float, attackers: int, patience: float) -> dict[str, Any]:
        """The answers that so many attackers got. If the server has refused none of them within `seconds`, they go on
        for `patience` more.
        """
        chosen = [{"token": one.token, "room": one.rooms[0]} for one in self.attackers[:attackers]]
        plan: dict[str, Any] = {"attack": attack, "seconds": seconds, "patience": patience}
        plan |= {"port": self.settings.port, "attackers": chosen}
        asking = asyncio.get_running_loop().run_in_executor(None, self._ask, json.dumps(plan).encode())
        try:
            async with asyncio.timeout(seconds + patience + LAST_WORDS_SECONDS):
                said = await asyncio.shield(asking)
        except TimeoutError:
            self.attacking.kill()  # ends what asks it as well
            raise
        if not said:
            raise RuntimeError("The attackers' process has ended.")
        found: dict[str, Any] = json.loads(said)
        return found

    def _ask(self, plan: bytes) -> bytes:
        """A line for a line; nothing if the process has ended."""
        assert self.attacking.stdin is not None
        assert self.attacking.stdout is not None
        with suppress(BrokenPipeError):
            self.attacking.stdin.write(plan + b"\n")
            self.attacking.stdin.flush()
        return self.attacking.stdout.readline()


def pinned_if(core: int) -> list[str]:
    """With two cores or more, the server has one to itself, and its clients share another."""
    return pinned(core) if sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1 else []


@contextmanager
def open_stage(kind: Kind, folder: Path, count: int, limits: Mapping[str, str] = NO_OTHERS) -> Iterator[Stage]:
    """With the default limits, but for these."""
    with ExitStack() as stack:
        settings = structs.replace(_settings(kind, folder, stack), **limits)
        migrate.upgrade(settings)
        groups = count // ROOM_FOR
        everybody = asyncio.run(fill(settings, groups=groups + 1, people_each=ROOM_FOR))
        asyncio.run(create_owner(_environment(settings)))
        known = asyncio.run(_known_browser(settings))
        log = folder / "server.log"
        process = stack.enter_context(_served(settings, log))
        asyncio.run(_until_ready(settings.port, process, log))
        talking, others = everybody[: groups * ROOM_FOR], everybody[groups * ROOM_FOR :]
        attacking = stack.enter_context(_attacking())
        stage = Stage(kind, settings, process, log, talking, others[:MOST_ATTACKERS], attacking, known)
        stage.pids = stage.pids_now()
        yield stage


def _settings(kind: Kind, folder: Path, stack: ExitStack) -> Settings:
    """As somebody would run it behind a proxy, whose word about addresses is believed."""
    given: dict[str, Any] = {
        "data_dir": str(folder / "data"),
        "port": free_port(),
        "secret": SECRET,
        "trusted_proxies": "127.0.0.1",
        "log_level": "warning",
        "log_format": "json",
    }
    if kind == "sqlite":
        return Settings(**given)
    postgres, valkey = stack.enter_context(Postgres(own=True)), stack.enter_context(Valkey(own=True))
    postgres.create_database("abuse")
    return Settings(**given, database_url=postgres.url("abuse"), redis_url=valkey.url(), workers=2)


async def _known_browser(settings: Settings) -> str:
    async with operate(settings) as services:
        owner = await services.database.read(people.by_login, OWNER)
        assert owner is not None
        return f"{device_cookie_name(settings)}={services.tokens.device(owner.id)}"


def _environment(settings: Settings) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")}
    return {**kept, **variables(settings), "PARLEY_WORKERS": str(settings.workers)}


@contextmanager
def _served(settings: Settings, log: Path) -> Iterator[psutil.Process]:
    command = [*pinned_if(SERVER_CORE), sys.executable, "-m", "parley", "serve"]
    with log.open("wb") as sink:
        child = subprocess.Popen(
            command, env=_environment(settings), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=sink
        )
    process = psutil.Process(child.pid)
    try:
        yield process
    finally:
        with suppress(psutil.NoSuchProcess):
            for one in [process, *process.children()]:
                one.kill()
        child.wait()


@contextmanager
def _attacking() -> Iterator["subprocess.Popen[bytes]"]:
    command = [*pinned_if(LOAD_CORE), sys.executable, "-m", "tests.abuse.attacker"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


async def _until_ready(port: int, process: psutil.Process, log: Path) -> None:
    door = Door(port)
    try:
        async with asyncio.timeout(START_SECONDS):
            while True:
                try:
                    await door.ask("GET", "/readyz", None, START_SECONDS)
                except (NoAnswer, Refusal):
                    if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
                        raise RuntimeError(f"The server ended at its start: see {log}") from None
                    await asyncio.sleep(LOOK_SECONDS)
                else:
                    return
    finally:
        door.cut()
