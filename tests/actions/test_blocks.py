"""Blocks: what somebody who is blocked can do no more, and how little they learn of it."""

import asyncio

import pytest

from tests.cast import Frame, Person, Refusal, Room, things


async def conversation(one: Person, other: Person) -> Room:
    return Room((await one.call("direct.open", people=[other.id]))["room"]["id"])


class TestOwn:
    async def test_a_block_is_in_ones_own_log_and_nobody_elses(self, ada: Person, bob: Person) -> None:
        ours, theirs = await ada.connect(), await bob.connect()
        block = await ada.call("block.add", person=bob.id)
        told = await ours.first(lambda frame: frame["type"] == "changes" and frame["log"] == ada.log)
        assert things(told, "block") == [block]
        assert bob.id in told["people"]
        await theirs.ping()
        assert [frame for frame in theirs.frames if frame["type"] == "changes"] == []
        welcome = await welcome_of(ada)
        assert things(welcome, "block") == [block]
        assert bob.id in welcome["people"]
        assert (await ada.call("block.list"))["blocks"] == [block]
        assert (await bob.call("block.list"))["blocks"] == []

    async def test_doing_it_twice_is_doing_it_once(self, ada: Person, bob: Person, eve: Person) -> None:
        first = await ada.call("block.add", person=bob.id)
        assert await ada.call("block.add", person=bob.id) == first
        ended = await ada.call("block.remove", person=bob.id)
        assert ended["until"] == ended["rev"] > first["rev"]
        assert await ada.call("block.remove", person=bob.id) == ended
        assert (await ada.call("block.remove", person=eve.id))["until"] == 0
        assert things(await welcome_of(ada), "block") == []
        assert (await ada.call("block.add", person=bob.id))["since"] > ended["rev"]

    async def test_nobody_blocks_themselves_or_somebody_who_is_not_there(self, ada: Person) -> None:
        assert (await ada.refused("block.add", person=ada.id))["code"] == "invalid"
        assert (await ada.refused("block.add", person="12345"))["code"] == "not_found"


class TestConversations:
    async def test_who_is_blocked_opens_none_and_is_not_told_why(self, ada: Person, bob: Person, eve: Person) -> None:
        await ada.call("block.add", person=bob.id)
        refusal = await bob.refused("direct.open", people=[ada.id])
        assert (refusal["code"], refusal["message"]) == (
            "forbidden",
            "You cannot open a conversation with this person.",
        )
        assert (await bob.refused("direct.open", people=[ada.id, eve.id]))["code"] == "forbidden"
        await bob.call("direct.open", people=[eve.id])
        # The one who blocks may open it: whoever is blocked still cannot write.
        room = await conversation(ada, bob)
        await ada.say(room, "One last word")
        with pytest.raises(Refusal, match="You cannot write in this conversation"):
            await bob.say(room, "No")

    async def test_who_is_blocked_writes_edits_and_reacts_no_more(self, ada: Person, bob: Person) -> None:
        room = await conversation(bob, ada)
        await bob.say(room, "Hello")
        await ada.say(room, "Go away")
        await ada.call("block.add", person=bob.id)
        for verb, fields in (
            ("message.send", {"body": "Why?", "client_id": "why"}),
            ("message.edit", {"seq": 1, "body": "Hello!"}),
            ("message.react", {"seq": 2, "emoji": "😡"}),
            ("message.pin", {"seq": 1}),
        ):
            refusal = await bob.refused(verb, room=room.id, **fields)
            assert (refusal["code"], refusal["message"]) == ("forbidden", "You cannot write in this conversation."), (
                verb
            )
        # They can still read it and take back what they said.
        assert len((await bob.call("message.list", room=room.id))["messages"]) == 2
        await bob.call("message.erase", room=room.id, seq=1)
        await ada.call("block.remove", person=bob.id)
        await bob.say(room, "Sorry")

    async def test_in_other_rooms_they_go_on(self, lobby: Room, ada: Person, bob: Person, eve: Person) -> None:
        await ada.call("block.add", person=bob.id)
        await bob.say(lobby, "Hello, all")
        several = Room((await ada.call("direct.open", people=[bob.id, eve.id]))["room"]["id"])
        await bob.say(several, "Hello, both")

    async def test_nothing_is_said_after_the_block_was_answered(self, ada: Person, bob: Person) -> None:
        room = await conversation(ada, bob)
        sends = [
            asyncio.ensure_future(bob.request("message.send", room=room.id, body="x", client_id=f"{n}"))
            for n in range(20)
        ]
        await ada.call("block.add", person=bob.id)
        said = len(await bodies(bob, room))
        answers = await asyncio.gather(*sends)
        assert {answer.status_code for answer in answers} <= {201, 403}
        assert len(await bodies(bob, room)) == said == sum(answer.status_code == 201 for answer in answers)

    async def test_a_block_and_a_conversation_at_once_end_with_nobody_writing(self, ada: Person, bob: Person) -> None:
        opened, blocked = await asyncio.gather(
            bob.request("direct.open", people=[ada.id]), ada.request("block.add", person=bob.id)
        )
        if blocked.status_code == 503:
            await ada.call("block.add", person=bob.id)
        if opened.status_code == 200:
            with pytest.raises(Refusal, match="forbidden"):
                await bob.say(Room(opened.json()["room"]["id"]), "Hello")
        else:
            assert opened.status_code == 403


async def bodies(person: Person, room: Room) -> list[str]:
    return [message["body"] for message in (await person.call("message.list", room=room.id))["messages"]]


async def welcome_of(person: Person) -> Frame:
    welcome: Frame = (await person.call("sync.get"))["frames"][0]
    return welcome
