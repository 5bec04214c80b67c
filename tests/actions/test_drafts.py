"""Drafts: what somebody has begun to write is the same on all of their devices, and nobody else's."""

import asyncio

import pytest

from parley.process.app import Running
from parley.protocol.messages import BODY_LIMIT
from parley.store import drafts
from tests.cast import PATIENCE, Frame, Person, Room, things


async def put(person: Person, room: Room, body: str, **fields: int) -> Frame:
    return await person.call("draft.put", room=room.id, body=body, **fields)


async def listed(person: Person, **fields: int) -> list[tuple[str, int, str]]:
    page = await person.call("draft.list", **fields)
    return [(draft["room"], draft["thread"], draft["body"]) for draft in page["drafts"]]


async def welcomed(person: Person) -> list[Frame]:
    return things((await person.call("sync.get"))["frames"][0], "draft")


class TestKeeping:
    async def test_ones_other_devices_have_it_and_nobody_else_has(self, lobby: Room, ada: Person, bob: Person) -> None:
        mine, his = await ada.connect(), await bob.connect()
        draft = await put(ada, lobby, "I was about", reply_to=3)
        frame = await mine.next("changes")
        assert (frame["log"], things(frame, "draft")) == (ada.log, [draft])
        assert (draft["room"], draft["thread"], draft["body"], draft["reply_to"]) == (lobby.id, 0, "I was about", 3)
        await his.ping()
        assert not his.frames
        assert await welcomed(ada) == [draft]
        assert (await welcomed(bob), await listed(bob)) == ([], [])

    async def test_the_last_one_wins_and_the_same_again_changes_nothing(self, lobby: Room, ada: Person) -> None:
        first = await put(ada, lobby, "one")
        assert await put(ada, lobby, "one") == first
        second = await put(ada, lobby, "two", base=0)
        assert second["rev"] == first["rev"] + 1
        assert await welcomed(ada) == [second]
        assert (await put(ada, lobby, "two", reply_to=1))["rev"] == second["rev"] + 1

    async def test_an_empty_text_deletes_it(self, lobby: Room, ada: Person) -> None:
        await put(ada, lobby, "one", reply_to=1)
        socket = await ada.connect()
        gone = await put(ada, lobby, " \n")
        assert things(await socket.next("changes"), "draft") == [gone]
        assert (gone["body"], gone["until"], gone.get("reply_to")) == ("", gone["rev"], None)
        assert await welcomed(ada) == []
        assert await put(ada, lobby, "") == gone
        assert "until" not in await put(ada, lobby, "one")

    async def test_deleting_it_twice_is_deleting_it_once(self, lobby: Room, ada: Person) -> None:
        never = await ada.call("draft.delete", room=lobby.id)
        assert (never["until"], never["rev"]) == (0, 0)
        await put(ada, lobby, "one")
        gone = await ada.call("draft.delete", room=lobby.id)
        assert await ada.call("draft.delete", room=lobby.id) == gone

    async def test_a_thread_has_one_of_its_own(self, lobby: Room, ada: Person, bob: Person) -> None:
        await bob.say(lobby, "Shall we?")
        await put(ada, lobby, "in the room")
        await put(ada, lobby, "in the thread", thread=1)
        assert sorted(await listed(ada)) == [(lobby.id, 0, "in the room"), (lobby.id, 1, "in the thread")]
        await ada.call("draft.delete", room=lobby.id, thread=1)
        assert await listed(ada) == [(lobby.id, 0, "in the room")]

    async def test_they_are_listed_over_all_rooms_a_page_at_a_time(
        self, lobby: Room, den: Room, ada: Person, bob: Person
    ) -> None:
        talk = Room((await ada.call("direct.open", people=[bob.id]))["room"]["id"])
        for room in (lobby, den, talk):
            await put(ada, room, "hm")
        await put(ada, lobby, "hm, well")
        first = await ada.call("draft.list", limit=2)
        assert ([draft["room"] for draft in first["drafts"]], first["more"]) == ([lobby.id, talk.id], True)
        assert (set(first["rooms"]), bob.id in first["people"]) == ({lobby.id, talk.id}, True)
        assert await listed(ada, before=first["drafts"][-1]["rev"]) == [(den.id, 0, "hm")]


class TestAfterSending:
    """Another device may have put the text, and not know yet that it was sent."""

    async def test_a_put_that_comes_late_brings_back_nothing(self, lobby: Room, ada: Person) -> None:
        first = await put(ada, lobby, "Hello", base=0)
        gone = await put(ada, lobby, "", base=first["rev"])
        assert await put(ada, lobby, "Hello", base=0) == gone
        assert await put(ada, lobby, "Hello", base=first["rev"]) == gone
        assert await welcomed(ada) == []

    async def test_another_text_and_the_same_on_purpose_are_new_drafts(self, lobby: Room, ada: Person) -> None:
        first = await put(ada, lobby, "Hello", base=0)
        gone = await put(ada, lobby, "", base=first["rev"])
        assert (await put(ada, lobby, "Hello, and more", base=first["rev"]))["body"] == "Hello, and more"
        gone = await put(ada, lobby, "")
        assert "until" not in await put(ada, lobby, "Hello, and more", base=gone["rev"])


class TestLimits:
    async def test_a_text_is_no_longer_than_a_message(self, lobby: Room, ada: Person) -> None:
        await put(ada, lobby, "x" * BODY_LIMIT)
        refused = await ada.refused("draft.put", room=lobby.id, body="x" * (BODY_LIMIT + 1))
        assert (refused["code"], refused["field"]) == ("invalid", "body")

    async def test_there_are_only_so_many(
        self, lobby: Room, den: Room, ada: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(drafts, "MOST", 1)
        await put(ada, lobby, "one")
        refused = await ada.refused("draft.put", room=den.id, body="two")
        assert (refused["code"], refused["message"]) == (
            "conflict",
            "You have 1 drafts, which are the most. Send or delete one of them first.",
        )
        await put(ada, lobby, "one more time")
        await put(ada, lobby, "")
        await put(ada, den, "two")


class TestWhoIsThere:
    async def test_nobody_keeps_one_for_a_room_that_they_left_or_never_saw(
        self, lobby: Room, den: Room, ada: Person, bob: Person
    ) -> None:
        await bob.call("room.leave", room=lobby.id)
        for room in (lobby, den):
            assert (await bob.refused("draft.put", room=room.id, body="x"))["code"] == "not_found"
            assert (await bob.call("draft.delete", room=room.id))["until"] == 0
        assert (await bob.refused("draft.put", room="99", body="x"))["code"] == "not_found"

    async def test_nor_for_a_thread_about_nothing(self, lobby: Room, ada: Person) -> None:
        assert (await ada.refused("draft.put", room=lobby.id, thread=9, body="x"))["code"] == "not_found"
        await ada.say(lobby, "Shall we?")
        await ada.call("message.erase", room=lobby.id, seq=1)
        assert (await ada.refused("draft.put", room=lobby.id, thread=1, body="x"))["code"] == "not_found"

    async def test_leaving_deletes_those_of_the_room(self, lobby: Room, den: Room, ada: Person, bob: Person) -> None:
        await ada.say(lobby, "Shall we?")
        await put(bob, lobby, "in the room")
        await put(bob, lobby, "in the thread", thread=1)
        socket = await bob.connect()
        await bob.call("room.leave", room=lobby.id)
        told = await socket.first(lambda frame: frame["type"] == "changes" and things(frame, "draft"))
        assert [(draft["thread"], draft["body"]) for draft in things(told, "draft")] == [(0, ""), (1, "")]
        await bob.call("room.join", slug="lobby")
        assert await listed(bob) == []

    async def test_so_does_being_removed(self, lobby: Room, ada: Person, bob: Person) -> None:
        await put(bob, lobby, "in the room")
        await ada.call("member.remove", room=lobby.id, person=bob.id)
        assert await listed(bob) == []

    async def test_so_does_deleting_the_room(self, server: Running, lobby: Room, ada: Person, bob: Person) -> None:
        await put(bob, lobby, "in the room")
        await ada.call("room.delete", room=lobby.id)
        assert (await bob.refused("draft.put", room=lobby.id, body="x"))["code"] == "gone"
        async with asyncio.timeout(PATIENCE):
            while await listed(bob):
                await server.runner.look()
                await asyncio.sleep(0.02)

    async def test_one_that_an_older_process_left_behind_does_not_show_the_room(
        self, lobby: Room, bob: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def forget_to(*_: object) -> None:
            """As a process does that knows no drafts."""

        await put(bob, lobby, "in the room")
        monkeypatch.setattr(drafts, "remove_in", forget_to)
        await bob.call("room.leave", room=lobby.id)
        page = await bob.call("draft.list")
        assert (len(page["drafts"]), page["rooms"]) == (1, {})
        await bob.call("draft.delete", room=lobby.id)
        assert await listed(bob) == []

    async def test_also_in_an_archived_room(self, lobby: Room, ada: Person) -> None:
        await ada.call("room.archive", room=lobby.id)
        await put(ada, lobby, "when it opens again")
        assert await listed(ada) == [(lobby.id, 0, "when it opens again")]
