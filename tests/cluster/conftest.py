"""Two processes' worth of server over one PostgreSQL and one Valkey, each with its own port."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest

from parley.process.app import Running, serving
from parley.settings import Settings
from tests.cast import Person, Room, Visitor
from tests.conftest import with_changes
from tests.services.ports import free_port
from tests.services.valkey import Valkey

SECRET = "one secret for all of them, long enough"


@pytest.fixture
def cluster_settings(postgres_settings: Settings, valkey: Valkey) -> Settings:
    return with_changes(postgres_settings, redis_url=valkey.url(), secret=SECRET)


@dataclass(frozen=True)
class Node:
    running: Running

    def at(self, person: Person) -> Person:
        """The same person with the same session, at this node."""
        return person.at(self.running.services.settings)


@pytest.fixture
async def nodes(cluster_settings: Settings) -> AsyncIterator[tuple[Node, Node]]:
    # The address that people use is one, whichever process answers there.
    public = f"http://localhost:{cluster_settings.port}"
    async with AsyncExitStack() as stack:
        made = [
            await stack.enter_async_context(
                serving(with_changes(cluster_settings, port=free_port(), metrics_port=free_port(), public_url=public))
            )
            for _ in range(2)
        ]
        yield Node(made[0]), Node(made[1])


@dataclass(frozen=True)
class Scene:
    """Ada at the first node and bob at the second, both in the lobby."""

    ada: Person
    bob: Person
    lobby: Room


@pytest.fixture
async def scene(nodes: tuple[Node, Node]) -> AsyncIterator[Scene]:
    first, second = nodes
    async with Visitor(first.running.services.settings) as visitor:
        ada = await visitor.set_up("ada", first.running)
        bob = second.at(await visitor.register("bob"))
        made = await ada.call("room.create", client_id="lobby", name="Lobby", slug="lobby")
        await bob.call("room.join", slug="lobby")
        async with ada, bob:
            yield Scene(ada, bob, Room(made["room"]["id"]))
