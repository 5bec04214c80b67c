"""What only backups of SQLite can meet: files that belong to somebody else."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from parley.settings import Settings
from parley.store import (
    backup,
    backup_sqlite,  # now: somebody else may not be able to import it later
    pace,
)
from parley.store.folder import database_file
from parley.store.refusals import CannotStart
from parley.store.secret import load_secret

NOBODY = 65534


@pytest.fixture
def folder() -> Iterator[Path]:
    """One that everybody may enter."""
    made = Path(tempfile.mkdtemp(prefix="parley-test-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def settings(folder: Path, sqlite_settings: Settings) -> Settings:
    """A data folder that is open to whoever `without_rights` is."""
    data = folder / "data"
    shutil.copytree(sqlite_settings.data, data)
    settings = Settings(data_dir=str(data))
    load_secret(settings)
    if os.geteuid() == 0:
        for path in (data, *data.iterdir()):
            os.chown(path, NOBODY, NOBODY)
    return settings


@contextmanager
def without_rights(*paths: Path) -> Iterator[None]:
    """As somebody who may do nothing with these. Root may do everything, so it becomes somebody else."""
    if os.geteuid() == 0:
        for path in paths:
            os.chown(path, 0, 0)
        os.seteuid(NOBODY)
    for path in paths if os.geteuid() != NOBODY else ():
        path.chmod(0)
    try:
        yield
    finally:
        os.seteuid(os.getuid())
        for path in paths:
            path.chmod(0o700)


def test_the_rights_are_otherwise_enough(settings: Settings, folder: Path) -> None:
    (folder / "target").mkdir(0o700)
    if os.geteuid() == 0:
        os.chown(folder / "target", NOBODY, NOBODY)
    with without_rights():
        assert backup.take(settings, folder / "target").path.is_file()


def test_a_folder_that_may_not_be_written_to(settings: Settings, folder: Path) -> None:
    (folder / "target").mkdir(0o700)
    with without_rights(folder / "target"), pytest.raises(CannotStart, match="cannot be written to: Permission denied"):
        backup.take(settings, folder / "target")
    assert list((folder / "target").iterdir()) == []


@pytest.mark.parametrize("what", ["data", "database"])
def test_a_database_that_may_not_be_read(settings: Settings, folder: Path, what: str) -> None:
    mine = settings.data if what == "data" else database_file(settings)
    mine.chmod(0o700)
    with without_rights(mine), pytest.raises(CannotStart, match=r"parley\.db cannot be read: Permission denied. Run"):
        backup.take(settings, folder / "target")


def test_a_secret_that_may_not_be_read(settings: Settings, folder: Path) -> None:
    (folder / "target").mkdir(0o700)
    if os.geteuid() == 0:
        os.chown(folder / "target", NOBODY, NOBODY)
    with (
        without_rights(settings.data / "secret"),
        pytest.raises(CannotStart, match=r"secret cannot be read: Permission denied. Run this as the user"),
    ):
        backup.take(settings, folder / "target")
    assert [path.name for path in (folder / "target").iterdir()] == [backup.LOCK]


def test_a_data_folder_that_may_not_be_restored_into(settings: Settings, folder: Path) -> None:
    taken = backup.take(settings, folder / "target").path
    (folder / "target").chmod(0o755)
    taken.chmod(0o644)
    (folder / "other").mkdir(0o700)
    other = Settings(data_dir=str(folder / "other"))
    with without_rights(folder / "other"), pytest.raises(CannotStart, match="cannot be written to: Permission denied"):
        backup.restore(other, taken)
    assert list((folder / "other").iterdir()) == []


def test_it_makes_way_while_it_reads_and_while_it_compresses(
    sqlite_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Less than its rests show in what people wait for (decision 20)."""
    pieces: list[str] = []
    monkeypatch.setattr(pace, "rest", lambda seconds: pieces.append(sys._getframe(2).f_code.co_name))
    monkeypatch.setattr(backup_sqlite, "INSTRUCTIONS", 5)  # it is a small database
    load_secret(sqlite_settings)
    backup.take(sqlite_settings, tmp_path, None)
    assert {"copied", "_drop_exports", "_forget_dropped_words", "_compressed"} <= set(pieces)
