"""The day on which a backup is needed: everything is lost while people talk, and comes back."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pytest

from parley.client import Parley as Client
from parley.protocol.messages import Message
from tests.archives import only
from tests.cli.running import Parley, Process
from tests.conftest import LIFTED
from tests.services.ports import free_port
from tests.services.postgres import Postgres

PASSWORD = "correct horse battery staple"
PATIENCE = 240
PER_SECOND = 200
SHARE = 200  # of messages, before the backup and between the backup and the end
PAGE = 200


@dataclass
class Machine:
    """A server on a port, and what it keeps."""

    parley: Parley
    port: int
    settings: dict[str, object]
    destroy: Callable[[], None]

    async def run(self, *arguments: str, stdin: str = "") -> str:
        done = await asyncio.to_thread(self.parley, *arguments, stdin=stdin, **self.settings)
        assert done.returncode == 0, done.stderr
        return done.stdout

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[Process]:
        """The loop goes on while it starts and ends."""
        server = self.parley.serving(self.port, **LIFTED, **self.settings)
        process = await asyncio.to_thread(server.__enter__)
        try:
            yield process
        finally:
            await asyncio.to_thread(server.__exit__, None, None, None)


@pytest.fixture(params=["sqlite", "postgresql"])
def machine(request: pytest.FixtureRequest, parley: Parley) -> Iterator[Machine]:
    if request.param == "sqlite":
        yield Machine(parley, free_port(), {}, lambda: shutil.rmtree(parley.folder))
        return
    request.getfixturevalue("programs")
    with database(request.getfixturevalue("postgres")) as (url, empty):

        def destroy() -> None:
            shutil.rmtree(parley.folder)
            empty()

        yield Machine(parley, free_port(), {"database_url": url}, destroy)


@contextmanager
def database(postgres: Postgres) -> Iterator[tuple[str, Callable[[], None]]]:
    """A database, and what puts a new and empty one into its place."""
    name = f"parley_{uuid4().hex}"

    def empty() -> None:
        postgres.drop_database(name)
        postgres.create_database(name)

    empty()
    yield postgres.url(name), empty
    postgres.drop_database(name)


@dataclass
class Talk:
    """One person who says something new every few milliseconds, however long the answers take."""

    chat: Client
    room: str
    answered: dict[int, str] = field(default_factory=dict)
    is_over: bool = False
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def go_on(self) -> None:
        """Until it is over and everything was answered."""
        async with asyncio.TaskGroup() as sends:
            said = 0
            while not self.is_over:
                sends.create_task(self._say(f"number {said}"))
                said += 1
                await asyncio.sleep(1 / PER_SECOND)

    async def until(self, count: int) -> None:
        while len(self.answered) < count:
            self._news.clear()
            await self._news.wait()

    async def _say(self, body: str) -> None:
        sent = await self.chat.message_send(room=self.room, body=body)
        self.answered[sent.seq] = body
        self._news.set()


async def test_what_was_answered_before_a_backup_began_outlives_everything(machine: Machine, tmp_path: Path) -> None:
    target = tmp_path / "target"
    if machine.settings:
        await machine.run("migrate")
    await machine.run("create-admin", "ada", "--password-stdin", stdin=f"{PASSWORD}\n")
    async with asyncio.timeout(PATIENCE), Client(f"http://127.0.0.1:{machine.port}") as chat:
        async with machine.serving() as server:
            await chat.sign_in("ada", PASSWORD)
            room = (await chat.room_create(name="Room", kind="private")).room.id
            await chat.open(room)
            talk, epoch = Talk(chat, room), chat.state.epoch
            talking = asyncio.create_task(talk.go_on())
            await talk.until(SHARE)
            before = dict(talk.answered)
            await machine.run("backup", str(target))
            assert len(talk.answered) > len(before), "nobody said anything during the backup"
            await talk.until(len(talk.answered) + SHARE)
            server.kill()
        talk.is_over = True
        machine.destroy()
        assert "is sound" in await machine.run("verify-backup", str(only(target)))
        await machine.run("restore", str(only(target)))
        async with machine.serving():
            await talking
            while chat.state.epoch == epoch:
                await chat.changed()
            last = (await chat.message_send(room=room, body="we are back")).seq
            kept = {message.seq: message.body async for message in everything(chat, room)}
            assert list(kept) == list(range(1, last + 1))
            assert before.items() <= kept.items()
            assert len(set(kept.values())) == len(kept)
            while (await chat.open(room)).messages[-1].body != "we are back":
                await chat.changed()


async def everything(chat: Client, room: str) -> AsyncIterator[Message]:
    """A room from its beginning, page by page."""
    page = await chat.message_list(room=room, after=0, limit=PAGE)
    while page.messages:
        for message in page.messages:
            yield message
        page = await chat.message_list(room=room, after=page.messages[-1].seq, limit=PAGE)
