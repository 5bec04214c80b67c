"""Rooms that change their address or who writes in them, that are archived, and that are deleted."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import func, select

from parley.process.app import Running
from parley.store import deletions
from parley.store.beside import jobs
from parley.store.database import Transaction
from parley.store.schema import messages, rooms
from parley.store.truths import broken
from tests.cast import PATIENCE, Frame, Person, Room, Visitor, things


class TestSlugs:
    async def test_the_old_one_leads_to_the_room_for_ever(self, lobby: Room, ada: Person, eve: Person) -> None:
        for slug in ("hall", "atrium"):
            renamed = await ada.call("room.update", room=lobby.id, slug=slug)
            assert renamed["room"]["slug"] == slug
        for slug in ("lobby", "hall", "atrium"):
            found = (await eve.call("room.get", room=slug))["room"]
            assert (found["id"], found["slug"]) == (lobby.id, "atrium")
        assert (await eve.call("room.join", slug="lobby"))["room"]["slug"] == "atrium"

    async def test_nobody_else_gets_one_that_was_used(self, lobby: Room, ada: Person, bob: Person) -> None:
        await ada.call("room.update", room=lobby.id, slug="hall")
        for slug in ("lobby", "hall"):
            refusal = await bob.refused("room.create", client_id=slug, name="Mine", slug=slug)
            assert (refusal["code"], refusal["field"]) == ("conflict", "slug")
        assert (await ada.call("room.update", room=lobby.id, slug="lobby"))["room"]["slug"] == "lobby"

    async def test_of_two_rooms_that_want_one_at_once_one_gets_it(self, ada: Person) -> None:
        made = [
            (await ada.call("room.create", client_id=name, name=name, slug=name))["room"]["id"]
            for name in ("left", "right")
        ]
        for number in range(5):
            answers = await asyncio.gather(
                *(ada.request("room.update", room=room, slug=f"middle-{number}") for room in made)
            )
            assert sorted(answer.status_code for answer in answers) == [200, 409]

    async def test_a_private_room_has_none(self, den: Room, ada: Person) -> None:
        assert (await ada.refused("room.update", room=den.id, slug="den"))["field"] == "slug"


class TestAnnouncements:
    async def test_only_owner_and_moderators_write_and_others_react(
        self, lobby: Room, ada: Person, bob: Person
    ) -> None:
        await bob.say(lobby, "while all may")
        assert (await ada.call("room.update", room=lobby.id, posting="moderators"))["room"]["posting"] == "moderators"
        said = await ada.say(lobby, "hear, hear")
        assert (
            "owner and moderators write"
            in (await bob.refused("message.send", room=lobby.id, body="me too", client_id="1"))["message"]
        )
        await bob.call("message.react", room=lobby.id, seq=said["seq"], emoji="👍")
        await ada.call("member.set_role", room=lobby.id, person=bob.id, role="moderator")
        await bob.say(lobby, "now I may")

    async def test_a_room_is_made_like_that(self, ada: Person, bob: Person) -> None:
        news: dict[str, Any] = {"client_id": "news", "name": "News", "slug": "news", "posting": "moderators"}
        made = await ada.call("room.create", **news, description="What you should know")
        assert (made["room"]["posting"], made["room"]["description"]) == ("moderators", "What you should know")
        assert (await ada.call("room.create", **news, description="What you should know")) == made
        assert (await ada.refused("room.create", **news))["code"] == "conflict"
        await bob.call("room.join", slug="news")
        assert (await bob.refused("message.send", room=made["room"]["id"], body="x", client_id="1"))["code"] == (
            "forbidden"
        )


class TestArchiving:
    async def test_it_can_be_read_and_not_be_written_in(
        self, lobby: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        said = await bob.say(lobby, "before")
        socket = await bob.connect()
        closed = await ada.call("room.archive", room=lobby.id)
        assert closed["room"]["archived_at"] is not None
        assert (await socket.next("changes"))["things"] == [closed["room"]]
        assert await ada.call("room.archive", room=lobby.id) == closed
        place: dict[str, Any] = {"room": lobby.id, "seq": said["seq"]}
        refusals = [
            await bob.refused("message.send", room=lobby.id, body="after", client_id="1"),
            await bob.refused("message.edit", **place, body="better"),
            await bob.refused("message.react", **place, emoji="👍"),
            await ada.refused("member.add", room=lobby.id, person=eve.id),
            await ada.refused("room.update", room=lobby.id, topic="More"),
        ]
        assert {(refusal["code"], refusal["message"][:21]) for refusal in refusals} == {
            ("forbidden", "This room is archived")
        }
        await eve.call("room.join", slug="lobby")
        assert len((await eve.call("message.list", room=lobby.id))["messages"]) == 1
        await eve.call("room.leave", room=lobby.id)
        opened = await ada.call("room.unarchive", room=lobby.id)
        assert "archived_at" not in opened["room"]
        await bob.say(lobby, "after")

    async def test_only_its_owner(self, lobby: Room, bob: Person) -> None:
        for verb in ("room.archive", "room.unarchive", "room.delete"):
            assert (await bob.refused(verb, room=lobby.id))["code"] == "forbidden"

    async def test_what_is_being_sent_comes_before_it_or_not_at_all(
        self, lobby: Room, ada: Person, bob: Person
    ) -> None:
        hers, his = await ada.connect(), await bob.connect()
        for number in range(12):
            sends = [
                his.ask("message.send", room=lobby.id, body="x", client_id=f"{number}-{each}") for each in range(6)
            ]
            answers: list[Any] = await asyncio.gather(
                *sends[:3], hers.ask("room.archive", room=lobby.id), *sends[3:], return_exceptions=True
            )
            closed = answers[3]["room"]["rev"]
            said = [answer["rev"] for answer in answers if isinstance(answer, dict) and "client_id" in answer]
            assert all(rev < closed for rev in said)
            await ada.call("room.unarchive", room=lobby.id)


class TestDefaultRooms:
    async def test_everybody_new_is_put_into_them(self, lobby: Room, den: Room, ada: Person, visitor: Visitor) -> None:
        made = await ada.call("room.update", room=lobby.id, is_default=True)
        assert made["room"]["default_since"] is not None
        assert await ada.call("room.update", room=lobby.id, is_default=True) == made
        socket = await ada.connect()
        async with await visitor.register("carl") as carl:
            assert [own["room"] for own in things((await carl.connect()).welcome, "membership")] == [lobby.id]
            assert [stay["person"] for stay in things(await of(socket, lobby), "stay")] == [carl.id]
            await carl.say(lobby, "hello")
        await ada.call("room.update", room=lobby.id, is_default=False)
        async with await visitor.register("dora") as dora:
            assert things((await dora.connect()).welcome, "membership") == []

    async def test_many_at_once_are_all_in_it(self, lobby: Room, ada: Person, visitor: Visitor) -> None:
        await ada.call("room.update", room=lobby.id, is_default=True)
        people = await asyncio.gather(*(visitor.register(f"new{number}") for number in range(12)))
        members = (await ada.call("member.list", room=lobby.id, prefix="new"))["members"]
        assert {stay["person"] for stay in members} == {person.id for person in people}
        for person in people:
            await person.http.aclose()

    async def test_an_administrator_chooses_them_among_public_rooms(self, den: Room, ada: Person, bob: Person) -> None:
        made = await bob.call("room.create", client_id="1", name="Yard", slug="yard")
        refusal = await bob.refused("room.update", room=made["room"]["id"], is_default=True)
        assert (refusal["code"], refusal["field"]) == ("forbidden", "is_default")
        assert (await ada.refused("room.update", room=den.id, is_default=True))["code"] == "invalid"


class TestDeleting:
    @pytest.fixture
    async def full(self, lobby: Room, ada: Person, bob: Person, eve: Person) -> Room:
        """The lobby, with something said, and eve banned from it."""
        for number in range(3):
            said = await bob.say(lobby, f"message {number}")
            await ada.call("message.react", room=lobby.id, seq=said["seq"], emoji="👍")
        await bob.call("message.edit", room=lobby.id, seq=1, body="better")
        await ada.call("message.erase", room=lobby.id, seq=2)
        await ada.call("member.ban", room=lobby.id, person=eve.id)
        return lobby

    async def test_it_is_closed_at_once_and_empty_soon(
        self, server: Running, full: Room, ada: Person, bob: Person
    ) -> None:
        socket = await bob.connect()
        assert await ada.call("room.delete", room=full.id) == {}
        for who in (ada, bob):
            refusals = [
                await who.refused("room.get", room="lobby"),
                await who.refused("room.get", room=full.id),
                await who.refused("message.list", room=full.id),
                await who.refused("message.send", room=full.id, body="hello?", client_id="1"),
                await who.refused("room.join", slug="lobby"),
            ]
            assert {refusal["code"] for refusal in refusals} == {"gone"}
            assert (await who.call("room.list"))["rooms"] == []
        await done(server)
        assert (await socket.next("gone"))["log"] == full.log
        assert things((await bob.connect()).welcome, "membership") == []
        assert await server.services.database.read(left, int(full.id)) == ("", 0)
        assert await server.services.database.read(broken) == []
        assert (await ada.refused("room.get", room="lobby"))["code"] == "gone"

    async def test_its_slugs_are_never_anothers(self, server: Running, full: Room, ada: Person, bob: Person) -> None:
        await ada.call("room.delete", room=full.id)
        await done(server)
        assert (await bob.refused("room.create", client_id="1", name="Mine", slug="lobby"))["code"] == "conflict"

    async def test_a_private_one_was_never_there_for_others(
        self, server: Running, den: Room, ada: Person, eve: Person
    ) -> None:
        await (await ada.connect()).ask("room.delete", room=den.id)
        assert (await ada.refused("room.get", room=den.id))["code"] == "gone"
        assert await eve.refused("room.get", room=den.id) == await eve.refused("room.get", room="12345")
        await done(server)

    async def test_a_batch_at_a_time(
        self, server: Running, full: Room, ada: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(deletions, "BATCH", 2)
        monkeypatch.setattr(deletions, "LEAVING", 1)
        await ada.call("room.delete", room=full.id)
        await done(server)
        assert await server.services.database.read(left, int(full.id)) == ("", 0)


class TestSearching:
    async def test_rooms_are_found_by_the_beginnings_of_words(self, lobby: Room, den: Room, ada: Person) -> None:
        made = await ada.call("room.create", client_id="1", name="Café Ümlaut", slug="tea-house")
        for prefix, found in (("CAFE", 1), ("um", 1), ("house", 1), ("tea h", 1), ("ouse", 0), ("%", 0)):
            page = await ada.call("room.list", prefix=prefix)
            assert [room["id"] for room in page["rooms"]] == [made["room"]["id"]] * found, prefix
        await ada.call("room.update", room=made["room"]["id"], name="Bar", slug="pub")
        assert ids(await ada.call("room.list", prefix="cafe")) == []
        assert ids(await ada.call("room.list", prefix="pub")) == [made["room"]["id"]]
        assert ids(await ada.call("room.list", prefix="den")) == [den.id]


def ids(page: Frame) -> list[str]:
    return [room["id"] for room in page["rooms"]]


async def of(socket: Any, room: Room) -> Frame:
    frame: Frame = await socket.first(lambda frame: frame.get("log") == room.log)
    return frame


async def done(server: Running) -> None:
    """Wait until the job has emptied the room, beside the server, which does it as well."""
    async with asyncio.timeout(PATIENCE):
        while await server.services.database.read(is_owed):
            await server.runner.look()


async def is_owed(tx: Transaction) -> bool:
    return await tx.one(select(jobs.c.id).where(jobs.c.kind == deletions.DELETE.name)) is not None


async def left(tx: Transaction, room: int) -> tuple[str, int]:
    """The room's name, and how many messages it has."""
    row = await tx.one(select(rooms.c.name).where(rooms.c.id == room))
    said = await tx.one(select(func.count().label("number")).where(messages.c.room == room))
    assert row is not None
    assert said is not None
    return row.name, said.number
