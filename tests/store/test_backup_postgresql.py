"""What only backups of PostgreSQL can meet."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
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

SERVER = 18


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


async def scalar(url: str, query: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()
