"""On SQLite, through the command line. Both databases are in tests/store/test_backup.py."""

import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from parley.settings import Settings
from parley.store import migrate
from parley.store.schema import REVISION
from tests.archives import manifest_of, only, rewritten, sql
from tests.cli.running import Parley

SIZE = ("--users", "5", "--rooms", "2", "--messages", "50")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    parley, target = Parley(tmp_path_factory.mktemp("server") / "data"), tmp_path_factory.mktemp("target")
    parley("populate", *SIZE)
    assert parley("backup", str(target)).returncode == 0
    return only(target)


@pytest.fixture
def backup(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(original, tmp_path))


def test_it_says_what_it_found(parley: Parley, backup: Path) -> None:
    done = parley("verify-backup", str(backup))
    found = manifest_of(backup)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{backup} is sound. Parley 0.1.0 made it at {found.time}, from sqlite.\n")
    assert f"schema  {REVISION}\nepoch   {found.epoch}\n" in done.stdout
    assert "holds   50 messages in 2 rooms, 5 people, and the secret\n" in done.stdout
    assert "logs    2 of kind room: heads add up to " in done.stdout
    assert f"sha256  {found.parts['secret'].sha256}  secret, 44 bytes\n" in done.stdout


def test_one_of_an_older_schema_is_brought_up_aside(parley: Parley, tmp_path: Path) -> None:
    migrate.upgrade(Settings(data_dir=str(parley.folder)), to="0001")
    parley("backup", str(tmp_path))
    done = parley("verify-backup", str(only(tmp_path)))
    assert f"schema  0001; this Parley brings it to {REVISION}\n" in done.stdout


class TestRefusals:
    @pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.9, 0.99])
    def test_half_a_backup(self, parley: Parley, backup: Path, share: float) -> None:
        whole = backup.read_bytes()
        backup.write_bytes(whole[: int(share * len(whole))])
        assert_refused(parley, backup, "is not a whole backup of Parley")

    def test_a_changed_byte(self, parley: Parley, backup: Path) -> None:
        whole, chosen = backup.read_bytes(), random.Random(1)
        content = manifest_of(backup).parts["parley.db.gz"].bytes
        for place in [*(chosen.randrange(512, 512 + content) for _ in range(5)), 100]:
            backup.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            assert_refused(parley, backup, "Use another backup.")

    def test_another_file(self, parley: Parley, tmp_path: Path) -> None:
        (tmp_path / "notes.txt").write_text("not one of ours\n" * 100)
        assert_refused(parley, tmp_path / "notes.txt", "is not a whole backup of Parley")
        assert_refused(parley, tmp_path / "missing", "cannot be read: No such file or directory")
        assert_refused(parley, tmp_path, "cannot be read: Is a directory")

    @pytest.mark.parametrize("changes", [{"schema": "9999", "parley": "7.0"}, {"format": 2, "parley": "7.0"}])
    def test_one_of_a_newer_version(self, parley: Parley, backup: Path, changes: dict[str, Any]) -> None:
        assert_refused(parley, rewritten(backup, **changes), "was made by Parley 7.0, with schema")

    def test_a_manifest_that_is_not_the_databases(self, parley: Parley, backup: Path) -> None:
        other = rewritten(backup, epoch="another")
        assert_refused(parley, other, "and its manifest says 50 messages in 2 rooms, 5 people, schema")

    @pytest.mark.parametrize(
        ("statement", "why"),
        [
            ("UPDATE rooms SET first_kept = 0", "integrity check: CHECK constraint failed in rooms"),
            ("DELETE FROM people WHERE rev = 3", "a row in stays refers to one in people that is not there"),
            ("DELETE FROM messages WHERE seq = 3", "messages from 1 to"),
            ("DELETE FROM messages WHERE seq = 1", "messages from 2 to"),
            ("UPDATE heads SET seq = seq + 1, head = head + 1 WHERE kind = 1", "and should have every one from 1 to"),
            ("UPDATE rooms SET rev = 999", "and a room in it has the rev 999"),
            ("UPDATE sessions SET rev = 999", "and a session in it has the rev 999"),
            ("UPDATE people SET rev = rev + 999", "log 1 has its head at 5, and a profile in it has the rev 1004"),
        ],
    )
    def test_a_database_that_is_not_as_it_must_be(self, parley: Parley, backup: Path, statement: str, why: str) -> None:
        assert_refused(parley, rewritten(backup, database=sql(statement)), why)

    def test_no_room_aside(self, parley: Parley, backup: Path) -> None:
        done = parley.limited(64, "verify-backup", str(backup))
        assert done.returncode == 2
        assert "could not be restored aside, into" in done.stderr
        assert "TMPDIR" in done.stderr


def assert_refused(parley: Parley, backup: Path, why: str) -> None:
    done = parley("verify-backup", str(backup))
    assert done.returncode == 2, done.stdout
    assert why in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""
