"""`parley invite`, beside the server that runs here."""

import asyncio
import json
from subprocess import CompletedProcess

import pytest

from parley.process.app import Running
from parley.settings import Settings
from tests.actions.audited import audited
from tests.actions.test_invitations import come
from tests.cast import Person, Room, Visitor
from tests.cli.running import Parley


class Invite:
    """The command, on the database of a server."""

    def __init__(self, settings: Settings) -> None:
        self._parley = Parley(settings.data)
        self._settings = {"public_url": "https://chat.example.org"}
        if settings.database_url:
            self._settings["database_url"] = settings.database_url

    async def run(self, *arguments: str) -> "CompletedProcess[str]":
        return await asyncio.to_thread(self._parley, "invite", *arguments, **self._settings)

    async def say(self, *arguments: str) -> str:
        done = await self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    async def refuse(self, *arguments: str) -> str:
        done = await self.run(*arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert "Traceback" not in done.stderr
        return done.stderr


@pytest.fixture
def invite(server: Running) -> Invite:
    return Invite(server.services.settings)


async def test_a_link_is_made_listed_and_revoked(
    server: Running, invite: Invite, ada: Person, den: Room, visitor: Visitor
) -> None:
    assert await invite.say("list") == "No invitation is open.\n"
    link = (await invite.say("create", "ada", "--room", den.id, "--uses", "2")).strip()
    assert link.startswith("https://chat.example.org/invite#")
    async with await come(visitor, "cleo", {"token": link.partition("#")[2]}) as cleo:
        await cleo.say(den, "hello")
    (listed,) = json.loads(await invite.say("list", "--json"))
    assert (listed["by"], listed["uses_left"], listed["rooms"]) == (ada.id, 1, [{"id": den.id, "name": "Den"}])
    assert (await invite.say("list")).startswith(f"{listed['id']}  by ada  1 of 2 left  until ")
    assert await invite.say("revoke", listed["id"]) == f"{listed['id']} does not work any more.\n"
    assert await invite.say("revoke", listed["id"]) == f"{listed['id']} was revoked already.\n"
    assert await invite.say("list") == "No invitation is open.\n"
    acts = [action for action, person in await audited(server) if person == int(ada.id) and action.startswith("cli.")]
    assert acts == ["cli.invite_create", "cli.invite_revoke"]


async def test_it_is_made_as_somebody_who_may(invite: Invite, ada: Person, bob: Person, den: Room) -> None:
    assert "Nobody here has the handle" in await invite.refuse("create", "nobody")
    assert "There is no such room" in await invite.refuse("create", "bob", "--room", den.id)
    assert "Choose a room" in await invite.refuse("create", "bob")
    assert "a role is member" in await invite.refuse("create", "ada", "--role", "owner")
    assert "A room is named by its id" in await invite.refuse("create", "ada", "--room", "lobby")


async def test_what_is_no_invitation_is_not_revoked(invite: Invite, ada: Person) -> None:
    assert "no invitation's number" in await invite.refuse("revoke", "first")
    assert "There is no such invitation" in await invite.refuse("revoke", "99")
