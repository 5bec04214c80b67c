"""Threads: replies beside a room, under the message that they are about."""

import asyncio

import pytest

from tests.cast import Person, Room, things
from tests.threads import missed, page, reply, summary


@pytest.fixture
async def asked(lobby: Room, bob: Person) -> Room:
    """The lobby, in which bob has said one thing."""
    await bob.say(lobby, "who is there?")
    return lobby


class TestReplying:
    async def test_the_first_reply_opens_the_thread(self, asked: Room, ada: Person, bob: Person) -> None:
        first = await reply(ada, asked, "I am")
        second = await reply(bob, asked, "good")
        assert [(sent["seq"], sent["log"]) for sent in (first, second)] == [(1, first["log"]), (2, first["log"])]
        told = await bob.call("message.list", room=asked.id, thread=1)
        assert [(said["room"], said["thread"], said["body"]) for said in told["messages"]] == [
            (asked.id, 1, "I am"),
            (asked.id, 1, "good"),
        ]
        assert (told["log"], set(told["people"])) == (first["log"], {ada.id, bob.id})

    async def test_a_reply_is_not_in_the_room_and_does_not_count_there(
        self, asked: Room, ada: Person, bob: Person
    ) -> None:
        await reply(ada, asked, "I am")
        told = await bob.call("message.list", room=asked.id)
        assert [said["body"] for said in told["messages"]] == ["who is there?"]
        assert (await bob.call("room.get", room=asked.id))["last_seq"] == 1

    async def test_the_room_is_told_how_many_there_are_and_who_was_first(
        self, asked: Room, ada: Person, bob: Person
    ) -> None:
        socket = await bob.connect()
        sent = await reply(ada, asked, "I am")
        frame = await socket.first(lambda frame: things(frame, "thread"))
        (told,) = things(frame, "thread")
        assert (frame["log"], told["seq"], told["log"]) == (asked.log, 1, sent["log"])
        assert (told["count"], told["first"], told["head"]) == (1, [ada.id], sent["rev"])
        assert set(frame["people"]) == {ada.id}
        page = await bob.call("message.list", room=asked.id)
        assert [thing for thing in page["things"] if thing["thing"] == "thread"] == [told]

    async def test_what_changes_in_a_thread_raises_its_head_in_the_room(
        self, asked: Room, ada: Person, bob: Person
    ) -> None:
        sent = await reply(ada, asked, "I am")
        await bob.call("message.react", room=asked.id, thread=1, seq=1, emoji="👍")
        edited = await ada.call("message.edit", room=asked.id, thread=1, seq=1, body="Here")
        told = await summary(bob, asked)
        assert told is not None
        assert (told["count"], told["head"]) == (1, edited["rev"])
        assert edited["rev"] == sent["rev"] + 2

    async def test_the_same_client_id_is_the_same_reply(self, asked: Room, ada: Person) -> None:
        first = await reply(ada, asked, "I am", client_id="one")
        assert await reply(ada, asked, "I am", client_id="one") == first
        refused = await ada.refused("message.send", room=asked.id, thread=1, body="No", client_id="one")
        assert refused["code"] == "conflict"
        # In the room it is another message.
        assert (await ada.say(asked, "I am", client_id="one"))["seq"] == 2

    async def test_what_is_also_said_in_the_room_answers_the_root_there(
        self, asked: Room, ada: Person, bob: Person
    ) -> None:
        first = await reply(ada, asked, "I am", client_id="one", also_in_room=True)
        assert await reply(ada, asked, "I am", client_id="one", also_in_room=True) == first
        told = (await bob.call("message.list", room=asked.id))["messages"][-1]
        assert (told["seq"], told["body"], told["reply_to"], told["from_thread"]) == (2, "I am", 1, True)
        assert await page(bob, asked) == ["I am"]

    async def test_several_at_once_open_one_thread(self, asked: Room, ada: Person, bob: Person) -> None:
        sent = await asyncio.gather(*(reply(who, asked, f"{n}") for n in range(6) for who in (ada, bob)))
        assert {each["log"] for each in sent} == {sent[0]["log"]}
        assert sorted(each["seq"] for each in sent) == list(range(1, 13))
        told = await summary(ada, asked)
        assert told is not None
        assert told["count"] == 12

    async def test_a_reply_can_answer_another(self, asked: Room, ada: Person, bob: Person) -> None:
        for body in ("one", "two"):
            await reply(ada, asked, body)
        await reply(bob, asked, "to the first", reply_to=1)
        told = await bob.call("message.list", room=asked.id, thread=1, after=1, limit=2)
        assert [(quote["seq"], quote["body"]) for quote in told["quotes"]] == [(1, "one")]
        assert (await bob.refused("message.send", room=asked.id, thread=1, body="x", client_id="x", reply_to=9))[
            "code"
        ] == "not_found"

    async def test_nobody_says_it_in_the_room_as_well_without_a_thread(self, asked: Room, ada: Person) -> None:
        fields = {"body": "x", "client_id": "x", "also_in_room": True}
        assert (await ada.refused("message.send", room=asked.id, **fields))["field"] == "also_in_room"


class TestWhoMay:
    async def test_what_is_not_seen_has_no_thread(self, asked: Room, ada: Person, eve: Person) -> None:
        await reply(ada, asked, "I am")
        for who, root, field in ((eve, 1, "room"), (eve, 9, "room"), (ada, 9, "thread")):
            for verb, fields in (
                ("message.send", {"body": "x", "client_id": "x"}),
                ("message.list", {}),
                ("message.edit", {"seq": 1, "body": "x"}),
                ("message.erase", {"seq": 1}),
                ("message.react", {"seq": 1, "emoji": "👍"}),
            ):
                refused = await who.refused(verb, room=asked.id, thread=root, **fields)
                assert (refused["code"], refused["field"]) == ("not_found", field), verb

    async def test_nobody_has_replied_yet(self, asked: Room, ada: Person) -> None:
        assert (await ada.refused("message.list", room=asked.id, thread=1))["code"] == "not_found"
        assert (await ada.refused("thread.follow", room=asked.id, seq=1))["code"] == "not_found"
        assert await summary(ada, asked) is None

    async def test_after_a_leaving_nothing_is_said_and_nothing_is_read(
        self, asked: Room, ada: Person, bob: Person
    ) -> None:
        sent = await reply(bob, asked, "I am")
        assert len(await missed(bob, sent["log"], 0)) == 1
        await bob.call("room.leave", room=asked.id)
        await reply(ada, asked, "gone?")
        assert [frame["type"] for frame in await missed(bob, sent["log"], 0)] == ["gone"]
        for verb, fields in (("message.list", {}), ("message.send", {"body": "x", "client_id": "y"})):
            assert (await bob.refused(verb, room=asked.id, thread=1, **fields))["code"] == "not_found"
        assert (await bob.call("thread.list"))["threads"] == []

    async def test_newcomers_to_a_room_without_history_see_no_thread_from_before(
        self, ada: Person, bob: Person
    ) -> None:
        fields = {"name": "Late", "kind": "public", "slug": "late", "history": "since_join"}
        late = Room((await ada.call("room.create", client_id="late", **fields))["room"]["id"])
        await ada.say(late, "early")
        await ada.say(late, "late")
        await bob.call("room.join", slug="late")
        sent = await reply(ada, late, "before you", root=1)
        assert (await bob.refused("message.list", room=late.id, thread=1))["code"] == "not_found"
        assert [frame["type"] for frame in await missed(bob, sent["log"], 0)] == ["gone"]
        await ada.say(late, "for you")
        await reply(ada, late, "after you", root=3)
        assert await page(bob, late, root=3) == ["after you"]

    async def test_in_an_announcement_room_the_room_says_who_replies(
        self, asked: Room, ada: Person, bob: Person
    ) -> None:
        await ada.call("room.update", room=asked.id, posting="moderators")
        fields = {"room": asked.id, "thread": 1, "body": "x", "client_id": "x"}
        assert (await bob.refused("message.send", **fields))["code"] == "forbidden"
        await ada.call("room.update", room=asked.id, threads="members")
        await bob.call("message.send", **fields)
        assert (await bob.refused("message.send", **fields | {"also_in_room": True, "client_id": "y"}))[
            "code"
        ] == "forbidden"
        assert await page(bob, asked) == ["x"]
        await ada.call("room.update", room=asked.id, threads="off")
        assert (await ada.refused("message.send", **fields | {"client_id": "z"}))["code"] == "forbidden"

    async def test_in_an_archived_room_threads_are_only_read(self, asked: Room, ada: Person) -> None:
        await reply(ada, asked, "I am")
        await ada.call("room.archive", room=asked.id)
        assert await page(ada, asked) == ["I am"]
        fields = {"room": asked.id, "thread": 1, "body": "x", "client_id": "x"}
        assert (await ada.refused("message.send", **fields))["code"] == "forbidden"
