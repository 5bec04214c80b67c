"""What is measured: Parley, and the peers that it is compared with. Each as a server with members to connect as."""

import asyncio
import os
import sys
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen
from uuid import uuid4

from bench.people import Member, fill
from bench.processes import Started, started
from parley.settings import LIMITS, Settings, variable
from parley.store import migrate
from scripts.dev.shell import PRIVATE
from tests.services.ports import free_port
from tests.services.postgres import Postgres

LIFTED: dict[str, Any] = {**dict.fromkeys(LIMITS, "off"), "log_level": "warning"}
PARLEY = ("parley",)
PLAIN_ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")}


@dataclass(frozen=True)
class Crowd:
    """Who is there: groups of people who are in the same rooms."""

    groups: int
    people_each: int
    rooms_each: int = 1


@contextmanager
def settings_for(postgres: Postgres | None, limits: Collection[str] = ()) -> Iterator[Settings]:
    """A new, migrated, empty database, gone afterwards. No limits but these, at their defaults."""
    lifted = {name: value for name, value in LIFTED.items() if name not in limits}
    PRIVATE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=PRIVATE, prefix="bench-") as folder:  # a real disk: /tmp may be memory
        if postgres is None:
            yield _migrated(Settings(data_dir=folder, port=free_port(), **lifted))
            return
        with database(postgres) as url:
            yield _migrated(Settings(data_dir=folder, port=free_port(), database_url=url, **lifted))


@contextmanager
def database(postgres: Postgres) -> Iterator[str]:
    name = f"bench_{uuid4().hex}"
    postgres.create_database(name)
    try:
        yield postgres.url(name)
    finally:
        postgres.drop_database(name)


@contextmanager
def parley(settings: Settings, program: Sequence[str] = PARLEY) -> Iterator[Started]:
    """`parley serve` with these settings and nothing else of the environment's."""
    command = [sys.executable, "-m", *program, "serve"]
    with started(command, {**PLAIN_ENVIRONMENT, **given(settings)}, lambda: _answers(settings.port)) as server:
        yield server


@contextmanager
def crowded(
    crowd: Crowd, postgres: Postgres | None = None, limits: Collection[str] = (), program: Sequence[str] = PARLEY
) -> Iterator[tuple[Started, list[dict[str, Any]]]]:
    """A Parley with these people in it, and how each of them connects."""
    with settings_for(postgres, limits) as settings:
        members = asyncio.run(fill(settings, **vars(crowd)))
        with parley(settings, program) as server:
            yield server, [entrance(settings, member) for member in members]


def entrance(settings: Settings, member: Member) -> dict[str, Any]:
    return {
        "url": f"ws://127.0.0.1:{settings.port}/ws",
        "headers": {"Authorization": f"Bearer {member.token}"},
        "room": member.rooms[0],
        "place": member.place,
    }


def given(settings: Settings) -> dict[str, str]:
    """What differs from the defaults, as variables of the environment."""
    default = Settings()
    values = {name: getattr(settings, name) for name in Settings.__struct_fields__}
    return {variable(name): str(value) for name, value in values.items() if value != getattr(default, name)}


def _migrated(settings: Settings) -> Settings:
    migrate.upgrade(settings)
    return settings


def _answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
            return bool(answer.status == 200)
    except (URLError, ConnectionError):
        return False
