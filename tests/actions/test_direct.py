"""Direct conversations: of two, of a group, and with oneself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from tests.cast import Frame, Person, Room, Visitor, things


@pytest.fixture
async def direct(ada: Person, bob: Person) -> Room:
    """What ada and bob say to each other."""
    return Room((await ada.call("direct.open", people=[bob.id]))["room"]["id"])


@pytest.fixture
async def crowd(visitor: Visitor, ada: Person) -> AsyncIterator[list[Person]]:
    async with AsyncExitStack() as leaving:
        yield [await leaving.enter_async_context(await visitor.register(f"crowd{number}")) for number in range(50)]


async def test_the_same_people_get_the_same_one_whoever_asks(ada: Person, bob: Person, eve: Person) -> None:
    first = await ada.call("direct.open", people=[bob.id])
    assert (first["room"]["kind"], first["room"]["slug"], first["room"]["name"]) == ("direct", None, "")
    assert first["room"]["direct"] == sorted([ada.id, bob.id], key=int)
    assert (first["membership"]["role"], first["membership"]["until"]) == ("member", None)
    for who, people in ((bob, [ada.id]), (ada, [bob.id, ada.id, bob.id])):
        assert (await who.call("direct.open", people=people))["room"] == first["room"]
    group = [
        await ada.call("direct.open", people=[bob.id, eve.id]),
        await eve.call("direct.open", people=[ada.id, bob.id]),
    ]
    assert group[0]["room"] == group[1]["room"]
    notes = await ada.call("direct.open", people=[])
    assert notes["room"] == (await ada.call("direct.open", people=[ada.id]))["room"]
    assert notes["room"]["direct"] == [ada.id]
    assert len({first["room"]["id"], group[0]["room"]["id"], notes["room"]["id"]}) == 3


async def test_of_many_who_ask_at_once_all_get_one(ada: Person, bob: Person, eve: Person) -> None:
    people = [ada, bob, eve]
    for number in (2, 3):
        chosen = people[:number]
        asking = [who.call("direct.open", people=[one.id for one in chosen]) for who in chosen for _ in range(5)]
        answers = await asyncio.gather(*asking)
        assert len({answer["room"]["id"] for answer in answers}) == 1
        assert len((await ada.call("member.list", room=answers[0]["room"]["id"]))["members"]) == number


async def test_the_other_is_in_it_at_once_and_knows_with_whom(ada: Person, bob: Person) -> None:
    socket = await bob.connect()
    room = Room((await ada.call("direct.open", people=[bob.id]))["room"]["id"])
    entered = await socket.first(lambda frame: bool(things(frame, "membership")))
    assert entered["rooms"][room.id]["direct"] == sorted([ada.id, bob.id], key=int)
    assert entered["people"].keys() >= {ada.id, bob.id}
    await ada.say(room, "psst")
    assert (await socket.messages(room, 1))[0]["body"] == "psst"
    welcome = (await bob.connect()).welcome
    assert welcome["rooms"][room.id]["kind"] == "direct"
    assert welcome["people"].keys() == {ada.id, bob.id}
    assert (await bob.connect(epoch=welcome["epoch"], cursors={bob.log: 0})).welcome["people"] == welcome["people"]
    replayed = (await bob.call("sync.get", epoch=welcome["epoch"], cursors={bob.log: 0}))["frames"][1]
    assert replayed["people"].keys() >= {ada.id, bob.id}


async def test_nobody_else_sees_it(direct: Room, eve: Person) -> None:
    assert await eve.refused("room.get", room=direct.id) == await eve.refused("room.get", room="12345")
    assert (await eve.call("room.list"))["rooms"] == []


async def test_who_is_in_it_never_changes(direct: Room, ada: Person, bob: Person, eve: Person) -> None:
    refusals = [
        await ada.refused("room.leave", room=direct.id),
        await ada.refused("member.add", room=direct.id, person=eve.id),
        await ada.refused("member.remove", room=direct.id, person=bob.id),
        await ada.refused("member.ban", room=direct.id, person=bob.id),
        await ada.refused("member.set_role", room=direct.id, person=bob.id, role="owner"),
        await bob.refused("room.update", room=direct.id, name="Ours"),
    ]
    assert {refusal["code"] for refusal in refusals} == {"forbidden"}
    assert len((await ada.call("member.list", room=direct.id))["members"]) == 2


async def test_who_is_not_there_is_named(ada: Person, bob: Person) -> None:
    refusal = await ada.refused("direct.open", people=["12345"])
    assert (refusal["code"], refusal["field"]) == ("not_found", "people")
    await ada.call("user.deactivate", person=bob.id)
    assert (await ada.refused("direct.open", people=[bob.id]))["code"] == "conflict"


async def test_a_guest_begins_one_with_people_of_their_rooms(
    den: Room, ada: Person, bob: Person, visitor: Visitor
) -> None:
    async with await visitor.register("gus") as before:
        await ada.call("user.set_role", person=before.id, role="guest")
    async with await visitor.sign_in("gus") as guest:
        assert (await guest.refused("direct.open", people=[bob.id]))["code"] == "not_found"
        await ada.call("member.add", room=den.id, person=guest.id)
        await guest.call("direct.open", people=[ada.id])


async def test_fifty_are_a_group_and_more_are_too_many(ada: Person, crowd: list[Person]) -> None:
    made = await ada.call("direct.open", people=[person.id for person in crowd[:49]])
    assert len(made["room"]["direct"]) == 50
    assert (await ada.refused("direct.open", people=[person.id for person in crowd]))["code"] == "invalid"


class TestBecomingARoom:
    async def test_a_group_becomes_a_private_room_of_whoever_began_it(
        self, ada: Person, bob: Person, eve: Person
    ) -> None:
        group = await ada.call("direct.open", people=[bob.id, eve.id])
        room = Room(group["room"]["id"])
        await bob.say(room, "before")
        refusals = [
            await bob.refused("room.update", room=room.id, kind="private", name="Club"),
            await ada.refused("room.update", room=room.id, kind="private"),
            await ada.refused("room.update", room=room.id, name="Club"),
        ]
        assert [refusal["code"] for refusal in refusals] == ["forbidden", "invalid", "invalid"]
        made = await ada.call("room.update", room=room.id, kind="private", name="Club")
        assert (made["room"]["kind"], made["room"]["name"]) == ("private", "Club")
        assert "direct" not in made["room"]
        assert made["membership"]["role"] == "owner"
        await ada.call("member.remove", room=room.id, person=eve.id)
        another = await bob.call("direct.open", people=[ada.id, eve.id])
        assert another["room"]["id"] != room.id
        assert (await ada.call("direct.open", people=[eve.id, bob.id]))["room"] == another["room"]

    async def test_two_stay_among_themselves(self, direct: Room, ada: Person, lobby: Room) -> None:
        for room in (direct, lobby):
            refusal: Frame = await ada.refused("room.update", room=room.id, kind="private", name="Club")
            assert refusal["code"] == "invalid"
