"""Running `parley` as people do: a process of its own, with no settings but those given."""

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, CompletedProcess, Popen, run

COMMAND = [sys.executable, "-W", "error", "-m", "parley"]


class Parley:
    """The command line over one data folder. Settings are given by their names in lower case."""

    def __init__(self, folder: Path, command: Sequence[str] = COMMAND) -> None:
        self.folder = folder
        self._command = list(command)
        self.log = folder.with_name("log")

    def __call__(self, *arguments: str, stdin: str = "", **settings: object) -> CompletedProcess[str]:
        return self._run([*self._command, *arguments], stdin, settings)

    def limited(self, kibibytes: int, *arguments: str, **settings: object) -> CompletedProcess[str]:
        """The same, where no file may grow beyond that size, as on a disk that is full.

        Python would cut off compiled modules there without noticing, and later not be able to read them: none are
        written.
        """
        limit = ["sh", "-c", f'ulimit -f {2 * kibibytes} && exec "$@"', "sh"]
        return self._run([*limit, COMMAND[0], "-B", *COMMAND[1:], *arguments], "", settings)

    def _run(self, command: list[str], stdin: str, settings: dict[str, object]) -> CompletedProcess[str]:
        return run(
            command,
            env=self._environment(settings),
            input=stdin,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    @contextmanager
    def serving(self, port: int, **settings: object) -> Iterator["Popen[str]"]:
        """A server that has said where it is; its standard output has been read up to there. It logs to `log`."""
        environment = self._environment({"port": port, **settings})
        with (
            self.log.open("w") as log,
            Popen([*self._command, "serve"], env=environment, stdout=PIPE, stderr=log, text=True) as process,
        ):
            try:
                assert process.stdout is not None
                said = process.stdout.readline()
                assert str(settings.get("public_url", f"localhost:{port}")) in said, self.log.read_text()
                yield process
            finally:
                process.send_signal(signal.SIGINT)  # at once: told to terminate, a server of several lingers
                process.wait(timeout=20)

    def _environment(self, settings: dict[str, object]) -> dict[str, str]:
        given = {f"PARLEY_{name.upper()}": str(value) for name, value in settings.items()}
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return kept | {"PARLEY_DATA_DIR": str(self.folder)} | given
