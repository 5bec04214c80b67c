"""The list of all rooms tells administrators that they are there, and nothing that is said in them."""

from uuid import uuid4

from parley.later.directory import FOLLOWERS
from parley.later.followers import Following
from parley.process.app import Running
from tests.cast import Frame, Person, Room


def names(page: Frame) -> list[str]:
    return [room["name"] for room in page["rooms"]]


async def private(person: Person, name: str, **fields: str) -> str:
    made = await person.call("room.create", client_id=uuid4().hex, name=name, kind="private", **fields)
    return str(made["room"]["id"])


async def test_it_has_private_rooms_of_others_with_their_numbers_alone(
    server: Running, lobby: Room, ada: Person, bob: Person, eve: Person
) -> None:
    secret = await private(bob, "Surprise", topic="Whose birthday", description="A cake")
    await bob.call("member.add", room=secret, person=eve.id)
    await bob.call("message.send", room=secret, client_id="one", body="Ada must not read this")
    await Following(server.services, FOLLOWERS).look()
    answer = await ada.request("room.list_all")
    page = answer.json()
    assert names(page) == ["Lobby", "Surprise"]
    assert page["rooms"][1] | {"created_at": ""} == {
        "id": secret, "kind": "private", "name": "Surprise", "slug": None, "created_at": "", "archived_at": None
    }  # fmt: skip
    assert (page["counters"][secret]["members"], page["counters"][secret]["messages_in_week"]) == (2, 1)
    for hidden in ("birthday", "cake", "must not read", bob.id, eve.id):
        assert hidden not in answer.text
    assert (await ada.refused("room.get", room=secret))["code"] == "not_found"


async def test_direct_conversations_and_deleted_rooms_are_not_in_it(lobby: Room, ada: Person, bob: Person) -> None:
    await ada.call("direct.open", people=[bob.id])
    gone = await private(bob, "Gone")
    await bob.call("room.delete", room=gone)
    assert names(await ada.call("room.list_all")) == ["Lobby"]


async def test_an_archived_room_says_so(lobby: Room, ada: Person) -> None:
    await ada.call("room.archive", room=lobby.id)
    [room] = (await ada.call("room.list_all"))["rooms"]
    assert (room["slug"], room["archived_at"] is not None) == ("lobby", True)


async def test_it_is_read_a_page_at_a_time_and_searched(ada: Person, bob: Person) -> None:
    for name in ("Plans A", "Über plans", "Kitchen", "Explanations"):
        await private(bob, name)
    first = await ada.call("room.list_all", limit=3)
    assert (names(first), first["more"]) == (["Plans A", "Über plans", "Kitchen"], True)
    second = await ada.call("room.list_all", limit=3, after=first["rooms"][-1]["id"])
    assert (names(second), second["more"]) == (["Explanations"], False)
    assert names(await ada.call("room.list_all", prefix="PLANS")) == ["Plans A", "Über plans"]
    assert names(await ada.call("room.list_all", prefix="uber")) == ["Über plans"]
    assert names(await ada.call("room.list_all", prefix="%")) == []
