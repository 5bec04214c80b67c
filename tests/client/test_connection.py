"""Frames that are none, and kinds of things that are made up by a newer server: no connection is lost for nothing."""

import asyncio

from parley.client import Parley
from tests.cast import PATIENCE, Person, Room
from tests.client.waiting import bodies, take
from tests.proxy import Proxy

KIND, PLACE = b'"thing":"message"', b'"seq":2'


async def test_a_thing_that_is_none_ends_the_connection_and_is_read_again(
    chat: Parley, network: Proxy, ada: Person, lobby: Room, room: str
) -> None:
    stream = chat.messages(room, after=0)
    await ada.say(lobby, "first")
    await take(1, stream)
    network.garble(PLACE, b'"sea":2')
    await ada.say(lobby, "second")
    assert bodies(await take(1, stream)) == ["second"]
    assert network.from_client.count(b"GET /ws") == 2


async def test_a_thing_that_is_none_in_a_repair_is_asked_for_again(
    chat: Parley, network: Proxy, ada: Person, lobby: Room, room: str
) -> None:
    stream = chat.messages(room, after=0)
    await ada.say(lobby, "first")
    await take(1, stream)
    network.lose(b"never arrives")
    await ada.say(lobby, "never arrives by itself")
    network.garble(PLACE, b'"sea":2')  # no other frame names it by now
    await ada.say(lobby, "third")
    assert bodies(await take(2, stream)) == ["never arrives by itself", "third"]
    assert network.from_client.count(b"GET /ws") == 1


async def test_a_kind_that_nobody_knows_here_is_skipped_and_nothing_else(
    chat: Parley, network: Proxy, ada: Person, lobby: Room, room: str
) -> None:
    await chat.open(room)
    cursor = chat.state.rooms[room].cursor or 0
    network.garble(KIND, b'"thing":"massage"')
    await ada.say(lobby, "of another kind")
    async with asyncio.timeout(PATIENCE):
        while (chat.state.rooms[room].cursor or 0) == cursor:
            await chat.changed()
    assert chat.state.rooms[room].messages == ()
    assert network.from_client.count(b"GET /ws") == 1
