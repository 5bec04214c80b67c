"""A server of its own process for a measurement, pinned to one core where the system can."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.error import URLError
from urllib.request import urlopen

import psutil

from parley.settings import Settings, variable

SERVER_CORE, LOAD_CORE = 0, 1
START_SECONDS = 30


@dataclass(frozen=True)
class Started:
    """A server that has said it is ready."""

    process: psutil.Process
    ready_after_s: float

    def resident_mb(self) -> float:
        return float(round(self.process.memory_info().rss / 1_000_000, 1))


@contextmanager
def started(settings: Settings) -> Iterator[Started]:
    """`parley serve` with these settings and nothing else of the environment's."""
    given = {variable(name): str(value) for name, value in settings_given(settings).items()}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")}
    began = time.perf_counter()
    child = subprocess.Popen(
        [*pinned(SERVER_CORE), sys.executable, "-m", "parley", "serve"],
        env={**environment, **given},
        stdout=subprocess.DEVNULL,
    )
    try:
        yield Started(psutil.Process(child.pid), wait_until_ready(settings.port, began))
    finally:
        child.terminate()
        child.wait(START_SECONDS)


def wait_until_ready(port: int, began: float) -> float:
    while time.perf_counter() - began < START_SECONDS:
        try:
            with urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
                if answer.status == 200:
                    return round(time.perf_counter() - began, 2)
        except (URLError, ConnectionError):
            time.sleep(0.01)
    raise RuntimeError(f"the server was not ready after {START_SECONDS} s")


def settings_given(settings: Settings) -> dict[str, object]:
    """What differs from the defaults."""
    default = Settings()
    fields = Settings.__struct_fields__
    return {name: getattr(settings, name) for name in fields if getattr(settings, name) != getattr(default, name)}


def pinned(core: int) -> list[str]:
    return ["taskset", "--cpu-list", str(core)] if sys.platform == "linux" else []
