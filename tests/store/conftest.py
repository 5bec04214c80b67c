"""Where a backup can be restored: on either database, and empty."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from parley.settings import Settings
from tests.conftest import with_changes
from tests.services.ports import free_port
from tests.services.postgres import Postgres


@pytest.fixture
def elsewhere(settings: Settings, programs: None, postgres: Postgres, tmp_path: Path) -> Iterator[Settings]:
    """Another machine with the same kind of database, which is empty. People will come to it at the same address."""
    changes = {"data_dir": str(tmp_path / "elsewhere"), "port": free_port(), "public_url": settings.base_url}
    if not settings.database_url:
        yield with_changes(settings, **changes)
        return
    name = f"parley_{uuid4().hex}"
    postgres.create_database(name)
    yield with_changes(settings, **changes, database_url=postgres.url(name))
    postgres.drop_database(name)
