"""What the client knows of threads that are open."""

import pytest

from parley.client import Parley
from parley.errors import NotFound
from tests.cast import Person, Room
from tests.client.waiting import until
from tests.proxy import Proxy
from tests.threads import reply


async def test_a_thread_that_is_open_is_followed(chat: Parley, ada: Person, lobby: Room, room: str) -> None:
    await ada.say(lobby, "who comes?")
    await chat.open(room)
    with pytest.raises(NotFound):
        await chat.open_thread(room, 1)
    sent = await chat.message_send(room=room, thread=1, body="I do")
    log = await chat.open_thread(room, 1)
    assert log == sent.log
    assert (thread := chat.state.thread(log)) is not None
    assert [message.body for message in thread.messages] == ["I do"]
    await reply(ada, lobby, "and I")
    await until(lambda: len(chat.state.logs[log].span.messages) == 2)
    await ada.call("message.react", room=lobby.id, thread=1, seq=1, emoji="👍")
    await until(lambda: (thread := chat.state.thread(log)) is not None and len(thread.tallies(1)) == 1)
    summary = chat.state.rooms[room].thread(1)
    assert summary is not None
    assert (summary.count, summary.log) == (2, log)
    assert (own := chat.state.follows(room, 1)) is not None
    assert own.read == 1
    await chat.thread_mark(room=room, seq=1, read=2)
    assert (own := chat.state.follows(room, 1)) is not None
    assert own.read == 2
    chat.close_thread(log)
    assert chat.state.thread(log) is None


async def test_what_was_missed_while_the_connection_was_away_comes_after(
    chat: Parley, ada: Person, lobby: Room, room: str, network: Proxy
) -> None:
    await ada.say(lobby, "who comes?")
    await reply(ada, lobby, "one")
    await chat.open(room)
    log = await chat.open_thread(room, 1)
    network.is_down = True
    network.cut()
    await until(lambda: not chat.is_live)
    await reply(ada, lobby, "two")
    network.is_down = False
    await until(lambda: [message.body for message in chat.state.logs[log].span.messages] == ["one", "two"])


async def test_it_is_gone_with_its_root_and_with_its_room(chat: Parley, ada: Person, lobby: Room, room: str) -> None:
    for body in ("one", "two"):
        await ada.say(lobby, body)
    for root in (1, 2):
        await reply(ada, lobby, "x", root=root)
    await chat.open(room)
    logs = [await chat.open_thread(room, root) for root in (1, 2)]
    assert chat.state.rooms[room].thread(1) is not None
    await ada.call("message.erase", room=lobby.id, seq=1)
    await until(lambda: chat.state.rooms[room].thread(1) is None)
    await chat.room_leave(room=room)
    assert not chat.state.logs.keys() & set(logs)
