"""Editing a message: its place and time stay, members get the new text, and its history keeps the old one."""

import asyncio
from typing import Any

import pytest

from parley.process.app import Running
from parley.protocol.rooms import ALWAYS_EDITABLE
from tests import aging
from tests.cast import Frame, Person, Room, things


async def edit(person: Person, room: Room, seq: int, body: str) -> Frame:
    return await person.call("message.edit", room=room.id, seq=seq, body=body)


async def page(person: Person, room: Room) -> Frame:
    return await person.call("message.list", room=room.id)


async def history(person: Person, room: Room, seq: int, **fields: Any) -> Frame:
    return await person.call("message.history", room=room.id, seq=seq, **fields)


def bodies(told: Frame) -> list[str]:
    return [version["body"] for version in told["versions"]]


class TestWhatItSays:
    async def test_the_new_text_at_the_old_place(self, lobby: Room, ada: Person) -> None:
        for body in ("one", "tow", "three"):
            await ada.say(lobby, body)
        before = await page(ada, lobby)
        edited = await edit(ada, lobby, 2, "two")
        assert edited == {"room": lobby.id, "seq": 2, "rev": before["head"] + 1}
        after = await page(ada, lobby)
        message = after["messages"][1]
        assert message["edited_at"] > message["created_at"]
        changed = {"body": "two", "rev": edited["rev"], "edited_at": message["edited_at"]}
        assert after["messages"] == [before["messages"][0], before["messages"][1] | changed, before["messages"][2]]

    async def test_without_a_change_nothing_changes(self, lobby: Room, ada: Person) -> None:
        await ada.say(lobby, "one")
        before = await page(ada, lobby)
        assert (await edit(ada, lobby, 1, "one"))["rev"] == before["messages"][0]["rev"]
        assert await page(ada, lobby) == before

    async def test_the_name_for_repetitions_is_that_of_what_was_sent(self, lobby: Room, ada: Person) -> None:
        sent = await ada.call("message.send", room=lobby.id, client_id="a", body="tow")
        edited = await edit(ada, lobby, 1, "two")
        assert await ada.call("message.send", room=lobby.id, client_id="a", body="tow") == sent | {"rev": edited["rev"]}
        assert (await ada.refused("message.send", room=lobby.id, client_id="a", body="two"))["code"] == "conflict"
        assert [message["body"] for message in (await page(ada, lobby))["messages"]] == ["two"]

    async def test_many_at_once_are_all_in_its_history(self, lobby: Room, ada: Person) -> None:
        await ada.say(lobby, "0")
        await asyncio.gather(*(edit(ada, lobby, 1, str(n)) for n in range(1, 20)))
        told = await history(ada, lobby, 1, limit=50)
        assert sorted(bodies(told), key=int) == [str(n) for n in range(20)]
        assert bodies(told)[-1] == (await page(ada, lobby))["messages"][0]["body"]
        revs = [version["rev"] for version in told["versions"]]
        assert revs == sorted(set(revs))

    async def test_one_commit_with_sends_between(self, lobby: Room, ada: Person) -> None:
        await ada.say(lobby, "tow")
        socket = await ada.connect()
        commands: list[Frame] = []
        for n in range(5):
            send = {"type": "message.send", "room": lobby.id, "client_id": f"c{n}", "body": f"more {n}"}
            commands += [{"type": "message.edit", "room": lobby.id, "seq": 1, "body": f"two {n}"}, send]
        for ref, command in enumerate(commands):
            socket.write(command | {"ref": ref})
        for _ in commands:
            await socket.next("ok")
        said = [message["body"] for message in (await page(ada, lobby))["messages"]]
        assert said == ["two 4", *(f"more {n}" for n in range(5))]


class TestItsHistory:
    async def test_from_version_to_version(self, lobby: Room, ada: Person, bob: Person) -> None:
        await ada.say(lobby, "1")
        for body in ("2", "3", "4", "5"):
            await edit(ada, lobby, 1, body)
        whole = await history(bob, lobby, 1)
        assert (bodies(whole), whole["has_before"]) == (["1", "2", "3", "4", "5"], False)
        message = (await page(bob, lobby))["messages"][0]
        assert whole["versions"][0]["at"] == message["created_at"]
        assert whole["versions"][-1] == {"rev": message["rev"], "body": "5", "at": message["edited_at"]}

    async def test_a_page_at_a_time(self, lobby: Room, ada: Person) -> None:
        await ada.say(lobby, "1")
        for body in ("2", "3", "4", "5"):
            await edit(ada, lobby, 1, body)
        pages: list[list[str]] = []
        place: Frame = {}
        while True:
            told = await history(ada, lobby, 1, limit=2, **place)
            pages.append(bodies(told))
            if not told["has_before"]:
                break
            place = {"before": told["versions"][0]["rev"]}
        assert pages == [["4", "5"], ["2", "3"], ["1"]]

    async def test_of_what_was_never_edited_is_what_it_says(self, lobby: Room, ada: Person) -> None:
        await ada.say(lobby, "one")
        assert bodies(await history(ada, lobby, 1)) == ["one"]

    async def test_of_what_was_deleted_is_gone(self, lobby: Room, ada: Person) -> None:
        await ada.say(lobby, "a secret")
        await edit(ada, lobby, 1, "nothing")
        await ada.call("message.erase", room=lobby.id, seq=1)
        assert await history(ada, lobby, 1) == {"versions": [], "has_before": False}
        message = (await page(ada, lobby))["messages"][0]
        assert ("edited_at" in message, message["erased"]) == (False, True)

    async def test_of_what_a_room_keeps_no_longer_is_gone(self, server: Running, lobby: Room, ada: Person) -> None:
        await ada.say(lobby, "a secret")
        await edit(ada, lobby, 1, "nothing")
        await ada.say(lobby, "still there")
        await ada.call("room.update", room=lobby.id, keep_days=30)
        assert await aging.forget(server, int(lobby.id), 1) == 1
        assert (await ada.refused("message.history", room=lobby.id, seq=1))["code"] == "not_found"
        assert (await ada.refused("message.edit", room=lobby.id, seq=1, body="?"))["code"] == "not_found"


class TestWho:
    async def test_its_sender_alone(self, lobby: Room, ada: Person, bob: Person) -> None:
        await bob.say(lobby, "mine")
        refused = await ada.refused("message.edit", room=lobby.id, seq=1, body="not any more")
        assert (refused["code"], refused["message"]) == (
            "forbidden",
            "This message is somebody else's. Only its sender can edit it.",
        )
        assert [message["body"] for message in (await page(bob, lobby))["messages"]] == ["mine"]

    async def test_nobody_who_has_left(self, lobby: Room, bob: Person) -> None:
        await bob.say(lobby, "mine")
        await bob.call("room.leave", room=lobby.id)
        assert (await bob.refused("message.edit", room=lobby.id, seq=1, body="?"))["code"] == "not_found"

    async def test_not_what_is_deleted(self, lobby: Room, ada: Person) -> None:
        await ada.say(lobby, "oops")
        await ada.call("message.erase", room=lobby.id, seq=1)
        refused = await ada.refused("message.edit", room=lobby.id, seq=1, body="back again")
        assert (refused["code"], refused["message"]) == ("gone", "This message was deleted.")
        assert [message["body"] for message in (await page(ada, lobby))["messages"]] == [""]

    async def test_not_what_was_said_before_one_came(self, ada: Person, bob: Person) -> None:
        made = await ada.call("room.create", client_id="x", name="Cellar", slug="cellar", history="since_join")
        cellar = Room(made["room"]["id"])
        await bob.call("room.join", slug="cellar")
        await bob.say(cellar, "before")
        await bob.call("room.leave", room=cellar.id)
        await bob.call("room.join", slug="cellar")
        for verb, more in (("message.edit", {"body": "?"}), ("message.history", {})):
            assert (await bob.refused(verb, room=cellar.id, seq=1, **more))["code"] == "not_found"

    async def test_leaving_at_once_counts_first(self, lobby: Room, bob: Person) -> None:
        await bob.say(lobby, "mine")
        socket = await bob.connect()
        socket.write({"type": "room.leave", "ref": 1, "room": lobby.id})
        socket.write({"type": "message.edit", "ref": 2, "room": lobby.id, "seq": 1, "body": "a last word"})
        assert (await socket.next("error"))["code"] == "not_found"

    @pytest.mark.parametrize("body", ["", "   \n", "x" * 8001, None, 7])
    async def test_not_to_what_nobody_can_say(self, lobby: Room, ada: Person, body: object) -> None:
        await ada.say(lobby, "one")
        refused = await ada.refused("message.edit", room=lobby.id, seq=1, body=body)
        assert (refused["code"], refused["field"]) == ("invalid", "body")


class TestForHowLong:
    async def test_the_room_says(self, server: Running, lobby: Room, ada: Person, bob: Person) -> None:
        await bob.say(lobby, "tow")
        await ada.call("room.update", room=lobby.id, edit_minutes=60 * 24)
        await edit(bob, lobby, 1, "two")
        await aging.grow_old(server, int(lobby.id), 1, days=1)
        refused = await bob.refused("message.edit", room=lobby.id, seq=1, body="too late")
        assert (refused["code"], refused["message"]) == (
            "forbidden",
            "The time in which messages of this room can be edited is over.",
        )
        await ada.call("room.update", room=lobby.id, edit_minutes=ALWAYS_EDITABLE)
        await edit(bob, lobby, 1, "not too late")

    async def test_a_room_can_be_made_without(self, ada: Person) -> None:
        made = await ada.call("room.create", client_id="x", name="Stone", slug="stone", edit_minutes=0)
        stone = Room(made["room"]["id"])
        await ada.say(stone, "for ever")
        assert (await ada.refused("message.edit", room=stone.id, seq=1, body="?"))["code"] == "forbidden"

    @pytest.mark.parametrize("minutes", [-1, ALWAYS_EDITABLE + 1, 1.5, "x"])
    async def test_no_other_number(self, lobby: Room, ada: Person, minutes: object) -> None:
        refused = await ada.refused("room.update", room=lobby.id, edit_minutes=minutes)
        assert (refused["code"], refused["field"]) == ("invalid", "edit_minutes")


class TestWhoHears:
    async def test_everybody_in_the_room_at_once(self, lobby: Room, ada: Person, bob: Person) -> None:
        await ada.say(lobby, "tow")
        socket = await bob.connect()
        edited = await edit(ada, lobby, 1, "two")
        frame = await socket.next("changes")
        assert (frame["log"], frame["to"]) == (lobby.log, edited["rev"])
        (message,) = things(frame, "message")
        assert (message["seq"], message["body"], set(frame["people"])) == (1, "two", {ada.id})

    async def test_nobody_who_came_later_to_a_room_that_keeps_that_from_them(self, ada: Person, bob: Person) -> None:
        made = await ada.call("room.create", client_id="x", name="Cellar", slug="cellar", history="since_join")
        cellar = Room(made["room"]["id"])
        await ada.say(cellar, "before")
        await bob.call("room.join", slug="cellar")
        socket = await bob.connect()
        await edit(ada, cellar, 1, "before, and better")
        await ada.say(cellar, "after")
        said = await socket.messages(cellar, 1)
        assert [message["body"] for message in said] == ["after"]
