"""The server as a process of its own: stopped, killed, and on a disk that fails."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import httpx2
import pytest

from parley.settings import LIMITS, Settings
from tests.cast import PASSWORD, PATIENCE, Frame, Person, Room, Visitor
from tests.cli.running import Parley, Process
from tests.services.forked import fork_strict_parley
from tests.services.ports import free_port

ROUNDS = 10  # on each of two hosts at once
DISK_FAILED = 70
# Ten seconds before anything that waits for connections gives up.
SOON = 20.0
LIFTED = dict.fromkeys(LIMITS, "off")


class Host:
    """A machine with one server on it, which may be started again and again on the same folder and port."""

    def __init__(self, folder: Path) -> None:
        folder.parent.mkdir(exist_ok=True)
        self.parley = Parley(folder)
        self.settings = Settings(data_dir=str(folder), port=free_port())
        self.log = folder.with_name("log.txt")

    @contextmanager
    def server(self, *, file_bytes: int = 0) -> Iterator[Process]:
        """Up and answering inside. No file of its may grow beyond `file_bytes`, as on a disk that breaks."""
        environment = self.parley._environment({"port": self.settings.port, "log_level": "info", **LIFTED})
        with self.log.open("a") as log:
            process = fork_strict_parley(["serve"], environment, log, file_bytes=file_bytes)
        assert process.stdout is not None
        with process.stdout:
            try:
                assert f"localhost:{self.settings.port}" in process.stdout.readline()
                yield process
            finally:
                process.kill()
                process.wait(timeout=120)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[Process]:
        """The same, for one of several hosts: while it starts and ends, requests to the others must not time out."""
        server = self.server()
        process = await asyncio.to_thread(server.__enter__)
        try:
            yield process
        finally:
            await asyncio.to_thread(server.__exit__, None, None, None)

    @asynccontextmanager
    async def visitor(self) -> AsyncIterator[Visitor]:
        async with Visitor(self.settings) as visitor:
            yield visitor

    async def ada(self) -> tuple[Person, Room]:
        """Signed in, in a room of hers."""
        await asyncio.to_thread(self.parley, "create-admin", "ada", "--password-stdin", stdin=f"{PASSWORD}\n")
        async with self.serving(), self.visitor() as visitor:
            ada = await visitor.sign_in("ada")
            made: Frame = await ada.call("room.create", client_id="r", name="Room", kind="private")
        return ada, Room(made["room"]["id"])


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(tmp_path / "data")


async def test_ctrl_c_ends_it_soon_however_many_are_connected(host: Host) -> None:
    ada, _ = await host.ada()
    with host.server() as process:
        async with ada:
            sockets = [await ada.connect() for _ in range(45)] + [await ada.open() for _ in range(5)]
            began = time.monotonic()
            process.send_signal(signal.SIGINT)
            closed = await asyncio.gather(*(socket.until_closed() for socket in sockets))
            assert await asyncio.to_thread(process.wait, PATIENCE) == 0
            assert time.monotonic() - began < SOON
    assert [code for code, _ in closed[:45]] == [1012] * 45


async def test_told_to_stop_it_sends_everybody_away_and_keeps_what_was_said(host: Host) -> None:
    ada, room = await host.ada()
    with host.server() as process:
        async with ada:
            socket = await ada.connect()
            asked = 200
            for n in range(asked):
                command = {"room": room.id, "client_id": f"m{n}", "body": f"{n}"}
                socket.write({"type": "message.send", "ref": n, **command})
            await socket.next("ok")
            process.send_signal(signal.SIGTERM)
            await socket.next("drain")
            assert (await socket.until_closed())[0] == 1012
            assert await asyncio.to_thread(process.wait, PATIENCE) == 0
            acknowledged = {frame["result"]["seq"] for frame in socket.frames if frame["type"] == "ok"}
    with host.server():
        async with host.visitor() as visitor, await visitor.sign_in("ada") as again:
            page = await again.call("message.list", room=room.id, limit=200)
    seqs = [message["seq"] for message in page["messages"]]
    assert acknowledged <= set(seqs)
    assert seqs == list(range(1, len(seqs) + 1))
    assert [message["body"] for message in page["messages"]] == [f"{n}" for n in range(len(seqs))]


async def test_what_was_answered_outlives_a_kill(tmp_path: Path) -> None:
    """Each round the process is killed at the moment when its answer has arrived, and started again."""
    await asyncio.gather(*(killed_and_started_again(Host(tmp_path / name / "data")) for name in ("one", "other")))


async def killed_and_started_again(host: Host) -> None:
    ada, room = await host.ada()
    async with ada:
        for round_ in range(ROUNDS):
            async with host.serving() as process:
                sent = await ada.say(room, f"round {round_}", client_id=f"round{round_}")
                process.kill()
                assert sent["seq"] == round_ + 1
    async with host.serving(), host.visitor() as visitor, await visitor.sign_in("ada") as again:
        page = await again.call("message.list", room=room.id, limit=200)
        repeated = await again.say(room, f"round {ROUNDS - 1}", client_id=f"round{ROUNDS - 1}")
    assert [message["body"] for message in page["messages"]] == [f"round {n}" for n in range(ROUNDS)]
    assert repeated["seq"] == ROUNDS


async def test_on_a_disk_that_fails_it_ends_and_has_promised_nothing_that_is_lost(host: Host) -> None:
    """After a write that failed half-way nobody knows what is on disk: only a fresh start reads the truth."""
    ada, room = await host.ada()
    database = Path(host.settings.data_dir) / "parley.db"
    kept: list[int] = []
    with host.server(file_bytes=database.stat().st_size + 200_000) as process:
        async with ada:
            while process.poll() is None:
                try:
                    kept.append((await ada.say(room, "x" * 8000))["seq"])
                except httpx2.TransportError:
                    break  # the connection ends with the process
        assert await asyncio.to_thread(process.wait, PATIENCE) == DISK_FAILED
    assert kept
    assert "disk_failed" in host.log.read_text()
    with host.server():
        async with host.visitor() as visitor, await visitor.sign_in("ada") as again:
            page = await again.call("message.list", room=room.id, limit=200)
    assert kept == [message["seq"] for message in page["messages"]][: len(kept)]


def test_a_database_that_is_away_for_a_moment_ends_no_server_that_is_up(
    tmp_path: Path, postgres_settings: Settings
) -> None:
    """What it writes second is the token of the set-up link, when both doors are open."""
    parley, port = Parley(tmp_path / "data"), free_port()
    with parley.serving(port, database_url=postgres_settings.database_url, fail_at="before-commit:eio:2") as process:
        assert process.stdout is not None
        assert "/setup#" in process.stdout.readline()
    assert "commit_failed" in parley.log.read_text()


def test_a_server_that_cannot_begin_for_its_database_says_so(tmp_path: Path, postgres_settings: Settings) -> None:
    database = {"database_url": postgres_settings.database_url, "fail_at": "before-commit:eio:1"}
    done = Parley(tmp_path / "data")("serve", port=free_port(), **database)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == "The database cannot be written just now. Try again."
    assert "Traceback" not in done.stderr


async def test_its_log_has_a_line_for_each_request_and_none_for_what_was_said(host: Host) -> None:
    ada, room = await host.ada()
    with host.server():
        async with ada:
            await ada.say(room, "canary in the coal mine")
            await ada.request("message.send", room=room.id, client_id="x", body="canary\x00")
    log = host.log.read_text()
    assert "/messages" in log
    for secret in ("canary", PASSWORD, ada.access, ada.refresh):
        assert secret not in log
