"""The pid file, and a hangup that reaches a server which nobody could take over from."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import pytest

from parley.process.pid_file import pid_file
from parley.settings import Settings
from tests.cli.running import Parley
from tests.services.ports import free_port

PATIENCE = 120.0


def until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture
def parley(tmp_path: Path) -> Parley:
    return Parley(tmp_path / "data")


def test_a_server_is_named_until_its_end(parley: Parley) -> None:
    path = parley.folder / "parley.pid"
    with parley.serving(free_port()) as process:
        assert int(path.read_text()) == process.pid
        os.kill(int(path.read_text()), signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
        assert not path.exists()


def test_a_hangup_is_refused_and_the_log_says_what_to_do(parley: Parley) -> None:
    port = free_port()
    with parley.serving(port) as process:
        process.send_signal(signal.SIGHUP)
        until(lambda: "hangup_refused" in parley.log.read_text())
        assert "SIGTERM" in parley.log.read_text()
        urlopen(f"http://127.0.0.1:{port}/livez").close()
        assert process.poll() is None


def test_what_a_killed_server_left_is_written_over(parley: Parley) -> None:
    path = parley.folder / "parley.pid"
    with parley.serving(free_port()) as process:
        process.kill()
        process.wait(PATIENCE)
        assert int(path.read_text()) == process.pid
    with parley.serving(free_port()) as process:
        assert int(path.read_text()) == process.pid


def test_the_file_of_another_server_stays(tmp_path: Path) -> None:
    with pid_file(Settings(data_dir=str(tmp_path))):
        (tmp_path / "parley.pid").write_text("1\n")
    assert (tmp_path / "parley.pid").read_text() == "1\n"


def test_a_worker_writes_none(tmp_path: Path) -> None:
    with pid_file(Settings(data_dir=str(tmp_path), listen_fd=3)):
        assert list(tmp_path.iterdir()) == []


def test_a_folder_that_takes_no_files_is_no_reason_not_to_serve(tmp_path: Path) -> None:
    with pid_file(Settings(data_dir=str(tmp_path / "nothing"))):
        assert list(tmp_path.iterdir()) == []
