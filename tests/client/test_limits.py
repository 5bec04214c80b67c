"""A server that says not so fast is obeyed, and everything is said in the end."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from parley.client import Parley
from parley.client import refusals as waits
from parley.doors import gate
from parley.process.app import serving
from parley.settings import Settings
from tests.cast import PASSWORD, PATIENCE, Person, Room, Visitor
from tests.conftest import with_changes
from tests.proxy import Proxy

# Connections: for HTTP, for what is refused and for what is not, and some more where a machine is slow. A client that
# does not wait makes hundreds.
FEW = 6


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return with_changes(sqlite_settings, rate_send="3/10")


async def test_sends_over_the_limit_wait_as_long_as_they_are_told(chat: Parley, lobby: Room) -> None:
    began = asyncio.get_running_loop().time()
    async with asyncio.timeout(PATIENCE):
        sent = await asyncio.gather(*(chat.message_send(room=lobby.id, body=str(n)) for n in range(12)))
    assert sorted(one.seq for one in sent) == list(range(1, 13))
    # Three at once, and then ten a second.
    assert asyncio.get_running_loop().time() - began > 0.8


class TestWithoutPatience:
    """Clients whose own waits are none, so that only what they are told slows them."""

    @pytest.fixture(autouse=True)
    def no_waits(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(waits, "FIRST_WAIT", 0.0)

    async def test_a_handshake_is_tried_again_when_the_server_said(self, sqlite_settings: Settings) -> None:
        async with place(with_changes(sqlite_settings, rate_handshake="2/1")) as (ada, network, chat):
            await chat.sign_in(ada.handle, PASSWORD)
            (await ada.open()).cut()  # the second of two
            before = network.connections
            network.cut()
            await until(lambda: not chat.is_live)
            await until(lambda: chat.is_live)
            assert network.connections - before <= FEW

    async def test_a_socket_too_many_comes_back_when_the_server_said(
        self, sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(gate, "ROOM_AFTER_MS", 1_000)
        async with place(with_changes(sqlite_settings, sockets_person="1")) as (ada, network, chat):
            other = await ada.connect()
            signing_in = asyncio.ensure_future(chat.sign_in(ada.handle, PASSWORD))  # it ends with a welcome
            await until(lambda: b"/ws" in network.from_client)
            other.cut()
            async with asyncio.timeout(PATIENCE):
                await signing_in
            assert network.connections <= FEW


@asynccontextmanager
async def place(settings: Settings) -> AsyncIterator[tuple[Person, Proxy, Parley]]:
    """Ada, and a program behind a network."""
    async with (
        serving(settings) as server,
        Proxy(server.port) as network,
        Visitor(settings) as visitor,
        await visitor.set_up("ada", server) as ada,
        Parley(network.url) as chat,
    ):
        yield ada, network, chat


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110 - what a client looks like from outside announces no change
            await asyncio.sleep(0.002)
