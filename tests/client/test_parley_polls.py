"""What the client knows of polls, and of its person's votes."""

import pytest

from parley.client import Parley
from parley.errors import Conflict, Forbidden
from parley.protocol.polls import Poll
from tests.cast import Person, Room
from tests.client.waiting import until


async def test_polls_and_votes_are_in_the_state(chat: Parley, ada: Person, lobby: Room, room: str) -> None:
    await chat.open(room)
    sent = await chat.poll_create(room=room, question="Lunch?", options=["Pizza", "Sushi"], multiple=True)
    await until(lambda: poll_of(chat, room) is not None)
    assert (sent.seq, chat.state.rooms[room].messages[-1].poll) == (1, True)
    await chat.poll_vote(room=room, seq=1, options=[1])
    assert chat.state.voted(room, 1) == [1]
    await ada.call("poll.vote", room=lobby.id, seq=1, options=[0, 1])
    await until(lambda: (poll := poll_of(chat, room)) is not None and poll.counts == [1, 2])
    assert (await chat.poll_voters(room=room, seq=1, option=0)).people == [ada.id]
    await chat.poll_vote(room=room, seq=1, options=[])
    assert chat.state.voted(room, 1) == []
    await chat.poll_close(room=room, seq=1)
    await until(lambda: (poll := poll_of(chat, room)) is not None and poll.closed_at is not None)
    with pytest.raises(Conflict):
        await chat.poll_vote(room=room, seq=1, options=[0])


async def test_an_anonymous_poll_names_nobody(chat: Parley, ada: Person, lobby: Room, room: str) -> None:
    await ada.call("poll.create", client_id="p", room=lobby.id, question="Go?", options=["a", "b"], anonymous=True)
    await chat.open(room)
    await ada.call("poll.vote", room=lobby.id, seq=1, options=[0])
    await until(lambda: (poll := poll_of(chat, room)) is not None and poll.voters == 1)
    poll = poll_of(chat, room)
    assert poll is not None
    assert (poll.counts, poll.first) == ([1, 0], [[], []])
    with pytest.raises(Forbidden):
        await chat.poll_voters(room=room, seq=1, option=0)


def poll_of(chat: Parley, room: str) -> Poll | None:
    return chat.state.rooms[room].poll(1)
