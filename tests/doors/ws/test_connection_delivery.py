"""What a socket is sent, and in which order."""

import asyncio
from uuid import uuid4

import pytest

from parley.doors.ws import outbox
from parley.process.app import serving
from parley.settings import Settings
from tests.cast import PATIENCE, Person, Room, Socket, things
from tests.conftest import with_changes
from tests.doors.ws.test_connection import with_a_room


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
        monkeypatch.setattr(outbox, "STALL_SECONDS", 3.0)
        async with serving(with_changes(settings, outbox_bytes=64 * 1024)) as server:
            ada, room = await with_a_room(server)
            async with ada:
                slow, well, speaker = await ada.connect(), await ada.connect(), await ada.connect()
                slow.stop_reading()
                sent = 0
                async with asyncio.timeout(PATIENCE * 2):
                    while len(server.hub) == 3:
                        # Many at a time: what the system keeps for a reader is megabytes.
                        await asyncio.gather(
                            *(
                                speaker.ask("message.send", room=room.id, client_id=f"m{n}", body=f"{n}".ljust(8000))
                                for n in range(sent, sent + 20)
                            )
                        )
                        sent += 20
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
