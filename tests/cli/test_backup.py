"""On SQLite, through the command line. Both databases are in tests/store/test_backup.py."""

import fcntl
import os
import re
import shutil
import sqlite3
import stat
import tarfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from parley.store.backup import LOCK
from tests.archives import manifest_of, only, rewritten
from tests.cli.running import Parley
from tests.services.ports import free_port

SIZE = ("--users", "5", "--rooms", "2", "--messages", "50")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Parley:
    parley = Parley(tmp_path_factory.mktemp("server") / "data")
    assert parley("populate", *SIZE).returncode == 0
    return parley


@pytest.fixture
def filled(original: Parley, parley: Parley) -> Parley:
    shutil.copytree(original.folder, parley.folder)
    return parley


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "target"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != LOCK)


def test_it_is_one_file_for_its_owner_alone(filled: Parley, target: Path) -> None:
    done = filled("backup", str(target))
    assert done.returncode == 0, done.stderr
    path = only(target)
    assert done.stdout.startswith(f"{path}: 50 messages in 2 rooms, 5 people; {path.stat().st_size:,} bytes in ")
    assert re.fullmatch(r"parley-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.backup", path.name)
    assert names(target) == [path.name]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(target.stat().st_mode) == 0o700


def test_any_tar_unpacks_it_and_it_holds_the_secret(filled: Parley, target: Path) -> None:
    filled("backup", str(target))
    with tarfile.open(only(target)) as tar:
        assert tar.getnames() == ["parley.db.gz", "secret", "manifest.json"]
        kept = tar.extractfile("secret")
        assert kept is not None
        assert kept.read() == (filled.folder / "secret").read_bytes()


def test_it_holds_no_secret_that_the_settings_gave(filled: Parley, target: Path) -> None:
    filled("backup", str(target), secret="s" * 32)
    assert list(manifest_of(only(target)).parts) == ["parley.db.gz"]


def test_without_a_folder_it_is_in_the_data_folder_and_the_server_may_run(filled: Parley) -> None:
    with filled.serving(free_port()):
        assert filled("backup").returncode == 0
    assert manifest_of(only(filled.folder / "backups")).numbers.messages == 50


def test_those_beyond_the_number_to_keep_go_and_nothing_else(filled: Parley, target: Path) -> None:
    made = []
    for _ in range(3):
        assert filled("backup", str(target)).returncode == 0
        made.append(next(name for name in names(target) if name not in made))
    foreign = rewritten(target / made[0], epoch="another").rename(target / "parley-2020-01-01T00-00-00Z.backup").name
    half = target / "parley-2020-01-02T00-00-00Z.backup"
    half.write_bytes((target / made[0]).read_bytes()[:10_000])
    (target / "notes.txt").touch()
    done = filled("backup", str(target), "--keep", "2")
    (newest,) = set(names(target)) - {*made, foreign, half.name, "notes.txt"}
    assert names(target) == sorted([made[2], newest, foreign, half.name, "notes.txt"])
    assert done.stdout.splitlines()[1:] == [f"{target / name} was removed." for name in made[:2]]


def test_what_a_killed_one_left_goes_with_the_next(filled: Parley, target: Path) -> None:
    target.mkdir()
    (target / ".parley-2026-01-01T00-00-00Z.backup.part").write_bytes(b"half of it")
    (target / ".parley-2026-01-01T00-00-00Z.backup.part.db").write_bytes(b"half of it")
    filled("backup", str(target))
    assert names(target) == [only(target).name]


class TestRefusals:
    def test_nothing_to_back_up(self, parley: Parley, target: Path) -> None:
        assert_refused(parley, target, "There is nothing to back up")
        assert not target.exists()

    def test_another_backup_at_the_same_time(self, filled: Parley, target: Path) -> None:
        target.mkdir()
        with (target / LOCK).open("w") as other:
            fcntl.flock(other, fcntl.LOCK_EX)
            assert_refused(filled, target, "Another backup is being written into")
        assert names(target) == []

    def test_of_two_at_once_each_is_whole_or_told_so(self, filled: Parley, target: Path) -> None:
        with ThreadPoolExecutor(2) as threads:
            both = list(threads.map(lambda _: filled("backup", str(target)), range(2)))
        made = [done for done in both if done.returncode == 0]
        assert len(names(target)) == len(made) >= 1
        for done in both:
            assert done in made or "Another backup is being written into" in done.stderr

    def test_a_file_in_the_folders_place(self, filled: Parley, target: Path) -> None:
        target.write_text("")
        assert_refused(filled, target, "cannot be written to: File exists. Make it writable")

    def test_a_full_target_keeps_what_was_there(self, filled: Parley, target: Path) -> None:
        filled("backup", str(target))
        before = names(target)
        done = filled.limited(64, "backup", str(target), "--keep", "1")
        assert done.returncode == 2
        assert f"The backup into {target} was not made: " in done.stderr
        assert len(done.stderr.splitlines()) == 1
        assert names(target) == before

    def test_a_damaged_database(self, filled: Parley, target: Path) -> None:
        path = filled.folder / "parley.db"
        with closing(sqlite3.connect(path)) as database:
            (page,) = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'messages'").fetchone()
            (size,) = database.execute("PRAGMA page_size").fetchone()
        with path.open("r+b") as file:
            file.seek((page - 1) * size)
            file.write(os.urandom(size))
        assert_refused(filled, target, "It is damaged.")
        assert names(target) == []


def assert_refused(parley: Parley, target: Path, why: str) -> None:
    done = parley("backup", str(target))
    assert done.returncode == 2
    assert why in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""
