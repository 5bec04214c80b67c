"""Mutes: rooms that do not ask for somebody's attention, for a time or until they say otherwise."""

import pytest

from parley.basics.times import DAY, HOUR, MINUTE, rfc3339
from parley.process.app import Running
from tests.cast import Frame, Person, Room, things
from tests.conftest import Clock
from tests.mentioning import settled
from tests.threads import reply


async def mute(person: Person, room: Room, level: str = "nothing", ends_at: str | None = None) -> Frame:
    return await person.call("room.mute", room=room.id, level=level, ends_at=ends_at)


async def listed(person: Person) -> list[tuple[str, str]]:
    return [(each["room"], each["level"]) for each in (await person.call("mute.list"))["mutes"]]


async def counted(server: Running, person: Person) -> tuple[int, int]:
    """How many mentions and threads are unread and count."""
    await settled(server)
    return (await person.call("mention.list"))["unread"], (await person.call("thread.list"))["unread"]


@pytest.fixture
async def busy(lobby: Room, ada: Person, bob: Person) -> Room:
    """Ada mentions bob in the lobby, and replies in a thread that he follows."""
    await bob.say(lobby, "Lunch?")
    await ada.say(lobby, "@bob, where?")
    await reply(ada, lobby, "at one")
    return lobby


class TestMuting:
    async def test_ones_other_devices_know_and_nobody_else_does(self, lobby: Room, ada: Person, bob: Person) -> None:
        mine, his = await ada.connect(), await bob.connect()
        own = await mute(ada, lobby)
        frame = await mine.next("changes")
        assert (frame["log"], things(frame, "mute")) == (ada.log, [own])
        await his.ping()
        assert not his.frames
        assert things((await ada.call("sync.get"))["frames"][0], "mute") == [own]
        gone = await ada.call("room.unmute", room=lobby.id)
        assert gone["until"] == gone["rev"]
        assert things(await mine.next("changes"), "mute") == [gone]
        assert await listed(ada) == []

    async def test_the_last_call_holds_and_twice_is_once(
        self, lobby: Room, den: Room, ada: Person, clock: Clock
    ) -> None:
        first = await mute(ada, lobby)
        assert await mute(ada, lobby) == first
        end = rfc3339(clock() + HOUR)
        timed = await mute(ada, lobby, "mentions", end)
        assert (timed["level"], timed["ends_at"]) == ("mentions", end)
        assert timed["rev"] > first["rev"]
        assert await mute(ada, lobby, "mentions", end) == timed
        assert "ends_at" not in await mute(ada, lobby, "mentions")
        gone = await ada.call("room.unmute", room=lobby.id)
        assert await ada.call("room.unmute", room=lobby.id) == gone
        never = await ada.call("room.unmute", room=den.id)
        assert (never["until"], never["rev"]) == (0, 0)

    async def test_a_direct_conversation_can_be_muted_too(self, ada: Person, bob: Person) -> None:
        room = (await ada.call("direct.open", people=[bob.id]))["room"]
        await ada.call("room.mute", room=room["id"], level="nothing")
        assert await listed(ada) == [(room["id"], "nothing")]

    async def test_leaving_a_room_takes_it_away(self, lobby: Room, bob: Person) -> None:
        await mute(bob, lobby)
        socket = await bob.connect()
        await bob.call("room.leave", room=lobby.id)
        told = await socket.first(lambda frame: frame["type"] == "changes" and bool(things(frame, "mute")))
        assert things(told, "mute")[0]["until"]
        await bob.call("room.join", slug="lobby")
        assert await listed(bob) == []


class TestCounting:
    async def test_nothing_counts_and_everything_stays_unread(self, server: Running, busy: Room, bob: Person) -> None:
        assert await counted(server, bob) == (1, 1)
        await mute(bob, busy)
        assert await counted(server, bob) == (0, 0)
        assert [each["is_unread"] for each in (await bob.call("mention.list"))["mentions"]] == [True]
        assert len(things((await bob.call("sync.get"))["frames"][0], "mention")) == 1
        await bob.call("room.unmute", room=busy.id)
        assert await counted(server, bob) == (1, 1)

    async def test_mentions_and_followed_threads_count_where_mentions_do(
        self, server: Running, busy: Room, bob: Person
    ) -> None:
        await mute(bob, busy, "mentions")
        assert await counted(server, bob) == (1, 1)

    async def test_it_is_over_at_its_end_without_another_word(
        self, server: Running, clock: Clock, busy: Room, bob: Person
    ) -> None:
        own = await mute(bob, busy, ends_at=rfc3339(clock() + 5 * MINUTE))
        clock.advance(ms=4 * MINUTE)
        assert (await counted(server, bob), await listed(bob)) == ((0, 0), [(busy.id, "nothing")])
        clock.advance(ms=MINUTE)
        assert (await counted(server, bob), await listed(bob)) == ((1, 1), [])
        assert things((await bob.call("sync.get"))["frames"][0], "mute") == [own]

    async def test_the_mutes_of_others_change_nothing(
        self, server: Running, busy: Room, ada: Person, bob: Person
    ) -> None:
        await mute(ada, busy)
        assert await counted(server, bob) == (1, 1)


class TestLimits:
    async def test_only_rooms_that_one_is_in(self, den: Room, bob: Person) -> None:
        for room in (den.id, "99"):
            assert (await bob.refused("room.mute", room=room, level="nothing"))["code"] == "not_found"
        assert await listed(bob) == []

    @pytest.mark.parametrize("level", ["everything", "", "NOTHING", None, 1])
    async def test_a_level_that_there_is(self, lobby: Room, ada: Person, level: object) -> None:
        assert (await ada.refused("room.mute", room=lobby.id, level=level))["code"] == "invalid"
        assert await listed(ada) == []

    async def test_an_end_that_is_to_come_within_a_year(self, lobby: Room, ada: Person, clock: Clock) -> None:
        past, far = rfc3339(clock() - 1), rfc3339(clock() + 367 * DAY)
        for end in (past, far, "2326-11-30T00:00:00.000Z", "2027-02-30T00:00:00.000Z", "tomorrow", 1):
            refused = await ada.refused("room.mute", room=lobby.id, level="nothing", ends_at=end)
            assert refused["code"] == "invalid"
        for end in (past, far, "2326-11-30T00:00:00.000Z", "2027-02-30T00:00:00.000Z"):
            refused = await ada.refused("room.mute", room=lobby.id, level="nothing", ends_at=end)
            assert refused["field"] == "ends_at"
        assert await listed(ada) == []
