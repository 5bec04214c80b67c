"""A server that says not so fast is obeyed, and everything is said in the end."""

import asyncio

import pytest

from parley.client import Parley
from parley.settings import Settings
from tests.cast import PATIENCE, Room
from tests.conftest import with_changes


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
