"""Pinning messages: those who look after a room point everybody to them."""

from typing import Any

import pytest

from parley.protocol.pins import PINS_LIMIT
from tests.cast import Frame, Person, Room, things


async def pin(person: Person, room: Room, seq: int) -> Frame:
    return await person.call("message.pin", room=room.id, seq=seq)


async def unpin(person: Person, room: Room, seq: int) -> Frame:
    return await person.call("message.unpin", room=room.id, seq=seq)


async def pinned(person: Person, room: Room) -> list[int]:
    told = await person.call("pin.list", room=room.id)
    assert [each["seq"] for each in told["pins"]] == [each["seq"] for each in told["messages"]]
    return [each["seq"] for each in told["pins"]]


async def page(person: Person, room: Room) -> Frame:
    return await person.call("message.list", room=room.id)


@pytest.fixture
async def three(lobby: Room, bob: Person) -> Room:
    for body in ("one", "two", "three"):
        await bob.say(lobby, body)
    return lobby


class TestPinning:
    async def test_everybody_is_told_who_pinned_what_and_when(self, three: Room, ada: Person, bob: Person) -> None:
        socket = await bob.connect()
        done = await pin(ada, three, 2)
        (told,) = things(frame := await socket.next("changes"), "pin")
        expected: dict[str, Any] = {"thing": "pin", "seq": 2, "pinned_by": ada.id, "since": done["rev"]}
        assert told == expected | {"at": told["at"], "rev": done["rev"]}
        assert ada.id in frame["people"]
        assert things(await page(bob, three), "pin") == [told]
        listed = await bob.call("pin.list", room=three.id)
        assert (listed["pins"], listed["head"], listed["log"]) == ([told], done["rev"], three.log)
        assert [message["body"] for message in listed["messages"]] == ["two"]
        assert set(listed["people"]) == {ada.id, bob.id}

    async def test_the_last_pinned_comes_first(self, three: Room, ada: Person) -> None:
        for seq in (2, 3, 1):
            await pin(ada, three, seq)
        assert await pinned(ada, three) == [1, 3, 2]
        await unpin(ada, three, 2)
        await pin(ada, three, 2)
        assert await pinned(ada, three) == [2, 1, 3]

    async def test_twice_is_once(self, three: Room, ada: Person) -> None:
        first = await pin(ada, three, 1)
        assert await pin(ada, three, 1) == first
        gone = await unpin(ada, three, 1)
        assert await unpin(ada, three, 1) == gone
        assert gone["rev"] == first["rev"] + 1 == (await page(ada, three))["head"]
        assert (await unpin(ada, three, 2))["rev"] == 0

    async def test_it_is_taken_back_for_everybody(self, three: Room, ada: Person, bob: Person) -> None:
        await pin(ada, three, 1)
        socket = await bob.connect()
        done = await unpin(ada, three, 1)
        (told,) = things(await socket.next("changes"), "pin")
        assert (told["seq"], told["until"], told["rev"]) == (1, done["rev"], done["rev"])
        assert things(await page(bob, three), "pin") == []
        assert await pinned(bob, three) == []

    async def test_a_room_has_so_many_and_no_more(self, three: Room, ada: Person, bob: Person) -> None:
        for seq in range(1, PINS_LIMIT + 2):
            await bob.say(three, f"more {seq}")
        for seq in range(1, PINS_LIMIT + 1):
            await pin(ada, three, seq)
        refused = await ada.refused("message.pin", room=three.id, seq=PINS_LIMIT + 1)
        assert (refused["code"], refused["field"]) == ("conflict", "seq")
        assert refused["message"] == "This room has 100 pinned messages. Unpin one of them first."
        await pin(ada, three, 1)
        await unpin(ada, three, 1)
        await pin(ada, three, PINS_LIMIT + 1)


class TestWhoPins:
    async def test_members_do_not_until_they_are_moderators(self, three: Room, ada: Person, bob: Person) -> None:
        refused = await bob.refused("message.pin", room=three.id, seq=1)
        assert (refused["code"], refused["message"]) == (
            "forbidden",
            "Only the room's owner and moderators pin messages.",
        )
        await ada.call("member.set_role", room=three.id, person=bob.id, role="moderator")
        await pin(bob, three, 1)
        await unpin(bob, three, 1)

    async def test_everybody_in_a_direct_conversation(self, ada: Person, bob: Person) -> None:
        direct = Room((await ada.call("direct.open", people=[bob.id]))["room"]["id"])
        await ada.say(direct, "psst")
        await pin(bob, direct, 1)
        await unpin(ada, direct, 1)

    async def test_nobody_in_an_archived_room(self, three: Room, ada: Person) -> None:
        await pin(ada, three, 1)
        await ada.call("room.archive", room=three.id)
        assert (await ada.refused("message.pin", room=three.id, seq=2))["code"] == "forbidden"
        assert await pinned(ada, three) == [1]

    async def test_nobody_is_told_of_what_was_said_before_they_came(self, ada: Person, bob: Person) -> None:
        fields = {"name": "Late", "kind": "public", "slug": "late", "history": "since_join"}
        late = Room((await ada.call("room.create", client_id="late", **fields))["room"]["id"])
        await ada.say(late, "early")
        await bob.call("room.join", slug="late")
        await ada.say(late, "later")
        socket = await bob.connect()
        for seq in (1, 2):
            await pin(ada, late, seq)
        told = [pin["seq"] for _ in range(2) for pin in things(await socket.next("changes"), "pin")]
        assert (told, await pinned(bob, late), await pinned(ada, late)) == ([2], [2], [2, 1])


class TestWhatIsDeleted:
    async def test_is_not_pinned_any_more_and_is_again_when_that_is_undone(
        self, three: Room, ada: Person, bob: Person
    ) -> None:
        await pin(ada, three, 2)
        await ada.call("message.erase", room=three.id, seq=2)
        assert await pinned(bob, three) == []
        assert things(await page(bob, three), "pin") == []
        assert (await ada.refused("message.pin", room=three.id, seq=2))["code"] == "gone"
        socket = await bob.connect()
        await ada.call("message.restore", room=three.id, seq=2)
        assert [pin["seq"] for pin in things(await socket.next("changes"), "pin")] == [2]
        assert await pinned(bob, three) == [2]
