"""What is taken away, as the client tells it."""

import asyncio

from parley.client import Parley
from parley.process.app import Running
from tests.aging import forget
from tests.cast import PATIENCE, Person, Room


async def test_what_was_erased_before_its_turn_is_not_heard(chat: Parley, ada: Person, lobby: Room, room: str) -> None:
    for body in ("one", "oops", "three"):
        await ada.say(lobby, body)
    await ada.call("message.erase", room=room, seq=2)
    heard = chat.messages(room, after=0)
    assert [message.seq for message in [await anext(heard) for _ in range(2)]] == [1, 3]
    assert [message.body for message in chat.state.rooms[room].messages] == ["one", "", "three"]


async def test_what_is_not_kept_any_more_is_dropped(
    chat: Parley, server: Running, ada: Person, lobby: Room, room: str
) -> None:
    for number in range(1, 7):
        await ada.say(lobby, f"day {number}")
    await chat.open(room)
    await ada.call("room.update", room=room, keep_days=30)
    await forget(server, int(room), upto=4)
    async with asyncio.timeout(PATIENCE):
        while chat.state.rooms[room].info.first_seq != 5:
            await chat.changed()
    known = chat.state.rooms[room]
    assert ([message.seq for message in known.messages], known.has_before) == ([5, 6], False)
    assert chat.state.unread(room) == 2
