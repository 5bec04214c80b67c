"""The server under both doors."""

import asyncio
import subprocess
import sys

import httpx2

from parley.process.app import serving
from parley.settings import Settings
from tests.cast import PATIENCE

# What Python's client keeps a connection for that nobody uses; uvicorn's own limit is the same.
CLIENTS_KEEP_SECONDS = 5


async def test_a_connection_outlasts_its_clients_patience(sqlite_settings: Settings) -> None:
    """Whoever sends on a connection it still holds must find it open."""
    url = f"http://127.0.0.1:{sqlite_settings.port}"
    limits = httpx2.Limits(max_connections=1, keepalive_expiry=None)
    client = httpx2.AsyncClient(base_url=url, limits=limits, timeout=PATIENCE)
    async with serving(sqlite_settings), client:
        first = own_address(await client.get("/livez"))
        await asyncio.sleep(CLIENTS_KEEP_SECONDS + 0.5)
        assert own_address(await client.get("/livez")) == first


def own_address(answer: httpx2.Response) -> object:
    """The client's end of the connection that this answer came by: another port is another connection."""
    return answer.extensions["network_stream"].get_extra_info("client_addr")


def test_a_server_asks_for_as_many_files_as_it_may_have() -> None:
    """Each connection is one; started from a shell, a program has 1,024 or fewer unless it asks."""
    few = "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (200, 300))"
    asks = "from parley.doors.http.server import allow_many_files; allow_many_files()"
    tells = "print(*resource.getrlimit(resource.RLIMIT_NOFILE))"
    told = subprocess.run([sys.executable, "-c", f"{few}; {asks}; {tells}"], check=True, capture_output=True, text=True)
    assert told.stdout.split() == ["300", "300"]
