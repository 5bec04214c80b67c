"""In how many rooms a person can be: at every way into one, and what others can do about it."""

from typing import Any

import pytest

from parley.settings import Settings
from tests.cast import Frame, Person, Room, Visitor
from tests.conftest import with_changes

MOST = 4


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return with_changes(settings, rooms_person=str(MOST))


async def make(person: Person, name: str) -> Room:
    made = await person.call("room.create", client_id=name, name=name, slug=name)
    return Room(made["room"]["id"])


async def fill(person: Person) -> None:
    for number in range(MOST):
        await person.call("room.create", client_id=f"full{number}", name="Full", kind="private")


async def refused(who: Person, verb: str, /, **fields: Any) -> tuple[str, str | None]:
    refusal: Frame = await who.refused(verb, **fields)
    return refusal["code"], refusal.get("field")


async def test_nobody_makes_joins_or_opens_more_than_so_many(ada: Person, bob: Person) -> None:
    await make(bob, "garden")
    token = (await bob.call("invite.create", client_id="i", rooms=[(await make(bob, "hall")).id]))["token"]
    await fill(ada)
    assert await refused(ada, "room.create", client_id="more", name="More", kind="private") == ("conflict", None)
    assert await refused(ada, "room.join", slug="garden") == ("conflict", "slug")
    assert await refused(ada, "direct.open", people=[bob.id]) == ("conflict", None)
    assert await refused(ada, "invite.accept", token=token) == ("conflict", "token")


async def test_the_refusal_says_how_many_and_what_to_do(ada: Person) -> None:
    await fill(ada)
    refusal = await ada.refused("room.create", client_id="more", name="More", kind="private")
    assert refusal["message"] == f"You can be in {MOST} rooms and conversations at once. Leave one first."


async def test_a_room_that_one_is_in_is_joined_and_made_again_as_before(ada: Person) -> None:
    room = await make(ada, "garden")
    for number in range(MOST - 1):
        await ada.call("room.create", client_id=f"{number}", name="Full", kind="private")
    assert (await ada.call("room.join", slug="garden"))["room"]["id"] == room.id
    assert (await ada.call("room.create", client_id="garden", name="garden", slug="garden"))["room"]["id"] == room.id


async def test_leaving_one_makes_a_place_for_another(ada: Person, bob: Person) -> None:
    await make(bob, "garden")
    room = await make(bob, "hall")
    await bob.call("member.add", room=room.id, person=ada.id)
    for number in range(MOST - 1):
        await ada.call("room.create", client_id=f"{number}", name="Full", kind="private")
    await ada.call("room.leave", room=room.id)
    assert (await ada.call("room.join", slug="garden"))["membership"]["until"] is None


async def test_others_fill_half_of_a_persons_places_and_leave_the_rest(ada: Person, bob: Person, eve: Person) -> None:
    rooms = [await make(bob, f"garden-{number}") for number in range(MOST)]
    for room in rooms[: MOST // 2]:
        await bob.call("member.add", room=room.id, person=ada.id)
    assert await refused(bob, "member.add", room=rooms[-1].id, person=ada.id) == ("conflict", "person")
    assert await refused(eve, "direct.open", people=[ada.id]) == ("conflict", "people")
    for room in rooms[MOST // 2 :]:
        await ada.call("room.join", slug=f"garden-{rooms.index(room)}")


async def test_who_is_in_a_room_already_is_added_again_without_a_place(ada: Person, bob: Person) -> None:
    room = await make(bob, "garden")
    await bob.call("member.add", room=room.id, person=ada.id)
    for number in range(MOST - 1):
        await ada.call("room.create", client_id=f"{number}", name="Full", kind="private")
    assert (await bob.call("member.add", room=room.id, person=ada.id))["member"]["person"] == ada.id


async def test_somebody_new_comes_by_an_invitation_into_no_more_rooms(ada: Person, visitor: Visitor) -> None:
    rooms = [await make(ada, f"hall-{number}") for number in range(MOST)]
    made = await ada.call("invite.create", client_id="i", rooms=[room.id for room in rooms])
    async with await visitor.register("bob") as bob:
        await make(bob, "own")
        assert await refused(bob, "invite.accept", token=made["token"]) == ("conflict", "token")
        assert len((await bob.call("sync.get"))["frames"][0]["rooms"]) == 1
