import stat
import sys
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from parley.settings import Settings
from parley.store.refusals import CannotStart
from parley.store.secret import load_secret


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=str(tmp_path / "data"))


def test_it_is_made_once_for_its_owner_alone(settings: Settings) -> None:
    secret = load_secret(settings)
    assert len(secret) >= 43
    assert load_secret(settings) == secret
    assert [path.name for path in settings.data.iterdir()] == ["secret"]
    assert stat.S_IMODE((settings.data / "secret").stat().st_mode) == 0o600
    assert stat.S_IMODE(settings.data.stat().st_mode) == 0o700


def test_two_folders_have_two(settings: Settings, tmp_path: Path) -> None:
    assert load_secret(settings) != load_secret(Settings(data_dir=str(tmp_path / "other")))


def test_processes_that_start_at_once_agree(settings: Settings) -> None:
    code = (
        "import sys; from parley.settings import Settings; from parley.store.secret import load_secret;"
        "sys.stdin.read(); print(load_secret(Settings(data_dir=sys.argv[1])).decode())"
    )
    start = [sys.executable, "-c", code, settings.data_dir]
    processes = [Popen(start, stdin=PIPE, stdout=PIPE, text=True) for _ in range(4)]
    for process in processes:
        assert process.stdin is not None
        process.stdin.close()
    secrets = set()
    for process in processes:
        assert process.stdout is not None
        secrets.add(process.stdout.read())
        process.stdout.close()
        assert process.wait() == 0
    assert secrets == {load_secret(settings).decode() + "\n"}


def test_a_given_one_makes_no_file(tmp_path: Path) -> None:
    settings = Settings(data_dir=str(tmp_path / "data"), secret="s" * 32, public_url="https://chat.example.org")
    assert load_secret(settings) == b"s" * 32
    assert not settings.data.exists()


@pytest.mark.parametrize("where", ["settings", "file"])
def test_a_short_one_is_refused_on_https(tmp_path: Path, where: str) -> None:
    (tmp_path / "secret").write_text("s" * 31 + "\n")
    settings = Settings(
        data_dir=str(tmp_path),
        secret="s" * 31 if where == "settings" else "",
        public_url="https://chat.example.org",
    )
    with pytest.raises(CannotStart, match=r"has 31 characters; a server on https needs 32 or more"):
        load_secret(settings)


def test_a_short_one_does_on_http(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("short")
    assert load_secret(Settings(data_dir=str(tmp_path))) == b"short"


def test_an_empty_file_is_no_secret(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("")
    with pytest.raises(CannotStart, match="has 0 characters"):
        load_secret(Settings(data_dir=str(tmp_path)))


def test_one_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    with pytest.raises(CannotStart, match=r"secret cannot be read or made: .*Is a directory"):
        load_secret(Settings(data_dir=str(tmp_path)))
