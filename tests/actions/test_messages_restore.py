"""Undoing an erasure: for a moment only, and only by whoever erased it. Then everything is as it was."""

import asyncio

import pytest
from sqlalchemy import select

from parley.changes import room_log
from parley.policies import UNDO_MS
from parley.process.app import Running
from parley.store import erasures
from parley.store.beside import jobs
from parley.store.erasures import PURGE
from parley.store.schema import trash
from parley.store.units import write_alone
from tests.aging import forget, make_due, purge
from tests.cast import PATIENCE, Frame, Person, Room, things
from tests.conftest import Clock


async def erase(person: Person, room: Room, seq: int) -> Frame:
    return await person.call("message.erase", room=room.id, seq=seq)


async def restore(person: Person, room: Room, seq: int) -> Frame:
    return await person.call("message.restore", room=room.id, seq=seq)


async def page(person: Person, room: Room) -> Frame:
    return await person.call("message.list", room=room.id)


def without_rev(thing: Frame) -> Frame:
    return {name: value for name, value in thing.items() if name != "rev"}


@pytest.fixture
async def loved(lobby: Room, ada: Person, bob: Person) -> Room:
    """Ada's second message was edited twice; both reacted to it, and bob took one of his reactions back."""
    for body in ("one", "two", "three"):
        await ada.say(lobby, body)
    for body in ("2", "two!"):
        await ada.call("message.edit", room=lobby.id, seq=2, body=body)
    for person, emoji in ((bob, "👍"), (ada, "👍"), (bob, "🎉")):
        await person.call("message.react", room=lobby.id, seq=2, emoji=emoji)
    await bob.call("message.unreact", room=lobby.id, seq=2, emoji="🎉")
    return lobby


class TestEverythingIsBack:
    async def test_for_everybody(self, loved: Room, ada: Person, bob: Person) -> None:
        before = [await page(person, loved) for person in (ada, bob)]
        erased = await erase(ada, loved, 2)
        assert erased["undo_ms"] == UNDO_MS
        restored = await restore(ada, loved, 2)
        assert restored == {"room": loved.id, "seq": 2, "rev": erased["rev"] + 1}
        for person, known in zip((ada, bob), before, strict=True):
            after = await page(person, loved)
            assert after["messages"][1] == known["messages"][1] | {"rev": restored["rev"]}
            for field in ("things", "own"):
                assert list(map(without_rev, after[field])) == list(map(without_rev, known[field]))
                assert after[field] != known[field]

    async def test_what_it_said_before(self, loved: Room, ada: Person) -> None:
        known = await ada.call("message.history", room=loved.id, seq=2)
        await erase(ada, loved, 2)
        assert (await ada.call("message.history", room=loved.id, seq=2))["versions"] == []
        await restore(ada, loved, 2)
        found = await ada.call("message.history", room=loved.id, seq=2)
        assert list(map(without_rev, found["versions"])) == list(map(without_rev, known["versions"]))

    async def test_it_goes_on_from_there(self, loved: Room, ada: Person, bob: Person) -> None:
        await erase(ada, loved, 2)
        await restore(ada, loved, 2)
        await bob.call("message.unreact", room=loved.id, seq=2, emoji="👍")
        await bob.call("message.react", room=loved.id, seq=2, emoji="🎉")
        await ada.call("message.edit", room=loved.id, seq=2, body="2.0")
        after = await page(bob, loved)
        assert [(tally["key"], tally["first"]) for tally in after["things"]] == [("👍", [ada.id]), ("🎉", [bob.id])]
        assert after["messages"][1]["body"] == "2.0"

    async def test_not_before_the_logs_of_all_who_reacted_are_locked(
        self, server: Running, loved: Room, ada: Person
    ) -> None:
        """Somebody may react between two erasures, after the first one's logs were read."""
        erased, log = await erase(ada, loved, 2), room_log(int(loved.id))
        assert await write_alone(server.services.writer, (log,), lambda tx: erasures.restore(tx, log, 2)) is None
        assert (await page(ada, loved))["head"] == erased["rev"]
        assert (await restore(ada, loved, 2))["rev"] == erased["rev"] + 1

    async def test_as_often_as_it_is_erased(self, loved: Room, ada: Person) -> None:
        known = (await page(ada, loved))["messages"][1]
        for _ in range(3):
            await erase(ada, loved, 2)
            restored = await restore(ada, loved, 2)
            assert (await page(ada, loved))["messages"][1] == known | {"rev": restored["rev"]}

    async def test_twice_is_once(self, loved: Room, ada: Person) -> None:
        await erase(ada, loved, 2)
        answers = await asyncio.gather(*(restore(ada, loved, 2) for _ in range(10)))
        assert len({answer["rev"] for answer in answers}) == 1

    async def test_what_was_never_erased_stays_as_it_is(self, loved: Room, ada: Person) -> None:
        before = await page(ada, loved)
        assert (await restore(ada, loved, 2))["rev"] == before["messages"][1]["rev"]
        assert await page(ada, loved) == before


class TestWhoHears:
    async def test_the_room_and_those_who_reacted_at_once(self, loved: Room, ada: Person, bob: Person) -> None:
        await erase(ada, loved, 2)
        socket = await bob.connect()
        restored = await restore(ada, loved, 2)
        told = {frame["log"]: frame for frame in [await socket.next("changes"), await socket.next("changes")]}
        (message,) = things(told[loved.log], "message")
        assert (message["seq"], message["body"], message["rev"]) == (2, "two!", restored["rev"])
        assert [tally["key"] for tally in things(told[loved.log], "tally")] == ["👍", "🎉"]
        assert [own["emoji"] for own in things(told[f"person:{bob.id}"], "reaction")] == ["👍", "🎉"]

    @pytest.mark.parametrize("is_followed", [True, False], ids=["from memory", "from the table"])
    async def test_whoever_comes_back(self, loved: Room, ada: Person, bob: Person, is_followed: bool) -> None:
        known = await page(bob, loved)
        welcome = (await bob.call("sync.get"))["frames"][0]
        if is_followed:  # a process keeps what its own people are told
            await ada.connect()
        await erase(ada, loved, 2)
        await restore(ada, loved, 2)
        cursors = welcome["heads"] | {loved.log: known["head"]}
        answer = await bob.call("sync.get", epoch=welcome["epoch"], cursors=cursors)
        (missed,) = [frame for frame in answer["frames"] if frame["log"] == loved.log and frame["type"] != "welcome"]
        assert [(message["seq"], message["body"]) for message in things(missed, "message")] == [(2, "two!")]

    async def test_not_those_who_may_not_see_it(self, ada: Person, bob: Person) -> None:
        made = await ada.call("room.create", client_id="x", name="Cellar", slug="cellar", history="since_join")
        cellar = Room(made["room"]["id"])
        await ada.say(cellar, "before bob")
        await bob.call("room.join", slug="cellar")
        socket = await bob.connect()
        await erase(ada, cellar, 1)
        await restore(ada, cellar, 1)
        await ada.say(cellar, "after")
        told = [await socket.next("changes") for _ in range(3)]
        assert [message["body"] for frame in told for message in things(frame, "message")] == ["after"]


class TestRefusals:
    async def test_somebody_else(self, lobby: Room, ada: Person, bob: Person) -> None:
        """The room's owner erased it: its sender cannot bring it back, nor the other way round."""
        await bob.say(lobby, "rude")
        await bob.say(lobby, "oops")
        assert (await erase(ada, lobby, 1))["undo_ms"] == UNDO_MS
        assert (await erase(bob, lobby, 1))["undo_ms"] == 0
        await erase(bob, lobby, 2)
        assert (await bob.refused("message.restore", room=lobby.id, seq=1))["code"] == "forbidden"
        assert (await ada.refused("message.restore", room=lobby.id, seq=2))["code"] == "forbidden"

    async def test_somebody_who_has_left(self, lobby: Room, ada: Person, bob: Person) -> None:
        await bob.say(lobby, "mine")
        await erase(bob, lobby, 1)
        await bob.call("room.leave", room=lobby.id)
        assert (await bob.refused("message.restore", room=lobby.id, seq=1))["code"] == "not_found"

    async def test_after_ten_seconds(self, lobby: Room, ada: Person, clock: Clock) -> None:
        await ada.say(lobby, "one")
        await ada.say(lobby, "two")
        await erase(ada, lobby, 1)
        await erase(ada, lobby, 2)
        clock.advance(ms=UNDO_MS - 5_000)
        assert 0 < (await erase(ada, lobby, 1))["undo_ms"] <= 5_000
        await restore(ada, lobby, 1)
        clock.advance(ms=5_000)
        assert (await erase(ada, lobby, 2))["undo_ms"] == 0
        assert (await ada.refused("message.restore", room=lobby.id, seq=2))["code"] == "gone"


class TestPurge:
    async def test_nothing_is_kept_any_longer(self, server: Running, loved: Room, ada: Person) -> None:
        await erase(ada, loved, 2)
        assert await bodies(server) == ["two!"]
        await purge(server)
        assert await bodies(server) == []
        assert (await ada.refused("message.restore", room=loved.id, seq=2))["code"] == "gone"

    async def test_that_of_an_earlier_erasure_leaves_the_later_one_alone(
        self, server: Running, loved: Room, ada: Person
    ) -> None:
        earlier = await erase(ada, loved, 2)
        await restore(ada, loved, 2)
        later = await erase(ada, loved, 2)
        key = f"{loved.id}:2:{earlier['rev']}"
        await make_due(server, PURGE.name, key=key)
        async with asyncio.timeout(PATIENCE):
            while key in await keys(server):
                await server.runner.look()
        assert (await restore(ada, loved, 2))["rev"] == later["rev"] + 1

    async def test_what_a_room_drops_is_nowhere(self, server: Running, lobby: Room, ada: Person) -> None:
        await ada.say(lobby, "one")
        await ada.call("room.update", room=lobby.id, keep_days=30)
        await erase(ada, lobby, 1)
        assert await forget(server, int(lobby.id), upto=1) == 1
        assert await bodies(server) == []
        assert (await ada.refused("message.restore", room=lobby.id, seq=1))["code"] == "not_found"


async def bodies(server: Running) -> list[str]:
    return [row.body for row in await server.services.database.read(lambda tx: tx.all(select(trash.c.body)))]


async def keys(server: Running) -> list[str]:
    return [row.key for row in await server.services.database.read(lambda tx: tx.all(select(jobs.c.key)))]
