"""What only backups of PostgreSQL can meet."""

import asyncio
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
import msgspec
import pytest

from parley.settings import Settings
from parley.store import backup, migrate
from parley.store.archive import FORMAT, Manifest, Writing, opened
from parley.store.refusals import CannotStart
from parley.store.schema import REVISION
from tests.archives import manifest_of, only, rewritten
from tests.cli.running import Parley
from tests.conftest import with_changes
from tests.services.postgres import Postgres

P = ParamSpec("P")
T = TypeVar("T")


@pytest.fixture
def settings(postgres_settings: Settings, programs: None) -> Settings:
    return postgres_settings


@pytest.fixture
def taken(settings: Settings, tmp_path: Path) -> Path:
    return backup.take(settings, tmp_path / "backups").path


def program(folder: Path, name: str, version: str) -> None:
    """One of another version."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
    (folder / name).chmod(0o755)


def with_parts(manifest: Manifest, writing: Writing) -> Manifest:
    return msgspec.structs.replace(manifest, parts=writing.parts)


async def in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """As a command runs it, which has a loop of its own."""
    return await asyncio.to_thread(work, *args, **kwargs)


async def refused(settings: Settings, path: Path, why: str) -> None:
    with pytest.raises(CannotStart, match=re.escape(why)):
        await in_thread(backup.restore, settings, path)


async def execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def scalar(url: str, query: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


@pytest.fixture
def empty(postgres: Postgres, settings: Settings, tmp_path: Path) -> Iterator[Settings]:
    name = f"parley_{uuid4().hex}"
    postgres.create_database(name)
    yield with_changes(settings, database_url=postgres.url(name), data_dir=str(tmp_path / "elsewhere"))
    postgres.drop_database(name)


def test_the_manifest_names_the_versions(taken: Path) -> None:
    manifest = manifest_of(taken)
    assert (manifest.format, manifest.database, manifest.schema) == (FORMAT, "postgresql", REVISION)
    assert manifest.server_version <= manifest.tool_version
    assert list(manifest.parts) == ["parley.pgdump", "facts.json"]


async def test_trying_one_out_leaves_nothing_behind(settings: Settings, taken: Path) -> None:
    assert isinstance(await in_thread(backup.verify, settings, taken), Manifest)
    query = "SELECT count(*) FROM pg_database WHERE datname LIKE 'parley_verify_%'"
    assert await scalar(settings.database_url, query) == 0


async def test_an_older_schema_is_brought_up(empty: Settings, postgres: Postgres, tmp_path: Path) -> None:
    await in_thread(lambda: migrate.upgrade(empty, to="0001"))
    path = (await in_thread(backup.take, empty, tmp_path)).path
    assert (await in_thread(backup.verify, empty, path)).schema == "0001"
    name = urlsplit(empty.database_url).path.strip("/")
    await in_thread(postgres.drop_database, name)
    await in_thread(postgres.create_database, name)
    await in_thread(backup.restore, empty, path)
    assert (await in_thread(migrate.status, empty)).state == "older"
    done = await in_thread(migrate.upgrade, empty)
    assert (done.before, done.after) == ("0001", REVISION)


async def test_what_is_noted_comes_along_and_the_epoch_does_not(
    empty: Settings, settings: Settings, tmp_path: Path
) -> None:
    await execute(settings.database_url, "INSERT INTO facts VALUES ('epoch', 'old'), ('note', 'kept')")
    await in_thread(backup.restore, empty, (await in_thread(backup.take, settings, tmp_path)).path)
    assert await scalar(empty.database_url, "SELECT value FROM facts WHERE name = 'note'") == "kept"
    assert await scalar(empty.database_url, "SELECT value FROM facts WHERE name = 'epoch'") not in ("old", "", None)


class TestRefusals:
    async def test_a_dump_that_fails_half_way_leaves_the_database_empty(self, empty: Settings, taken: Path) -> None:
        """Its sums are right, so only pg_restore can tell."""
        with opened(taken) as reading:
            dump = reading.whole("parley.pgdump")
            half = taken.with_name("half")
            with half.open("w+b", buffering=0) as file:
                writing = Writing(file)
                writing.add("parley.pgdump", [dump[: len(dump) - 200]])
                writing.add("facts.json", [reading.whole("facts.json")])
                writing.finish(with_parts(reading.manifest, writing))
        await refused(empty, half, "pg_restore failed: ")
        assert await scalar(empty.database_url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 0
        await in_thread(backup.restore, empty, taken)

    def test_no_programs(self, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(CannotStart, match=r"pg_dump is not on PATH. Install PostgreSQL's client programs, version"):
            backup.take(settings, tmp_path / "backups")
        assert [path.name for path in (tmp_path / "backups").iterdir()] == [backup.LOCK]

    def test_programs_that_are_too_old(
        self, settings: Settings, empty: Settings, taken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("pg_dump", "pg_restore"):
            program(tmp_path / "old", name, "9.6.24")
        monkeypatch.setenv("PATH", f"{tmp_path / 'old'}{os.pathsep}{os.environ['PATH']}")
        with pytest.raises(CannotStart, match=r"pg_dump is of PostgreSQL 9, and the database is of PostgreSQL"):
            backup.take(settings, tmp_path / "backups")
        with pytest.raises(CannotStart, match=r"pg_restore is of PostgreSQL 9, and the backup was written by pg_dump"):
            backup.restore(empty, taken)

    async def test_a_server_that_is_too_old(self, empty: Settings, taken: Path) -> None:
        newer = rewritten(taken, server_version=99)
        await refused(empty, newer, "was taken from PostgreSQL 99, and the database in PARLEY_DATABASE_URL is of")

    def test_trying_one_out_without_a_server(self, taken: Path, tmp_path: Path) -> None:
        with pytest.raises(CannotStart, match=r"name any database in PARLEY_DATABASE_URL whose user may create others"):
            backup.verify(Settings(data_dir=str(tmp_path / "none")), taken)

    async def test_trying_one_out_as_somebody_who_may_create_none(self, settings: Settings, taken: Path) -> None:
        role, parts = f"role_{uuid4().hex}", urlsplit(settings.database_url)
        await execute(settings.database_url, f"CREATE ROLE {role} LOGIN PASSWORD 'known'")
        hosts = parts.netloc.rpartition("@")[2]
        theirs = with_changes(settings, database_url=urlunsplit(parts._replace(netloc=f"{role}:known@{hosts}")))
        try:
            with pytest.raises(CannotStart, match=rf"ALTER ROLE {role} CREATEDB"):
                await in_thread(backup.verify, theirs, taken)
        finally:
            await execute(settings.database_url, f"DROP ROLE {role}")

    def test_restoring_it_into_sqlite(self, taken: Path, tmp_path: Path) -> None:
        with pytest.raises(CannotStart, match=r"is of PostgreSQL. Name an empty database in PARLEY_DATABASE_URL"):
            backup.restore(Settings(data_dir=str(tmp_path / "none")), taken)

    def test_a_full_target(self, settings: Settings, taken: Path, tmp_path: Path) -> None:
        parley = Parley(tmp_path / "data")
        done = parley.limited(8, "backup", str(taken.parent), "--keep", "1", database_url=settings.database_url)
        assert done.returncode == 2
        assert "was not made: File too large. Make room there" in done.stderr
        assert only(taken.parent) == taken
        assert sorted(path.name for path in taken.parent.iterdir()) == [backup.LOCK, taken.name]
