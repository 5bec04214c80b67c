"""The way of a message through the code, as it was walked: ARCHITECTURE.md draws it, file by file."""

import re
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest

import parley
from parley.process.app import serving
from parley.settings import Settings
from tests.cast import Person, Room, Visitor

HOME = Path(parley.__file__).parent
DRAWN = HOME.parent.parent / "ARCHITECTURE.md"
# What one of them does besides, such as a beat or a sweep, is not on the way of all.
MESSAGES = 5
# Statements for PostgreSQL take keys of any number. Those for SQLite are chosen by it, in store/vectors.py.
ON_SQLITE = {"store/sqlite.py", "store/sqlite_writer.py", "store/database.py", "store/vectors.py"}
ON_POSTGRESQL = {"store/postgresql.py", "store/postgresql_writer.py"}


class Steps:
    """Notes which files of Parley are entered, in all threads that began after it."""

    def __init__(self) -> None:
        self.entered: set[str] = set()
        self.is_noting = False

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        if self.is_noting and event == "call" and frame.f_code.co_filename.startswith(str(HOME)):
            self.entered.add(str(Path(frame.f_code.co_filename).relative_to(HOME)))

    @contextmanager
    def noted(self) -> Iterator[None]:
        self.entered.clear()
        self.is_noting = True
        try:
            yield
        finally:
            self.is_noting = False


@pytest.fixture
async def steps(settings: Settings) -> AsyncIterator[Steps]:
    steps = Steps()
    threading.setprofile(steps)
    sys.setprofile(steps)
    try:
        yield steps
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


async def test_the_way_of_a_message_is_the_drawn_one(settings: Settings, steps: Steps) -> None:
    async with (
        serving(settings) as server,
        Visitor(settings) as visitor,
        await visitor.set_up("ada", server) as ada,
        await visitor.register("bob") as bob,
    ):
        created = await ada.call("room.create", client_id="l", name="Lobby", kind="public", slug="lobby")
        await bob.call("room.join", slug="lobby")
        lobby = Room(created["room"]["id"])
        walked = [await way_of_one(lobby, number, ada, bob, steps) for number in range(MESSAGES)]
    other = ON_SQLITE if settings.database_url else ON_POSTGRESQL
    assert set.intersection(*walked) == drawn_way() - other


async def way_of_one(lobby: Room, number: int, ada: Person, bob: Person, steps: Steps) -> set[str]:
    speaking, listening = await ada.connect(), await bob.connect()
    with steps.noted():
        await speaking.ask("message.send", room=lobby.id, client_id=f"c{number}", body="hello")
        await listening.messages(lobby, 1)
    for socket in (speaking, listening):
        socket.cut()
    return set(steps.entered)


def drawn_way() -> set[str]:
    section = DRAWN.read_text().partition("## A message's way")[2].partition("SQLite and PostgreSQL differ")[0]
    return set(re.findall(r"`([\w/]+\.py)`", section)) - {"tests/test_way.py"}
