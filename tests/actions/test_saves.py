"""Saving messages: one finds them again on every device, for as long as one may see them."""

import pytest

from parley.process.app import Running
from tests import aging
from tests.cast import Frame, Person, Room, things


async def save(person: Person, room: Room, seq: int) -> Frame:
    return await person.call("message.save", room=room.id, seq=seq)


async def unsave(person: Person, room: Room, seq: int) -> Frame:
    return await person.call("message.unsave", room=room.id, seq=seq)


async def saved(person: Person, **fields: int) -> list[tuple[int, str | None]]:
    told = await person.call("saved.list", **fields)
    found = [(each["save"]["seq"], each["message"]) for each in told["saved"]]
    return [(seq, None if message is None else message["body"]) for seq, message in found]


@pytest.fixture
async def three(lobby: Room, bob: Person) -> Room:
    for body in ("one", "two", "three"):
        await bob.say(lobby, body)
    return lobby


class TestSaving:
    async def test_all_of_one_s_devices_are_told_and_nobody_else(self, three: Room, ada: Person, bob: Person) -> None:
        mine, his = await ada.connect(), await bob.connect()
        own = await save(ada, three, 2)
        frame = await mine.next("changes")
        assert (frame["log"], things(frame, "save")) == (ada.log, [own])
        assert own["since"] == own["rev"] == frame["to"]
        assert (own["room"], own["seq"]) == (three.id, 2)
        await his.ping()
        assert not his.frames
        page = await ada.call("message.list", room=three.id)
        assert page["own"] == [own]
        assert (await bob.call("message.list", room=three.id))["own"] == []
        gone = await unsave(ada, three, 2)
        assert things(await mine.next("changes"), "save") == [gone]
        assert gone["until"] == gone["rev"] == own["rev"] + 1

    async def test_what_is_saved_is_listed_over_all_rooms_the_last_first(
        self, three: Room, den: Room, ada: Person, bob: Person
    ) -> None:
        await ada.say(den, "mine")
        for room, seq in ((three, 1), (den, 1), (three, 3)):
            await save(ada, room, seq)
        assert await saved(ada) == [(3, "three"), (1, "mine"), (1, "one")]
        told = await ada.call("saved.list")
        assert (set(told["rooms"]), set(told["people"])) == ({three.id, den.id}, {ada.id, bob.id})
        assert await saved(bob) == []

    async def test_a_page_at_a_time(self, three: Room, ada: Person) -> None:
        for seq in (1, 2, 3):
            await save(ada, three, seq)
        first = await ada.call("saved.list", limit=2)
        assert ([each["save"]["seq"] for each in first["saved"]], first["more"]) == ([3, 2], True)
        last = await ada.call("saved.list", limit=2, before=first["saved"][-1]["save"]["since"])
        assert ([each["save"]["seq"] for each in last["saved"]], last["more"]) == ([1], False)

    async def test_twice_is_once(self, three: Room, ada: Person) -> None:
        own = await save(ada, three, 1)
        assert await save(ada, three, 1) == own
        gone = await unsave(ada, three, 1)
        assert await unsave(ada, three, 1) == gone
        never = await unsave(ada, three, 2)
        assert (never["since"], never["until"], never["rev"]) == (0, 0, 0)
        again = await save(ada, three, 1)
        assert "until" not in again
        assert again["since"] == gone["rev"] + 1

    async def test_also_in_an_archived_room(self, three: Room, ada: Person) -> None:
        await ada.call("room.archive", room=three.id)
        await save(ada, three, 1)
        assert await saved(ada) == [(1, "one")]


class TestWhatIsNotSeenAnyMore:
    async def test_a_room_that_one_has_left_shows_nothing_of_it(self, three: Room, ada: Person, bob: Person) -> None:
        await save(bob, three, 1)
        await bob.call("room.leave", room=three.id)
        told = await bob.call("saved.list")
        assert (told["saved"][0]["message"], told["rooms"], told["people"]) == (None, {}, {})
        await bob.call("room.join", slug="lobby")
        assert await saved(bob) == [(1, "one")]
        await bob.call("room.leave", room=three.id)
        await unsave(bob, three, 1)
        assert await saved(bob) == []

    async def test_nor_does_one_that_now_shows_only_what_came_after(self, ada: Person, bob: Person) -> None:
        fields = {"name": "Late", "kind": "public", "slug": "late", "history": "since_join"}
        late = Room((await ada.call("room.create", client_id="late", **fields))["room"]["id"])
        await bob.call("room.join", slug="late")
        await ada.say(late, "early")
        await save(bob, late, 1)
        await bob.call("room.leave", room=late.id)
        await bob.call("room.join", slug="late")
        assert await saved(bob) == [(1, None)]

    async def test_what_cannot_be_seen_cannot_be_saved(self, three: Room, den: Room, ada: Person, eve: Person) -> None:
        await ada.say(den, "mine")
        assert (await eve.refused("message.save", room=den.id, seq=1))["code"] == "not_found"
        assert (await ada.refused("message.save", room=three.id, seq=9))["code"] == "not_found"
        await ada.call("message.erase", room=three.id, seq=1)
        assert (await ada.refused("message.save", room=three.id, seq=1))["code"] == "gone"

    async def test_what_is_deleted_is_not_saved_and_is_again_when_that_is_undone(
        self, three: Room, ada: Person, bob: Person
    ) -> None:
        await save(ada, three, 1)
        await bob.call("message.erase", room=three.id, seq=1)
        assert await saved(ada) == []
        socket = await ada.connect()
        await bob.call("message.restore", room=three.id, seq=1)
        back = await socket.first(lambda frame: frame["type"] == "changes" and frame["log"] == ada.log)
        assert [each["seq"] for each in things(back, "save")] == [1]
        assert await saved(ada) == [(1, "one")]

    async def test_what_is_not_kept_any_more_is_not_saved(self, server: Running, three: Room, ada: Person) -> None:
        await save(ada, three, 1)
        await ada.call("room.update", room=three.id, keep_days=30)
        await aging.forget(server, int(three.id), 1)
        assert await saved(ada) == []
