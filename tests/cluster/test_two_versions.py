"""Two processes of different versions, as while servers are updated one after the other: they meet in the table."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from parley.process.app import serving
from parley.realtime import bus_redis
from parley.settings import Settings
from tests.cluster.conftest import Node

# What holds for two processes of one version holds for these: the same tests, with the nodes below.
from tests.cluster.test_two_nodes import (  # noqa: F401
    test_a_conversation_across_two_nodes,
    test_a_join_at_one_node_reaches_the_sockets_at_the_other,
    test_a_leave_at_one_node_is_the_end_of_it_at_the_other,
    test_a_session_that_ends_at_one_node_ends_its_sockets_at_the_other,
)
from tests.conftest import with_changes
from tests.services.ports import free_port


@pytest.fixture
async def nodes(cluster_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Node, Node]]:
    """The second speaks the version before on the bus."""
    public = f"http://localhost:{cluster_settings.port}"
    async with AsyncExitStack() as stack:
        made = []
        for version in (bus_redis.VERSION, bus_redis.VERSION - 1):
            monkeypatch.setattr(bus_redis, "VERSION", version)
            settings = with_changes(cluster_settings, port=free_port(), metrics_port=free_port(), public_url=public)
            made.append(Node(await stack.enter_async_context(serving(settings))))
        yield made[0], made[1]
