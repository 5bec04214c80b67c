"""Presence, as those who watch somebody in a room are told it."""

from typing import Any

import pytest
from picows import WSCloseCode

from parley.actions import signals
from parley.actions.context import Caller, Context, Live
from parley.basics.times import rfc3339
from parley.errors import Unavailable
from parley.policies import be_in_room
from parley.process.app import Running, serving
from parley.protocol.signals import WATCH_LIMIT, SetPresence, WatchPresence
from parley.realtime import attendance
from parley.settings import Settings
from tests.cast import Frame, Person, Refusal, Room, Socket, Visitor
from tests.conftest import Clock


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a page to be loaded again."""
    monkeypatch.setattr(attendance, "RELOAD_SECONDS", 0.05)
    monkeypatch.setattr(attendance, "RETURN_SECONDS", 0.05)


async def watch(socket: Socket, room: Room, *people: Person) -> list[Frame]:
    answer = await socket.ask("presence.watch", room=room.id, people=[person.id for person in people])
    found: list[Frame] = answer["people"]
    return found


async def told(socket: Socket) -> tuple[Any, ...]:
    frame = await socket.next("signal")
    assert frame["kind"] == "presence"
    return frame["person"], frame["state"]


async def nothing_more(socket: Socket) -> None:
    await socket.ask("me.get")
    assert [frame for frame in socket.frames if frame["type"] == "signal"] == []


async def test_the_answer_says_what_is_and_signals_what_changes(
    lobby: Room, ada: Person, bob: Person, clock: Clock
) -> None:
    hers = await ada.connect()
    assert await watch(hers, lobby, ada, bob) == [
        {"person": ada.id, "state": "online", "last_seen": None},
        {"person": bob.id, "state": "offline", "last_seen": None},
    ]
    his = await bob.connect()
    frame = await hers.next("signal")
    assert frame == {"type": "signal", "kind": "presence", "log": lobby.log, "person": bob.id, "state": "online"}
    await his.ask("presence.set", state="away")
    assert await told(hers) == (bob.id, "away")
    his.transport.send_close(WSCloseCode.OK)
    gone = await hers.next("signal")
    assert (gone["person"], gone["state"]) == (bob.id, "offline")
    assert (await watch(hers, lobby, bob))[0] == {
        "person": bob.id,
        "state": "offline",
        "last_seen": gone["last_seen"],
    }


async def test_two_tabs_are_one_person(lobby: Room, ada: Person, bob: Person) -> None:
    """Away only if all are, and offline only if there is none."""
    hers, first, second = await ada.connect(), await bob.connect(), await bob.connect()
    await watch(hers, lobby, bob)
    await first.ask("presence.set", state="away")
    await nothing_more(hers)
    await second.ask("presence.set", state="away")
    assert await told(hers) == (bob.id, "away")
    await first.ask("presence.set", state="online")
    assert await told(hers) == (bob.id, "online")
    second.cut()
    first.cut()
    assert await told(hers) == (bob.id, "offline")


async def test_a_page_that_is_loaded_again_does_not_flicker(
    lobby: Room, ada: Person, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attendance, "RETURN_SECONDS", 1_000.0)
    hers, his = await ada.connect(), await bob.connect()
    await watch(hers, lobby, bob)
    for _ in range(3):
        his.cut()
        await his.until_closed()
        his = await bob.connect()
    await his.ask("presence.set", state="away")
    assert await told(hers) == (bob.id, "away")
    await nothing_more(hers)


async def test_a_command_that_is_slower_than_the_end_of_its_socket_leaves_nothing(
    lobby: Room, ada: Person, server: Running
) -> None:
    hers = await ada.connect()
    (socket,) = server.hub.receivers()
    caller = Caller(int(ada.id), socket.session, "owner", socket.session_expires_at)
    hers.cut()
    await server.hub.emptied()
    late = Context(server.services, caller, be_in_room, told_through=Live(server.signals, socket))
    await signals.set_presence(late, SetPresence(state="away"))
    with pytest.raises(Unavailable):
        await signals.watch(late, WatchPresence(room=lobby.id, people=[ada.id]))
    assert server.signals.watches.people() == set()
    assert not server.signals.presence.here.has(socket)


class TestWatching:
    async def test_people_outside_the_room_are_left_out_and_never_told(
        self, lobby: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        hers = await ada.connect()
        answer = await hers.ask("presence.watch", room=lobby.id, people=[eve.id, "77", bob.id, bob.id])
        assert [person["person"] for person in answer["people"]] == [bob.id]
        await eve.connect()
        await bob.connect()
        assert await told(hers) == (bob.id, "online")
        await nothing_more(hers)

    async def test_a_newer_watch_takes_the_place_of_the_earlier_one_in_the_room(
        self, lobby: Room, den: Room, ada: Person, bob: Person
    ) -> None:
        hers = await ada.connect()
        await watch(hers, lobby, bob)
        await watch(hers, den, ada)
        await watch(hers, lobby, ada)
        his = await bob.connect()
        await his.ask("me.get")
        await nothing_more(hers)
        await watch(hers, lobby, bob)
        await watch(hers, lobby)
        await his.ask("presence.set", state="away")
        await nothing_more(hers)
        await hers.ask("presence.set", state="away")
        assert await told(hers) == (ada.id, "away")

    async def test_it_ends_with_the_subscription_to_the_room(
        self, lobby: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        his, hers = await bob.connect(), await ada.connect()
        await watch(his, lobby, ada)
        await watch(hers, lobby, ada)
        await bob.call("room.leave", room=lobby.id)
        await his.next("gone")
        await bob.call("room.join", slug="lobby")
        await hers.ask("presence.set", state="away")
        assert await told(hers) == (ada.id, "away")
        await nothing_more(his)

    async def test_a_person_who_leaves_the_room_is_told_no_more_nor_after_coming_back(
        self, lobby: Room, ada: Person, bob: Person
    ) -> None:
        hers, his = await ada.connect(), await bob.connect()
        await watch(hers, lobby, ada, bob)
        await bob.call("room.leave", room=lobby.id)
        await hers.first(lambda frame: frame["type"] == "changes" and frame["log"] == lobby.log)
        await his.ask("presence.set", state="away")
        await hers.ask("presence.set", state="away")
        assert await told(hers) == (ada.id, "away")
        await bob.call("room.join", slug="lobby")
        await his.ask("presence.set", state="online")
        await hers.ask("presence.set", state="online")
        assert await told(hers) == (ada.id, "online")
        await nothing_more(hers)
        assert [one["person"] for one in await watch(hers, lobby, bob)] == [bob.id]

    async def test_more_than_three_hundred_are_refused(self, lobby: Room, ada: Person) -> None:
        hers = await ada.connect()
        everybody = [str(1000 + n) for n in range(WATCH_LIMIT + 1)]
        with pytest.raises(Refusal) as refused:
            await hers.ask("presence.watch", room=lobby.id, people=everybody)
        assert (refused.value.code, refused.value.body["field"]) == ("invalid", "people")
        assert (await hers.ask("presence.watch", room=lobby.id, people=everybody[1:])) == {"people": []}

    async def test_ten_thousand_are_more_than_a_frame_holds(self, lobby: Room, ada: Person, bob: Person) -> None:
        hers, his = await ada.connect(), await bob.connect()
        await watch(his, lobby, bob)
        everybody = [str(10**18 + n) for n in range(10_000)]
        hers.write({"type": "presence.watch", "ref": 1, "room": lobby.id, "people": everybody})
        assert (await hers.next("error"))["code"] == "too_large"
        assert (await hers.until_closed())[0] == 4413
        await his.ask("presence.set", state="away")
        assert await told(his) == (bob.id, "away")

    async def test_strangers_cannot(self, lobby: Room, ada: Person, eve: Person) -> None:
        outside = await eve.connect()
        with pytest.raises(Refusal) as refused:
            await watch(outside, lobby, ada)
        assert (refused.value.code, refused.value.body["field"]) == ("not_found", "room")
        await (await ada.connect()).ask("presence.set", state="away")
        await nothing_more(outside)


async def test_when_somebody_was_last_here_outlives_the_server(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attendance, "RETURN_SECONDS", 1_000.0)  # bob could still come back when the server ends
    async with serving(settings) as server, Visitor(settings) as visitor:
        began = server.services.now()
        async with await visitor.set_up("ada", server) as ada, await visitor.register("bob") as bob:
            made = await ada.call("room.create", client_id="lobby", name="Lobby", slug="lobby")
            await bob.call("room.join", slug="lobby")
            await bob.connect()
    async with serving(settings), ada.at(settings) as again:
        (last,) = await watch(await again.connect(), Room(made["room"]["id"]), bob)
    assert last["state"] == "offline"
    assert last["last_seen"] >= rfc3339(began)
