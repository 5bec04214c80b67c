"""Notices: what people do in a room, as messages of its timeline."""

import asyncio

import pytest

from parley.process.app import Running
from tests.actions.forwarding import do_all
from tests.actions.searching import Search
from tests.actions.test_groups import made
from tests.cast import PASSWORD, Frame, Person, Refusal, Room, Visitor, things

NOTICE = "This is a notice of what happened, and no message that somebody wrote."


@pytest.fixture
async def shed(ada: Person) -> Room:
    """A private room with notices, and ada alone in it."""
    begun = await ada.call("room.create", client_id="shed", name="Shed", kind="private", notices=True)
    assert begun["room"]["notices"] is True
    return Room(begun["room"]["id"])


async def told(person: Person, room: Room) -> list[Frame]:
    """The notices of a room, without what says the same in words."""
    page = await person.call("message.list", room=room.id)
    return [{"by": said["sender"]} | said["notice"] for said in page["messages"] if "notice" in said]


class TestWhatHappens:
    async def test_leaves_a_notice_of_each_kind(self, shed: Room, ada: Person, bob: Person, eve: Person) -> None:
        where = {"room": shed.id}
        await ada.call("member.add", **where, person=bob.id)
        await ada.call("member.add", **where, person=eve.id)
        await ada.call("room.update", **where, name="Hut", topic="Tools")
        await bob.call("room.leave", **where)
        await ada.call("member.remove", **where, person=eve.id)
        token = (await ada.call("invite.create", client_id="i", rooms=[shed.id]))["token"]
        await bob.call("invite.accept", token=token)
        await ada.call("member.ban", **where, person=bob.id)
        await ada.call("room.update", **where, topic="")
        await ada.call("room.archive", **where)
        await ada.call("room.unarchive", **where)
        assert await told(ada, shed) == [
            {"by": ada.id, "kind": "added", "people": [bob.id], "count": 1},
            {"by": ada.id, "kind": "added", "people": [eve.id], "count": 1},
            {"by": ada.id, "kind": "renamed", "text": "Hut"},
            {"by": ada.id, "kind": "topic", "text": "Tools"},
            {"by": bob.id, "kind": "left"},
            {"by": ada.id, "kind": "removed", "people": [eve.id], "count": 1},
            {"by": bob.id, "kind": "joined"},
            {"by": ada.id, "kind": "banned", "people": [bob.id], "count": 1},
            {"by": ada.id, "kind": "topic"},
            {"by": ada.id, "kind": "archived"},
            {"by": ada.id, "kind": "unarchived"},
        ]

    async def test_that_changes_nothing_leaves_none(self, shed: Room, ada: Person, bob: Person, eve: Person) -> None:
        await ada.call("member.add", room=shed.id, person=bob.id)
        await ada.call("member.add", room=shed.id, person=bob.id)
        await ada.call("room.update", room=shed.id, name="Shed", description="Quiet", keep_days=30)
        await ada.call("member.set_role", room=shed.id, person=bob.id, role="moderator")
        await ada.call("member.ban", room=shed.id, person=eve.id)  # who is not in the room
        await ada.call("room.unarchive", room=shed.id)
        for _ in range(2):
            await bob.call("room.leave", room=shed.id)
        assert [notice["kind"] for notice in await told(ada, shed)] == ["added", "left"]

    async def test_is_told_by_a_conversation_that_becomes_a_room(self, ada: Person, bob: Person, eve: Person) -> None:
        begun = await ada.call("direct.open", people=[bob.id, eve.id])
        talk = Room(begun["room"]["id"])
        await ada.call("room.update", room=talk.id, kind="private", name="Three", notices=True)
        assert await told(bob, talk) == [{"by": ada.id, "kind": "became_room", "text": "Three"}]

    async def test_to_a_group_is_one_notice_with_ten_of_its_people(
        self, shed: Room, ada: Person, bob: Person, eve: Person, visitor: Visitor
    ) -> None:
        coming = [bob, eve, *[await visitor.register(f"p{number}") for number in range(10)]]
        await ada.call("member.add_group", room=shed.id, group=(await made(ada, *coming))["id"])
        (notice,) = await told(ada, shed)
        assert (notice["kind"], notice["count"], len(notice["people"])) == ("added", 12, 10)
        assert {*notice["people"]} < {person.id for person in coming}

    async def test_comes_live_with_the_cards_that_show_it(self, shed: Room, ada: Person, eve: Person) -> None:
        socket = await ada.connect()
        await ada.call("member.add", room=shed.id, person=eve.id)
        frame = await socket.first(lambda frame: frame["type"] == "changes" and bool(things(frame, "message")))
        (said,) = things(frame, "message")
        assert said["notice"] == {"kind": "added", "people": [eve.id], "count": 1}
        assert said["body"] == "(added somebody to this room)"
        assert {ada.id, eve.id} <= {*frame["people"]}


class TestTheSwitch:
    async def test_is_off_unless_somebody_turns_it_on(self, lobby: Room, ada: Person, eve: Person) -> None:
        await eve.call("room.join", slug="lobby")
        assert await told(ada, lobby) == []
        await ada.call("room.update", room=lobby.id, notices=True)
        await eve.call("room.leave", room=lobby.id)
        await eve.call("room.join", slug="lobby")
        await ada.call("room.update", room=lobby.id, notices=False)
        await eve.call("room.leave", room=lobby.id)
        assert [notice["kind"] for notice in await told(ada, lobby)] == ["left", "joined"]
        assert "notices" not in (await ada.call("room.get", room=lobby.id))["room"]

    async def test_is_the_owners_and_in_the_audit_record(self, lobby: Room, ada: Person, bob: Person) -> None:
        assert (await bob.refused("room.update", room=lobby.id, notices=True))["code"] == "forbidden"
        await ada.call("room.update", room=lobby.id, notices=True)
        acts = (await ada.call("audit.list"))["entries"]
        assert [act["details"] for act in acts if act["action"] == "room.update"] == [{"changed": "notices"}]

    async def test_is_part_of_what_a_repeated_creation_asks_for(self, shed: Room, ada: Person) -> None:
        again = {"client_id": "shed", "name": "Shed", "kind": "private"}
        assert (await ada.call("room.create", **again, notices=True))["room"]["id"] == shed.id
        assert (await ada.refused("room.create", **again))["code"] == "conflict"


class TestWhoSeesThem:
    async def test_those_who_came_later_see_their_own_coming_first(self, ada: Person, bob: Person, eve: Person) -> None:
        begun = await ada.call(
            "room.create", client_id="s", name="S", kind="private", history="since_join", notices=True
        )
        room = Room(begun["room"]["id"])
        await ada.call("member.add", room=room.id, person=bob.id)
        await ada.say(room, "before eve")
        await ada.call("member.add", room=room.id, person=eve.id)
        assert await told(eve, room) == [{"by": ada.id, "kind": "added", "people": [eve.id], "count": 1}]

    async def test_a_removed_person_says_nothing_after_the_notice_and_does_not_get_it(
        self, shed: Room, ada: Person, bob: Person
    ) -> None:
        await ada.call("member.add", room=shed.id, person=bob.id)
        socket = await bob.connect()
        saying = [
            asyncio.create_task(bob.request("message.send", room=shed.id, client_id=f"{number}", body="mine"))
            for number in range(6)
        ]
        await ada.call("member.remove", room=shed.id, person=bob.id)
        assert {(await answer).status_code for answer in saying} <= {201, 404}
        said = (await ada.call("message.list", room=shed.id))["messages"]
        assert said[-1]["notice"]["kind"] == "removed"
        left = await socket.first(lambda frame: any(own["until"] is not None for own in things(frame, "membership")))
        assert left
        heard = [message for frame in socket.frames for message in things(frame, "message")]
        assert "removed" not in [message.get("notice", {}).get("kind") for message in heard]

    async def test_a_notice_is_unread_as_a_message_is(self, shed: Room, ada: Person, bob: Person) -> None:
        await ada.call("member.add", room=shed.id, person=bob.id)
        welcome = (await bob.call("sync.get"))["frames"][0]
        (position,) = things(welcome, "read")
        assert welcome["last_seqs"][shed.log] - position["seq"] == 1


class TestWhatANoticeIsNot:
    async def test_something_that_can_be_answered_or_changed(
        self, shed: Room, den: Room, ada: Person, bob: Person
    ) -> None:
        await ada.call("member.add", room=shed.id, person=bob.id)
        at: Frame = {"room": shed.id, "seq": 1}
        refusals = {
            "message.edit": at | {"body": "mine"},
            "message.react": at | {"emoji": "👍"},
            "message.pin": at,
            "message.save": at,
            "message.report": at | {"reason": "spam"},
            "poll.vote": at | {"options": [0]},
            "thread.follow": at,
            "message.send": {"room": shed.id, "client_id": "r", "body": "why?", "reply_to": 1},
            "message.forward": {"room": den.id, "client_id": "f", "source_room": shed.id, "source_seq": 1},
            "reminder.create": at | {"client_id": "m", "at": "2999-01-01T00:00:00.000Z"},
        }
        for verb, fields in refusals.items():
            refused = await ada.refused(verb, **fields)
            assert (verb, refused["code"], refused["message"]) == (verb, "forbidden", NOTICE)
        socket = await ada.connect()
        with pytest.raises(Refusal, match=NOTICE):
            await socket.ask("message.react", **at, emoji="👍")
        reply = {"room": shed.id, "client_id": "t", "body": "why?", "thread": 1}
        assert (await ada.refused("message.send", **reply))["code"] == "not_found"

    async def test_found_by_a_search(self, shed: Room, ada: Person, bob: Person, search: Search) -> None:
        await ada.call("member.add", room=shed.id, person=bob.id)
        await ada.say(shed, "somebody said this")
        assert await search(ada, "somebody") == ["somebody said this"]

    async def test_anybodys_to_delete_but_the_moderators(self, shed: Room, ada: Person, bob: Person) -> None:
        await ada.call("room.update", room=shed.id, adding="members")
        await ada.call("member.add", room=shed.id, person=bob.id)
        await bob.call("room.leave", room=shed.id)
        await ada.call("member.add", room=shed.id, person=bob.id)
        assert (await bob.refused("message.erase", room=shed.id, seq=2))["code"] == "forbidden"
        await ada.call("message.erase", room=shed.id, seq=2)
        page = await bob.call("message.list", room=shed.id)
        assert [(said["erased"], "notice" in said) for said in page["messages"] if said["seq"] == 2] == [(True, False)]
        await ada.call("message.restore", room=shed.id, seq=2)
        assert (await told(bob, shed))[1] == {"by": bob.id, "kind": "left"}


async def test_a_deleted_account_takes_the_notices_of_what_it_did_with_its_words(
    server: Running, shed: Room, ada: Person, bob: Person
) -> None:
    await ada.call("member.add", room=shed.id, person=bob.id)
    await bob.call("room.leave", room=shed.id)
    await bob.call("account.delete", password=PASSWORD, messages="erase")
    await do_all(server)
    page = await ada.call("message.list", room=shed.id)
    assert await told(ada, shed) == [{"by": ada.id, "kind": "added", "people": [bob.id], "count": 1}]
    assert page["people"][bob.id]["name"] == "Deleted user"
