"""On SQLite, through the command line. Both databases are in tests/store/test_backup.py."""

import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import httpx2
import pytest

from parley.settings import Settings
from parley.store import migrate
from parley.store.schema import REVISION
from tests.archives import only, rewritten
from tests.cli.running import Parley
from tests.services.ports import free_port

PATIENCE = 120
PASSWORD = "correct horse battery staple"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Parley:
    parley = Parley(tmp_path_factory.mktemp("server") / "data")
    parley("create-admin", "ada", "--password-stdin", stdin=f"{PASSWORD}\n")
    assert parley("backup", str(parley.folder.parent)).returncode == 0
    return parley


@pytest.fixture
def backup(original: Parley, tmp_path: Path) -> Path:
    return Path(shutil.copy(only(original.folder.parent), tmp_path))


@pytest.fixture
def kept(original: Parley, parley: Parley) -> Parley:
    """The data folder from which the backup was taken."""
    shutil.copytree(original.folder, parley.folder)
    return parley


@pytest.fixture
def lost(parley: Parley) -> Parley:
    """All of the data folder is gone."""
    return parley


def sign_in(parley: Parley) -> None:
    port = free_port()
    with parley.serving(port):
        asked = {"handle": "ada", "password": PASSWORD, "deliver": "token"}
        answer = httpx2.post(f"http://127.0.0.1:{port}/api/sessions", json=asked, timeout=PATIENCE)
        assert answer.json()["me"]["handle"] == "ada"


def epoch(parley: Parley) -> str | None:
    with closing(sqlite3.connect(parley.folder / "parley.db")) as database:
        row = database.execute("SELECT value FROM facts WHERE name = 'epoch'").fetchone()
    return None if row is None else str(row[0])


def test_afterwards_the_server_runs_and_people_sign_in(lost: Parley, backup: Path) -> None:
    done = lost("restore", str(backup))
    assert done.returncode == 0, done.stderr
    assert "0 messages in 0 rooms, 1 people." in done.stdout
    assert done.stdout.endswith("Start the server: parley serve\n")
    assert sorted(path.name for path in lost.folder.iterdir()) == ["lock", "parley.db", "secret"]
    assert {stat.S_IMODE((lost.folder / name).stat().st_mode) for name in ("parley.db", "secret")} == {0o600}
    sign_in(lost)


def test_each_one_begins_another_epoch(kept: Parley, backup: Path) -> None:
    """Also where the counter of starts beside the database is as it was."""
    sign_in(kept)
    seen = [epoch(kept)]
    for _ in range(2):
        (kept.folder / "parley.db").unlink()
        assert kept("restore", str(backup)).returncode == 0
        assert epoch(kept) not in seen
        sign_in(kept)
        assert epoch(kept) not in seen
        seen.append(epoch(kept))
    assert None not in seen


def test_an_older_schema_is_brought_up_by_the_start(parley: Parley, tmp_path: Path) -> None:
    migrate.upgrade(Settings(data_dir=str(parley.folder)), to="0001")
    parley("backup", str(tmp_path))
    shutil.rmtree(parley.folder)
    done = parley("restore", str(only(tmp_path)))
    assert done.stdout.endswith(f"Start the server, which brings schema 0001 to {REVISION}: parley serve\n")
    with parley.serving(free_port()):
        assert parley("doctor").stdout.count(f"schema {REVISION}") == 1


def test_what_a_killed_one_left_is_not_played_into_it(lost: Parley, backup: Path) -> None:
    lost.folder.mkdir()
    for name in (".parley.db.restoring", ".parley.db.restoring-journal"):
        (lost.folder / name).write_bytes(b"half of it")
    assert lost("restore", str(backup)).returncode == 0
    assert sorted(path.name for path in lost.folder.iterdir()) == ["lock", "parley.db", "secret"]


class TestSecret:
    def test_without_one_in_the_backup_it_says_what_to_do(self, kept: Parley, tmp_path: Path) -> None:
        kept("backup", str(tmp_path / "other"), secret="s" * 32)
        shutil.rmtree(kept.folder)
        done = kept("restore", str(only(tmp_path / "other")))
        assert "The backup has no secret, because PARLEY_SECRET was set." in done.stdout
        assert not (kept.folder / "secret").exists()

    def test_the_settings_one_counts(self, lost: Parley, backup: Path) -> None:
        assert "the secret in the backup is not used" in lost("restore", str(backup), secret="s" * 32).stdout
        assert not (lost.folder / "secret").exists()

    def test_another_one_is_not_written_over(self, lost: Parley, backup: Path) -> None:
        lost.folder.mkdir()
        (lost.folder / "secret").write_text("another\n")
        assert_refused(lost, backup, f"{lost.folder / 'secret'} is there already, and is not the secret in the backup")
        assert (lost.folder / "secret").read_text() == "another\n"
        assert not (lost.folder / "parley.db").exists()


class TestRefusals:
    def test_a_running_server(self, lost: Parley, backup: Path) -> None:
        with lost.serving(free_port()):
            assert_refused(lost, backup, "is in use by another Parley")

    @pytest.mark.parametrize("name", ["parley.db", "parley.db-wal"])
    def test_a_database_that_is_there(self, lost: Parley, backup: Path, name: str) -> None:
        """A write-ahead log that somebody left would be played into the restored database."""
        lost.folder.mkdir()
        (lost.folder / name).write_bytes(b"somebody's")
        assert_refused(lost, backup, f"{lost.folder / name} is there already, and a restore overwrites nothing")
        assert (lost.folder / name).read_bytes() == b"somebody's"

    def test_half_a_backup(self, lost: Parley, backup: Path) -> None:
        backup.write_bytes(backup.read_bytes()[:-5_000])
        assert_refused(lost, backup, "is not a whole backup of Parley")
        assert not lost.folder.exists()

    def test_a_changed_byte(self, lost: Parley, backup: Path) -> None:
        whole = backup.read_bytes()
        backup.write_bytes(whole[:2_000] + bytes([whole[2_000] ^ 1]) + whole[2_001:])
        assert_refused(lost, backup, "is damaged: its parley.db.gz has")
        assert not lost.folder.exists()

    def test_one_of_a_newer_version(self, lost: Parley, backup: Path) -> None:
        assert_refused(lost, rewritten(backup, schema="9999", parley="7.0"), "was made by Parley 7.0, with schema 9999")
        assert not lost.folder.exists()

    def test_a_backup_of_the_other_kind(self, lost: Parley, backup: Path) -> None:
        done = lost("restore", str(backup), database_url="postgresql://parley@127.0.0.1/chat")
        assert done.returncode == 2
        assert "is of SQLite. Unset PARLEY_DATABASE_URL" in done.stderr

    def test_a_file_in_the_folders_place(self, lost: Parley, backup: Path) -> None:
        lost.folder.write_text("")
        assert_refused(lost, backup, "cannot be written to")

    def test_a_full_disk_leaves_nothing_in_the_way_of_another_try(self, lost: Parley, backup: Path) -> None:
        done = lost.limited(64, "restore", str(backup))
        assert done.returncode == 2
        assert "The backup was not restored into" in done.stderr
        assert sorted(path.name for path in lost.folder.iterdir()) == ["lock", "secret"]
        assert lost("restore", str(backup)).returncode == 0


def assert_refused(parley: Parley, backup: Path, why: str) -> None:
    done = parley("restore", str(backup))
    assert done.returncode == 2, done.stdout
    assert why in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""
