"""Databases to be migrated, on SQLite and on PostgreSQL."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from parley.settings import Settings
from tests.services.postgres import Postgres


@pytest.fixture
def sqlite(tmp_path: Path) -> Settings:
    return Settings(data_dir=str(tmp_path / "data"))


@pytest.fixture
def make_database(postgres: Postgres, tmp_path: Path) -> Iterator[Callable[[], Settings]]:
    names: list[str] = []

    def make() -> Settings:
        names.append(f"migrate_{uuid4().hex}")
        postgres.create_database(names[-1])
        return Settings(data_dir=str(tmp_path / "data"), database_url=postgres.url(names[-1]))

    yield make
    for name in names:
        postgres.drop_database(name)


@pytest.fixture
def postgresql(make_database: Callable[[], Settings]) -> Settings:
    return make_database()


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest) -> Settings:
    chosen: Settings = request.getfixturevalue(request.param)
    return chosen
