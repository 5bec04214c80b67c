"""A process leaves: first it says so, then it sends everybody elsewhere, and nobody's question stays unanswered."""

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from parley.process.app import Running
from parley.settings import Settings
from tests.cast import PASSWORD, Person, Room, Visitor
from tests.cli.running import Parley, Process
from tests.conftest import LIFTED, with_changes
from tests.services.valkey import Valkey

COMMANDS = 50
# It lingers for six seconds and hands over for one.
PATIENCE = 60.0


async def test_what_was_asked_is_answered_before_the_socket_closes(server: Running, ada: Person, lobby: Room) -> None:
    socket = await ada.connect()
    for n in range(COMMANDS):
        socket.write({"type": "message.send", "ref": n, "room": lobby.id, "client_id": f"m{n}", "body": f"{n}"})
    await socket.ping()
    for receiver in server.hub.receivers():
        receiver.drain(reconnect_after_ms=100)
    assert await socket.until_closed() == (1012, "restarting")
    assert [frame["reconnect_after_ms"] for frame in socket.frames if frame["type"] == "drain"] == [100]
    assert {frame["ref"] for frame in socket.frames if frame["type"] == "ok"} == set(range(COMMANDS))


class TestWhereOthersServeToo:
    @pytest.fixture
    def settings(self, postgres_settings: Settings, valkey: Valkey) -> Settings:
        return with_changes(postgres_settings, redis_url=valkey.url(), secret="s" * 32)

    @contextmanager
    def serving(self, settings: Settings, tmp_path: Path) -> Iterator[Process]:
        parley = Parley(tmp_path / "process")
        names = ("database_url", "redis_url", "secret")
        given = {**LIFTED, **{name: getattr(settings, name) for name in names}}
        parley("create-admin", "ada", "--password-stdin", stdin=f"{PASSWORD}\n", **given)
        with parley.serving(settings.port, **given) as process:
            yield process

    async def test_it_says_that_it_leaves_before_it_does(self, settings: Settings, tmp_path: Path) -> None:
        with self.serving(settings, tmp_path) as process:
            async with Visitor(settings) as visitor, await visitor.sign_in("ada") as ada:
                socket = await ada.connect()
                process.send_signal(signal.SIGTERM)
                await until_not_ready(visitor)
                # Whoever has not looked yet is still served, and told not to come back on this connection.
                answer = await ada.request("me.get")
                assert (answer.status_code, answer.headers["Connection"]) == (200, "close")
                newcomer = await ada.connect()
                for one in (socket, newcomer):
                    assert await one.until_closed(PATIENCE) == (1012, "restarting")
                    assert [frame for frame in one.frames if frame["type"] == "drain"]
                with pytest.raises(httpx2.ConnectError):
                    await ada.request("me.get")
            assert await asyncio.to_thread(process.wait, PATIENCE) == 0

    async def test_told_more_urgently_it_does_not_linger(self, settings: Settings, tmp_path: Path) -> None:
        with self.serving(settings, tmp_path) as process:
            async with Visitor(settings) as visitor, await visitor.sign_in("ada") as ada:
                socket = await ada.connect()
                process.send_signal(signal.SIGTERM)
                await until_not_ready(visitor)
                process.send_signal(signal.SIGINT)
                assert (await socket.until_closed())[0] == 1012
            assert await asyncio.to_thread(process.wait, PATIENCE) == 0
        assert "handing_over" not in (tmp_path / "log").read_text()


async def until_not_ready(visitor: Visitor) -> None:
    async with asyncio.timeout(PATIENCE):
        while (await visitor.http.get("/readyz")).status_code != 503:
            pass
