"""What the client knows of forwarded messages, and of where they come from."""

from parley.client import Parley
from parley.protocol.forwards import Origin
from tests.cast import Person, Room
from tests.client.waiting import until


async def test_a_copy_comes_with_its_author_and_its_origin_is_asked_for(
    chat: Parley, ada: Person, lobby: Room, den: Room, room: str
) -> None:
    await ada.say(den, "A secret")
    await ada.say(lobby, "Hello")
    await chat.open(room)
    sent = await chat.message_forward(room=room, source_room=room, source_seq=1, note="Look")
    command = {"client_id": "f", "source_room": den.id, "source_seq": 1}
    await ada.call("message.forward", room=lobby.id, **command)
    await until(lambda: len(chat.state.rooms[room].messages) == 3)
    copies = [message.forwarded for message in chat.state.rooms[room].messages[1:]]
    assert [copy.sender for copy in copies if copy is not None] == [ada.id, ada.id]
    assert [message.body for message in chat.state.rooms[room].messages[1:]] == ["Look\n\n> Hello", "> A secret"]
    found = await chat.message_origins(room=room, seqs=[2, 3])
    assert found.origins == [Origin(seq=sent.seq, source_room=room, source_seq=1)]
