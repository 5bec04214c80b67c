"""The audit record from the command line, and what is recorded of what was done there."""

import asyncio
import json
from subprocess import CompletedProcess

import pytest

from parley.process.app import Running
from tests.cast import Person, Room
from tests.cli.running import Parley


@pytest.fixture
def command(server: Running) -> Parley:
    return Parley(server.services.settings.data)


async def run(server: Running, command: Parley, *arguments: str) -> "CompletedProcess[str]":
    url = server.services.settings.database_url
    return await asyncio.to_thread(command, *arguments, **({"database_url": url} if url else {}))


async def test_it_is_printed_for_people_and_for_programs(
    server: Running, command: Parley, lobby: Room, ada: Person, bob: Person
) -> None:
    await ada.call("member.set_role", room=lobby.id, person=bob.id, role="moderator")
    for arguments in (["disable", "bob"], ["enable", "bob"], ["role", "bob", "admin"]):
        assert (await run(server, command, "people", *arguments)).returncode == 0
    printed = (await run(server, command, "audit")).stdout.splitlines()
    acts = ["cli.role", "cli.enable", "cli.disable", "member.set_role", "account.register", "setup.complete"]
    assert [line.split("  ")[1] for line in printed] == acts
    assert printed[0].endswith("by the command line  bob  before=member  after=admin  sessions=0")
    assert "by ada  bob  room" in printed[3]
    done = await run(server, command, "audit", "--json", "--most", "2", "--action", "cli.")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(line["action"], line["by"], line["person"]) for line in lines] == [
        ("cli.role", None, bob.id),
        ("cli.enable", None, bob.id),
    ]
    assert "--most shows more" in done.stderr
    only_ada = (await run(server, command, "audit", "--handle", "ada")).stdout.splitlines()
    assert [line.split("  ")[1] for line in only_ada] == ["member.set_role", "setup.complete"]


async def test_what_cannot_be_meant(server: Running, command: Parley, ada: Person) -> None:
    assert (await run(server, command, "audit", "--action", "room.")).stdout == "Nothing like this was recorded.\n"
    done = await run(server, command, "audit", "--handle", "nobody")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Nobody here has the handle 'nobody'" in done.stderr
