"""What is made once for everybody who lacks it is what each would have read alone, and never more than they may see."""

import asyncio
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from parley.actions import sync
from parley.actions.context import Caller, Context
from parley.process.app import Running
from parley.protocol.messages import Message
from parley.protocol.sync import Changes, Gone, Hello, Reset
from parley.things import unpacked
from tests.cast import PATIENCE, Frame, Person, Room, Socket, things

# Enough to come at once, and few enough for a slow machine: those who wait ten seconds for the database are sent away.
MANY = 50
ALL_PLACES = ("ring", "table", "newest page")


@pytest.fixture
def readings(server: Running, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often the real database was read for what."""
    counted: Counter[str] = Counter()
    read = server.services.database.read

    async def counting(work: Any, *args: Any, **kwargs: Any) -> Any:
        counted[work.__name__] += 1
        return await read(work, *args, **kwargs)

    monkeypatch.setattr(server.services.database, "read", counting)
    return counted


@pytest.fixture
async def watched(lobby: Room, ada: Person) -> Socket:
    """Somebody follows the lobby, so that this process is told what happens in it."""
    return await ada.connect()


def forget(server: Running) -> None:
    """As a process that has just started."""
    server.services.recent.keep_to("one")
    server.services.recent.keep_to("another")


async def heads(person: Person) -> tuple[str, dict[str, int]]:
    welcome = (await person.call("sync.get"))["frames"][0]
    return welcome["epoch"], welcome["heads"]


async def missed(person: Person, **known: Any) -> list[Frame]:
    frames: list[Frame] = (await person.call("sync.get", **known))["frames"]
    return frames[1:]


deeds = st.lists(st.sampled_from(["ada says", "bob says", "bob comes", "bob goes"]), min_size=1, max_size=12)


# One server for all stories; each goes on in the same room, which is told from the first to the last.
@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(story=deeds)
async def test_memory_gives_what_the_table_gives_at_every_cursor(
    server: Running, watched: Socket, lobby: Room, ada: Person, bob: Person, story: list[str]
) -> None:
    epoch, before = await heads(ada)
    for deed in story:
        match deed:
            case "ada says":
                await ada.say(lobby, deed)
            case "bob says":
                await bob.call("room.join", slug="lobby")
                await bob.say(lobby, deed)
            case "bob comes":
                await bob.call("room.join", slug="lobby")
            case "bob goes":
                await bob.call("room.leave", room=lobby.id)
    _, after = await heads(ada)
    for cursor in range(before[lobby.log], after[lobby.log] + 1):
        known = {"epoch": epoch, "cursors": {lobby.log: cursor}}
        for person in (ada, bob):
            from_memory = await missed(person, **known)
            forget(server)
            assert from_memory == await missed(person, **known)
    await bob.call("room.join", slug="lobby")


class TestManyAtOnce:
    async def test_what_this_process_was_told_is_not_read_for_them(
        self, readings: Counter[str], watched: Socket, lobby: Room, ada: Person, bob: Person
    ) -> None:
        """Also what was said while nobody here was connected."""
        epoch, cursors = await heads(bob)
        await ada.say(lobby, "one")
        watched.cut()
        await watched.until_closed()
        await ada.say(lobby, "two")
        readings.clear()
        for socket in await come_back(bob, epoch, cursors):
            assert [message["body"] for message in await socket.messages(lobby, 2)] == ["one", "two"]
        assert readings["_replay_or_reset"] == 0
        assert readings["_welcome"] == MANY

    async def test_what_it_was_not_told_is_read_once(
        self, server: Running, readings: Counter[str], watched: Socket, lobby: Room, ada: Person, bob: Person
    ) -> None:
        epoch, cursors = await heads(bob)
        await ada.say(lobby, "one")
        forget(server)
        readings.clear()
        for socket in await come_back(bob, epoch, cursors):
            assert (await socket.messages(lobby, 1))[0]["body"] == "one"
        assert readings["_replay_or_reset"] == 1

    async def test_while_others_speak_it_is_read_once_a_message_at_most(
        self, server: Running, readings: Counter[str], watched: Socket, lobby: Room, ada: Person, bob: Person
    ) -> None:
        epoch, cursors = await heads(bob)
        await ada.say(lobby, "before")
        forget(server)
        readings.clear()
        said = ["before", *(f"{n}" for n in range(10))]

        async def speak() -> None:
            for body in said[1:]:
                await ada.say(lobby, body)

        sockets, _ = await asyncio.gather(come_back(bob, epoch, cursors), speak())
        for socket in sockets:
            assert bodies(await whole(socket, lobby, len(said))) == said
        assert 1 <= readings["_replay_or_reset"] <= len(said)

    async def test_a_fresh_start_is_read_once(
        self, server: Running, readings: Counter[str], watched: Socket, lobby: Room, ada: Person, bob: Person
    ) -> None:
        epoch, _ = await heads(bob)
        await ada.say(lobby, "one")
        for socket in await come_back(bob, epoch, {lobby.log: 0}):
            assert bodies(things(await socket.next("reset"), "message")) == ["one"]
        assert readings["_replay_or_reset"] == 1

    async def test_at_the_head_nothing_is_read(
        self, server: Running, readings: Counter[str], watched: Socket, lobby: Room, bob: Person
    ) -> None:
        epoch, cursors = await heads(bob)
        forget(server)
        readings.clear()
        assert await missed(bob, epoch=epoch, cursors=cursors) == []
        assert readings["_replay_or_reset"] == 0


class TestWhoMayHaveIt:
    """What is made for those who stayed, asked for by somebody who left after the snapshot of their welcome."""

    @pytest.mark.parametrize("place", ALL_PLACES)
    async def test_somebody_who_has_left_is_given_nothing(
        self, place: str, server: Running, watched: Socket, lobby: Room, ada: Person, bob: Person
    ) -> None:
        context, cursor, head = await at_the_door(server, lobby, ada, bob, place)
        welcome = await sync.welcome(context)
        left = await bob.call("room.leave", room=lobby.id)
        await ada.say(lobby, "not for bob")
        if place == "table":
            forget(server)
        assert await answered(context, welcome, lobby, cursor) == [Gone(log=lobby.log, at=left["at"])]
        assert left["at"] == head + 1

    @pytest.mark.parametrize("place", ALL_PLACES)
    async def test_nor_is_somebody_who_has_come_again_for_the_stay_that_ended(
        self, place: str, server: Running, watched: Socket, lobby: Room, ada: Person, bob: Person
    ) -> None:
        context, cursor, _ = await at_the_door(server, lobby, ada, bob, place)
        welcome = await sync.welcome(context)
        left = await bob.call("room.leave", room=lobby.id)
        await ada.say(lobby, "not for bob")
        await bob.call("room.join", slug="lobby")
        assert await answered(context, welcome, lobby, cursor) == [Gone(log=lobby.log, at=left["at"])]
        (again,) = await answered(context, await sync.welcome(context), lobby, cursor)
        assert isinstance(again, Reset)

    @pytest.mark.parametrize("place", ALL_PLACES)
    async def test_somebody_who_stays_is_given_what_was_made_for_another(
        self, place: str, server: Running, watched: Socket, lobby: Room, ada: Person, bob: Person
    ) -> None:
        context, cursor, head = await at_the_door(server, lobby, ada, bob, place)
        welcome = await sync.welcome(context)
        await ada.say(lobby, "for bob as well")
        epoch, _ = await heads(ada)
        (hers,) = await missed(ada, epoch=epoch, cursors={lobby.log: cursor})
        (his,) = await answered(context, welcome, lobby, cursor)
        assert isinstance(his, Changes | Reset)
        assert bodies(things(hers, "message")) == said_in(his)
        assert (his.to if isinstance(his, Changes) else his.head) in (head, head + 1)

    async def test_a_page_made_before_a_leaving_is_for_whoever_left_after_it(
        self, server: Running, watched: Socket, lobby: Room, ada: Person, bob: Person
    ) -> None:
        """It reaches no further than they may see; that they left is told behind it."""
        context, _, _ = await at_the_door(server, lobby, ada, bob, "newest page")
        welcome = await sync.welcome(context)
        await ada.say(lobby, "for bob as well")
        epoch, _ = await heads(ada)
        await missed(ada, epoch=epoch, cursors={lobby.log: 0})
        await bob.call("room.leave", room=lobby.id)
        (page,) = await answered(context, welcome, lobby, 0)
        assert isinstance(page, Reset)
        assert said_in(page)[-1] == "for bob as well"


async def at_the_door(server: Running, lobby: Room, ada: Person, bob: Person, place: str) -> tuple[Context, int, int]:
    """Bob, as the server knows him, a cursor that the place answers, and the head."""
    await ada.say(lobby, "for both")
    _, now = await heads(bob)
    claim = server.services.tokens.read_access(bob.access, server.services.now())
    context = Context(server.services, Caller(claim.person, claim.session, "member", session_expires_at=0))
    return context, (0 if place == "newest page" else now[lobby.log] - 1), now[lobby.log]


async def answered(context: Context, welcome: Any, lobby: Room, cursor: int) -> list[Any]:
    hello = Hello(epoch=welcome.epoch, cursors={lobby.log: cursor})
    return [answer.frame async for answer in sync.catch_up(context, welcome, hello)]


async def come_back(person: Person, epoch: str, cursors: dict[str, int]) -> list[Socket]:
    sockets = await asyncio.gather(*(person.open() for _ in range(MANY)))
    for socket in sockets:
        socket.write({"type": "hello", "epoch": epoch, "cursors": cursors})
    return sockets


async def whole(socket: Socket, room: Room, count: int) -> list[Frame]:
    """Each message once, however the frames that bring them overlap."""
    found: dict[int, Frame] = {}
    async with asyncio.timeout(PATIENCE):
        while len(found) < count:
            found |= {message["seq"]: message for message in await socket.messages(room, 1)}
    return [found[seq] for seq in sorted(found)]


def said_in(frame: Changes | Reset) -> list[str]:
    return [thing.body for thing in unpacked(frame.things) if isinstance(thing, Message)]


def bodies(messages: list[Frame]) -> list[str]:
    return [message["body"] for message in messages]
