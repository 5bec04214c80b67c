"""Runs a service for the tests in a temporary folder, and leaves nothing behind however the tests end.

The launcher starts this same file as a process of its own and holds a pipe to it. When the pipe closes, because the
tests stopped the service or because they died, even of SIGKILL, the keeper ends the service and removes the folder.
It has a session of its own, so that Ctrl-C reaches the tests alone and they can still use the service to finish.
"""

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

UNPRIVILEGED = "nobody"
"""Whom services run as when the tests run as root: PostgreSQL refuses root, and nothing here needs it."""


class ServiceFailed(Exception):
    """A service for the tests did not start; the message holds what it printed."""


class Keeper:
    def __init__(self, name: str) -> None:
        self.name = name
        self.folder = Path(tempfile.mkdtemp(prefix=f"parley-{name}-"))
        if os.geteuid() == 0:
            shutil.chown(self.folder, UNPRIVILEGED)
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the service runs
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *commands: Sequence[str], ready: Callable[[], bool], timeout: float = 60) -> None:
        """Run all but the last command to their end, then the last as the service, and wait until it is ready."""
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(self.folder), json.dumps(commands)],
            stdin=subprocess.PIPE,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )
        deadline = time.monotonic() + timeout
        while not ready():
            ended, late = self._process.poll() is not None, time.monotonic() > deadline
            if ended or late:
                what = "ended while starting" if ended else f"was not ready within {timeout:.0f} s"
                raise ServiceFailed(f"{self.name} {what}. It printed:\n{self._printed()}")
            time.sleep(0.02)

    def stop(self) -> None:
        if self._process is not None:
            self._process.communicate(timeout=30)  # closes the pipe, which is the signal to end
        self._log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _printed(self) -> str:
        self._log.seek(0)
        return self._log.read().decode(errors="replace")


def keep(folder: Path, commands: list[list[str]]) -> int:
    """The keeper's own process: see the top of the file."""
    service: subprocess.Popen[bytes] | None = None
    try:
        *preparations, last = commands
        for command in preparations:
            if code := run_unprivileged(command, folder).wait():
                return code
        service = run_unprivileged(last, folder)
        threading.Thread(target=end_after_input, args=(service,), daemon=True).start()
        return service.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run_unprivileged(command: list[str], folder: Path) -> subprocess.Popen[bytes]:
    if os.geteuid() != 0:
        return subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL)
    group = pwd.getpwnam(UNPRIVILEGED).pw_gid
    return subprocess.Popen(
        command, cwd=folder, stdin=subprocess.DEVNULL, user=UNPRIVILEGED, group=group, extra_groups=[]
    )


def end_after_input(service: subprocess.Popen[bytes]) -> None:
    os.read(sys.stdin.fileno(), 1)
    service.send_signal(signal.SIGINT)  # for PostgreSQL a fast shutdown, for Valkey a plain one
    try:
        service.wait(timeout=10)
    except subprocess.TimeoutExpired:
        service.kill()


if __name__ == "__main__":
    sys.exit(keep(Path(sys.argv[1]), json.loads(sys.argv[2])))
