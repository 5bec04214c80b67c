"""Brings the peers from their registries into a folder of their own, and starts them. Parley depends on none of them.

What each of them does, and what it leaves out, stands in its own file.
"""

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.processes import Started, started
from bench.servers import Crowd
from scripts.dev.environment import INTERPRETER, LOCKS, find_uv
from scripts.dev.shell import PRIVATE, output_of, say
from scripts.dev.stamps import fingerprint
from tests.services.ports import free_port

SOURCES = Path(__file__).parent
NODE, FASTAPI, RAW = SOURCES / "node", SOURCES / "fastapi", SOURCES / "raw"


class Peers:
    """The peers, installed when first asked for. The folder may be deleted at any time."""

    def __init__(self) -> None:
        lock = [NODE / "package-lock.json", LOCKS / "peers.txt", RAW / "write_loop.c"]
        self._folder = PRIVATE / f"peers-{fingerprint(INTERPRETER, files=lock)[:12]}"

    @contextmanager
    def broadcasting(self, crowd: Crowd) -> Iterator[tuple[Started, list[dict[str, Any]]]]:
        """Node `ws` without a database."""
        port = free_port()
        with _serving([self._node(), str(self._modules() / "broadcast.mjs"), str(port)], port) as server:
            yield server, entrances(crowd, port)

    @contextmanager
    def node_storing(self, crowd: Crowd, url: str) -> Iterator[tuple[Started, list[dict[str, Any]]]]:
        """Node `ws` + `pg` + PostgreSQL."""
        port = free_port()
        with _serving([self._node(), str(self._modules() / "stored.mjs"), str(port), url], port) as server:
            yield server, entrances(crowd, port)

    @contextmanager
    def fastapi_storing(self, crowd: Crowd, url: str) -> Iterator[tuple[Started, list[dict[str, Any]]]]:
        """FastAPI + SQLAlchemy + asyncpg + PostgreSQL."""
        port = free_port()
        command = [str(self._python()), "-m", "uvicorn", "stored:app", "--app-dir", str(FASTAPI), "--port", str(port)]
        command += ["--log-level", "warning"]
        with _serving(command, port, PEER_DATABASE_URL=url) as server:
            yield server, entrances(crowd, port)

    def write_loop(self) -> Path:
        """The C program, compiled. Raises where there is no compiler."""
        program = self._folder / "write_loop"
        if not program.is_file():
            self._folder.mkdir(parents=True, exist_ok=True)
            compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
            if compiler is None:
                raise RuntimeError("the C loop needs a C compiler: install one, or leave out the row `delivery`")
            output_of([compiler, "-O2", "-o", str(program), str(RAW / "write_loop.c")])
        return program

    def _node(self) -> str:
        return shutil.which("node") or "node"

    def _modules(self) -> Path:
        """The programs are copied beside their modules, where Node looks for them."""
        folder = self._folder / "node"
        if not (folder / "node_modules" / "ws").is_dir():
            say("Bringing the Node peers: ws, pg")
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(NODE, folder)
            output_of(["npm", "ci", "--no-audit", "--no-fund"], cwd=folder)
        for program in NODE.glob("*.mjs"):
            shutil.copy(program, folder)
        return folder

    def _python(self) -> Path:
        folder = self._folder / "python"
        python = folder / "bin" / "python"
        if not (folder / "installed").is_file():
            say("Bringing the FastAPI peer")
            uv = [find_uv(), "--quiet"]
            output_of([*uv, "venv", "--clear", "--python", INTERPRETER, str(folder)])
            lock = ["--require-hashes", str(LOCKS / "peers.txt")]
            output_of([*uv, "pip", "sync", "--python", str(python), *lock])
            (folder / "installed").touch()
        return python


def entrances(crowd: Crowd, port: int) -> list[dict[str, Any]]:
    """As Parley's: a peer believes who somebody says they are."""
    return [
        {
            "url": f"ws://127.0.0.1:{port}/ws?room=r{group}&person=p{group}-{place}",
            "headers": {},
            "room": f"r{group}",
            "place": place,
        }
        for group in range(crowd.groups)
        for place in range(crowd.people_each)
    ]


@contextmanager
def _serving(command: list[str], port: int, **variables: str) -> Iterator[Started]:
    with started(command, {**os.environ, "NODE_ENV": "production", **variables}, lambda: _listens(port)) as server:
        yield server


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
