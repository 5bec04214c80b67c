"""What the client knows of replies, of pins and of what its person saved."""

import pytest

from parley.client import Parley
from parley.errors import NotFound
from tests.cast import Person, Room
from tests.client.waiting import until


async def test_a_reply_shows_what_it_answers_as_it_is_now(chat: Parley, ada: Person, lobby: Room, room: str) -> None:
    await ada.say(lobby, "Shal we?")
    await chat.open(room)
    sent = await chat.message_send(room=room, body="yes", reply_to=1)
    await until(lambda: chat.state.rooms[room].newest_seq == sent.seq)
    known = chat.state.rooms[room]
    assert known.messages[-1].reply_to == 1
    assert (quote := known.quote(1)) is not None
    assert (quote.sender, quote.body) == (ada.id, "Shal we?")
    await ada.call("message.edit", room=lobby.id, seq=1, body="Shall we?")
    await until(lambda: (quote := chat.state.rooms[room].quote(1)) is not None and quote.body == "Shall we?")
    assert known.quote(9) is None
    with pytest.raises(NotFound) as refused:
        await chat.message_send(room=room, body="yes", reply_to=9)
    assert refused.value.field == "reply_to"


async def test_what_is_not_loaded_is_quoted_too(chat: Parley, ada: Person, lobby: Room, room: str) -> None:
    await ada.say(lobby, "Shall we?")
    for number in range(60):
        await ada.say(lobby, f"message {number}")
    await chat.open(room)
    assert chat.state.rooms[room].messages[0].seq > 1
    await ada.call("message.send", room=lobby.id, client_id="r", body="well?", reply_to=1)
    await until(lambda: chat.state.rooms[room].quote(1) is not None)
    await ada.call("message.erase", room=lobby.id, seq=1)
    await until(lambda: (quote := chat.state.rooms[room].quote(1)) is not None and quote.erased)


async def test_pins_and_what_one_saved_are_in_the_state(chat: Parley, ada: Person, lobby: Room, room: str) -> None:
    for body in ("one", "two"):
        await ada.say(lobby, body)
    await chat.open(room)
    for seq in (2, 1):
        await ada.call("message.pin", room=lobby.id, seq=seq)
    await until(lambda: [pin.seq for pin in chat.state.rooms[room].pins] == [1, 2])
    assert [message.body for message in (await chat.pin_list(room=room)).messages] == ["one", "two"]
    await ada.call("message.unpin", room=lobby.id, seq=1)
    await until(lambda: [pin.seq for pin in chat.state.rooms[room].pins] == [2])

    await chat.message_save(room=room, seq=1)
    assert chat.state.saved(room, 1)
    assert not chat.state.saved(room, 2)
    assert [one.save.seq for one in (await chat.saved_list()).saved] == [1]
    await chat.message_unsave(room=room, seq=1)
    assert not chat.state.saved(room, 1)
