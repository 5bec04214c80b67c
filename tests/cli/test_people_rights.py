"""`parley people` as somebody who may not use the data folder: a sentence, and nothing is changed."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from parley.cli.people import list_people
from parley.settings import Settings
from parley.store.folder import database_file
from parley.store.refusals import CannotStart

NOBODY = 65534


@pytest.fixture
def folder(sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of a data folder, in a place that everybody may enter."""
    made = Path(tempfile.mkdtemp(prefix="parley-test-"))
    made.chmod(0o755)
    data = made / "data"
    shutil.copytree(sqlite_settings.data, data)
    monkeypatch.setenv("PARLEY_DATA_DIR", str(data))
    yield data
    shutil.rmtree(made)


@pytest.mark.parametrize("what", ["folder", "database"])
def test_somebody_without_the_right_to_it_is_told_so(folder: Path, what: str) -> None:
    path = folder if what == "folder" else database_file(Settings(data_dir=str(folder)))
    # Root may do everything, so it becomes somebody else.
    folder.chmod(0o755)
    path.chmod(0o700 if os.geteuid() == 0 else 0)
    before = sorted(each.name for each in folder.iterdir()) if os.geteuid() == 0 else []
    if os.geteuid() == 0:
        os.seteuid(NOBODY)
    try:
        with pytest.raises(CannotStart, match=r"cannot be .*[Pp]ermission denied|cannot be opened"):
            list_people()
    finally:
        os.seteuid(os.getuid())
        path.chmod(0o700)
    assert before in ([], sorted(each.name for each in folder.iterdir()))
