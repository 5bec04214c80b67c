"""Two servers over one PostgreSQL and one Valkey, a browser on each, and what goes wrong under a conversation."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest
import pytest_asyncio
from playwright.async_api import expect

from parley.settings import Settings
from tests.e2e.balancer import Balancer
from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.server import Server
from tests.proxy import Proxy
from tests.services.ports import free_port
from tests.services.valkey import Valkey

pytestmark = pytest.mark.asyncio(loop_scope="session")

# What the design allows, many times over: a machine that does much else. The times that it took are printed.
PATIENCE_MS = 60_000
NAMES = ("first", "second")


@dataclass(frozen=True)
class Stage:
    """Ada's home is the first server, Bob's the second."""

    servers: tuple[Server, Server]
    balancer: Balancer
    redis: Proxy
    database_url: str

    @property
    def url(self) -> str:
        return f"http://localhost:{self.balancer.port}"

    @property
    def setup_link(self) -> str:
        return self.servers[-1].setup_link

    def server_of(self, person: Person) -> Server:
        port = self.balancer.socket_of[person.name]
        return next(server for server in self.servers if server.port == port)


@pytest_asyncio.fixture(loop_scope="session")
async def server(postgres_settings: Settings, valkey: Valkey, tmp_path: Path) -> AsyncIterator[Stage]:
    """In the place of the one server that other tests have."""
    ports = (free_port(), free_port())
    async with Balancer(ports, {"Ada": ports[0], "Bob": ports[1]}) as balancer, Proxy(port_of(valkey)) as redis:
        shared = {
            "PUBLIC_URL": f"http://localhost:{balancer.port}",
            "DATABASE_URL": postgres_settings.database_url,
            "REDIS_URL": f"redis://127.0.0.1:{redis.port}/0",
            "SECRET": "one secret for all of them, long enough",
        }
        first, second = (Server(tmp_path / name, port, **shared) for name, port in zip(NAMES, ports, strict=True))
        servers = (first, second)
        for one in servers:
            await asyncio.to_thread(one.start)
        yield Stage(servers, balancer, redis, postgres_settings.database_url)
        for one in servers:
            await asyncio.to_thread(one.stop)


@pytest_asyncio.fixture(loop_scope="session")
async def ada(arrive: Arrive, server: Stage) -> Person:
    ada = await arrive("Ada", user_agent="Ada")
    await ada.set_up(server.setup_link)
    await ada.create_room("Lobby")
    return ada


@pytest_asyncio.fixture(loop_scope="session")
async def bob(arrive: Arrive, ada: Person, server: Stage) -> Person:
    bob = await arrive("Bob", user_agent="Bob")
    await bob.register()
    await bob.join("lobby")
    assert server.server_of(ada) is not server.server_of(bob)
    return bob


class Conversation:
    """Ada and Bob say numbers in turn, each as soon as the one before was seen by the other."""

    def __init__(self, ada: Person, bob: Person) -> None:
        self._people = (ada, bob)
        self.said: list[str] = []
        self.slowest = 0.0

    async def turn(self) -> None:
        speaker, listener = self._people if len(self.said) % 2 else reversed(self._people)
        text = f"number {len(self.said)}"
        began = time.monotonic()
        await speaker.say(text)
        self.said.append(text)
        await expect(listener.messages.last).to_have_text(text, timeout=PATIENCE_MS)
        self.slowest = max(self.slowest, time.monotonic() - began)
        await self.is_seen_by(listener)

    async def is_seen_by(self, person: Person) -> None:
        """Whatever of it is on the screen is there once and in order."""
        seen = await person.messages.all_inner_texts()
        assert seen == self.said[-len(seen) :]

    async def turns(self, count: int = 4) -> None:
        for _ in range(count):
            await self.turn()

    async def until(self, work: "asyncio.Future[None]") -> None:
        while not work.done():
            await self.turn()
        await work
        await self.turns()

    async def ends_well(self, what: str) -> None:
        """Everything is there once and in order, at both; nobody was signed out, and nothing complains any more."""
        for person in self._people:
            for place in (-1, -2):  # one's own message may be there before what was missed
                await expect(person.messages.nth(place)).to_have_text(self.said[place], timeout=PATIENCE_MS)
            await person.is_connected()
            await self.is_seen_by(person)
            assert await person.history() == self.said
            await expect(person.page.get_by_text("Not connected.")).to_be_hidden()
            await expect(person.page).to_have_url(f"{person.url}/r/lobby")
        print(f"{what}: {len(self.said)} messages, the slowest after {self.slowest:.2f} s")


async def test_a_rolling_restart_is_a_short_pause_and_nothing_else(server: Stage, ada: Person, bob: Person) -> None:
    conversation = Conversation(ada, bob)
    await conversation.turns()
    for one in server.servers:
        assert one in (server.server_of(ada), server.server_of(bob))
        await conversation.until(in_thread(one.leave))
        assert one not in (server.server_of(ada), server.server_of(bob))
        await conversation.until(in_thread(one.start))
    await conversation.ends_well("two servers restarted, one after the other")
    assert ada.complaints + bob.complaints == []


async def test_a_killed_server_sends_its_people_to_the_other(server: Stage, ada: Person, bob: Person) -> None:
    conversation = Conversation(ada, bob)
    await conversation.turns()
    for one in server.servers:
        await conversation.until(in_thread(one.kill))
        assert one not in (server.server_of(ada), server.server_of(bob))
        await conversation.until(in_thread(one.start))
    await conversation.ends_well("two servers killed, one after the other")


async def test_without_redis_the_conversation_goes_on(server: Stage, ada: Person, bob: Person) -> None:
    conversation = Conversation(ada, bob)
    await conversation.turns()
    server.redis.is_down = True
    server.redis.cut()
    await conversation.turns(6)
    await conversation.ends_well("Redis away")
    server.redis.is_down = False
    before = conversation.slowest
    await conversation.turns(6)
    await conversation.ends_well(f"Redis back, {before:.2f} s without it")
    assert ada.complaints + bob.complaints == []


async def test_a_database_that_drops_every_connection_is_a_pause(server: Stage, ada: Person, bob: Person) -> None:
    conversation = Conversation(ada, bob)
    await conversation.turns()
    for _ in range(3):
        assert await drop_connections(server.database_url) > 0
        await conversation.turns(2)
    await conversation.ends_well("all connections to PostgreSQL dropped, three times")


async def test_a_browser_without_a_network_catches_up_at_whichever_server(
    server: Stage, ada: Person, bob: Person
) -> None:
    conversation = Conversation(ada, bob)
    await conversation.turns()
    await ada.context.set_offline(True)
    missed = [f"while she was away {n}" for n in range(10)]
    for text in missed:
        await bob.say(text)
    await bob.is_connected()  # what is still on its way would come after hers
    await ada.say("without a network")
    await in_thread(server.server_of(ada).kill)  # where she comes back to is not where she was
    began = time.monotonic()
    await ada.context.set_offline(False)
    conversation.said += [*missed, "without a network"]
    await expect(bob.messages.last).to_have_text("without a network", timeout=PATIENCE_MS)
    conversation.slowest = time.monotonic() - began
    await conversation.ends_well("a browser offline")
    await conversation.turns()
    await conversation.ends_well("and as before")


async def test_typing_dots_and_undo_go_between_two_servers_and_outlive_one(
    server: Stage, ada: Person, bob: Person
) -> None:
    await ada.say("hello")
    await bob.sees("hello")
    for person in (ada, bob):
        await shows_online(person, 2)
    for killed in (False, True):
        if killed:
            home = server.server_of(ada)
            await in_thread(server.server_of(bob).kill)
            async with asyncio.timeout(PATIENCE_MS / 1000):
                while server.server_of(bob) is not home:  # noqa: ASYNC110 - the balancer has no event for it
                    await asyncio.sleep(0.05)
            await bob.is_connected()
            await shows_online(ada, 2)
        await types_until_seen(bob, ada)
        await bob.composer.fill("")
        await expect(ada.page.locator("[data-typing]")).to_have_count(0, timeout=PATIENCE_MS)
        await ada.delete(1)
        await ada.timeline.get_by_role("button", name="Undo").click()
        for person in (ada, bob):
            await expect(person.messages).to_have_text(["hello"], timeout=PATIENCE_MS)


async def types_until_seen(writer: Person, reader: Person) -> None:
    """What is typed before the connection is there is said to nobody, nor later: it would not be true any more."""
    async with asyncio.timeout(PATIENCE_MS / 1000):
        while await reader.page.locator("[data-typing]", has_text=f"{writer.name} is typing").count() == 0:
            await writer.composer.press_sequentially("x")
            await asyncio.sleep(0.1)


async def shows_online(person: Person, number: int) -> None:
    await expect(person.page.get_by_text(f"{number} members · {number} online")).to_be_visible(timeout=PATIENCE_MS)


def in_thread(work: Callable[[], None]) -> "asyncio.Future[None]":
    return asyncio.ensure_future(asyncio.to_thread(work))


async def drop_connections(url: str) -> int:
    """As a database that is restarted, or a firewall that forgets; how many there were."""
    connection = await asyncpg.connect(url)
    try:
        dropped = await connection.fetch(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    finally:
        await connection.close()
    return len(dropped)


def port_of(valkey: Valkey) -> int:
    port = urlsplit(valkey.url()).port
    assert port is not None
    return port
