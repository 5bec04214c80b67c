"""Changing a room: its name, its topic, and for how long it keeps what is said."""

import pytest

from tests.cast import Person, Room


async def test_what_is_named_changes_and_the_rest_stays(lobby: Room, ada: Person) -> None:
    before = (await ada.call("room.get", room=lobby.id))["room"]
    changed = await ada.call("room.update", room=lobby.id, name="  The  Hall ", topic="Everything else")
    assert changed["room"] == before | {"name": "The Hall", "topic": "Everything else", "rev": changed["room"]["rev"]}
    assert changed["room"]["rev"] > before["rev"]
    again = await ada.call("room.update", room=lobby.id, topic="")
    assert (again["room"]["name"], again["room"]["topic"]) == ("The Hall", "")
    assert (await ada.call("room.get", room=lobby.id))["room"] == again["room"]


async def test_what_changes_nothing_is_no_change(lobby: Room, ada: Person) -> None:
    before = await ada.call("room.get", room=lobby.id)
    for fields in ({}, {"name": "Lobby"}, {"topic": "", "keep_days": 0}):
        assert (await ada.call("room.update", room=lobby.id, **fields))["room"] == before["room"]
    assert (await ada.call("room.get", room=lobby.id))["head"] == before["head"]


async def test_those_who_are_there_hear_of_it(lobby: Room, ada: Person, bob: Person) -> None:
    socket = await bob.connect()
    changed = await ada.call("room.update", room=lobby.id, name="Hall")
    assert (await socket.next("changes"))["things"] == [changed["room"]]


async def test_only_the_owner(lobby: Room, bob: Person) -> None:
    assert (await bob.refused("room.update", room=lobby.id, name="Bob's"))["code"] == "forbidden"
    assert (await bob.call("room.get", room=lobby.id))["room"]["name"] == "Lobby"


async def test_not_after_leaving(den: Room, ada: Person) -> None:
    await ada.call("room.leave", room=den.id)
    assert (await ada.refused("room.update", room=den.id, name="Mine"))["code"] == "not_found"


async def test_a_room_of_others_and_none_at_all_are_the_same(den: Room, lobby: Room, eve: Person) -> None:
    refusals = [await eve.refused("room.update", room=room, name="Eve's") for room in (den.id, lobby.id, "999")]
    assert {refusal["code"] for refusal in refusals} == {"not_found"}
    assert len({str(refusal) for refusal in refusals}) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "\u200b"),
        ("name", "x" * 81),
        ("topic", "x" * 251),
        ("slug", "Hall"),
        ("kind", "private"),
        ("posting", "nobody"),
        ("adding", "nobody"),
    ],
)
async def test_what_may_not_be(lobby: Room, ada: Person, field: str, value: str) -> None:
    refusal = await ada.refused("room.update", room=lobby.id, **{field: value})
    assert refusal["code"] == "invalid"
