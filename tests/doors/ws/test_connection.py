"""One socket: what it is told, in which order, how it ends, and that it ends alone."""

import asyncio
import json
from math import ceil
from typing import Any

import pytest
from picows import WSCloseCode, WSMsgType

from parley.doors.ws import connection
from parley.process.app import Running, serving
from parley.settings import Settings
from tests.cast import PATIENCE, Frame, Person, Refusal, Room, Visitor, open_socket
from tests.conftest import with_changes

HELLO = {"type": "hello"}


async def until_forgotten(server: Running) -> None:
    """The hub knows nobody any more."""
    async with asyncio.timeout(PATIENCE):
        while len(server.hub):  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.005)


class TestHello:
    async def test_without_one_the_socket_closes(self, ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(connection, "HELLO_SECONDS", 0.05)
        socket = await ada.open()
        assert (await socket.next("error"))["code"] == "unauthenticated"
        assert (await socket.until_closed())[0] == 4401

    async def test_nothing_comes_before_it(self, ada: Person) -> None:
        for first in ({"type": "me.get", "ref": 1}, {"type": "welcome"}, {"type": "hello", "more": 1}):
            socket = await ada.open()
            socket.write(first)
            assert (await socket.next("error"))["code"] == "invalid"
            assert (await socket.until_closed())[0] == 4400

    async def test_strangers_get_in_to_be_told_why_not(self, ada: Person) -> None:
        for headers in ({}, {"Authorization": "Bearer nonsense"}):
            socket = await ada.open(headers)
            socket.write(HELLO)
            assert (await socket.next("error"))["code"] == "unauthenticated"
            code, reason = await socket.until_closed()
            assert code == 4401
            assert reason

    async def test_a_command_that_does_not_wait_for_the_welcome_is_refused_and_answered(self, ada: Person) -> None:
        socket = await ada.open()
        socket.write(HELLO)
        socket.write({"type": "me.get", "ref": 7})
        answer = await socket.first(lambda frame: frame.get("ref") == 7)
        assert (answer["type"], answer["code"]) == ("error", "unauthenticated")
        await socket.next("welcome")
        assert (await socket.ask("me.get"))["id"] == ada.id

    async def test_a_second_one_is_no_verb(self, ada: Person) -> None:
        socket = await ada.connect()
        socket.write({**HELLO, "ref": 3})
        assert (await socket.next("error"))["code"] == "not_found"

    async def test_sockets_that_go_away_at_any_moment_leave_nothing(self, server: Running, ada: Person) -> None:
        for turns in range(40):
            socket = await ada.open()
            socket.write(HELLO)
            for _ in range(turns % 8):
                await asyncio.sleep(0)
            socket.cut()
        live = await ada.connect()  # behind all of them
        live.cut()
        await until_forgotten(server)


class TestCommands:
    async def test_each_is_answered_once_with_its_ref(self, lobby: Room, ada: Person) -> None:
        socket = await ada.connect()
        commands: list[dict[str, Any]] = [
            {"type": "me.get"},
            {"type": "room.get", "room": lobby.id},
            {"type": "room.get", "room": "nowhere"},
            {"type": "message.send", "room": lobby.id, "client_id": "a", "body": "a"},
            {"type": "message.send", "room": lobby.id, "client_id": "a", "body": "b"},
            {"type": "message.send", "room": lobby.id},
            {"type": "no.such.verb"},
            {"type": "session.end"},
        ]
        for ref, command in enumerate(commands * 5):
            socket.write({**command, "ref": ref})
        answers = [await socket.first(lambda frame: "ref" in frame) for _ in range(len(commands) * 5)]
        assert sorted(answer["ref"] for answer in answers) == list(range(len(commands) * 5))
        await socket.ask("me.get")
        assert not [frame for frame in socket.frames if "ref" in frame]
        told = {answer["ref"]: answer.get("code", "ok") for answer in answers}
        expected = ["ok", "ok", "not_found", "ok", "conflict", "invalid", "not_found", "not_found"]
        assert [told[ref] for ref in range(8)] == expected

    async def test_without_a_ref_nothing_is_done(self, lobby: Room, ada: Person) -> None:
        socket = await ada.connect()
        socket.write({"type": "message.send", "room": lobby.id, "client_id": "a", "body": "a"})
        refusal = await socket.next("error")
        assert (refusal["code"], refusal["field"], "ref" in refusal) == ("invalid", "ref", False)
        assert (await socket.ask("room.get", room=lobby.id))["last_seq"] == 0

    async def test_a_refusal_says_which_field(self, lobby: Room, ada: Person) -> None:
        socket = await ada.connect()
        with pytest.raises(Refusal) as refused:
            await socket.ask("message.send", room=lobby.id, client_id="a", body="x" * 8001)
        assert (refused.value.code, refused.value.body["field"]) == ("invalid", "body")

    async def test_both_doors_give_the_same_answers(self, lobby: Room, ada: Person) -> None:
        socket = await ada.connect()
        verbs: list[tuple[str, dict[str, Any]]] = [
            ("me.get", {}),
            ("room.list", {}),
            ("room.get", {"room": "lobby"}),
            ("message.list", {"room": lobby.id, "limit": 5}),
            ("sync.get", {"cursors": {lobby.log: 0}}),
        ]
        for verb, fields in verbs:
            assert await socket.ask(verb, **fields) == await ada.call(verb, **fields)

    async def test_a_rate_limit_says_when_to_come_back(self, settings: Settings) -> None:
        limited = with_changes(settings, rate_send="3/0.02", rate_read="off")
        async with serving(limited) as server:
            ada, room = await with_a_room(server)
            async with ada:
                socket = await ada.connect()
                for n in range(5):
                    socket.write(
                        {"type": "message.send", "ref": n, "room": room.id, "client_id": f"m{n}", "body": f"{n}"}
                    )
                refused = [await socket.next("error") for _ in range(2)]
                for refusal in refused:
                    assert (refusal["code"], refusal["retryable"]) == ("rate_limited", True)
                    assert 0 < refusal["retry_after_ms"] <= 50_000
                assert len(await socket.messages(room, 3)) == 3
                response = await ada.request("message.send", room=room.id, client_id="http", body="x")
                assert response.status_code == 429
                assert int(response.headers["retry-after"]) == ceil(response.json()["retry_after_ms"] / 1_000)


class TestBadFrames:
    CASES = (
        ("no JSON", b"hello?", 4400),
        ("not an object", b"[1]", 4400),
        ("no type", b'{"ref": 1}', 4400),
        ("type is no text", b'{"type": 1, "ref": 1}', 4400),
        ("ref is no number", b'{"type": "me.get", "ref": "1"}', 4400),
        ("ref is negative", b'{"type": "me.get", "ref": -1}', 4400),
        ("ref is enormous", b'{"type": "me.get", "ref": 9007199254740992}', 4400),
        ("empty", b"", 4400),
        ("cut off", b'{"type": "me.get", "re', 4400),
        ("deep", b'{"type": "me.get", "ref": 1, "x": ' + b"[" * 50_000, 4400),
        ("deep objects", b'{"a":' * 12_000, 4400),
        ("too large", b'{"type": "' + b"x" * 100_000 + b'"}', 4413),
    )

    @pytest.mark.parametrize(("data", "code"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
    async def test_one_ends_its_socket_and_no_other(
        self, server: Running, ada: Person, bob: Person, data: bytes, code: int
    ) -> None:
        well, bad = await bob.connect(), await ada.connect()
        bad.write(data)
        assert (await bad.next("error"))["code"] == {4400: "invalid", 4413: "too_large"}[code]
        assert (await bad.until_closed())[0] == code
        assert (await well.ask("me.get"))["id"] == bob.id

    async def test_a_binary_one_ends_it(self, ada: Person) -> None:
        socket = await ada.connect()
        socket.transport.send(WSMsgType.BINARY, b'{"type": "me.get", "ref": 1}')
        assert (await socket.until_closed())[0] == 4400

    async def test_ten_megabytes_end_it(self, ada: Person, bob: Person) -> None:
        well, socket = await bob.connect(), await ada.connect()
        socket.write(b" " * 10_000_000)
        assert (await socket.until_closed())[0] in (1009, 1006)  # the close frame may be lost in what is still coming
        assert (await well.ask("me.get"))["id"] == bob.id

    async def test_a_refused_command_does_not_end_it(self, ada: Person) -> None:
        socket = await ada.connect()
        for bad in ({"type": "room.get", "room": 1}, {"type": "room.get"}, {"type": "me.get", "more": [[[]]]}):
            socket.write({**bad, "ref": 5})
            assert (await socket.next("error"))["code"] == "invalid"
        assert (await socket.ask("me.get"))["id"] == ada.id


class TestFragments:
    async def test_a_message_in_pieces_is_one(self, ada: Person) -> None:
        socket = await ada.connect()
        text = b'{"type": "me.get", "ref": 900}'
        socket.transport.send(WSMsgType.TEXT, text[:5], fin=False)
        socket.transport.send(WSMsgType.PING, b"between")
        socket.transport.send(WSMsgType.CONTINUATION, text[5:9], fin=False)
        socket.transport.send(WSMsgType.CONTINUATION, text[9:])
        assert (await socket.next("ok"))["ref"] == 900
        assert (await socket.ask("me.get"))["id"] == ada.id

    async def test_many_small_pieces_count_as_one_large_message(self, ada: Person) -> None:
        socket = await ada.connect()
        socket.transport.send(WSMsgType.TEXT, b"x" * 1000, fin=False)
        for _ in range(70):
            socket.transport.send(WSMsgType.CONTINUATION, b"x" * 1000, fin=False)
        assert (await socket.until_closed())[0] == 4413

    @pytest.mark.parametrize("kind", [WSMsgType.CONTINUATION, WSMsgType.TEXT])
    async def test_pieces_out_of_order_end_it(self, ada: Person, kind: WSMsgType) -> None:
        socket = await ada.connect()
        if kind is WSMsgType.TEXT:
            socket.transport.send(WSMsgType.TEXT, b"{", fin=False)
        socket.transport.send(kind, b"}")
        assert (await socket.until_closed())[0] in (4400, 1002)


class TestPingAndClose:
    async def test_a_ping_is_answered_with_what_it_said(self, ada: Person) -> None:
        socket = await ada.connect()
        for said in (b"", b"are you there?", b"x" * 125):
            socket.transport.send(WSMsgType.PING, said)
            assert await socket.pong() == said

    async def test_a_close_is_answered(self, server: Running, ada: Person) -> None:
        socket = await ada.connect()
        socket.transport.send_close(WSCloseCode.OK)
        assert (await socket.until_closed())[0] == 1000
        await until_forgotten(server)

    async def test_a_beat_carries_what_changed(self, server: Running, lobby: Room, den: Room, ada: Person) -> None:
        socket = await ada.connect()
        server.hub.beat()
        await socket.next("beat")
        sent = await ada.say(lobby, "news")
        await socket.messages(lobby, 1)
        await socket.ping()
        server.hub.beat()
        assert (await socket.next("beat"))["heads"] == {lobby.log: sent["rev"]}
        await socket.ping()
        server.hub.beat()
        assert (await socket.next("beat"))["heads"] == {}

    async def test_whoever_is_not_heard_between_two_beats_is_gone(self, server: Running, ada: Person) -> None:
        silent, talking = await ada.connect(), await ada.connect()
        silent.stop_reading()
        for _ in range(3):
            server.hub.beat()
            talking.write({"type": "beat"})
            await talking.ping()
        assert (await talking.ask("me.get"))["id"] == ada.id
        assert len(server.hub) == 1


class TestStopping:
    async def test_everybody_is_told_when_to_come_back(self, settings: Settings) -> None:
        async with serving(settings) as server:
            ada, _ = await with_a_room(server)
            sockets = [await ada.connect() for _ in range(20)]
            silent = await ada.open()
        for socket in sockets:
            assert 250 <= (await socket.next("drain"))["reconnect_after_ms"] <= 30_000
            assert (await socket.until_closed())[0] == 1012
        assert (await silent.until_closed())[0] == 1006
        await ada.http.aclose()

    async def test_what_was_sent_before_is_answered_and_kept(self, settings: Settings) -> None:
        async with serving(settings) as server:
            ada, room = await with_a_room(server)
            socket = await ada.connect()
            answers = [asyncio.ensure_future(ada.say(room, f"{n}")) for n in range(10)]
            await socket.messages(room, 1)
        kept = [answer.result()["seq"] for answer in answers if answer.done() and not answer.exception()]
        await asyncio.gather(*answers, return_exceptions=True)
        async with serving(settings), ada:
            page = await ada.call("message.list", room=room.id)
            assert set(kept) <= {message["seq"] for message in page["messages"]}
            assert kept


async def with_a_room(server: Running) -> tuple[Person, Room]:
    async with Visitor(server.services.settings) as visitor:
        ada = await visitor.set_up("ada", server)
    made: Frame = await ada.call("room.create", client_id="r", name="Room", kind="private")
    return ada, Room(made["room"]["id"])


async def test_the_socket_needs_no_session_to_be_refused_politely(server: Running) -> None:
    socket = await open_socket(server.services.settings)
    socket.write(json.dumps(HELLO))
    assert (await socket.next("error"))["message"].startswith("Sign in first")
    assert (await socket.until_closed())[0] == 4401
