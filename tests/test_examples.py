"""The scripts in docs/examples do what they say, as programs of their own against a real server."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from parley.process.app import Running
from parley.settings import Settings
from tests.cast import PASSWORD, Frame, Person, Room, Socket, things

EXAMPLES = Path(__file__).parent.parent / "docs/examples"


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


async def test_echo_answers_what_others_say(server: Running, ada: Person, bob: Person, lobby: Room) -> None:
    environment = {
        **os.environ,
        "PARLEY_URL": f"http://127.0.0.1:{server.port}",
        "PARLEY_HANDLE": bob.handle,
        "PARLEY_PASSWORD": PASSWORD,
    }
    echo = await asyncio.create_subprocess_exec(
        sys.executable, EXAMPLES / "echo.py", env=environment, stdout=asyncio.subprocess.PIPE
    )
    try:
        socket = await ada.connect()
        echoed = await ask_until_answered(ada, bob, lobby, socket)
        asked = echoed.removeprefix("echo: ")
        assert asked.startswith("Are you there?")
        assert echo.stdout is not None
        assert await echo.stdout.readline() == f"Ada: {asked}\n".encode()
        while (line := await echo.stdout.readline()) != f"Bob: {echoed}\n".encode():
            assert line.startswith(b"Ada: "), line
    finally:
        echo.terminate()
        await echo.wait()


async def test_load_sends_as_everybody_in_the_file(
    server: Running, ada: Person, bob: Person, lobby: Room, tmp_path: Path
) -> None:
    tokens = tmp_path / "tokens.txt"
    tokens.write_text("".join(f"{one.access} {one.id} {lobby.id}\n" for one in (ada, bob)))
    load = await asyncio.create_subprocess_exec(
        sys.executable,
        EXAMPLES / "load.py",
        *(f"http://127.0.0.1:{server.port}", tokens, "2", "20", "1"),
        stdout=asyncio.subprocess.PIPE,
    )
    printed, _ = await load.communicate()
    assert printed.startswith(b"20 sent, 20 answered, 0 refused, 0 sockets lost\n")
    assert int(printed.splitlines()[1].split()[0]) > 0
    page = await ada.call("message.list", room=lobby.id)
    assert sorted(message["body"] for message in page["messages"]) == sorted(f"Message {n}" for n in range(20))
    assert {message["sender"] for message in page["messages"]} == {ada.id, bob.id}


async def ask_until_answered(ada: Person, bob: Person, lobby: Room, socket: Socket) -> str:
    """The script listens from when it is ready, which it does not announce: what was said before is not answered."""
    for n in range(100):
        await ada.say(lobby, f"Are you there? {n}")
        if (echoed := await said(socket, by=bob, within=0.3)) is not None:
            return echoed
    raise AssertionError("the script never answered")


async def said(socket: Socket, *, by: Person, within: float) -> str | None:
    def is_theirs(frame: Frame) -> bool:
        return any(message["sender"] == by.id for message in things(frame, "message"))

    try:
        async with asyncio.timeout(within):
            frame = await socket.first(is_theirs)
    except TimeoutError:
        return None
    return str(things(frame, "message")[0]["body"])
