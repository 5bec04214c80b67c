"""Clients of the real server, each behind a network of its own."""

from collections.abc import AsyncIterator

import pytest

from parley.client import Parley, Timing
from parley.process.app import Running
from parley.settings import Settings
from tests.cast import PASSWORD, Person, Room
from tests.proxy import Proxy


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """A client cannot tell which database a server has; `test_convergence` uses both."""
    return sqlite_settings


@pytest.fixture
async def network(server: Running) -> AsyncIterator[Proxy]:
    async with Proxy(server.port) as proxy:
        yield proxy


@pytest.fixture
async def chat(network: Proxy, bob: Person) -> AsyncIterator[Parley]:
    """Bob's own program, signed in and live."""
    async with Parley(network.url, timing=Timing(ask_again=0.05)) as client:
        await client.sign_in(bob.handle, PASSWORD)
        yield client


@pytest.fixture
async def room(lobby: Room) -> str:
    return lobby.id
