"""Reactions: the tally, the first people, and the reader's own, both live and in pages."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from parley.actions.emoji import qualified
from parley.process.app import Running
from parley.protocol.reactions import FIRST_LIMIT, KINDS_LIMIT
from tests import aging
from tests.cast import Frame, Person, Room, Visitor, things


async def react(person: Person, room: Room, emoji: str = "👍", seq: int = 1) -> Frame:
    return await person.call("message.react", room=room.id, seq=seq, emoji=emoji)


async def unreact(person: Person, room: Room, emoji: str = "👍", seq: int = 1) -> Frame:
    return await person.call("message.unreact", room=room.id, seq=seq, emoji=emoji)


async def page(person: Person, room: Room) -> Frame:
    return await person.call("message.list", room=room.id)


def counts(told: Frame) -> dict[str, int]:
    return {tally["key"]: tally["count"] for tally in told["things"]}


def own(told: Frame) -> list[str]:
    return [reaction["emoji"] for reaction in told["own"]]


@pytest.fixture
async def said(lobby: Room, ada: Person) -> None:
    await ada.say(lobby, "hello")


@pytest.mark.usefixtures("said")
class TestReacting:
    async def test_is_counted_and_named_and_one_s_own(self, lobby: Room, ada: Person, bob: Person) -> None:
        mine = await react(bob, lobby)
        assert (mine["thing"], mine["room"], mine["seq"], mine["emoji"]) == ("reaction", lobby.id, 1, "👍")
        told = await page(bob, lobby)
        (tally,) = told["things"]
        since = tally["since"]
        assert tally == {
            "thing": "tally",
            "seq": 1,
            "kind": "reaction",
            "key": "👍",
            "count": 1,
            "first": [bob.id],
            "since": since,
            "rev": since,
        }
        assert told["own"] == [mine]
        assert mine["since"] == since == told["head"]
        assert bob.id in told["people"]
        assert (await page(ada, lobby))["own"] == []

    async def test_twice_is_once(self, lobby: Room, bob: Person) -> None:
        first = await react(bob, lobby)
        before = await page(bob, lobby)
        assert await react(bob, lobby) == first
        assert await page(bob, lobby) == before

    async def test_many_times_at_once_is_once(self, lobby: Room, ada: Person, bob: Person) -> None:
        await asyncio.gather(*(react(person, lobby) for _ in range(10) for person in (ada, bob)))
        told = await page(bob, lobby)
        assert counts(told) == {"👍": 2}
        assert sorted(told["things"][0]["first"]) == sorted([ada.id, bob.id])

    async def test_by_many_in_one_commit_counts_them_all(self, lobby: Room, ada: Person, bob: Person) -> None:
        sockets = [await ada.connect(), await bob.connect()]
        commands = [
            {"type": "message.react", "room": lobby.id, "seq": 1, "emoji": emoji, "ref": ref}
            for ref, emoji in enumerate(("👍", "🎉"), 1)
        ]
        for socket in sockets:
            for command in commands:
                socket.write(command)
        for socket in sockets:
            for _ in commands:
                await socket.next("ok")
        told = await page(bob, lobby)
        assert counts(told) == {"👍": 2, "🎉": 2}
        assert own(told) == own(await page(ada, lobby)) == ["👍", "🎉"]

    async def test_with_any_emoji_in_the_one_form_of_it(self, lobby: Room, bob: Person) -> None:
        for emoji in ("❤", "❤️", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👩🏽‍🚀", "🇨🇭"):
            assert (await react(bob, lobby, emoji))["emoji"] == qualified(emoji)
        assert counts(await page(bob, lobby)).keys() == {"❤️", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👩🏽‍🚀", "🇨🇭"}

    @pytest.mark.parametrize("emoji", ["", "a", "1", "👍👍", ":+1:", "👍 ", "\ufe0f", "🇨", "x" * 33, None, 7])
    async def test_with_nothing_else(self, lobby: Room, bob: Person, emoji: object) -> None:
        refused = await bob.refused("message.react", room=lobby.id, seq=1, emoji=emoji)
        assert (refused["code"], refused["field"]) == ("invalid", "emoji")

    async def test_with_so_many_kinds_and_no_more(self, lobby: Room, ada: Person, bob: Person) -> None:
        kinds = [chr(0x1F600 + n) for n in range(KINDS_LIMIT)]
        await asyncio.gather(*(react(ada, lobby, emoji) for emoji in kinds))
        refused = await bob.refused("message.react", room=lobby.id, seq=1, emoji="🎉")
        assert (refused["code"], refused["field"]) == ("conflict", "emoji")
        await react(bob, lobby, kinds[0])
        await unreact(ada, lobby, kinds[1])
        await react(bob, lobby, "🎉")
        told = counts(await page(bob, lobby))
        assert (len(told), told[kinds[0]], told["🎉"]) == (KINDS_LIMIT, 2, 1)


@pytest.mark.usefixtures("said")
class TestTakingBack:
    async def test_leaves_the_others(self, lobby: Room, ada: Person, bob: Person) -> None:
        await react(ada, lobby)
        await react(bob, lobby)
        back = await unreact(ada, lobby)
        assert back["until"] > back["since"]
        told = await page(ada, lobby)
        assert (counts(told), told["things"][0]["first"], told["own"]) == ({"👍": 1}, [bob.id], [])

    async def test_the_last_one_leaves_nothing(self, lobby: Room, bob: Person) -> None:
        await react(bob, lobby)
        await unreact(bob, lobby)
        told = await page(bob, lobby)
        assert (told["things"], told["own"]) == ([], [])

    async def test_what_is_not_there_changes_nothing(self, lobby: Room, ada: Person, bob: Person) -> None:
        await react(ada, lobby)
        before = await page(bob, lobby)
        assert (await unreact(bob, lobby))["until"] == 0
        await react(bob, lobby)
        first = await unreact(bob, lobby)
        assert await unreact(bob, lobby) == first
        assert counts(await page(bob, lobby)) == counts(before)

    async def test_and_putting_it_there_again_comes_last(self, lobby: Room, ada: Person, bob: Person) -> None:
        for emoji in ("👍", "🎉"):
            await react(ada, lobby, emoji)
        await unreact(ada, lobby, "👍")
        await react(bob, lobby, "👍")
        told = sorted((await page(ada, lobby))["things"], key=lambda tally: tally["since"])
        assert [(tally["key"], tally["first"]) for tally in told] == [("🎉", [ada.id]), ("👍", [bob.id])]


@pytest.mark.usefixtures("said")
class TestMany:
    @pytest.fixture
    async def crowd(self, lobby: Room, visitor: Visitor) -> AsyncIterator[list[Person]]:
        guests = range(FIRST_LIMIT + 3)
        async with AsyncExitStack() as leaving:
            people = [await leaving.enter_async_context(await visitor.register(f"guest{n}")) for n in guests]
            for person in people:
                await person.call("room.join", slug="lobby")
            yield people

    async def test_the_first_are_named_and_the_rest_can_be_asked_for(
        self, lobby: Room, ada: Person, crowd: list[Person]
    ) -> None:
        for person in crowd:
            await react(person, lobby)
        ids = [person.id for person in crowd]
        (tally,) = (await page(ada, lobby))["things"]
        assert (tally["count"], tally["first"]) == (len(ids), ids[:FIRST_LIMIT])
        found: list[str] = []
        place: Frame = {}
        while True:
            told = await ada.call("reaction.list", room=lobby.id, seq=1, emoji="👍", limit=5, **place)
            assert told["cards"].keys() == set(told["people"])
            found += told["people"]
            if not told["more"]:
                break
            place = {"after": found[-1]}
        assert found == ids

    async def test_whoever_comes_next_is_named_when_one_of_the_first_takes_theirs_back(
        self, lobby: Room, ada: Person, crowd: list[Person]
    ) -> None:
        for person in crowd:
            await react(person, lobby)
        await asyncio.gather(*(unreact(person, lobby) for person in crowd[:2]))
        (tally,) = (await page(ada, lobby))["things"]
        ids = [person.id for person in crowd[2:]]
        assert (tally["count"], tally["first"]) == (len(ids), ids[:FIRST_LIMIT])


@pytest.mark.usefixtures("said")
class TestWho:
    async def test_nobody_who_is_not_in_the_room(self, lobby: Room, bob: Person, eve: Person) -> None:
        await react(bob, lobby)
        await bob.call("room.leave", room=lobby.id)
        for person in (bob, eve):
            for verb in ("message.react", "message.unreact", "reaction.list"):
                assert (await person.refused(verb, room=lobby.id, seq=1, emoji="👍"))["code"] == "not_found"

    async def test_not_to_what_one_may_not_see(self, ada: Person, bob: Person) -> None:
        made = await ada.call("room.create", client_id="x", name="Cellar", slug="cellar", history="since_join")
        cellar = Room(made["room"]["id"])
        await ada.say(cellar, "before")
        await bob.call("room.join", slug="cellar")
        socket = await bob.connect()
        for verb in ("message.react", "message.unreact", "reaction.list"):
            assert (await bob.refused(verb, room=cellar.id, seq=1, emoji="👍"))["code"] == "not_found"
        await react(ada, cellar)
        await ada.say(cellar, "after")
        frame = await socket.first(lambda frame: frame["type"] == "changes" and things(frame, "message"))
        assert "tally" not in str(frame)

    async def test_leaving_at_once_counts_first(self, lobby: Room, bob: Person) -> None:
        socket = await bob.connect()
        socket.write({"type": "room.leave", "ref": 1, "room": lobby.id})
        socket.write({"type": "message.react", "ref": 2, "room": lobby.id, "seq": 1, "emoji": "👍"})
        assert (await socket.next("error"))["code"] == "not_found"


@pytest.mark.usefixtures("said")
class TestWhatGoesWithItsMessage:
    async def test_erased(self, lobby: Room, ada: Person, bob: Person) -> None:
        await react(bob, lobby)
        await ada.call("message.erase", room=lobby.id, seq=1)
        told = await page(bob, lobby)
        assert (told["things"], told["own"]) == ([], [])
        for verb in ("message.react", "message.unreact"):
            refused = await bob.refused(verb, room=lobby.id, seq=1, emoji="👍")
            assert (refused["code"], refused["message"]) == ("gone", "This message was deleted.")
        assert (await bob.call("reaction.list", room=lobby.id, seq=1, emoji="👍"))["people"] == []

    async def test_forgotten(self, server: Running, lobby: Room, ada: Person, bob: Person) -> None:
        await ada.say(lobby, "still there")
        for seq in (1, 2):
            await react(bob, lobby, seq=seq)
        await ada.call("room.update", room=lobby.id, keep_days=30)
        assert await aging.forget(server, int(lobby.id), 1) == 1
        told = await page(bob, lobby)
        assert [tally["seq"] for tally in told["things"]] == [reaction["seq"] for reaction in told["own"]] == [2]


@pytest.mark.usefixtures("said")
class TestWhoHears:
    async def test_everybody_in_the_room_and_oneself_on_every_device(
        self, lobby: Room, ada: Person, bob: Person
    ) -> None:
        hers, his = await ada.connect(), await bob.connect()
        mine = await react(bob, lobby)
        frame = await hers.first(lambda frame: frame["type"] == "changes" and frame["log"] == lobby.log)
        (tally,) = things(frame, "tally")
        assert (tally["count"], tally["first"], frame["people"].keys()) == (1, [bob.id], {bob.id})
        frame = await his.first(lambda frame: frame["type"] == "changes" and frame["log"] == bob.log)
        assert things(frame, "reaction") == [mine]

    async def test_whoever_comes_back(self, lobby: Room, ada: Person, bob: Person) -> None:
        welcome = (await bob.call("sync.get"))["frames"][0]
        mine = await react(bob, lobby)
        await react(ada, lobby, "🎉")
        await unreact(ada, lobby, "🎉")
        answer = await bob.call("sync.get", epoch=welcome["epoch"], cursors=welcome["heads"])
        frames = {frame["log"]: frame for frame in answer["frames"] if frame["type"] == "changes"}
        assert things(frames[bob.log], "reaction") == [mine]
        told = {tally["key"]: tally for tally in things(frames[lobby.log], "tally")}
        assert (told["👍"]["count"], "until" in told["👍"], "until" in told["🎉"]) == (1, False, True)

    async def test_a_welcome_leaves_them_to_the_pages(self, lobby: Room, bob: Person) -> None:
        await react(bob, lobby)
        welcome = (await bob.call("sync.get"))["frames"][0]
        assert things(welcome, "reaction") == []
        assert "reaction" not in welcome["complete"]

    async def test_a_fresh_start_has_them_and_what_is_one_s_own(self, lobby: Room, ada: Person, bob: Person) -> None:
        welcome = (await bob.call("sync.get"))["frames"][0]
        mine = await react(bob, lobby)
        cursors = welcome["heads"] | {lobby.log: 10**9}
        answers = [await person.call("sync.get", epoch=welcome["epoch"], cursors=cursors) for person in (bob, ada)]
        his, hers = (next(frame for frame in answer["frames"] if frame["type"] == "reset") for answer in answers)
        assert things(his, "tally") == things(hers, "tally") != []
        assert (his["own"], hers.get("own", [])) == ([mine], [])
