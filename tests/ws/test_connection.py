"""One socket: what it is told, in which order, how it ends, and that it ends alone."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import pytest
from picows import WSCloseCode, WSMsgType

from parley.app import Running, serving
from parley.settings import Settings
from parley.ws import connection, outbox
from tests.cast import PATIENCE, Frame, Person, Refusal, Room, Socket, Visitor, open_socket, things
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
        limited = with_changes(settings, rate_send="3/2", rate_read="off")
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
                    assert 0 < refusal["retry_after_ms"] <= 500
                assert len(await socket.messages(room, 3)) == 3
                response = await ada.request("message.send", room=room.id, client_id="http", body="x")
                assert (response.status_code, response.headers["retry-after"]) == (429, "1")


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
        ("not UTF-8", b'{"type": "me\xff.get", "ref": 1}', 4400),
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


class TestDelivery:
    async def test_frames_come_in_the_order_of_their_numbers(
        self, lobby: Room, ada: Person, bob: Person, eve: Person
    ) -> None:
        listening = await ada.connect()
        cursor = listening.welcome["heads"][lobby.log]

        async def come_and_go() -> None:
            for _ in range(10):
                await eve.call("room.join", slug="lobby")
                await eve.say(lobby, "here")
                await eve.call("room.leave", room=lobby.id)

        async def talk(person: Person) -> None:
            for n in range(20):
                await person.say(lobby, f"{n}")

        await asyncio.gather(come_and_go(), talk(ada), talk(bob))
        revs: list[int] = []
        while len(revs) < 10 * 3 + 2 * 20:
            frame = await listening.first(lambda frame: frame.get("log") == lobby.log)
            assert frame["from"] == cursor
            cursor = frame["to"]
            revs += [thing["rev"] for thing in frame["things"]]
        assert revs == list(range(revs[0], revs[0] + len(revs)))

    async def test_the_senders_answer_and_the_news_of_the_message_are_one_write(
        self, lobby: Room, ada: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        written: list[bytes] = []
        flush = outbox.Outbox.flush

        def recording(one: outbox.Outbox) -> None:
            written.append(b"".join(one._pieces))
            flush(one)

        socket = await ada.connect()
        monkeypatch.setattr(outbox.Outbox, "flush", recording)
        await socket.ask("message.send", room=lobby.id, client_id="a", body="one")
        (write,) = [write for write in written if write]
        assert write.index(b'"type":"changes"') < write.index(b'"type":"ok"')

    async def test_whoever_asks_more_at_once_than_may_wait_is_answered_and_is_not_too_slow(self, ada: Person) -> None:
        """What the transport takes does not wait, however much of it comes in one turn of the loop."""
        socket = await ada.connect()
        many = outbox.PIECES_LIMIT * 4
        for ref in range(many):
            socket.write({"type": "no.verb", "ref": ref})
        for ref in range(many):
            assert (await socket.next("error"))["ref"] == ref

    async def test_two_tabs_are_told_the_same(self, lobby: Room, ada: Person, bob: Person) -> None:
        tabs = [await bob.connect(), await bob.connect()]
        await ada.say(lobby, "one")
        first, second = [await tab.messages(lobby, 1) for tab in tabs]
        assert first == second

    async def test_a_joiners_open_sockets_get_the_room_at_once(self, lobby: Room, ada: Person, eve: Person) -> None:
        tabs = [await eve.connect(), await eve.connect()]
        await eve.call("room.join", slug="lobby")
        await ada.say(lobby, "welcome, eve")
        for tab in tabs:
            own = await tab.first(lambda frame: frame.get("log") == eve.log)
            assert list(own["rooms"]) == [lobby.id]
            assert [message["body"] for message in await tab.messages(lobby, 1)] == ["welcome, eve"]

    async def test_a_leaver_is_told_where_it_ended_and_nothing_after(
        self, lobby: Room, ada: Person, bob: Person
    ) -> None:
        """Twenty times, with messages before, at the same moment, and after."""
        tabs = [await bob.connect(), await bob.connect()]
        for n in range(20):
            said = [ada.say(lobby, f"{n}-{k}") for k in range(5)]
            answers = await asyncio.gather(*said[:2], bob.call("room.leave", room=lobby.id), *said[2:])
            left = answers[2]["at"]
            for tab in tabs:
                gone = await tab.next("gone")
                assert (gone["log"], gone["at"]) == (lobby.log, left)
                await tab.ask("me.get")
                seen = [frame for frame in tab.frames if frame.get("log") == lobby.log]
                assert all(frame["to"] <= left for frame in seen)
                tab.frames.clear()
            await bob.call("room.join", slug="lobby")

    async def test_strangers_hear_nothing(self, lobby: Room, den: Room, ada: Person, eve: Person) -> None:
        outside = await eve.connect()
        await ada.say(lobby, "inside")
        await ada.say(den, "further inside")
        await outside.ask("me.get")
        assert not [frame for frame in outside.frames if frame["type"] == "changes"]

    async def test_nothing_is_missed_between_catching_up_and_live(self, lobby: Room, ada: Person, bob: Person) -> None:
        """While somebody floods the room, twenty sockets come with cursors: to each, every change, and none twice."""
        speaker, stop = await ada.connect(), asyncio.Event()
        epoch, begun = speaker.welcome["epoch"], speaker.welcome["heads"][lobby.log]
        sent = 0

        async def flood() -> None:
            nonlocal sent
            while not stop.is_set():
                command = {"room": lobby.id, "client_id": uuid4().hex, "body": "x" * 50}
                speaker.write({"type": "message.send", "ref": sent, **command})
                sent += 1
                await asyncio.sleep(0 if sent % 3 else 0.001)

        async def arrive() -> Socket:
            await asyncio.sleep(0.01)
            return await bob.connect(epoch=epoch, cursors={lobby.log: begun})

        flooding = asyncio.ensure_future(flood())
        arrived = [socket for _ in range(5) for socket in await asyncio.gather(*(arrive() for _ in range(4)))]
        stop.set()
        await flooding
        assert sent > 20
        for socket in arrived:
            assert await followed(socket, lobby, begun, upto=begun + sent) == list(range(begun + 1, begun + sent + 1))

    async def test_a_slow_reader_is_let_go_and_slows_nobody(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(outbox, "STALL_SECONDS", 0.5)
        async with serving(with_changes(settings, outbox_bytes=64 * 1024)) as server:
            ada, room = await with_a_room(server)
            async with ada:
                slow, well, speaker = await ada.connect(), await ada.connect(), await ada.connect()
                slow.stop_reading()
                sent = 0
                async with asyncio.timeout(PATIENCE * 2):
                    while len(server.hub) == 3:
                        await speaker.ask(
                            "message.send", room=room.id, client_id=f"m{sent}", body=f"{sent}".ljust(8000, "x")
                        )
                        sent += 1
                assert len(await well.messages(room, sent)) == sent
                slow.resume_reading()
                assert (await slow.until_closed())[0] in (4408, 1006)  # cut a second later, said or not
                resumed = await ada.connect(
                    epoch=well.welcome["epoch"], cursors={room.log: well.welcome["heads"][room.log]}
                )
                assert (await resumed.first(lambda frame: frame["type"] in ("changes", "reset")))["log"] == room.log


async def followed(socket: Socket, room: Room, cursor: int, *, upto: int) -> list[int]:
    """The numbers that a client applies which keeps to the cursor rule. `reset` stands for all that it replaces."""
    found: list[int] = []
    while cursor < upto:
        frame = await socket.first(lambda frame: frame.get("log") == room.log)
        if frame["type"] == "reset":
            found += range(cursor + 1, frame["head"] + 1)
            cursor = frame["head"]
            continue
        assert frame["from"] <= cursor
        found += [message["rev"] for message in things(frame, "message") if message["rev"] > cursor]
        cursor = max(cursor, frame["to"])
    return found


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
