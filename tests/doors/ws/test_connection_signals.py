"""Signals to a socket that reads nothing for a while."""

import asyncio

import pytest

from parley.doors.ws import outbox
from parley.process.app import Running
from tests.cast import Person, Room, Socket

PATIENCE = 60.0


async def test_a_slow_reader_loses_signals_and_is_told_presence_again(
    server: Running, lobby: Room, ada: Person, bob: Person, eve: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "SIGNALS_LIMIT", 1)
    await eve.call("room.join", slug="lobby")
    slow, speaker = await ada.connect(), await ada.connect()
    his, hers = await bob.connect(), await eve.connect()
    for socket in (slow, speaker):
        await socket.ask("presence.watch", room=lobby.id, people=[bob.id, eve.id])
    await fill(server, slow, speaker, lobby)
    await his.ask("presence.set", state="away")
    await hers.ask("presence.set", state="away")
    for _ in (his, hers):
        await speaker.next("signal")
    shed = server.services.metrics.signals_shed.values["outbox",]
    assert shed == 1
    slow.resume_reading()
    told = {(await slow.next("signal"))["person"] for _ in range(3)}  # one that waited, and both again
    assert told == {bob.id, eve.id}
    assert slow.closed is None


async def test_typing_waits_for_nobody_and_closes_nobody(
    server: Running, lobby: Room, ada: Person, bob: Person
) -> None:
    slow, speaker, his = await ada.connect(), await ada.connect(), await bob.connect()
    await fill(server, slow, speaker, lobby)
    for _ in range(outbox.PIECES_LIMIT + 1):
        await his.ask("typing.set", room=lobby.id)
    slow.resume_reading()
    await slow.ask("me.get")
    assert [frame for frame in slow.frames if frame["type"] == "signal"] == []
    await his.ask("typing.set", room=lobby.id)
    assert (await slow.next("signal"))["person"] == bob.id


async def fill(server: Running, slow: Socket, speaker: Socket, room: Room) -> None:
    """Talk until something waits at the server for the one that reads nothing."""
    slow.stop_reading()
    pieces = server.services.metrics.outbox_pieces
    said = 0
    async with asyncio.timeout(PATIENCE):
        while not pieces.values[()]:
            await speaker.ask("message.send", room=room.id, client_id=f"m{said}", body="x" * 8000)
            said += 1
