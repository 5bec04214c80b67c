"""Every line is made to fail by the real thing: `finding` asks one check, `parley("doctor")` all of them."""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from parley.cli import checks
from parley.cli.checks import CHECKS
from parley.settings import Settings
from parley.store import migrate
from tests.cli.findings import answering, assert_problem, assert_warning
from tests.cli.running import Parley
from tests.services.ports import free_port
from tests.services.valkey import Valkey

# A real folder in which not even root can write, and which is on a disk of size 0.
CLOSED_FOLDER = "/proc/self" if sys.platform == "linux" else "/dev"
HTTPS = "https://chat.example.org"


@pytest.fixture
def data(tmp_path: Path) -> str:
    return str(tmp_path / "data")


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    with Valkey() as valkey:
        yield valkey.url()


def test_all_is_well_to_begin_with(parley: Parley) -> None:
    done = parley("doctor", port=free_port())
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert len(lines) == len(CHECKS)
    assert all(line.startswith("ok ") for line in lines)
    assert not parley.folder.exists()


def test_a_problem_is_a_line_and_an_exit_code(parley: Parley) -> None:
    parley.folder.write_text("a file in the way")
    done = parley("doctor", port=free_port(), prot=1)
    assert done.returncode == 1
    assert any(line.startswith("problem  data folder    ") for line in done.stdout.splitlines())
    assert "warning  settings       PARLEY_PROT is not a setting of Parley." in done.stdout
    assert done.stderr == ""


class TestBackups:
    @pytest.fixture
    def settings(self, data: str, tmp_path: Path) -> Settings:
        return Settings(data_dir=data, backup_hours=24, backup_dir=str(tmp_path / "backups"))

    def test_none_yet(self, settings: Settings) -> None:
        assert_warning(checks.backups(settings), "there is none in", "`parley backup`")

    def test_an_old_one(self, settings: Settings) -> None:
        made = settings.backups / "parley-2026-11-20T23-00-05Z.backup"
        made.parent.mkdir()
        made.touch()
        assert checks.backups(settings).level == "ok"
        days_ago = time.time() - 49 * 3600
        os.utime(made, (days_ago, days_ago))
        assert_problem(checks.backups(settings), "is 49 hours old", "job_failed")

    def test_nobody_can_write_there(self, data: str) -> None:
        found = checks.backups(Settings(data_dir=data, backup_dir=CLOSED_FOLDER))
        assert_problem(found, "cannot be written to", "Let the user")


class TestDataFolder:
    def test_a_file_in_its_place(self, tmp_path: Path) -> None:
        (tmp_path / "data").write_text("")
        found = checks.data_folder(Settings(data_dir=str(tmp_path / "data")))
        assert_problem(found, "data cannot be written to: Not a directory", "PARLEY_DATA_DIR")

    def test_nobody_can_write_there(self) -> None:
        assert_problem(checks.data_folder(Settings(data_dir=CLOSED_FOLDER)), "cannot be written to", "PARLEY_DATA_DIR")

    def test_nobody_can_make_it_there(self) -> None:
        found = checks.data_folder(Settings(data_dir=f"{CLOSED_FOLDER}/deep/data"))
        assert_problem(found, "cannot be written to", "PARLEY_DATA_DIR")

    def test_one_that_is_there_is_left_as_it_was(self, tmp_path: Path) -> None:
        assert checks.data_folder(Settings(data_dir=str(tmp_path))).level == "ok"
        assert list(tmp_path.iterdir()) == []


class TestDisk:
    def test_full(self) -> None:
        assert_problem(checks.disk(Settings(data_dir=CLOSED_FOLDER)), "only 0.0 GB", "make room")

    def test_roomy(self, data: str) -> None:
        assert checks.disk(Settings(data_dir=data)).level == "ok"


class TestSecret:
    def test_readable_for_others(self, tmp_path: Path) -> None:
        (tmp_path / "secret").write_text("s" * 40)
        (tmp_path / "secret").chmod(0o644)
        found = checks.secret(Settings(data_dir=str(tmp_path)))
        assert_problem(found, "(mode 644)", f"chmod 600 {tmp_path / 'secret'}")

    def test_too_short_for_https(self, tmp_path: Path) -> None:
        (tmp_path / "secret").write_text("short")
        found = checks.secret(Settings(data_dir=str(tmp_path), public_url=HTTPS))
        assert_problem(found, "has 5 characters", "longer one")

    def test_easy_to_guess(self, data: str) -> None:
        found = checks.secret(Settings(data_dir=data, secret="changeme" * 5, public_url=HTTPS))
        assert_problem(found, "easy to guess", "Unset PARLEY_SECRET")

    def test_not_made_yet(self, data: str) -> None:
        assert checks.secret(Settings(data_dir=data)).level == "ok"
        assert not Path(data).exists()

    def test_short_on_http_as_well(self, data: str) -> None:
        found = checks.secret(Settings(data_dir=data, secret="short and sweet"))
        assert_warning(found, "15 characters", "Unset PARLEY_SECRET")


class TestDatabaseFiles:
    def test_another_users(self, tmp_path: Path) -> None:
        path = tmp_path / "parley.db"
        path.touch(mode=0o400)
        if os.geteuid() == 0:  # who can write everything, and give it away
            os.chown(path, 65_534, 65_534)
        found = checks.database_files(Settings(data_dir=str(tmp_path)))
        assert_problem(found, str(path), f"chown --reference={tmp_path} {path}")

    def test_something_else_in_its_place(self, tmp_path: Path) -> None:
        (tmp_path / "parley.db").mkdir()
        found = checks.database_files(Settings(data_dir=str(tmp_path)))
        assert_problem(found, "cannot be written to: Is a directory", "chown")

    def test_fitting(self, data: str) -> None:
        assert "first start" in checks.database_files(Settings(data_dir=data)).text
        migrate.upgrade(Settings(data_dir=data))
        assert "is writable" in checks.database_files(Settings(data_dir=data)).text


class TestClock:
    def test_behind_the_database(self, parley: Parley, migrated_database: str) -> None:
        done = parley("doctor", port=free_port(), database_url=migrated_database, clock_offset_s=-3600)
        (line,) = [line for line in done.stdout.splitlines() if " clock " in line]
        assert line.startswith("warning")
        assert "s behind the database's" in line
        assert "NTP" in line

    def test_as_the_database(self, data: str, migrated_database: str) -> None:
        assert checks.clock(Settings(data_dir=data, database_url=migrated_database)).text == "as the database's"

    def test_before_the_database_was_written(self, data: str) -> None:
        migrate.upgrade(Settings(data_dir=data))
        assert checks.clock(Settings(data_dir=data)).level == "ok"
        later = time.time() + 86_400
        os.utime(Path(data) / "parley.db", (later, later))
        assert_problem(checks.clock(Settings(data_dir=data)), "after what this clock says", "NTP")


class TestDatabase:
    def test_unreachable(self, data: str) -> None:
        url = f"postgresql://parley:canary@127.0.0.1:{free_port()}/chat"
        found = checks.database(Settings(data_dir=data, database_url=url))
        assert_problem(found, "'chat' at 127.0.0.1 cannot be used", "PARLEY_DATABASE_URL")
        assert "canary" not in found.text

    def test_no_database(self, tmp_path: Path) -> None:
        (tmp_path / "parley.db").write_text("no database " * 1000)
        found = checks.database(Settings(data_dir=str(tmp_path)))
        assert_problem(found, "file is not a database", "Restore a backup")

    def test_a_newer_schema(self, data: str, monkeypatch: pytest.MonkeyPatch) -> None:
        migrate.upgrade(Settings(data_dir=data))
        monkeypatch.setattr(migrate, "REVISION", "0000")
        assert_problem(checks.database(Settings(data_dir=data)), "needs a newer Parley", "Update")

    def test_an_older_one_on_sqlite_is_no_problem(self, data: str, monkeypatch: pytest.MonkeyPatch) -> None:
        migrate.upgrade(Settings(data_dir=data))
        monkeypatch.setattr(migrate, "REVISION", "9999")
        found = checks.database(Settings(data_dir=data))
        assert (found.level, "next start brings it to 9999" in found.text) == ("ok", True)


class TestRedis:
    def test_it_answers(self, redis_url: str) -> None:
        assert checks.redis(Settings(redis_url=redis_url)).level == "ok"

    def test_nobody_listens(self) -> None:
        found = checks.redis(Settings(redis_url=f"redis://127.0.0.1:{free_port()}/0"))
        assert_problem(found, "cannot be used: [Errno", "PARLEY_REDIS_URL")

    def test_a_wrong_password(self, redis_url: str) -> None:
        url = redis_url.rpartition("@")[2].removeprefix("redis://")
        found = checks.redis(Settings(redis_url=f"redis://parley:canary@{url}"))
        assert_problem(found, "cannot be used: ", "PARLEY_REDIS_URL")
        assert "canary" not in found.text

    def test_what_listens_is_no_redis(self) -> None:
        with answering({}) as taken:
            found = checks.redis(Settings(redis_url=f"redis://127.0.0.1:{taken}/0"))
        assert_problem(found, "cannot be used: ", "PARLEY_REDIS_URL")

    def test_what_listens_does_not_speak_tls(self, redis_url: str) -> None:
        found = checks.redis(Settings(redis_url=redis_url.replace("redis:", "rediss:")))
        assert_problem(found, "cannot be used: ", "PARLEY_REDIS_URL")

    def test_none_is_needed_by_one_process(self) -> None:
        assert checks.redis(Settings()).level == "ok"
