"""Rooms that keep what is said in them for some days only."""

import asyncio

import msgspec
import pytest
from sqlalchemy import select

from parley.client.apply import apply
from parley.client.state import NOTHING_KNOWN
from parley.later.retention import FIND
from parley.process.app import Running
from parley.protocol.sync import Welcome
from parley.store.schema import messages
from tests.aging import expire, forget, grow_old, make_due
from tests.cast import PATIENCE, Frame, Person, Room, things

FOREVER, MONTH = 0, 30


@pytest.fixture
async def diary(lobby: Room, ada: Person) -> Room:
    """Six messages in a room that keeps them for a month."""
    for number in range(1, 7):
        await ada.say(lobby, f"day {number}")
    await keep(ada, lobby, MONTH)
    return lobby


async def keep(person: Person, room: Room, days: int) -> Frame:
    return dict((await person.call("room.update", room=room.id, keep_days=days))["room"])


async def page(person: Person, room: Room, **place: int) -> tuple[list[int], bool, bool]:
    answer = await person.call("message.list", room=room.id, **place)
    return [message["seq"] for message in answer["messages"]], answer["has_before"], answer["has_after"]


async def first_seq(person: Person, room: Room) -> int:
    return int((await person.call("room.get", room=room.id))["room"]["first_seq"])


class TestWhatIsDropped:
    async def test_what_is_older_than_it_is_kept(self, server: Running, diary: Room, ada: Person) -> None:
        await grow_old(server, int(diary.id), upto=4, days=MONTH + 1)
        assert await expire(server) == 4
        assert await page(ada, diary) == ([5, 6], False, False)
        assert await first_seq(ada, diary) == 5
        rows = await server.services.database.read(lambda tx: tx.all(select(messages.c.seq)))
        assert sorted(row.seq for row in rows) == [5, 6]

    async def test_nothing_younger(self, server: Running, diary: Room, ada: Person) -> None:
        await grow_old(server, int(diary.id), upto=4, days=MONTH - 1)
        assert await expire(server) == 0
        assert await first_seq(ada, diary) == 1

    async def test_nothing_in_a_room_that_keeps_everything(self, server: Running, lobby: Room, ada: Person) -> None:
        await ada.say(lobby, "for ever")
        assert await forget(server, int(lobby.id), upto=1) == 0
        assert await page(ada, lobby) == ([1], False, False)

    async def test_everything(self, server: Running, diary: Room, ada: Person) -> None:
        assert await forget(server, int(diary.id), upto=6) == 6
        assert await page(ada, diary) == ([], False, False)
        assert (await ada.say(diary, "a new day"))["seq"] == 7
        assert await page(ada, diary) == ([7], False, False)

    async def test_nothing_after_something_younger(self, server: Running, diary: Room, ada: Person) -> None:
        """A clock that went back makes no hole."""
        await grow_old(server, int(diary.id), upto=6, days=MONTH + 1)
        await grow_old(server, int(diary.id), upto=3, days=-MONTH)
        await expire(server)
        assert await page(ada, diary) == ([1, 2, 3, 4, 5, 6], False, False)

    async def test_a_batch_at_a_time(
        self, server: Running, diary: Room, ada: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("parley.store.retention.BATCH", 2)
        before = (await ada.call("room.get", room=diary.id))["head"]
        assert await forget(server, int(diary.id), upto=5) == 5
        assert await first_seq(ada, diary) == 6
        assert (await ada.call("room.get", room=diary.id))["head"] == before + 3

    async def test_once_by_however_many(self, server: Running, diary: Room, ada: Person) -> None:
        before = (await ada.call("room.get", room=diary.id))["head"]
        await grow_old(server, int(diary.id), upto=4, days=MONTH + 1)
        await asyncio.gather(*(expire(server) for _ in range(5)))
        assert await page(ada, diary) == ([5, 6], False, False)
        assert (await ada.call("room.get", room=diary.id))["head"] == before + 1

    async def test_by_itself(self, server: Running, diary: Room, ada: Person) -> None:
        await server.runner.look()
        await grow_old(server, int(diary.id), upto=4, days=MONTH + 1)
        await make_due(server, FIND.name)
        async with asyncio.timeout(PATIENCE):
            while await first_seq(ada, diary) != 5:  # noqa: ASYNC110 - it is what people would see
                await asyncio.sleep(0.01)


class TestReaders:
    @pytest.mark.parametrize("way", ["before", "after", "around"])
    @pytest.mark.parametrize("seq", range(9))
    async def test_no_page_goes_back_further(
        self, server: Running, diary: Room, ada: Person, way: str, seq: int
    ) -> None:
        await forget(server, int(diary.id), upto=4)
        seqs, has_before, has_after = await page(ada, diary, **{way: seq})
        assert set(seqs) <= {5, 6}
        assert has_before == (5 not in seqs and bool(seqs or way == "after"))
        assert has_after == (6 not in seqs and bool(seqs or way == "before"))

    async def test_those_who_are_there_hear_of_it(self, server: Running, diary: Room, ada: Person, bob: Person) -> None:
        socket = await bob.connect()
        await forget(server, int(diary.id), upto=4)
        frame = await socket.next("changes")
        (row,) = things(frame, "room")
        assert (frame["log"], row["first_seq"], row["keep_days"]) == (diary.log, 5, MONTH)

    @pytest.mark.parametrize("is_followed", [True, False], ids=["from memory", "from the table"])
    async def test_whoever_comes_back_is_not_told_what_is_gone(
        self, server: Running, diary: Room, ada: Person, bob: Person, is_followed: bool
    ) -> None:
        welcome = (await bob.call("sync.get"))["frames"][0]
        cursors = {diary.log: (await bob.call("message.list", room=diary.id))["head"]}
        if is_followed:  # a process keeps what its own people are told
            await ada.connect()
        for number in (7, 8):
            await ada.say(diary, f"day {number}")
        await forget(server, int(diary.id), upto=7)
        answer = await bob.call("sync.get", epoch=welcome["epoch"], cursors=cursors)
        (missed,) = [frame for frame in answer["frames"] if frame["log"] == diary.log]
        assert [message["seq"] for message in things(missed, "message")] == [8]
        assert [row["first_seq"] for row in things(missed, "room")] == [8]

    async def test_a_reset_says_that_nothing_is_before_it(
        self, server: Running, diary: Room, ada: Person, bob: Person
    ) -> None:
        await forget(server, int(diary.id), upto=4)
        welcome = (await bob.call("sync.get"))["frames"][0]
        answer = await bob.call("sync.get", epoch=welcome["epoch"], cursors={diary.log: 10_000})
        (reset,) = [frame for frame in answer["frames"] if frame["log"] == diary.log]
        assert ([message["seq"] for message in things(reset, "message")], reset["has_before"]) == ([5, 6], False)

    async def test_what_is_gone_is_not_unread(self, server: Running, diary: Room, ada: Person, bob: Person) -> None:
        await bob.call("read.unread", room=diary.id, generation=0, seq=1)
        await forget(server, int(diary.id), upto=4)
        welcome = (await bob.call("sync.get"))["frames"][0]
        state = apply(NOTHING_KNOWN, msgspec.json.decode(msgspec.json.encode(welcome), type=Welcome))
        assert state.unread(diary.id) == 2


class TestSetting:
    async def test_of_a_new_room(self, ada: Person) -> None:
        made = await ada.call("room.create", client_id="x", name="Notes", kind="private", keep_days=7)
        assert (made["room"]["keep_days"], made["room"]["first_seq"]) == (7, 1)

    async def test_another_number_of_days_is_another_room(self, ada: Person) -> None:
        asked = {"client_id": "x", "name": "Notes", "kind": "private"}
        made = await ada.call("room.create", **asked)
        assert await ada.call("room.create", **asked, keep_days=FOREVER) == made
        assert (await ada.refused("room.create", **asked, keep_days=7))["code"] == "conflict"

    async def test_kept_for_ever_again(self, server: Running, diary: Room, ada: Person) -> None:
        await keep(ada, diary, FOREVER)
        assert await forget(server, int(diary.id), upto=4) == 0

    @pytest.mark.parametrize("days", [-1, 36_501, 1.5, "7"])
    async def test_a_number_that_is_none(self, lobby: Room, ada: Person, days: object) -> None:
        refusal = await ada.refused("room.update", room=lobby.id, keep_days=days)
        assert (refusal["code"], refusal["field"]) == ("invalid", "keep_days")
