"""What the client knows of notices."""

from parley.client import Parley
from parley.protocol.notices import Notice
from tests.cast import Person, Room
from tests.client.waiting import until


async def test_a_notice_comes_as_a_message_with_the_people_that_it_names(
    chat: Parley, ada: Person, eve: Person, lobby: Room, room: str
) -> None:
    await ada.call("room.update", room=lobby.id, notices=True)
    await chat.open(room)
    await ada.call("member.add", room=lobby.id, person=eve.id)
    await until(lambda: len(chat.state.rooms[room].messages) == 1)
    (message,) = chat.state.rooms[room].messages
    assert (message.sender, message.notice) == (ada.id, Notice(kind="added", people=[eve.id], count=1))
    assert chat.state.people[eve.id].name == "Eve"
    assert chat.state.rooms[room].info.notices
