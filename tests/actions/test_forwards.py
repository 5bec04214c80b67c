"""Forwarding: a copy with its author and its time, and a way to the original for those alone who may read it there."""

import pytest
from msgspec.structs import replace

from parley.guard.price import CALL, command_cost
from parley.process.app import Running
from parley.protocol.forwards import ForwardMessage
from parley.protocol.messages import BODY_LIMIT
from parley.settings import Settings
from tests.actions.forwarding import forward, origins, refused, said
from tests.actions.polling import ask
from tests.actions.searching import Search
from tests.actions.test_filtering import using
from tests.cast import Person, Room, things
from tests.conftest import with_changes
from tests.mentioning import settled


class TestForwarding:
    async def test_everybody_is_told_the_note_the_text_its_author_and_when(
        self, lobby: Room, den: Room, ada: Person, bob: Person
    ) -> None:
        await ada.say(den, "one\n\n**two**")
        original = await said(ada, den, 1)
        socket = await bob.connect()
        sent = await forward(ada, den, 1, lobby, "Look:")
        frame = await socket.next("changes")
        (message,) = things(frame, "message")
        assert message["body"] == "Look:\n\n> one\n> \n> **two**"
        assert message["forwarded"] == {"sender": ada.id, "at": original["created_at"], "lines": 3}
        assert (message["seq"], message["sender"], set(frame["people"])) == (sent["seq"], ada.id, {ada.id})
        assert await said(bob, lobby, sent["seq"]) == message

    async def test_without_a_note_it_is_the_quotation_alone(self, lobby: Room, ada: Person, bob: Person) -> None:
        await ada.say(lobby, "Hello")
        sent = await forward(bob, lobby, 1, lobby, " \n ")
        message = await said(ada, lobby, sent["seq"])
        assert (message["body"], message["sender"]) == ("> Hello", bob.id)
        assert message["forwarded"]["sender"] == ada.id
        told = await ada.call("message.list", room=lobby.id, after=1)
        assert set(told["people"]) == {ada.id, bob.id}  # the author of the copy is known to who has this page alone

    async def test_a_plain_message_has_nothing_of_it(self, lobby: Room, ada: Person) -> None:
        await ada.say(lobby, "> Hello")
        assert "forwarded" not in await said(ada, lobby, 1)

    async def test_out_of_a_thread(self, lobby: Room, den: Room, ada: Person, bob: Person) -> None:
        await ada.say(lobby, "What about lunch?")
        await bob.call("message.send", room=lobby.id, client_id="r", body="Soup", thread=1)
        assert await refused(ada, lobby, 9, den, source_thread=1) == ("not_found", "source_seq")
        assert await refused(ada, lobby, 1, den, source_thread=9) == ("not_found", "source_seq")
        await forward(ada, lobby, 1, den, source_thread=1)
        message = await said(ada, den, 1)
        assert (message["body"], message["forwarded"]["sender"]) == ("> Soup", bob.id)
        assert await origins(ada, den, 1) == [
            {"seq": 1, "source_room": lobby.id, "source_seq": 1, "source_thread": 1},
        ]

    async def test_a_forwarded_message_keeps_its_first_origin(
        self, lobby: Room, den: Room, ada: Person, bob: Person
    ) -> None:
        await bob.say(lobby, "Soup")
        first = await forward(ada, lobby, 1, den, "He says:")
        again = await forward(ada, den, first["seq"], lobby, "You said:")
        message = await said(bob, lobby, again["seq"])
        assert (message["body"], message["forwarded"]["sender"]) == ("You said:\n\n> Soup", bob.id)
        assert await origins(bob, lobby, again["seq"]) == [
            {"seq": again["seq"], "source_room": lobby.id, "source_seq": 1},
        ]

    async def test_a_poll_is_forwarded_in_words(self, lobby: Room, den: Room, ada: Person) -> None:
        await ask(ada, lobby)
        sent = await forward(ada, lobby, 1, den)
        message = await said(ada, den, sent["seq"])
        assert message["body"] == "> Lunch?\n> \n> - Pizza\n> - Sushi\n> - Soup"
        assert "poll" not in message

    async def test_twice_is_once_also_when_the_original_has_gone(self, lobby: Room, den: Room, ada: Person) -> None:
        await ada.say(lobby, "Hello")
        command = {"client_id": "f", "note": "Look"}
        first = await forward(ada, lobby, 1, den, **command)
        await ada.call("message.erase", room=lobby.id, seq=1)
        assert await forward(ada, lobby, 1, den, **command) == first
        for other in ({"note": "See"}, {"source_seq": 2}):
            assert await refused(ada, lobby, 1, den, **command | other) == ("conflict", "client_id")

    async def test_note_and_message_are_not_longer_than_a_message(self, lobby: Room, den: Room, ada: Person) -> None:
        await ada.say(lobby, "x" * (BODY_LIMIT - 2))
        assert await refused(ada, lobby, 1, den, note="abc") == ("invalid", "note")
        await forward(ada, lobby, 1, den, note="ab")
        await forward(ada, den, 1, lobby)

    async def test_it_cannot_be_edited(self, lobby: Room, den: Room, ada: Person) -> None:
        await ada.say(lobby, "Hello")
        sent = await forward(ada, lobby, 1, den, "Look")
        refusal = await ada.refused("message.edit", room=den.id, seq=sent["seq"], body="I never said that")
        assert refusal["code"] == "forbidden"

    async def test_it_is_deleted_and_comes_back_whole(self, lobby: Room, den: Room, ada: Person) -> None:
        await ada.say(lobby, "Hello")
        seq = (await forward(ada, lobby, 1, den, "Look"))["seq"]
        before = await said(ada, den, seq)
        await ada.call("message.erase", room=den.id, seq=seq)
        assert "forwarded" not in await said(ada, den, seq)
        await ada.call("message.restore", room=den.id, seq=seq)
        assert await said(ada, den, seq) == before | {"rev": before["rev"] + 2}
        assert len(await origins(ada, den, seq)) == 1

    async def test_a_search_finds_the_copy(self, lobby: Room, den: Room, ada: Person, search: Search) -> None:
        await ada.say(lobby, "The password is swordfish")
        await forward(ada, lobby, 1, den, "Look")
        assert sorted(await search(ada, "swordfish")) == [
            "Look\n\n> The password is swordfish",
            "The password is swordfish",
        ]

    async def test_a_later_edit_does_not_change_the_copy(self, lobby: Room, den: Room, ada: Person) -> None:
        await ada.say(lobby, "Hello")
        sent = await forward(ada, lobby, 1, den)
        await ada.call("message.edit", room=lobby.id, seq=1, body="Good evening")
        assert (await said(ada, den, sent["seq"]))["body"] == "> Hello"
        again = await forward(ada, lobby, 1, den)
        assert (await said(ada, den, again["seq"]))["body"] == "> Good evening"


class TestMentions:
    async def test_the_copy_mentions_nobody(self, lobby: Room, ada: Person, bob: Person, server: Running) -> None:
        await ada.say(lobby, "@bob @room look")
        await settled(server)
        known = await bob.call("mention.list")
        sent = await forward(ada, lobby, 1, lobby, "for later")
        message = await said(bob, lobby, sent["seq"])
        assert "mentions" not in message
        assert "wide" not in message
        await settled(server)
        assert await bob.call("mention.list") == known

    async def test_the_note_does(self, lobby: Room, den: Room, ada: Person, bob: Person, server: Running) -> None:
        await ada.say(den, "Hello @eve")
        sent = await forward(ada, den, 1, lobby, "@bob look")
        assert (await said(bob, lobby, sent["seq"]))["mentions"] == {"bob": bob.id}
        await settled(server)
        assert [one["mention"]["seq"] for one in (await bob.call("mention.list"))["mentions"]] == [sent["seq"]]

    async def test_a_note_calls_everybody_at_the_same_price(self, lobby: Room, den: Room, ada: Person) -> None:
        await ada.say(den, "Hello")
        sent = await forward(ada, den, 1, lobby, "@room look")
        assert (await said(ada, lobby, sent["seq"]))["wide"] == "room"
        command = ForwardMessage(room=lobby.id, client_id="f", source_room=den.id, source_seq=1, note="@room look")
        assert command_cost(command) == CALL
        assert command_cost(replace(command, note="look")) == 0.0


class TestFilters:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return with_changes(settings, filters=using("without_shouting"), filter_ms=60_000)

    async def test_note_and_copy_pass_them(self, lobby: Room, ada: Person) -> None:
        await ada.say(lobby, "hello")
        sent = await forward(ada, lobby, 1, lobby, "LOOK HERE")
        assert (await said(ada, lobby, sent["seq"]))["body"] == "look here\n\n> hello"
