"""Erasing a message: its place stays, what it said is gone, for everybody and for good."""

import asyncio

import pytest

from tests.cast import Frame, Person, Room, things


async def erase(person: Person, room: Room, seq: int) -> Frame:
    return await person.call("message.erase", room=room.id, seq=seq)


async def page(person: Person, room: Room) -> Frame:
    return await person.call("message.list", room=room.id)


class TestWhatIsLeft:
    async def test_a_place_without_words(self, lobby: Room, ada: Person) -> None:
        for body in ("one", "two", "three"):
            await ada.say(lobby, body)
        before = await page(ada, lobby)
        erased = await erase(ada, lobby, 2)
        assert erased == {"room": lobby.id, "seq": 2, "rev": before["head"] + 1, "undo_ms": 10_000}
        after = await page(ada, lobby)
        assert [message["body"] for message in after["messages"]] == ["one", "", "three"]
        assert after["messages"][1] == before["messages"][1] | {"body": "", "erased": True, "rev": erased["rev"]}
        assert ["erased" in message for message in after["messages"]] == [False, True, False]

    async def test_twice_is_once(self, lobby: Room, ada: Person) -> None:
        await ada.say(lobby, "one")
        first = await erase(ada, lobby, 1)
        again = await erase(ada, lobby, 1)
        assert again == first | {"undo_ms": again["undo_ms"]}
        assert (await page(ada, lobby))["head"] == first["rev"]

    async def test_many_times_at_once_is_once(self, lobby: Room, ada: Person) -> None:
        await ada.say(lobby, "one")
        answers = await asyncio.gather(*(erase(ada, lobby, 1) for _ in range(10)))
        assert len({answer["rev"] for answer in answers}) == 1

    async def test_the_name_for_repetitions(self, lobby: Room, ada: Person) -> None:
        sent = await ada.call("message.send", room=lobby.id, client_id="a", body="oops")
        erased = await erase(ada, lobby, sent["seq"])
        again = await ada.call("message.send", room=lobby.id, client_id="a", body="oops")
        assert again == sent | {"rev": erased["rev"]}
        other = await ada.refused("message.send", room=lobby.id, client_id="a", body="something else")
        assert other["code"] == "conflict"
        assert [message["body"] for message in (await page(ada, lobby))["messages"]] == [""]


class TestWho:
    async def test_the_sender(self, lobby: Room, ada: Person, bob: Person) -> None:
        await bob.say(lobby, "mine")
        await erase(bob, lobby, 1)

    async def test_the_rooms_owner(self, lobby: Room, ada: Person, bob: Person) -> None:
        await bob.say(lobby, "rude")
        await erase(ada, lobby, 1)

    async def test_nobody_else(self, lobby: Room, ada: Person, bob: Person) -> None:
        await ada.say(lobby, "mine")
        refusal = await bob.refused("message.erase", room=lobby.id, seq=1)
        assert refusal["code"] == "forbidden"
        assert [message["body"] for message in (await page(bob, lobby))["messages"]] == ["mine"]

    async def test_nobody_who_has_left(self, lobby: Room, bob: Person) -> None:
        await bob.say(lobby, "mine")
        await bob.call("room.leave", room=lobby.id)
        assert (await bob.refused("message.erase", room=lobby.id, seq=1))["code"] == "not_found"

    async def test_what_is_not_there_and_what_one_may_not_know_of_is_the_same(
        self, den: Room, lobby: Room, ada: Person, eve: Person
    ) -> None:
        await ada.say(den, "secret")
        refusals = [
            await eve.refused("message.erase", room=room, seq=seq)
            for room, seq in ((den.id, 1), (den.id, 9), (lobby.id, 1), ("999", 1))
        ]
        assert {refusal["code"] for refusal in refusals} == {"not_found"}
        assert len({str(refusal) for refusal in refusals}) == 1
        assert (await ada.refused("message.erase", room=den.id, seq=9))["code"] == "not_found"

    async def test_not_what_was_said_before_one_came(self, ada: Person, bob: Person) -> None:
        made = await ada.call("room.create", client_id="x", name="Cellar", slug="cellar", history="since_join")
        cellar = Room(made["room"]["id"])
        await bob.call("room.join", slug="cellar")
        await bob.say(cellar, "before")
        await bob.call("room.leave", room=cellar.id)
        await bob.call("room.join", slug="cellar")
        assert (await bob.refused("message.erase", room=cellar.id, seq=1))["code"] == "not_found"


class TestWhoHears:
    async def test_everybody_in_the_room_at_once(self, lobby: Room, ada: Person, bob: Person) -> None:
        await ada.say(lobby, "oops")
        socket = await bob.connect()
        erased = await erase(ada, lobby, 1)
        frame = await socket.next("changes")
        assert (frame["log"], frame["to"]) == (lobby.log, erased["rev"])
        (message,) = things(frame, "message")
        assert (message["seq"], message["body"], message["erased"]) == (1, "", True)

    @pytest.mark.parametrize("is_followed", [True, False], ids=["from memory", "from the table"])
    async def test_whoever_comes_back(self, lobby: Room, ada: Person, bob: Person, is_followed: bool) -> None:
        """Nobody is told any more what it said."""
        await ada.say(lobby, "oops")
        known = await page(bob, lobby)
        welcome = (await bob.call("sync.get"))["frames"][0]
        if is_followed:  # a process keeps what its own people are told
            await ada.connect()
        await ada.say(lobby, "and another: oops")
        await erase(ada, lobby, 1)
        await erase(ada, lobby, 2)
        cursors = welcome["heads"] | {lobby.log: known["head"]}
        answer = await bob.call("sync.get", epoch=welcome["epoch"], cursors=cursors)
        (missed,) = [frame for frame in answer["frames"] if frame["log"] == lobby.log and frame["type"] != "welcome"]
        assert [(message["seq"], message["body"]) for message in things(missed, "message")] == [(1, ""), (2, "")]
        assert "oops" not in str(answer)


@pytest.mark.parametrize("seq", [0, -1, "x", 2**53, None])
async def test_a_place_that_is_none(lobby: Room, ada: Person, seq: object) -> None:
    assert (await ada.refused("message.erase", room=lobby.id, seq=seq))["code"] in ("invalid", "not_found")
