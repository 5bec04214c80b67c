"""Typing, as those who are there are told it, through both doors."""

from uuid import uuid4

import pytest

from parley.errors import Unavailable
from parley.process.app import Running
from tests.cast import Frame, Person, Refusal, Room, Socket


async def signal(socket: Socket) -> Frame:
    return await socket.next("signal")


async def nothing_more(socket: Socket) -> None:
    """Whatever was sent before this answer has arrived."""
    await socket.ask("me.get")
    assert [frame for frame in socket.frames if frame["type"] == "signal"] == []


class TestTyping:
    async def test_those_who_follow_the_room_are_told(self, lobby: Room, ada: Person, bob: Person) -> None:
        hers, his = await ada.connect(), await bob.connect()
        assert await his.ask("typing.set", room=lobby.id) == {}
        told = {"type": "signal", "kind": "typing", "log": lobby.log, "person": bob.id, "is_typing": True}
        assert await signal(hers) == told
        await his.ask("typing.set", room=lobby.id, is_typing=False)
        assert await signal(hers) == told | {"is_typing": False}

    async def test_ones_other_connections_are_told_and_the_one_that_says_it_is_not(
        self, lobby: Room, bob: Person
    ) -> None:
        writing, beside = await bob.connect(), await bob.connect()
        await writing.ask("typing.set", room=lobby.id)
        assert (await signal(beside))["person"] == bob.id
        await nothing_more(writing)

    async def test_over_http_all_of_ones_connections_are_told(self, lobby: Room, ada: Person, bob: Person) -> None:
        hers, his = await ada.connect(), await bob.connect()
        assert await bob.call("typing.set", room=lobby.id) == {}
        assert [(await signal(socket))["person"] for socket in (hers, his)] == [bob.id, bob.id]

    async def test_nobody_outside_the_room_is_told(
        self, lobby: Room, den: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        hers, his, outside = await ada.connect(), await bob.connect(), await eve.connect()
        await hers.ask("typing.set", room=den.id)
        await hers.ask("typing.set", room=lobby.id)
        assert (await signal(his))["log"] == lobby.log
        await nothing_more(his)
        await nothing_more(outside)

    async def test_who_has_left_is_told_nothing_and_can_tell_nothing(
        self, lobby: Room, ada: Person, bob: Person
    ) -> None:
        hers, his = await ada.connect(), await bob.connect()
        await bob.call("room.leave", room=lobby.id)
        await his.next("gone")
        await hers.ask("typing.set", room=lobby.id)
        await nothing_more(his)
        for ask in (his.ask, bob.call):
            with pytest.raises(Refusal) as refused:
                await ask("typing.set", room=lobby.id)
            assert (refused.value.code, refused.value.body["field"]) == ("not_found", "room")
        await nothing_more(hers)

    async def test_over_the_socket_the_database_is_not_asked(
        self, lobby: Room, ada: Person, bob: Person, server: Running, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hers, his = await ada.connect(), await bob.connect()

        async def refuse(*_: object) -> None:
            raise Unavailable("The database is away.")

        monkeypatch.setattr(type(server.services.database), "read", refuse)
        await his.ask("typing.set", room=lobby.id)
        await his.ask("presence.set", state="away")
        assert (await signal(hers))["person"] == bob.id
        with pytest.raises(Refusal, match="unavailable"):
            await his.ask("presence.watch", room=lobby.id, people=[])

    async def test_it_is_no_part_of_what_is_caught_up_with(self, lobby: Room, ada: Person, bob: Person) -> None:
        his = await bob.connect()
        head = his.welcome["heads"][lobby.log]
        await his.ask("typing.set", room=lobby.id)
        hers = await ada.connect(epoch=his.welcome["epoch"], cursors={lobby.log: head})
        await nothing_more(hers)
        assert hers.welcome["heads"][lobby.log] == head

    async def test_before_a_message_comes_what_was_told_before_it(self, lobby: Room, ada: Person, bob: Person) -> None:
        hers, his = await ada.connect(), await bob.connect()
        await his.ask("typing.set", room=lobby.id)
        await his.ask("message.send", room=lobby.id, client_id=uuid4().hex, body="done")
        await hers.messages(lobby, 1)
        assert [frame["kind"] for frame in hers.frames if frame["type"] == "signal"] == ["typing"]
