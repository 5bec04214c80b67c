"""Messages that mention people by the handle of a group, and rooms to which a whole group is added."""

import pytest

from parley.process.app import Running
from parley.settings import Settings
from tests.actions.test_groups import made
from tests.cast import Frame, Person, Room, Visitor, things
from tests.conftest import with_changes
from tests.mentioning import said, unread


class TestMentioning:
    async def test_it_reaches_the_members_who_are_in_the_room_and_nobody_else(
        self, server: Running, lobby: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        group = await made(ada, ada, bob, eve)
        socket = await ada.connect()
        await ada.say(lobby, "Lunch, @Design?")
        frame = await socket.first(lambda frame: bool(things(frame, "message")))
        (message,) = things(frame, "message")
        assert message["groups"] == {"design": {"group": group["id"], "people": sorted((ada.id, bob.id), key=int)}}
        assert "mentions" not in message
        assert (await ada.call("message.list", room=lobby.id))["messages"] == [message]
        assert await unread(server, bob) == [(lobby.log, 1)]
        assert await unread(server, ada) == []
        await eve.call("room.join", slug="lobby")
        assert await unread(server, eve) == []

    async def test_a_group_of_which_nobody_is_in_the_room_is_text(
        self, server: Running, lobby: Room, ada: Person, eve: Person
    ) -> None:
        await made(ada, eve)
        await ada.say(lobby, "@design")
        assert "groups" not in await said(ada, lobby, 1)

    async def test_deactivated_people_and_those_who_blocked_the_sender_are_not_told(
        self, server: Running, lobby: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        await eve.call("room.join", slug="lobby")
        await made(ada, bob, eve)
        await bob.call("block.add", person=ada.id)
        await ada.call("user.deactivate", person=eve.id)
        await ada.say(lobby, "@design")
        assert (await said(ada, lobby, 1))["groups"]["design"]["people"] == [bob.id]
        assert await unread(server, bob) == []

    async def test_more_people_than_a_message_may_call_are_not_called(
        self, server: Running, lobby: Room, ada: Person, bob: Person, eve: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await eve.call("room.join", slug="lobby")
        await made(ada, bob)
        await made(ada, bob, handle="again")
        await made(ada, bob, eve, handle="writers")
        monkeypatch.setattr("parley.group_policies.CALLED_LIMIT", 1)
        await ada.say(lobby, "@design, @again and @writers")
        people = {handle: one["people"] for handle, one in (await said(ada, lobby, 1))["groups"].items()}
        assert people == {"design": [bob.id], "again": [bob.id], "writers": []}
        assert await unread(server, eve) == []
        assert await unread(server, bob) == [(lobby.log, 1)]

    async def test_what_a_message_shows_and_whom_it_reaches_does_not_change_with_the_group(
        self, server: Running, lobby: Room, ada: Person, bob: Person
    ) -> None:
        group = await made(ada, bob)
        await ada.say(lobby, "@design")
        before = await said(ada, lobby, 1)
        await ada.call("group.update", group=group["id"], handle="drawing")
        await ada.call("group.remove", group=group["id"], person=bob.id)
        await ada.call("group.delete", group=group["id"])
        assert await said(ada, lobby, 1) == before
        assert await unread(server, bob) == [(lobby.log, 1)]
        await ada.call("message.erase", room=lobby.id, seq=1)
        assert "groups" not in await said(ada, lobby, 1)
        assert await unread(server, bob) == []
        await ada.call("message.restore", room=lobby.id, seq=1)
        assert (await said(ada, lobby, 1))["groups"] == before["groups"]
        assert await unread(server, bob) == [(lobby.log, 1)]

    async def test_an_edit_reaches_those_whom_the_text_mentions_then(
        self, server: Running, lobby: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        await eve.call("room.join", slug="lobby")
        await made(ada, bob)
        await made(ada, eve, handle="writers")
        await ada.say(lobby, "@design")
        assert await unread(server, bob) == [(lobby.log, 1)]
        await ada.call("message.edit", room=lobby.id, seq=1, body="@writers")
        assert (await unread(server, bob), await unread(server, eve)) == ([], [(lobby.log, 1)])

    async def test_in_a_thread_those_who_are_mentioned_follow_it(
        self, server: Running, lobby: Room, ada: Person, bob: Person
    ) -> None:
        await made(ada, bob)
        await ada.say(lobby, "Root")
        reply = await ada.call("message.send", room=lobby.id, thread=1, client_id="1", body="@design")
        assert await unread(server, bob) == [(reply["log"], 1)]


class TestAdding:
    async def test_all_are_added_who_are_not_in_the_room_and_the_others_are_named(
        self, lobby: Room, ada: Person, bob: Person, eve: Person, visitor: Visitor
    ) -> None:
        zoe, yan = await visitor.register("zoe"), await visitor.register("yan")
        group = await made(ada, ada, bob, eve, zoe, yan)
        await ada.call("member.ban", room=lobby.id, person=zoe.id)
        await ada.call("user.deactivate", person=yan.id)
        for added in ([eve.id], []):
            answer = await bob.call("member.add_group", room=lobby.id, group=group["id"])
            assert answer["added"] == added
            left_out = {one["person"]: one["reason"] for one in answer["left_out"]}
            assert left_out == {zoe.id: "banned", yan.id: "deactivated"}
            assert answer["people"].keys() == {*added, zoe.id, yan.id}
        await eve.say(lobby, "Thank you")
        page: Frame = await ada.call("audit.list", action="member.add")
        assert [(one["person"], one["details"]) for one in page["entries"]] == [(eve.id, {"group": group["id"]})]

    async def test_in_a_private_room_those_add_it_who_add_people(
        self, den: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        group = await made(ada, eve)
        await ada.call("member.add", room=den.id, person=bob.id)
        assert (await bob.refused("member.add_group", room=den.id, group=group["id"]))["code"] == "forbidden"
        assert (await ada.call("member.add_group", room=den.id, group=group["id"]))["added"] == [eve.id]

    async def test_as_many_as_one_transaction_takes_are_added_at_a_time(
        self, lobby: Room, ada: Person, bob: Person, eve: Person, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("parley.actions.group_members.BATCH", 1)
        zoe = await visitor.register("zoe")
        group = await made(ada, bob, eve, zoe)
        socket = await eve.connect()
        answer = await ada.call("member.add_group", room=lobby.id, group=group["id"])
        assert answer["added"] == [eve.id, zoe.id]
        frame = await socket.first(lambda frame: bool(things(frame, "membership")))
        assert things(frame, "membership")[0]["room"] == lobby.id


class TestFullRooms:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return with_changes(settings, rooms_person="2")

    async def test_somebody_in_too_many_rooms_is_named(self, lobby: Room, den: Room, ada: Person, bob: Person) -> None:
        group = await made(ada, bob)
        answer = await ada.call("member.add_group", room=den.id, group=group["id"])
        assert (answer["added"], answer["left_out"]) == ([], [{"person": bob.id, "reason": "full"}])
