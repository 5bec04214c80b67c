"""Sections: the parts into which somebody sorts their list of rooms, the same on all of their devices."""

import pytest

from parley.actions import sections
from tests.cast import Person, Room, things


async def make(person: Person, name: str) -> str:
    return str((await person.call("section.create", client_id=f"make-{name}", name=name))["id"])


async def put(person: Person, section: str, room: Room, before: Room | None = None) -> int:
    fields = {} if before is None else {"before": before.id}
    return int((await person.call("section.put_room", section=section, room=room.id, **fields))["position"])


async def names(person: Person) -> list[str]:
    return [each["name"] for each in (await person.call("section.list"))["sections"]]


async def rooms_in(person: Person, section: str) -> list[str]:
    there = (await person.call("section.list"))["rooms"]
    return [each["room"] for each in there if each["section"] == section]


@pytest.fixture
async def attic(ada: Person) -> Room:
    return Room((await ada.call("room.create", client_id="attic", name="Attic", kind="private"))["room"]["id"])


class TestMaking:
    async def test_ones_other_devices_know_and_nobody_else_does(self, lobby: Room, ada: Person, bob: Person) -> None:
        mine, his = await ada.connect(), await bob.connect()
        section = await ada.call("section.create", client_id="a", name="  Clients ")
        assert (section["name"], section["position"]) == ("Clients", 1)
        frame = await mine.next("changes")
        assert (frame["log"], things(frame, "section")) == (ada.log, [section])
        placed = await ada.call("section.put_room", section=section["id"], room=lobby.id)
        assert things(await mine.next("changes"), "section_room") == [placed]
        await his.ping()
        assert not his.frames
        assert await names(bob) == []
        welcome = (await ada.call("sync.get"))["frames"][0]
        assert (things(welcome, "section"), things(welcome, "section_room")) == ([section], [placed])

    async def test_its_client_id_makes_one(self, ada: Person) -> None:
        section = await ada.call("section.create", client_id="a", name="Team")
        assert await ada.call("section.create", client_id="a", name="Team") == section
        renamed = await ada.call("section.rename", section=section["id"], name="Crew")
        assert await ada.call("section.create", client_id="a", name="Team") == renamed
        assert (await ada.refused("section.create", client_id="a", name="Clients"))["field"] == "client_id"
        gone = await ada.call("section.delete", section=section["id"])
        assert await ada.call("section.create", client_id="a", name="Team") == gone
        assert await names(ada) == []

    async def test_two_have_not_the_same_name(self, ada: Person, bob: Person) -> None:
        team = await make(ada, "Team")
        clients = await make(ada, "Clients")
        refused = await ada.refused("section.create", client_id="b", name="TEAM")
        assert (refused["code"], refused["field"]) == ("conflict", "name")
        assert (await ada.refused("section.rename", section=clients, name="team"))["code"] == "conflict"
        assert (await ada.call("section.rename", section=team, name="TEAM"))["name"] == "TEAM"
        await make(bob, "Team")
        await ada.call("section.delete", section=team)
        assert (await ada.call("section.rename", section=clients, name="Team"))["name"] == "Team"

    async def test_a_name_is_as_a_rooms(self, ada: Person) -> None:
        for name in ("\u200b \u2060", "", "x" * 81, "e" + "\u0301" * 40):
            assert (await ada.refused("section.create", client_id="a", name=name))["code"] == "invalid"

    async def test_there_are_only_so_many(self, ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sections, "SECTIONS_LIMIT", 1)
        team = await make(ada, "Team")
        assert (await ada.refused("section.create", client_id="b", name="Clients"))["code"] == "conflict"
        await ada.call("section.delete", section=team)
        await make(ada, "Clients")


class TestArranging:
    async def test_they_are_moved_before_another_one_or_to_the_end(self, ada: Person) -> None:
        a, b, c = [await make(ada, name) for name in "abc"]
        socket = await ada.connect()
        assert (await ada.call("section.move", section=c, before=b))["position"] == 2
        told = things(await socket.next("changes"), "section")
        assert [(each["id"], each["position"]) for each in told] == [(c, 2), (b, 3)]
        assert await names(ada) == ["a", "c", "b"]
        moved = await ada.call("section.move", section=a)
        assert await names(ada) == ["c", "b", "a"]
        assert await ada.call("section.move", section=a) == moved
        assert await ada.call("section.move", section=a, before=a) == moved

    async def test_a_deleted_one_lets_its_rooms_go(self, lobby: Room, den: Room, ada: Person) -> None:
        team, clients = await make(ada, "Team"), await make(ada, "Clients")
        await put(ada, team, lobby)
        await put(ada, clients, den)
        socket = await ada.connect()
        gone = await ada.call("section.delete", section=team)
        frame = await socket.next("changes")
        assert (gone["name"], gone["until"]) == ("", gone["rev"])
        assert things(frame, "section") == [gone]
        [let_go] = things(frame, "section_room")
        assert (let_go["room"], let_go["until"]) == (lobby.id, let_go["rev"])
        assert await ada.call("section.delete", section=team) == gone
        assert await rooms_in(ada, clients) == [den.id]
        for verb, fields in (("rename", {"name": "Crew"}), ("move", {}), ("put_room", {"room": lobby.id})):
            assert (await ada.refused(f"section.{verb}", section=team, **fields))["code"] == "gone"
        assert (await ada.refused("section.move", section=clients, before=team))["field"] == "before"

    async def test_nobody_touches_somebody_elses(self, lobby: Room, ada: Person, bob: Person) -> None:
        team, his = await make(ada, "Team"), await make(bob, "Mine")
        for verb, fields in (
            ("rename", {"name": "Crew"}),
            ("move", {}),
            ("delete", {}),
            ("put_room", {"room": lobby.id}),
        ):
            refused = await bob.refused(f"section.{verb}", section=team, **fields)
            assert (refused["code"], refused["field"]) == ("not_found", "section")
        assert (await bob.refused("section.move", section=his, before=team))["code"] == "not_found"
        assert await names(ada) == ["Team"]


class TestRooms:
    async def test_they_are_moved_before_another_one_or_to_the_end(
        self, lobby: Room, den: Room, attic: Room, ada: Person
    ) -> None:
        team = await make(ada, "Team")
        assert [await put(ada, team, room) for room in (lobby, den, attic)] == [1, 2, 3]
        socket = await ada.connect()
        assert await put(ada, team, attic, before=den) == 2
        told = things(await socket.next("changes"), "section_room")
        assert [(each["room"], each["position"]) for each in told] == [(attic.id, 2), (den.id, 3)]
        first = await ada.call("section.put_room", section=team, room=den.id)
        assert await ada.call("section.put_room", section=team, room=den.id, before=den.id) == first
        assert await rooms_in(ada, team) == [lobby.id, attic.id, den.id]

    async def test_one_is_in_one_section_at_most(self, lobby: Room, den: Room, ada: Person) -> None:
        team, clients = await make(ada, "Team"), await make(ada, "Clients")
        await put(ada, team, lobby)
        await put(ada, clients, den)
        assert await put(ada, clients, lobby, before=den) == 1
        assert await rooms_in(ada, team) == []
        assert await rooms_in(ada, clients) == [lobby.id, den.id]
        refused = await ada.refused("section.put_room", section=team, room=lobby.id, before=den.id)
        assert (refused["code"], refused["field"]) == ("not_found", "before")

    async def test_one_is_taken_out(self, lobby: Room, den: Room, ada: Person) -> None:
        team = await make(ada, "Team")
        await put(ada, team, lobby)
        socket = await ada.connect()
        for room in (lobby, lobby, den):
            assert await ada.call("section.take_room", room=room.id) == {}
        [taken] = things(await socket.next("changes"), "section_room")
        assert taken["until"] == taken["rev"]
        await socket.ping()
        assert not socket.frames
        assert await rooms_in(ada, team) == []

    async def test_a_favourite_and_a_conversation_of_two_can_be_in_one(
        self, lobby: Room, ada: Person, bob: Person
    ) -> None:
        talk = Room((await ada.call("direct.open", people=[bob.id]))["room"]["id"])
        team = await make(ada, "Team")
        await ada.call("room.favourite", room=lobby.id)
        assert [await put(ada, team, room) for room in (lobby, talk)] == [1, 2]
        assert [one["room"] for one in (await ada.call("favourite.list"))["favourites"]] == [lobby.id]
        await ada.call("room.unfavourite", room=lobby.id)
        assert await rooms_in(ada, team) == [lobby.id, talk.id]

    async def test_none_is_that_one_is_not_in(self, lobby: Room, den: Room, bob: Person) -> None:
        team = await make(bob, "Team")
        assert (await bob.refused("section.put_room", section=team, room=den.id))["code"] == "not_found"
        await put(bob, team, lobby)
        socket = await bob.connect()
        await bob.call("room.leave", room=lobby.id)
        told = await socket.first(lambda frame: frame["type"] == "changes" and things(frame, "section_room"))
        assert things(told, "section_room")[0]["until"]
        await bob.call("room.join", slug="lobby")
        assert await rooms_in(bob, team) == []

    async def test_nor_one_that_was_deleted(self, lobby: Room, ada: Person, bob: Person) -> None:
        team = await make(bob, "Team")
        await put(bob, team, lobby)
        socket = await bob.connect()
        await ada.call("room.delete", room=lobby.id)
        await socket.first(lambda frame: frame["type"] == "changes" and things(frame, "section_room"))
        assert await rooms_in(bob, team) == []
