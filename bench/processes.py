"""Programs of their own for a measurement, each pinned to one core where the system can: servers, and their loads."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).parent.parent
SERVER_CORE, LOAD_CORE = 0, 1
START_SECONDS = 120
LOAD_SECONDS = 120
"""How long a load may take, beyond twice the seconds of its plan, as it warms up first. One that hangs is ended."""


@dataclass(frozen=True)
class Started:
    """A server that has said it is ready."""

    process: psutil.Process
    ready_after_s: float

    def resident_mb(self) -> float:
        return float(round(self.process.memory_info().rss / 1_000_000, 1))


@contextmanager
def started(command: Sequence[str], environment: Mapping[str, str], ready: Callable[[], bool]) -> Iterator[Started]:
    """A server on its core, ended afterwards however the measurement went."""
    began = time.perf_counter()
    child = subprocess.Popen([*pinned(SERVER_CORE), *command], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        while not ready():
            if child.poll() is not None or time.perf_counter() - began > START_SECONDS:
                raise RuntimeError(f"{command[0]} was not ready, but ended with {child.returncode}: see above")
            time.sleep(0.01)
        yield Started(psutil.Process(child.pid), round(time.perf_counter() - began, 2))
    finally:
        child.terminate()
        try:
            child.wait(START_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def load(program: str, plan: dict[str, Any]) -> dict[str, Any]:
    """What a load in a process of its own has to say about this plan."""
    done = subprocess.run(
        [*pinned(LOAD_CORE), sys.executable, "-m", f"bench.loads.{program}"],
        cwd=ROOT,
        input=json.dumps(plan),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=LOAD_SECONDS + 2 * plan.get("seconds", 0),
    )
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


@contextmanager
def on_core(core: int) -> Iterator[None]:
    """What is started in here stays on this core."""
    if sys.platform != "linux":
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core} & before or before)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def pinned(core: int) -> list[str]:
    return ["taskset", "--cpu-list", str(core)] if sys.platform == "linux" else []
