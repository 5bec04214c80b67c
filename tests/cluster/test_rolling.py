"""SIGHUP to `parley serve --workers 2`: other processes behind the same port, and nobody notices."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from typing import Any

import psutil
import pytest

from parley.client import Parley as Client
from parley.settings import Settings
from tests.cast import PASSWORD, Person, Visitor
from tests.cli.running import Parley, Process
from tests.conftest import LIFTED
from tests.services.ports import two_free_ports

SOCKETS = 8
# A worker starts within a second or two and drains for one; this is for a machine that does much else.
PATIENCE = 90.0
# A socket that is not sent away would only be missed when a beat does not come, after 25 seconds.
NOTICED_AFTER = 15.0


class Host:
    """A machine with two workers, whose secret is in a file that may be missing when a worker starts."""

    def __init__(self, parley: Parley, settings: Settings, process: Process) -> None:
        self.parley = parley
        self.settings = settings
        self.process = process
        self.secret = parley.folder.with_name("secret")

    def workers(self) -> set[int]:
        children = psutil.Process(self.process.pid).children()
        return {child.pid for child in children if child.status() != psutil.STATUS_ZOMBIE}

    async def until_logged(self, event: str) -> None:
        await until(lambda: event in self.parley.log.read_text())


@pytest.fixture
async def host(cluster_settings: Settings, tmp_path: Path) -> AsyncIterator[Host]:
    parley = Parley(tmp_path / "data")
    secret = tmp_path / "secret"
    secret.write_text(cluster_settings.secret)
    given: dict[str, Any] = {
        **LIFTED,
        "database_url": cluster_settings.database_url,
        "redis_url": cluster_settings.redis_url,
        "secret_file": secret,
        "workers": 2,
        "metrics_port": two_free_ports(),  # the new one counts beside the old one
    }
    parley("create-admin", "ada", "--password-stdin", stdin=f"{PASSWORD}\n", **given)
    with parley.serving(cluster_settings.port, **given) as process:
        host = Host(parley, cluster_settings, process)
        await until(lambda: len(host.workers()) == 2)
        yield host


class Watch:
    """What those notice who ask all the time, and those who only listen."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.requests = 0
        self.listening = 0
        self.away: list[float] = []

    async def hear(self, chat: Client, room: str) -> None:
        async for message in chat.messages(room, after=0):
            self.heard.append(message.body)

    async def ask(self, person: Person) -> None:
        """Every request is answered, on the connection that there is and on a new one."""
        while True:
            async with person.at(person.settings) as anew:
                for asking in (person, anew):
                    await asking.call("me.get")
                    self.requests += 1

    async def listen(self, person: Person) -> None:
        """A socket that is sent away comes back when it was told to."""
        socket = await person.connect()
        self.listening += 1
        while True:
            try:
                closed = await socket.until_closed()
            except TimeoutError:
                continue  # nobody has sent it away yet
            left_at = time.monotonic()
            assert closed == (1012, "restarting")
            (drain,) = [frame for frame in socket.frames if frame["type"] == "drain"]
            await asyncio.sleep(drain["reconnect_after_ms"] / 1000)
            socket = await person.connect()
            self.away.append(time.monotonic() - left_at)


async def test_workers_are_replaced_under_a_conversation_and_nobody_notices(host: Host) -> None:
    async with Visitor(host.settings) as visitor, await visitor.sign_in("ada") as ada, Client(visitor.base) as chat:
        await chat.sign_in("ada", PASSWORD)
        room = (await chat.room_create(client_id="r", name="Room", kind="private")).room.id
        watch, before = Watch(), host.workers()
        async with asyncio.TaskGroup() as tasks:
            watching = [
                tasks.create_task(watch.ask(ada)),
                *(tasks.create_task(watch.listen(ada)) for _ in range(SOCKETS)),
                tasks.create_task(watch.hear(chat, room)),
            ]
            talking = tasks.create_task(talk(visitor.base, room, until=host.until_logged("workers_replaced")))
            await until(lambda: len(watch.heard) > 3 and watch.requests > 3 and watch.listening == SOCKETS)
            os.kill(int((host.parley.folder / "parley.pid").read_text()), signal.SIGHUP)
            said = await talking
            await until(lambda: len(watch.heard) >= len(said) and len(watch.away) >= SOCKETS)
            for task in watching:
                task.cancel()
    assert watch.heard == said
    assert max(watch.away) < NOTICED_AFTER
    assert not before & host.workers()
    assert len(host.workers()) == 2
    assert "worker_ended" not in host.parley.log.read_text()
    print(f"{len(said)} messages, {watch.requests} requests, away {sorted(watch.away)[-3:]} s at most")


async def test_a_worker_that_cannot_start_leaves_the_old_ones_serving(host: Host) -> None:
    before = host.workers()
    host.secret.unlink()
    host.process.send_signal(signal.SIGHUP)
    await host.until_logged("workers_not_replaced")
    assert "PARLEY_SECRET" in host.parley.log.read_text()
    assert host.workers() == before
    async with Visitor(host.settings) as visitor, await visitor.sign_in("ada") as ada:
        assert (await ada.call("me.get"))["handle"] == "ada"

    host.secret.write_text(host.settings.secret)
    host.process.send_signal(signal.SIGHUP)
    await host.until_logged("workers_replaced")
    assert not before & host.workers()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_told_to_stop_while_it_replaces_them_nothing_is_left_running(host: Host, number: signal.Signals) -> None:
    host.process.send_signal(signal.SIGHUP)
    await until(lambda: len(host.workers()) == 3)
    everyone = [psutil.Process(pid) for pid in host.workers()]
    host.process.send_signal(number)
    assert await asyncio.to_thread(host.process.wait, PATIENCE) == 0
    assert not [process for process in everyone if process.is_running()]


async def talk(base: str, room: str, until: Coroutine[Any, Any, None]) -> list[str]:
    """One message after the other, until then and a little longer."""
    said: list[str] = []
    over = asyncio.ensure_future(until)
    async with Client(base) as chat:
        await chat.sign_in("ada", PASSWORD)
        while not over.done() or len(said) % 10:
            said.append(f"{len(said)}")
            await chat.message_send(room=room, body=said[-1])
    await over
    return said


async def until(condition: Callable[[], bool]) -> None:
    """What another process does has no event here: look again, and do not wait for ever."""

    def look() -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, "it did not happen in time"
            time.sleep(0.05)

    await asyncio.to_thread(look)
