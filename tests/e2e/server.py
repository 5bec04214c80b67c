"""A real server in a process of its own, which a test may kill and start again on the same data."""

import os
import re
import shutil
import signal
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path
from subprocess import DEVNULL, STDOUT, Popen
from urllib.error import URLError
from urllib.request import urlopen

from parley.settings import LIMITS, variable
from tests.services.forked import Forked, fork_parley
from tests.services.ports import free_port

READY_WITHIN = 120.0
# No test in a browser waits for a limit.
LIFTED = {variable(name): "off" for name in LIMITS}


class Server:
    def __init__(self, folder: Path, port: int = 0, **settings: str) -> None:
        folder.mkdir(exist_ok=True)
        self._folder = folder
        self._settings = settings
        self._process: Forked | Popen[bytes] | None = None
        self.port = port or free_port()
        self.url = f"http://localhost:{self.port}"
        self.log = folder / "server.log"

    def start(self, *, imports: bool = False) -> None:
        """With `imports` it is a Python of its own, which imports Parley from where PYTHONPATH says."""
        settings = {
            "DATA_DIR": str(self._folder / "data"),
            "PORT": str(self.port),
            "PUBLIC_URL": self.url,
            **self._settings,
        }
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")}
        with self.log.open("ab") as log:
            printed = log.tell()
            environment = inherited | {f"PARLEY_{name}": value for name, value in settings.items()} | LIFTED
            if imports:
                command = [sys.executable, "-m", "parley", "serve"]
                self._process = Popen(command, env=environment, stdout=log, stderr=STDOUT, stdin=DEVNULL)
            else:
                self._process = fork_parley(["serve"], environment, log)
        self._wait_until_ready(self._process, printed)

    def begin_with(self, database: Path) -> None:
        """With a copy of one that is migrated: to migrate takes as much of the processor as the rest of a start."""
        data = self._folder / "data"
        data.mkdir(mode=0o700)
        shutil.copy(database, data / "parley.db")

    def kill(self) -> None:
        """As a power cut would: no chance to say or to save anything."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGINT)

    def leave(self) -> None:
        """As before an update: those who are connected go elsewhere first."""
        self._end(signal.SIGTERM)

    def pause(self) -> None:
        """It is there and says nothing, as over a network that has got stuck."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._signal(signal.SIGCONT)

    @property
    def setup_link(self) -> str:
        link = re.search(r"\S+/setup#\S+", self.log.read_text())
        assert link, "the server printed no set-up link"
        return link.group()

    def let_invitations_run_out(self) -> None:
        """As if the time in which they work was over."""
        with closing(sqlite3.connect(self._folder / "data" / "parley.db")) as database, database:
            database.execute("UPDATE invitations SET expires_at = made_at")

    def let_it_have_been_at(self, ms: int) -> None:
        """As if all rooms had been made then, and one message had been sent every minute from then on."""
        with closing(sqlite3.connect(self._folder / "data" / "parley.db")) as database, database:
            database.execute("UPDATE messages SET created_at = ? + 60000 * seq", (ms,))
            database.execute("UPDATE rooms SET created_at = ?", (ms,))
            database.execute("UPDATE people SET created_at = ?", (ms,))
            database.execute("UPDATE summaries SET last_at = ?", (ms + 3_600_000,))

    def let_what_was_ordered_be_due(self) -> None:
        """As if it was time for scheduled messages and reminders."""
        with closing(sqlite3.connect(self._folder / "data" / "parley.db")) as database, database:
            kinds = "('scheduled.send', 'reminder.ring')"
            database.execute(f"UPDATE jobs SET due_at = created_at WHERE kind IN {kinds}")  # noqa: S608

    def _signal(self, what: signal.Signals) -> None:
        assert self._process, "the server is not running"
        self._process.send_signal(what)

    def _end(self, how: signal.Signals) -> None:
        if self._process:
            self._process.send_signal(signal.SIGCONT)
            self._process.send_signal(how)
            self._process.wait(timeout=60)
        self._process = None

    def _wait_until_ready(self, process: "Forked | Popen[bytes]", printed: int) -> None:
        """It answers, and has said where it is: the set-up link comes a moment after the door is open."""
        until = time.monotonic() + READY_WITHIN
        while time.monotonic() < until and process.poll() is None:
            try:
                with urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5):
                    if b"Parley" in self.log.read_bytes()[printed:]:
                        return
            except (URLError, OSError):
                pass
            time.sleep(0.05)
        self.kill()
        raise AssertionError(f"the server did not get ready:\n{self.log.read_text()}")
