"""`parley serve --workers 2`, as its own processes."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil
import pytest

from parley.settings import Settings
from tests.cluster.conftest import SECRET
from tests.services.ports import two_free_ports

PATIENCE = 120.0


@pytest.fixture
def environment(cluster_settings: Settings, tmp_path: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")}
    return {
        **own,
        "PARLEY_DATA_DIR": str(tmp_path / "workers"),
        "PARLEY_PORT": str(cluster_settings.port),
        "PARLEY_DATABASE_URL": cluster_settings.database_url,
        "PARLEY_REDIS_URL": cluster_settings.redis_url,
        "PARLEY_SECRET": SECRET,
        "PARLEY_LOG_LEVEL": "warning",
    }


@pytest.fixture
def served(environment: dict[str, str]) -> Iterator[psutil.Popen]:
    with serving_workers(environment) as process:
        yield process


@contextmanager
def serving_workers(environment: dict[str, str]) -> Iterator[psutil.Popen]:
    command = [sys.executable, "-m", "parley", "serve", "--workers", "2"]
    with psutil.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        workers: list[psutil.Process] = []
        try:
            wait_for(lambda: len(process.children()) == 2)
            workers = process.children()
            wait_for(lambda: is_ready(environment["PARLEY_PORT"]))
            yield process
        finally:
            for one in [process, *workers]:
                with suppress(psutil.NoSuchProcess):
                    one.kill()


def test_a_worker_that_dies_is_replaced_and_the_port_never_closes(
    served: psutil.Popen, environment: dict[str, str]
) -> None:
    victim, survivor = served.children()
    victim.kill()
    wait_for(lambda: is_ready(environment["PARLEY_PORT"]))
    wait_for(lambda: len(alive(served)) == 2 and victim.pid not in alive(served))
    assert survivor.pid in alive(served)


def test_each_worker_counts_on_a_port_of_its_own(environment: dict[str, str]) -> None:
    first = two_free_ports()
    environment = {**environment, "PARLEY_METRICS_PORT": str(first)}
    with serving_workers(environment):
        for worker in range(2):
            wait_for(lambda port=first + worker, number=worker: f'worker="{number}"' in metrics_at(port))


def test_a_taken_port_for_metrics_is_told_of_at_once(environment: dict[str, str]) -> None:
    first = two_free_ports()
    with socket.create_server(("127.0.0.1", first + 1)):
        refused = refused_start({**environment, "PARLEY_METRICS_PORT": str(first)})
    assert f"port {first + 1}" in refused.stderr
    assert "PARLEY_METRICS_PORT" in refused.stderr


def test_the_set_up_link_is_printed_once(served: psutil.Popen) -> None:
    assert served.stdout is not None
    while "/setup#" not in served.stdout.readline():
        assert served.poll() is None
    served.send_signal(signal.SIGINT)
    rest, _ = served.communicate(timeout=PATIENCE)
    assert "/setup#" not in rest


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stopping_the_parent_stops_the_workers(number: signal.Signals, served: psutil.Popen) -> None:
    workers = served.children()
    served.send_signal(number)
    assert served.wait(PATIENCE) == 0
    assert not psutil.wait_procs(workers, timeout=1)[1]


def test_workers_do_not_outlive_a_parent_that_was_killed(served: psutil.Popen) -> None:
    workers = served.children()
    served.kill()
    assert not psutil.wait_procs(workers, timeout=PATIENCE)[1]


@pytest.mark.parametrize(
    ("without", "reason"),
    [
        ("PARLEY_DATABASE_URL", "SQLite has one process"),
        ("PARLEY_REDIS_URL", "through Redis"),
        ("PARLEY_SECRET", "PARLEY_SECRET"),
    ],
)
def test_what_several_workers_need_is_asked_for(without: str, reason: str, environment: dict[str, str]) -> None:
    del environment[without]
    assert reason in refused_start(environment).stderr


def refused_start(environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "parley", "serve", "--workers", "2"]
    refused = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr
    return refused


def alive(served: psutil.Popen) -> set[int]:
    return {child.pid for child in served.children() if child.status() != psutil.STATUS_ZOMBIE}


def is_ready(port: str) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def metrics_at(port: int) -> str:
    try:
        with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
            text: str = answer.read().decode()
            return text
    except (URLError, OSError):
        return ""


def wait_for(condition: object) -> None:
    assert callable(condition)
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
