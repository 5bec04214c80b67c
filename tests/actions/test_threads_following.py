"""Catching up with threads, following them, and the list of all that one follows."""

import pytest

from tests.cast import Person, Room, things
from tests.threads import missed, reply


@pytest.fixture
async def asked(lobby: Room, bob: Person) -> Room:
    """The lobby, in which bob has said one thing."""
    await bob.say(lobby, "who is there?")
    return lobby


class TestCatchingUp:
    async def test_a_cursor_is_brought_what_changed_since(self, asked: Room, ada: Person, bob: Person) -> None:
        sent = await reply(ada, asked, "one")
        await reply(bob, asked, "two")
        await ada.call("message.edit", room=asked.id, thread=1, seq=1, body="One")
        (frame,) = await missed(bob, sent["log"], sent["rev"])
        assert frame["from"] == sent["rev"]
        assert [(said["seq"], said["body"]) for said in things(frame, "message")] == [(2, "two"), (1, "One")]
        assert await missed(bob, sent["log"], frame["to"]) == []

    async def test_a_cursor_of_another_history_gets_a_fresh_start(self, asked: Room, ada: Person) -> None:
        sent = await reply(ada, asked, "one")
        await ada.call("message.react", room=asked.id, thread=1, seq=1, emoji="👍")
        (frame,) = await missed(ada, sent["log"], 99)
        assert (frame["type"], frame["has_before"], len(things(frame, "message"))) == ("reset", False, 1)
        assert [own["emoji"] for own in frame["own"]] == ["👍"]

    async def test_hello_catches_it_up_too(self, asked: Room, ada: Person) -> None:
        sent = await reply(ada, asked, "one")
        epoch = (await ada.call("sync.get"))["frames"][0]["epoch"]
        socket = await ada.connect(epoch=epoch, cursors={sent["log"]: 0})
        frame = await socket.first(lambda frame: frame.get("log") == sent["log"])
        assert [said["body"] for said in things(frame, "message")] == ["one"]


class TestFollowing:
    async def test_who_replies_follows_and_so_does_who_said_the_root(
        self, asked: Room, ada: Person, bob: Person
    ) -> None:
        await reply(ada, asked, "I am")
        for who, unread in ((ada, 0), (bob, 1)):
            (told,) = (await who.call("thread.list"))["threads"]
            assert (told["root"]["body"], told["last"]["body"], told["unread"]) == ("who is there?", "I am", unread)
        assert (await bob.call("thread.list"))["unread"] == 1

    async def test_reading_is_told_to_all_of_one_s_devices(self, asked: Room, ada: Person, bob: Person) -> None:
        await reply(ada, asked, "one")
        await reply(ada, asked, "two")
        socket = await bob.connect()
        own = await bob.call("thread.mark", room=asked.id, seq=1, read=2)
        frame = await socket.next("changes")
        assert (frame["log"], things(frame, "follow")) == (bob.log, [own])
        assert await bob.call("thread.mark", room=asked.id, seq=1, read=1) == own
        assert own["read"] == 2
        assert (await bob.call("thread.list"))["unread"] == 0
        assert (await bob.call("thread.mark", room=asked.id, seq=1, read=99))["read"] == 2

    async def test_unfollowing_ends_it_until_the_next_reply(self, asked: Room, ada: Person, bob: Person) -> None:
        await reply(ada, asked, "one")
        gone = await bob.call("thread.unfollow", room=asked.id, seq=1)
        assert gone["until"] == gone["rev"]
        assert await bob.call("thread.unfollow", room=asked.id, seq=1) == gone
        assert (await bob.call("thread.list"))["threads"] == []
        await reply(bob, asked, "back")
        assert len((await bob.call("thread.list"))["threads"]) == 1

    async def test_others_can_follow_what_they_only_read(
        self, asked: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        await reply(ada, asked, "one")
        await eve.call("room.join", slug="lobby")
        never = await eve.call("thread.unfollow", room=asked.id, seq=1)
        assert (never["until"], never["rev"]) == (0, 0)
        own = await eve.call("thread.follow", room=asked.id, seq=1)
        assert (own["read"], await eve.call("thread.follow", room=asked.id, seq=1)) == (1, own)
        await reply(bob, asked, "two")
        assert [each["unread"] for each in (await eve.call("thread.list"))["threads"]] == [1]

    async def test_the_inbox_has_the_last_reply_first_a_page_at_a_time(
        self, asked: Room, ada: Person, bob: Person
    ) -> None:
        for number in (2, 3):
            await bob.say(asked, f"{number}")
        for root in (1, 3, 2, 1):
            await reply(ada, asked, "x", root=root)
        first = await ada.call("thread.list", limit=2)
        assert [each["root"]["seq"] for each in first["threads"]] == [1, 2]
        last = await ada.call("thread.list", limit=2, before=first["next"])
        assert ([each["root"]["seq"] for each in last["threads"]], last["next"]) == ([3], None)
        assert set(first["rooms"]) == {asked.id}
