"""Mentions: people see them on all of their devices, count them until they read them, and find them again."""

import pytest

from parley.process.app import Running
from tests import aging
from tests.cast import Frame, Person, Room, Socket, things
from tests.mentioning import listed, said, settled, unread
from tests.threads import reply


async def told(socket: Socket) -> Frame:
    """The next frame with a mention."""
    return await socket.first(lambda frame: bool(things(frame, "mention")))


class TestMentioning:
    async def test_every_device_of_the_person_is_told_and_nobody_else(
        self, lobby: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        await eve.call("room.join", slug="lobby")
        one, other, hers = await bob.connect(), await bob.connect(), await eve.connect()
        await ada.say(lobby, "Are you there, @Bob?")
        for socket in (one, other):
            frame = await told(socket)
            (own,) = things(frame, "mention")
            assert (frame["log"], own["room"], own["log"], own["seq"]) == (bob.log, lobby.id, lobby.log, 1)
        await hers.ping()
        assert not any(things(frame, "mention") for frame in hers.frames)

    async def test_a_message_names_the_members_whom_it_mentions_with_their_cards(
        self, lobby: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        socket = await ada.connect()
        await ada.say(lobby, "@bob, do you know @eve or @nobody? `@ada`")
        frame = await socket.first(lambda frame: bool(things(frame, "message")))
        (message,) = things(frame, "message")
        assert message["mentions"] == {"bob": bob.id}
        assert frame["people"].keys() == {ada.id, bob.id}
        page = await ada.call("message.list", room=lobby.id)
        assert page["messages"] == [message]
        assert page["people"].keys() == {ada.id, bob.id}

    async def test_somebody_who_is_not_in_the_room_is_never_reached(
        self, server: Running, lobby: Room, ada: Person, eve: Person
    ) -> None:
        await ada.say(lobby, "@eve")
        await eve.call("room.join", slug="lobby")
        assert await unread(server, eve) == []
        assert "mentions" not in await said(eve, lobby, 1)

    async def test_one_s_own_name_and_that_of_somebody_who_blocked_one_reach_nobody(
        self, server: Running, lobby: Room, ada: Person, bob: Person
    ) -> None:
        await bob.call("block.add", person=ada.id)
        await ada.say(lobby, "@ada and @bob")
        assert await unread(server, ada) == await unread(server, bob) == []
        assert (await said(ada, lobby, 1))["mentions"] == {"ada": ada.id, "bob": bob.id}

    async def test_after_a_rename_the_message_still_leads_to_the_person(
        self, lobby: Room, ada: Person, bob: Person
    ) -> None:
        await ada.say(lobby, "@bob")
        await bob.call("me.update", handle="robert")
        page = await ada.call("message.list", room=lobby.id)
        assert page["people"][page["messages"][0]["mentions"]["bob"]]["handle"] == "robert"


class TestCounting:
    async def test_it_is_unread_until_the_room_is_read_up_to_it_on_any_device(
        self, server: Running, lobby: Room, ada: Person, bob: Person
    ) -> None:
        for body in ("@bob one", "two", "@bob three"):
            await ada.say(lobby, body)
        assert await unread(server, bob) == [(lobby.log, 1), (lobby.log, 3)]
        await bob.call("read.mark", room=lobby.id, generation=0, seq=2)
        assert await unread(server, bob) == [(lobby.log, 3)]
        await bob.call("read.mark", room=lobby.id, generation=0, seq=3)
        assert await unread(server, bob) == []
        assert await listed(server, bob) == [("@bob three", False), ("@bob one", False)]

    async def test_what_is_unread_again_is_told_again(
        self, server: Running, lobby: Room, ada: Person, bob: Person
    ) -> None:
        await ada.say(lobby, "@bob")
        await settled(server)
        await bob.call("read.mark", room=lobby.id, generation=0, seq=1)
        socket = await bob.connect()
        await bob.call("read.unread", room=lobby.id, generation=0, seq=1)
        assert [own["seq"] for own in things(await told(socket), "mention")] == [1]
        assert await unread(server, bob) == [(lobby.log, 1)]

    async def test_an_erased_message_counts_no_longer_until_it_is_restored(
        self, server: Running, lobby: Room, ada: Person, bob: Person
    ) -> None:
        await ada.say(lobby, "@bob")
        assert await unread(server, bob) == [(lobby.log, 1)]
        socket = await bob.connect()
        await ada.call("message.erase", room=lobby.id, seq=1)
        assert "until" in things(await told(socket), "mention")[0]
        assert "mentions" not in await said(bob, lobby, 1)
        assert await unread(server, bob) == []
        await ada.call("message.restore", room=lobby.id, seq=1)
        assert "until" not in things(await told(socket), "mention")[0]
        assert await unread(server, bob) == [(lobby.log, 1)]
        assert (await said(bob, lobby, 1))["mentions"] == {"bob": bob.id}

    async def test_one_that_was_erased_and_restored_before_anybody_was_told_is_told(
        self, server: Running, lobby: Room, ada: Person, bob: Person
    ) -> None:
        await ada.say(lobby, "@bob")
        await ada.call("message.erase", room=lobby.id, seq=1)
        await ada.call("message.restore", room=lobby.id, seq=1)
        assert await unread(server, bob) == [(lobby.log, 1)]

    async def test_nobody_counts_what_a_room_that_they_left_said_or_has_forgotten(
        self, server: Running, lobby: Room, ada: Person, bob: Person
    ) -> None:
        for _ in range(2):
            await ada.say(lobby, "@bob")
        await settled(server)
        await ada.call("room.update", room=lobby.id, keep_days=30)
        await aging.forget(server, int(lobby.id), 1)
        assert await unread(server, bob) == [(lobby.log, 2)]
        await bob.call("room.leave", room=lobby.id)
        assert await unread(server, bob) == await listed(server, bob) == []


class TestEditing:
    async def test_it_tells_those_who_were_not_mentioned_before_and_nobody_twice(
        self, server: Running, lobby: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        await eve.call("room.join", slug="lobby")
        await ada.say(lobby, "@bob")
        await settled(server)
        his, hers = await bob.connect(), await eve.connect()
        await ada.call("message.edit", room=lobby.id, seq=1, body="@bob and @eve")
        assert things(await told(hers), "mention")[0]["seq"] == 1
        await his.ping()
        assert not any(things(frame, "mention") for frame in his.frames)
        assert (await said(bob, lobby, 1))["mentions"] == {"bob": bob.id, "eve": eve.id}

    async def test_who_is_edited_away_counts_it_no_longer(
        self, server: Running, lobby: Room, ada: Person, bob: Person
    ) -> None:
        await ada.say(lobby, "@bob")
        assert await unread(server, bob) == [(lobby.log, 1)]
        await ada.call("message.edit", room=lobby.id, seq=1, body="nobody")
        assert await unread(server, bob) == await listed(server, bob) == []


class TestEverybody:
    async def test_a_room_is_told_but_for_the_person_who_calls(
        self, server: Running, lobby: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        await ada.say(lobby, "@room: lunch")
        assert await unread(server, bob) == [(lobby.log, 1)]
        assert await unread(server, ada) == []
        assert (await said(bob, lobby, 1))["wide"] == "room"
        await eve.call("room.join", slug="lobby")
        await ada.call("message.edit", room=lobby.id, seq=1, body="@room: dinner")
        assert await unread(server, eve) == []

    async def test_here_are_those_who_are_online(
        self, server: Running, lobby: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        await eve.call("room.join", slug="lobby")
        socket = await bob.connect()
        await ada.say(lobby, "@here")
        await told(socket)
        assert await unread(server, eve) == []
        await eve.connect()
        await ada.call("message.edit", room=lobby.id, seq=1, body="@here again")
        assert await unread(server, eve) == []
        assert await unread(server, bob) == [(lobby.log, 1)]

    async def test_in_a_room_of_more_than_a_hundred_it_is_a_word_like_others(
        self, server: Running, lobby: Room, ada: Person, bob: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("parley.group_policies.CALLED_LIMIT", 1)
        await ada.say(lobby, "@room")
        assert await unread(server, bob) == []
        assert "wide" not in await said(bob, lobby, 1)


class TestInThreads:
    async def test_who_is_mentioned_follows_the_thread_and_has_read_it_when_it_is_read(
        self, server: Running, lobby: Room, ada: Person, bob: Person
    ) -> None:
        await ada.say(lobby, "a question")
        sent = await reply(ada, lobby, "@bob may know, @room")
        assert await unread(server, bob) == [(sent["log"], 1)]
        assert "wide" not in await said(bob, lobby, 1, thread=1)
        (followed,) = (await bob.call("thread.list"))["threads"]
        assert followed["unread"] == 1
        await bob.call("thread.mark", room=lobby.id, seq=1, read=1)
        assert await unread(server, bob) == []
        again = await reply(ada, lobby, "@bob?")
        assert await unread(server, bob) == [(sent["log"], again["seq"])]
        await bob.call("thread.unfollow", room=lobby.id, seq=1)
        assert await unread(server, bob) == []

    async def test_a_reply_that_is_said_in_the_room_as_well_tells_once(
        self, server: Running, lobby: Room, ada: Person, bob: Person
    ) -> None:
        await ada.say(lobby, "a question")
        sent = await reply(ada, lobby, "@bob, @room", also_in_room=True)
        assert await unread(server, bob) == [(sent["log"], 1)]
        copy = await said(bob, lobby, 2)
        assert (copy["mentions"], "wide" in copy) == ({"bob": bob.id}, False)
        await ada.call("message.edit", room=lobby.id, seq=2, body="@bob and @room")
        assert await unread(server, bob) == [(sent["log"], 1)]

    async def test_it_comes_back_with_the_message_that_the_thread_is_about(
        self, server: Running, lobby: Room, ada: Person, bob: Person
    ) -> None:
        await ada.say(lobby, "a question")
        sent = await reply(ada, lobby, "@bob")
        await settled(server)
        await ada.call("message.erase", room=lobby.id, seq=1)
        await settled(server)
        socket = await bob.connect()
        await ada.call("message.restore", room=lobby.id, seq=1)
        assert "until" not in things(await told(socket), "mention")[0]
        assert await unread(server, bob) == [(sent["log"], 1)]

    async def test_it_goes_with_the_message_that_the_thread_is_about(
        self, server: Running, lobby: Room, ada: Person, bob: Person
    ) -> None:
        await ada.say(lobby, "a question")
        await reply(ada, lobby, "@bob")
        assert len(await unread(server, bob)) == 1
        await ada.call("message.erase", room=lobby.id, seq=1)
        assert await unread(server, bob) == await listed(server, bob) == []
