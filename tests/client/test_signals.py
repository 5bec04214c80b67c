"""What a program is told of those who are there, and how it forgets it."""

import asyncio
from collections.abc import Callable
from functools import partial

import pytest

from parley.client import Parley, signals
from parley.errors import NotFound
from parley.realtime import attendance
from tests.cast import Person, Room, Socket
from tests.proxy import Proxy

PATIENCE = 120.0


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attendance, "RELOAD_SECONDS", 0.05)
    monkeypatch.setattr(attendance, "RETURN_SECONDS", 0.05)


async def until(chat: Parley, true: Callable[[], bool]) -> None:
    """It says so whenever something has changed."""
    async with asyncio.timeout(PATIENCE):
        while not true():
            await chat.changed()


@pytest.fixture
async def hers(ada: Person, lobby: Room) -> Socket:
    return await ada.connect()


class TestTyping:
    async def test_who_types_is_known_until_they_stop(
        self, chat: Parley, hers: Socket, ada: Person, lobby: Room
    ) -> None:
        await hers.ask("typing.set", room=lobby.id)
        await until(chat, lambda: chat.typists(lobby.id) == [ada.id])
        assert chat.typing_count(lobby.id) == 1
        await hers.ask("typing.set", room=lobby.id, is_typing=False)
        await until(chat, lambda: chat.typists(lobby.id) == [])

    async def test_it_is_forgotten_when_it_is_not_said_again(
        self, chat: Parley, hers: Socket, ada: Person, lobby: Room, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(signals, "FORGET_SECONDS", 1.0)
        await hers.ask("typing.set", room=lobby.id)
        await until(chat, lambda: chat.typists(lobby.id) == [ada.id])
        await until(chat, lambda: chat.typists(lobby.id) == [])

    async def test_a_message_ends_it(self, chat: Parley, hers: Socket, ada: Person, lobby: Room) -> None:
        await hers.ask("typing.set", room=lobby.id)
        await until(chat, lambda: chat.typists(lobby.id) == [ada.id])
        await ada.say(lobby, "done")
        await until(chat, lambda: chat.typists(lobby.id) == [])

    async def test_a_new_connection_and_a_leaving_end_it(
        self, chat: Parley, network: Proxy, hers: Socket, ada: Person, lobby: Room
    ) -> None:
        await hers.ask("typing.set", room=lobby.id)
        await until(chat, lambda: chat.typists(lobby.id) == [ada.id])
        network.cut()
        await until(chat, lambda: chat.typists(lobby.id) == [] and chat.is_live)
        await hers.ask("typing.set", room=lobby.id)
        await until(chat, lambda: chat.typists(lobby.id) == [ada.id])
        await chat.room_leave(room=lobby.id)
        await until(chat, lambda: chat.typists(lobby.id) == [])

    async def test_others_are_told_and_oneself_is_not_named(
        self, chat: Parley, hers: Socket, bob: Person, lobby: Room
    ) -> None:
        await chat.typing(lobby.id)
        assert (await hers.next("signal"))["person"] == bob.id
        beside = await bob.connect()
        await beside.ask("typing.set", room=lobby.id)
        await until(chat, lambda: chat.typing_count(lobby.id) == 1)
        assert chat.typists(lobby.id) == []

    async def test_one_that_cannot_be_told_is_not_repeated_and_a_stranger_is_refused(
        self, chat: Parley, network: Proxy, hers: Socket, den: Room, lobby: Room
    ) -> None:
        with pytest.raises(NotFound):
            await chat.typing(den.id)
        network.is_down = True
        network.cut()
        await chat.typing(lobby.id)
        network.is_down = False
        await until(chat, lambda: chat.is_live)
        await hers.ask("me.get")
        assert [frame for frame in hers.frames if frame["type"] == "signal"] == []


class TestPresence:
    async def test_who_is_watched_is_known(self, chat: Parley, hers: Socket, ada: Person, lobby: Room) -> None:
        assert (await chat.watch_presence(lobby.id, [ada.id, "77"])).keys() == {ada.id}
        assert state_of(chat, ada) == "online"
        await hers.ask("presence.set", state="away")
        await until(chat, lambda: state_of(chat, ada) == "away")
        hers.cut()
        await until(chat, lambda: state_of(chat, ada) == "offline")
        last = chat.presence(ada.id)
        assert last is not None
        assert last.last_seen is not None

    async def test_it_is_asked_again_on_every_new_connection(
        self, chat: Parley, network: Proxy, hers: Socket, ada: Person, bob: Person, lobby: Room
    ) -> None:
        await chat.watch_presence(lobby.id, [ada.id])
        await chat.presence_set(state="away")
        for state in ("away", "online"):
            network.cut()
            await hers.ask("presence.set", state=state)
            await until(chat, partial(is_in_state, chat, ada, state))
        watch = await hers.ask("presence.watch", room=lobby.id, people=[bob.id])
        if watch["people"][0]["state"] != "away":
            frame = await hers.first(lambda frame: frame["type"] == "signal" and frame["state"] == "away")
            assert frame["person"] == bob.id

    async def test_it_ends_with_an_empty_list_and_with_the_room(
        self, chat: Parley, hers: Socket, ada: Person, lobby: Room
    ) -> None:
        await chat.watch_presence(lobby.id, [ada.id])
        assert await chat.watch_presence(lobby.id, []) == {}
        assert chat.presence(ada.id) is None
        await chat.watch_presence(lobby.id, [ada.id])
        await chat.room_leave(room=lobby.id)
        await until(chat, lambda: chat.presence(ada.id) is None)
        with pytest.raises(NotFound):
            await chat.watch_presence(lobby.id, [ada.id])


def is_in_state(chat: Parley, person: Person, state: str) -> bool:
    return state_of(chat, person) == state


def state_of(chat: Parley, person: Person) -> str | None:
    known = chat.presence(person.id)
    return None if known is None else known.state


class TestReceipts:
    async def test_who_has_seen_a_room_is_known_and_kept_up_to_date(
        self, chat: Parley, ada: Person, lobby: Room, bob: Person
    ) -> None:
        await bob.say(lobby, "one")
        await bob.say(lobby, "two")
        me = chat.state.me
        assert me is not None
        assert (await chat.watch_receipts(lobby.id))[ada.id].seq == 0
        await ada.call("read.mark", room=lobby.id, generation=0, seq=1)
        await until(chat, lambda: chat.receipts(lobby.id)[ada.id].seq == 1)
        assert chat.receipts(lobby.id)[ada.id].at is not None
        assert me.id not in chat.receipts(lobby.id)
        await ada.call("me.update", shares_reading=False)
        assert await chat.watch_receipts(lobby.id) == {}

    async def test_it_is_asked_again_on_a_new_connection_and_forgotten_with_the_room(
        self, chat: Parley, network: Proxy, ada: Person, lobby: Room, bob: Person
    ) -> None:
        await bob.say(lobby, "one")
        await chat.watch_receipts(lobby.id)
        network.cut()
        await ada.call("read.mark", room=lobby.id, generation=0, seq=1)
        await until(chat, lambda: chat.receipts(lobby.id)[ada.id].seq == 1)
        await chat.room_leave(room=lobby.id)
        await until(chat, lambda: chat.receipts(lobby.id) == {})
