"""Starts `parley` by forking a process that has imported it already, once for all that a test process starts.

To import it takes two thirds of what a start costs: 1.6 s of 2.4 s of the processor, where this was measured. All else
is as with a process of its own: environment, signals, files, and what a kill does.
"""

import atexit
import gc
import importlib
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, NoReturn

ROOT = Path(__file__).parents[2]
IMPORTED = (
    "parley.cli",
    "parley.process.app",
    "parley.store.migrate",
    "parley.store.postgresql_writer",
    "parley.realtime.bus_redis",
    "parley.realtime.leases_redis",
    "parley.realtime.signal_bus_redis",
    "uvicorn.protocols.http.httptools_impl",
)
# They look at the environment when they are imported.
READ_AT_IMPORT = ("parley.basics.failpoints", "parley.store.clock")
PIECE = 64 * 1024
LOOK_SECONDS = 0.01
RUN_SECONDS = 60.0


class Forked:
    """A process that was started so. It has what the tests use of `subprocess.Popen`."""

    def __init__(self, forking: "Forking", pid: int, stdout: IO[str] | None = None) -> None:
        self.pid = pid
        self.stdout = stdout
        self.returncode: int | None = None
        self._forking = forking

    def poll(self) -> int | None:
        if self.returncode is None:
            self.returncode = self._forking.ask({"ended": self.pid})
        return self.returncode

    def wait(self, timeout: float) -> int:
        until = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired("parley", timeout)
            time.sleep(LOOK_SECONDS)
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


def fork_parley(
    arguments: Sequence[str], environment: Mapping[str, str], log: IO[Any], *, file_bytes: int = 0, besides: str = ""
) -> Forked:
    """`parley` with these arguments, which writes all to this file. `file_bytes` limits each file it writes. `besides`
    is a module whose `install` is called there before.
    """
    with Path(os.devnull).open() as nothing:
        files = (nothing.fileno(), log.fileno(), log.fileno())
        return _forking("default").start(arguments, environment, files, file_bytes=file_bytes, besides=besides)


def fork_strict_parley(
    arguments: Sequence[str], environment: Mapping[str, str], log: IO[Any], *, file_bytes: int = 0
) -> Forked:
    """The same where a warning is an error. Its standard output can be read."""
    reading, writing = os.pipe()
    with Path(os.devnull).open() as nothing, os.fdopen(writing, "wb") as output:
        files = (nothing.fileno(), output.fileno(), log.fileno())
        stdout = os.fdopen(reading)
        return _forking("error").start(arguments, environment, files, stdout=stdout, file_bytes=file_bytes)


def run_strict_parley(
    arguments: Sequence[str], environment: Mapping[str, str], stdin: str
) -> subprocess.CompletedProcess[str]:
    """Wait for its end, and return what it wrote."""
    with TemporaryFile("w+") as given, TemporaryFile("w+") as output, TemporaryFile("w+") as errors:
        given.write(stdin)
        given.seek(0)
        files = (given.fileno(), output.fileno(), errors.fileno())
        code = _forking("error").start(arguments, environment, files).wait(RUN_SECONDS)
        output.seek(0)
        errors.seek(0)
        return subprocess.CompletedProcess(["parley", *arguments], code, output.read(), errors.read())


class Forking:
    """The process that forks. It ends with the one that started it, and takes its servers along."""

    def __init__(self, warnings: str) -> None:
        self._asking = threading.Lock()
        self._channel, other = socket.socketpair()
        command = [sys.executable, "-W", warnings, "-m", "tests.services.forked", str(other.fileno())]
        self._process = subprocess.Popen(command, cwd=ROOT, pass_fds=[other.fileno()], stdin=subprocess.DEVNULL)
        other.close()

    def start(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        files: tuple[int, int, int],
        *,
        stdout: IO[str] | None = None,
        file_bytes: int = 0,
        besides: str = "",
    ) -> Forked:
        plan = {
            "arguments": list(arguments),
            "environment": dict(environment),
            "file_bytes": file_bytes,
            "besides": besides,
        }
        return Forked(self, self.ask(plan, *files), stdout)

    def ask(self, plan: Mapping[str, Any], *files: int) -> Any:
        with self._asking:
            socket.send_fds(self._channel, [json.dumps(plan).encode() + b"\n"], files)
            said, _ = _line_from(self._channel)
        if not said:
            raise RuntimeError(f"The process that forks servers has ended with {self._process.wait()}.")
        return json.loads(said)

    def end(self) -> None:
        self._channel.close()
        self._process.wait()


@cache
def _forking(warnings: str) -> Forking:
    forking = Forking(warnings)
    atexit.register(forking.end)
    return forking


def main() -> None:
    for name in IMPORTED:
        importlib.import_module(name)
    gc.freeze()
    codes: dict[int, int | None] = {}
    with socket.socket(fileno=int(sys.argv[1])) as channel:
        while True:
            said, files = _line_from(channel)
            if not said:
                break
            plan = json.loads(said)
            if (pid := plan.get("ended")) is None:
                pid = _forked(plan, files, channel)
                codes[pid] = None
                channel.sendall(json.dumps(pid).encode() + b"\n")
            else:
                if codes[pid] is None:
                    codes[pid] = _code_of(pid)
                channel.sendall(json.dumps(codes[pid]).encode() + b"\n")
    for pid, code in codes.items():
        if code is None:
            os.kill(pid, signal.SIGKILL)


def _line_from(channel: socket.socket) -> tuple[bytes, list[int]]:
    """One line, with the files that came along; nothing if the other side is gone. There is never more than one."""
    said, files = b"", list[int]()
    while not said.endswith(b"\n"):
        more, given, _, _ = socket.recv_fds(channel, PIECE, 3)
        if not more:
            return b"", files
        said += more
        files += given
    return said, files


def _code_of(pid: int) -> int | None:
    """Its exit code, or None while it runs."""
    ended, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if ended else None


def _forked(plan: dict[str, Any], files: list[int], channel: socket.socket) -> int:
    if (pid := os.fork()) == 0:
        channel.close()
        for own, given in enumerate(files):
            os.dup2(given, own)
        for given in files:
            os.close(given)
        _become_parley(plan)
    for given in files:
        os.close(given)
    return pid


def _become_parley(plan: dict[str, Any]) -> NoReturn:
    code: Any = 1
    try:
        if plan["file_bytes"]:
            resource.setrlimit(resource.RLIMIT_FSIZE, (plan["file_bytes"], plan["file_bytes"]))
        os.environ.clear()
        os.environ.update(plan["environment"])
        for name in READ_AT_IMPORT:
            importlib.reload(sys.modules[name])
        if plan["besides"]:
            importlib.import_module(plan["besides"]).install()
        sys.argv = ["parley", *plan["arguments"]]
        sys.modules["parley.cli"].main()
        code = 0
    except SystemExit as end:
        code = end.code or 0
    except BaseException:  # noqa: BLE001 - as Python itself would at the end of a program
        traceback.print_exc()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code if isinstance(code, int) else 1)


if __name__ == "__main__":
    main()
