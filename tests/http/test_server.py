"""The server under both doors."""

import asyncio

import httpx2

from parley.app import serving
from parley.settings import Settings

# What Python's client keeps a connection for that nobody uses; uvicorn's own limit is the same.
CLIENTS_KEEP_SECONDS = 5


async def test_a_connection_outlasts_its_clients_patience(sqlite_settings: Settings) -> None:
    """Whoever sends on a connection it still holds must find it open."""
    url = f"http://127.0.0.1:{sqlite_settings.port}"
    limits = httpx2.Limits(max_connections=1, keepalive_expiry=None)
    async with serving(sqlite_settings), httpx2.AsyncClient(base_url=url, limits=limits) as client:
        first = own_address(await client.get("/livez"))
        await asyncio.sleep(CLIENTS_KEEP_SECONDS + 0.5)
        assert own_address(await client.get("/livez")) == first


def own_address(answer: httpx2.Response) -> object:
    """The client's end of the connection that this answer came by: another port is another connection."""
    return answer.extensions["network_stream"].get_extra_info("client_addr")
