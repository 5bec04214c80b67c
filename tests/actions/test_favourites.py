"""Favourites: the rooms that somebody wants at the top, in the same order on all of their devices."""

import pytest

from parley.store import favourites
from tests.cast import Person, Room, things


async def put(person: Person, room: Room, before: Room | None = None) -> int:
    fields = {} if before is None else {"before": before.id}
    return int((await person.call("room.favourite", room=room.id, **fields))["position"])


async def listed(person: Person) -> list[str]:
    return [each["room"] for each in (await person.call("favourite.list"))["favourites"]]


@pytest.fixture
async def attic(ada: Person) -> Room:
    return Room((await ada.call("room.create", client_id="attic", name="Attic", kind="private"))["room"]["id"])


class TestArranging:
    async def test_ones_other_devices_know_and_nobody_else_does(self, lobby: Room, ada: Person, bob: Person) -> None:
        mine, his = await ada.connect(), await bob.connect()
        own = await ada.call("room.favourite", room=lobby.id)
        frame = await mine.next("changes")
        assert (frame["log"], things(frame, "favourite")) == (ada.log, [own])
        await his.ping()
        assert not his.frames
        assert things((await ada.call("sync.get"))["frames"][0], "favourite") == [own]
        gone = await ada.call("room.unfavourite", room=lobby.id)
        assert gone["until"] == gone["rev"]
        assert things(await mine.next("changes"), "favourite") == [gone]
        assert await listed(ada) == []

    async def test_they_are_moved_before_another_one_or_to_the_end(
        self, lobby: Room, den: Room, attic: Room, ada: Person
    ) -> None:
        assert [await put(ada, room) for room in (lobby, den, attic)] == [1, 2, 3]
        assert await put(ada, attic, before=lobby) == 1
        assert await listed(ada) == [attic.id, lobby.id, den.id]
        assert await put(ada, attic) == 3
        assert await listed(ada) == [lobby.id, den.id, attic.id]
        await ada.call("room.unfavourite", room=lobby.id)
        assert await put(ada, lobby, before=attic) == 2
        assert await listed(ada) == [den.id, lobby.id, attic.id]

    async def test_only_those_whose_place_changes_are_told(
        self, lobby: Room, den: Room, attic: Room, ada: Person
    ) -> None:
        for room in (lobby, den, attic):
            await put(ada, room)
        socket = await ada.connect()
        await put(ada, attic, before=den)
        told = things(await socket.next("changes"), "favourite")
        assert [(each["room"], each["position"]) for each in told] == [(attic.id, 2), (den.id, 3)]

    async def test_twice_is_once(self, lobby: Room, den: Room, ada: Person) -> None:
        first = await ada.call("room.favourite", room=lobby.id)
        assert await ada.call("room.favourite", room=lobby.id) == first
        assert await ada.call("room.favourite", room=lobby.id, before=lobby.id) == first
        gone = await ada.call("room.unfavourite", room=lobby.id)
        assert await ada.call("room.unfavourite", room=lobby.id) == gone
        never = await ada.call("room.unfavourite", room=den.id)
        assert (never["until"], never["rev"]) == (0, 0)


class TestLimits:
    async def test_nobody_has_one_that_they_are_not_in_or_puts_one_before_none(
        self, lobby: Room, den: Room, ada: Person, bob: Person
    ) -> None:
        assert (await bob.refused("room.favourite", room=den.id))["code"] == "not_found"
        refused = await ada.refused("room.favourite", room=lobby.id, before=den.id)
        assert (refused["code"], refused["field"]) == ("not_found", "before")
        assert await listed(ada) == []

    async def test_there_are_only_so_many(
        self, lobby: Room, den: Room, ada: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(favourites, "MOST", 1)
        await put(ada, lobby)
        assert (await ada.refused("room.favourite", room=den.id))["code"] == "conflict"
        assert await put(ada, lobby) == 1

    async def test_leaving_a_room_takes_it_away(self, lobby: Room, bob: Person) -> None:
        await put(bob, lobby)
        socket = await bob.connect()
        await bob.call("room.leave", room=lobby.id)
        told = await socket.first(lambda frame: frame["type"] == "changes" and things(frame, "favourite"))
        assert things(told, "favourite")[0]["until"]
        await bob.call("room.join", slug="lobby")
        assert await listed(bob) == []
