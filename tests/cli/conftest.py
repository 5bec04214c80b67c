from pathlib import Path

import pytest

from tests.cli.running import Parley


@pytest.fixture
def parley(tmp_path: Path) -> Parley:
    return Parley(tmp_path / "data")
