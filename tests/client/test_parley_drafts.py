"""What the client knows of what its person has begun to write, and of how they arrange their rooms."""

import pytest

from parley.client import Parley
from parley.errors import NotFound
from tests.cast import Person, Room
from tests.client.waiting import until


async def test_drafts_of_other_devices_are_in_the_state(chat: Parley, bob: Person, lobby: Room, room: str) -> None:
    await bob.call("draft.put", room=lobby.id, body="I was about")
    await until(lambda: (draft := chat.state.draft(room)) is not None and draft.body == "I was about")
    await bob.say(lobby, "Shall we?")
    await chat.draft_put(room=room, thread=1, body="We shall", reply_to=1)
    known = chat.state.draft(room, 1)
    assert known is not None
    assert [draft.body for draft in chat.state.drafts] == ["We shall", "I was about"]
    assert [draft.rev for draft in (await chat.draft_list()).drafts] == [draft.rev for draft in chat.state.drafts]
    await chat.draft_delete(room=room, thread=1)
    assert [draft.body for draft in chat.state.drafts] == ["I was about"]
    await bob.call("draft.put", room=lobby.id, body="")
    await until(lambda: chat.state.drafts == [])


async def test_one_for_a_room_that_one_has_left_is_refused(chat: Parley, room: str) -> None:
    await chat.room_leave(room=room)
    with pytest.raises(NotFound):
        await chat.draft_put(room=room, body="too late")


async def test_favourites_are_in_the_state_in_their_order(chat: Parley, bob: Person, room: str) -> None:
    made = await chat.room_create(name="Annex", slug="annex")
    annex = made.room.id
    await chat.room_favourite(room=room)
    await bob.call("room.favourite", room=annex, before=room)
    await until(lambda: chat.state.favourites == [annex, room])
    assert [one.room for one in (await chat.favourite_list()).favourites] == [annex, room]
    await chat.room_unfavourite(room=annex)
    assert chat.state.favourites == [room]


async def test_sections_are_in_the_state_in_their_order_with_their_rooms(chat: Parley, bob: Person, room: str) -> None:
    annex = (await chat.room_create(name="Annex", slug="annex")).room.id
    team = await chat.section_create(name="Team")
    clients = (await bob.call("section.create", client_id="clients", name="Clients"))["id"]
    await chat.section_put_room(room=room, section=team.id)
    await bob.call("section.put_room", room=annex, section=team.id, before=room)
    await until(lambda: chat.state.rooms_in_section(team.id) == [annex, room])
    assert [one.room for one in (await chat.section_list()).rooms] == [annex, room]
    await chat.section_move(section=clients, before=team.id)
    await until(lambda: [section.name for section in chat.state.sections] == ["Clients", "Team"])
    await chat.section_take_room(room=annex)
    await until(lambda: chat.state.rooms_in_section(team.id) == [room])
    await chat.section_delete(section=team.id)
    await until(lambda: chat.state.rooms_in_section(team.id) == [])
    assert [section.id for section in chat.state.sections] == [clients]
