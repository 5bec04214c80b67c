"""Running `parley` as people do: a process of its own, with no settings but those given."""

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, CompletedProcess, Popen, run
from typing import IO, TypeAlias, Union

from tests.services.forked import Forked, fork_strict_parley, run_strict_parley

Process: TypeAlias = Union[Forked, "Popen[str]"]
COMMAND = [sys.executable, "-W", "error", "-m", "parley"]


class Parley:
    """The command line over one data folder. Settings are given by their names in lower case."""

    def __init__(self, folder: Path, command: Sequence[str] = COMMAND) -> None:
        self.folder = folder
        self._command = list(command)
        self.log = folder.with_name("log")

    def __call__(self, *arguments: str, stdin: str = "", **settings: object) -> CompletedProcess[str]:
        return run_strict_parley(arguments, self._environment(settings), stdin)

    def limited(self, kibibytes: int, *arguments: str, **settings: object) -> CompletedProcess[str]:
        """The same, where no file may grow beyond that size, as on a disk that is full.

        Python would cut off compiled modules there without noticing, and later not be able to read them: none are
        written.
        """
        limit = ["sh", "-c", f'ulimit -f {2 * kibibytes} && exec "$@"', "sh"]
        command = [*limit, COMMAND[0], "-B", *COMMAND[1:], *arguments]
        environment = self._environment(settings)
        return run(command, env=environment, input="", capture_output=True, text=True, timeout=60, check=False)

    @contextmanager
    def serving(self, port: int, **settings: object) -> Iterator[Process]:
        """A server that has said where it is; its standard output has been read up to there. It logs to `log`."""
        environment = self._environment({"port": port, **settings})
        with self.log.open("w") as log:
            process = self._served(environment, log)
            try:
                assert process.stdout is not None
                said = process.stdout.readline()
                assert str(settings.get("public_url", f"localhost:{port}")) in said, self.log.read_text()
                yield process
            finally:
                process.send_signal(signal.SIGINT)  # at once: told to terminate, a server of several lingers
                process.wait(timeout=120)
                if process.stdout is not None:
                    process.stdout.close()

    def _served(self, environment: dict[str, str], log: IO[str]) -> Process:
        if self._command == COMMAND:
            return fork_strict_parley(["serve"], environment, log)
        return Popen([*self._command, "serve"], env=environment, stdout=PIPE, stderr=log, text=True)

    def _environment(self, settings: dict[str, object]) -> dict[str, str]:
        given = {f"PARLEY_{name.upper()}": str(value) for name, value in settings.items()}
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return kept | {"PARLEY_DATA_DIR": str(self.folder)} | given
