"""Replying to a message: what it answers comes with it, to everybody who may see that, and to nobody else."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from parley.process.app import Running
from tests import aging
from tests.cast import Frame, Person, Refusal, Room, things


async def reply(person: Person, room: Room, seq: int | None, body: str = "yes", **fields: Any) -> Frame:
    command = {"client_id": uuid4().hex, "room": room.id, "body": body, "reply_to": seq}
    return await person.call("message.send", **command | fields)


async def page(person: Person, room: Room, **place: int) -> Frame:
    return await person.call("message.list", room=room.id, **place)


def quote(seq: int, body: str, **fields: Any) -> Frame:
    return {"seq": seq, "body": body} | fields


def quotes(told: Frame) -> list[Frame]:
    """What is quoted, by place and text, and whether it was deleted."""
    shown = ("seq", "body", "erased")
    return [{name: each[name] for name in shown if name in each} for each in told.get("quotes", [])]


class TestWhatIsAnswered:
    async def test_a_reply_says_what_it_answers(self, lobby: Room, ada: Person, bob: Person) -> None:
        await ada.say(lobby, "Shall we?")
        sent = await reply(bob, lobby, 1)
        told = await page(ada, lobby)
        assert [message.get("reply_to") for message in told["messages"]] == [None, 1]
        assert (sent["seq"], told["quotes"]) == (2, [])  # what is answered is on the page itself

    async def test_a_page_without_it_has_its_beginning_and_its_sender(
        self, lobby: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        asked = await eve_says(eve, lobby, "x" * 500)
        await reply(bob, lobby, 1)
        told = await page(ada, lobby, after=1)
        assert told["quotes"] == [{"seq": 1, "rev": asked["rev"], "sender": eve.id, "body": "x" * 200}]
        assert told["people"][eve.id]["handle"] == "eve"

    async def test_everybody_is_told_with_it_what_it_answers(self, lobby: Room, ada: Person, bob: Person) -> None:
        await ada.say(lobby, "Shall we?")
        socket = await bob.connect()
        await reply(bob, lobby, 1)
        frame = await socket.next("changes")
        assert [message["reply_to"] for message in things(frame, "message")] == [1]
        assert quotes(frame) == [quote(1, "Shall we?")]
        assert set(frame["people"]) == {ada.id, bob.id}

    async def test_what_answers_nothing_brings_nothing(self, lobby: Room, ada: Person) -> None:
        socket = await ada.connect()
        await ada.say(lobby, "Shall we?")
        frame = await socket.next("changes")
        assert "quotes" not in frame
        assert "reply_to" not in things(frame, "message")[0]

    async def test_an_absence_and_a_fresh_start_bring_it_too(self, lobby: Room, ada: Person, bob: Person) -> None:
        await ada.say(lobby, "Shall we?")
        head = (await page(ada, lobby))["head"]
        await reply(bob, lobby, 1)
        epoch = (await ada.call("sync.get"))["frames"][0]["epoch"]
        answer = await ada.call("sync.get", epoch=epoch, cursors={lobby.log: head})
        assert quotes(answer["frames"][1]) == [quote(1, "Shall we?")]
        await say_many(ada, lobby, 45)
        for at in range(2, 7):
            await reply(bob, lobby, at % 2 + 1, body=f"again {at}")
        answer = await ada.call("sync.get", epoch=epoch, cursors={lobby.log: 10_000})
        reset = answer["frames"][1]
        assert (reset["type"], quotes(reset)) == ("reset", [quote(1, "Shall we?"), quote(2, "yes")])
        assert {ada.id, bob.id} <= set(reset["people"])

    async def test_an_edited_reply_still_answers_it(self, lobby: Room, ada: Person) -> None:
        await ada.say(lobby, "Shall we?")
        await reply(ada, lobby, 1)
        socket = await ada.connect()
        await ada.call("message.edit", room=lobby.id, seq=2, body="no")
        frame = await socket.next("changes")
        assert things(frame, "message")[0]["reply_to"] == 1
        assert quotes(frame) == [quote(1, "Shall we?")]

    async def test_a_reply_that_was_deleted_answers_nothing_until_it_is_back(self, lobby: Room, ada: Person) -> None:
        await ada.say(lobby, "Shall we?")
        await reply(ada, lobby, 1)
        await ada.call("message.erase", room=lobby.id, seq=2)
        assert "reply_to" not in (await page(ada, lobby))["messages"][1]
        socket = await ada.connect()
        await ada.call("message.restore", room=lobby.id, seq=2)
        frame = await socket.next("changes")
        assert things(frame, "message")[0]["reply_to"] == 1
        assert quotes(frame) == [quote(1, "Shall we?")]

    async def test_it_shows_what_the_message_says_now(self, lobby: Room, ada: Person) -> None:
        await ada.say(lobby, "Shal we?")
        await reply(ada, lobby, 1)
        await ada.call("message.edit", room=lobby.id, seq=1, body="Shall we?")
        assert quotes(await page(ada, lobby, after=1)) == [quote(1, "Shall we?")]
        await ada.call("message.erase", room=lobby.id, seq=1)
        assert quotes(await page(ada, lobby, after=1)) == [quote(1, "", erased=True)]

    async def test_many_at_once_each_have_their_own(self, lobby: Room, ada: Person, bob: Person) -> None:
        await say_many(ada, lobby, 10)
        await asyncio.gather(*(reply(bob, lobby, seq, body=f"to {seq}") for seq in range(1, 11)))
        told = await page(ada, lobby, after=10)
        assert sorted((message["reply_to"], message["body"]) for message in told["messages"]) == [
            (seq, f"to {seq}") for seq in range(1, 11)
        ]
        assert [each["seq"] for each in told["quotes"]] == list(range(1, 11))


class TestWhatCannotBeAnswered:
    @pytest.mark.parametrize("seq", [0, 2, 99, 2**53 - 1])
    async def test_what_is_not_there(self, lobby: Room, ada: Person, seq: int) -> None:
        await ada.say(lobby, "Shall we?")
        with pytest.raises(Refusal) as refused:
            await reply(ada, lobby, seq)
        assert refused.value.body["field"] == "reply_to"
        assert (refused.value.code, refused.value.body["message"]) == (
            "not_found",
            "There is no such message in this room to reply to.",
        )
        assert len((await page(ada, lobby))["messages"]) == 1

    async def test_what_was_deleted(self, lobby: Room, ada: Person) -> None:
        await ada.say(lobby, "Shall we?")
        await ada.call("message.erase", room=lobby.id, seq=1)
        with pytest.raises(Refusal) as refused:
            await reply(ada, lobby, 1)
        assert (refused.value.code, refused.value.body["field"]) == ("gone", "reply_to")

    async def test_what_another_room_says(self, lobby: Room, den: Room, ada: Person) -> None:
        await ada.say(den, "Shall we?")
        with pytest.raises(Refusal, match="not_found"):
            await reply(ada, lobby, 1)

    async def test_a_repetition_is_answered_though_it_is_deleted_by_now(self, lobby: Room, ada: Person) -> None:
        await ada.say(lobby, "Shall we?")
        sent = await reply(ada, lobby, 1, client_id="a")
        await ada.call("message.erase", room=lobby.id, seq=1)
        assert await reply(ada, lobby, 1, client_id="a") == sent

    @pytest.mark.parametrize("other", [2, None])
    async def test_the_same_name_for_an_answer_to_something_else(
        self, lobby: Room, ada: Person, other: int | None
    ) -> None:
        await say_many(ada, lobby, 2)
        await reply(ada, lobby, 1, client_id="a")
        with pytest.raises(Refusal) as refused:
            await reply(ada, lobby, other, client_id="a")
        assert (refused.value.code, refused.value.body["field"]) == ("conflict", "client_id")


class TestSight:
    @pytest.fixture
    async def secretive(self, ada: Person, bob: Person, eve: Person) -> Room:
        """A room that shows people what is said since they came. Ada spoke before bob did come, and he before eve."""
        fields = {"name": "Late", "kind": "public", "slug": "late", "history": "since_join"}
        made = await ada.call("room.create", client_id="late", **fields)
        room = Room(made["room"]["id"])
        await ada.say(room, "from ada")
        await bob.call("room.join", slug="late")
        await bob.say(room, "from bob")
        await eve.call("room.join", slug="late")
        return room

    async def test_nobody_answers_what_was_said_before_they_came(self, secretive: Room, bob: Person) -> None:
        with pytest.raises(Refusal, match="not_found"):
            await reply(bob, secretive, 1)
        await reply(bob, secretive, 2)

    async def test_nobody_is_shown_it_by_a_reply(self, secretive: Room, ada: Person, bob: Person, eve: Person) -> None:
        heads = {person: (await page(person, secretive))["head"] for person in (ada, bob, eve)}
        sockets = {person: await person.connect() for person in (ada, bob, eve)}
        await reply(ada, secretive, 1)
        await reply(bob, secretive, 2)
        seen = {ada: [1, 2], bob: [2], eve: []}
        for person, places in seen.items():
            frames = [await sockets[person].next("changes") for _ in range(2)]
            assert [each["seq"] for frame in frames for each in frame.get("quotes", [])] == places
            assert all("from ada" not in str(frame) for frame in frames) == (1 not in places)
            assert [each["seq"] for each in (await page(person, secretive, after=2))["quotes"]] == places
            epoch = (await person.call("sync.get"))["frames"][0]["epoch"]
            for cursor in (heads[person], 10_000):
                answer = await person.call("sync.get", epoch=epoch, cursors={secretive.log: cursor})
                there = {message["seq"] for message in things(answer["frames"][1], "message")}
                quoted = {each["seq"] for each in answer["frames"][1].get("quotes", [])}
                assert quoted | (there & set(places)) == set(places)
                assert quoted <= set(places)

    async def test_what_is_not_kept_any_more_is_not_quoted(self, server: Running, lobby: Room, ada: Person) -> None:
        await ada.say(lobby, "Shall we?")
        await reply(ada, lobby, 1)
        await ada.call("room.update", room=lobby.id, keep_days=30)
        await aging.forget(server, int(lobby.id), 1)
        told = await page(ada, lobby)
        assert [message["reply_to"] for message in told["messages"]] == [1]
        assert told["quotes"] == []
        with pytest.raises(Refusal, match="not_found"):
            await reply(ada, lobby, 1)


async def eve_says(eve: Person, lobby: Room, body: str) -> Frame:
    await eve.call("room.join", slug="lobby")
    return await eve.say(lobby, body)


async def say_many(person: Person, room: Room, count: int) -> None:
    for n in range(count):
        await person.say(room, f"message {n}")
