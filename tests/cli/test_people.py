"""What whoever runs a server does about people, beside it: what happens to sessions and to sockets that are open."""

import asyncio
import json
from collections.abc import AsyncIterator
from subprocess import CompletedProcess
from typing import Any

import pytest

from parley.process.app import Running
from parley.settings import Settings
from tests.authenticator import add_app, first_step
from tests.cast import PASSWORD, Person, Room, Visitor
from tests.cli.running import Parley
from tests.conftest import Clock

# The sweep comes to each log within ten seconds, and the machine may be busy.
PATIENCE = 60.0


class People:
    """`parley people` on the database of the server that runs here."""

    def __init__(self, settings: Settings) -> None:
        self._parley = Parley(settings.data)
        self._settings = {"database_url": settings.database_url} if settings.database_url else {}

    async def run(self, *arguments: str, stdin: str = "") -> "CompletedProcess[str]":
        return await asyncio.to_thread(self._parley, "people", *arguments, stdin=stdin, **self._settings)

    async def say(self, *arguments: str, stdin: str = "") -> str:
        done = await self.run(*arguments, stdin=stdin)
        assert done.returncode == 0, done.stderr
        return done.stdout

    async def refuse(self, *arguments: str, stdin: str = "") -> str:
        done = await self.run(*arguments, stdin=stdin)
        assert (done.returncode, done.stdout) == (2, "")
        assert "Traceback" not in done.stderr
        return done.stderr

    async def listed(self, *arguments: str) -> dict[str, Any]:
        return {person["handle"]: person for person in json.loads(await self.say("list", "--json", *arguments))}


@pytest.fixture
def people(server: Running) -> People:
    return People(server.services.settings)


@pytest.fixture
async def bob(visitor: Visitor, ada: Person) -> AsyncIterator[Person]:
    async with await visitor.register("bob") as person:
        yield person


async def test_who_lost_their_second_factor_is_given_none(
    people: People, visitor: Visitor, bob: Person, clock: Clock
) -> None:
    assert "bob has no second factor." in await people.say("reset-second-factor", "bob")
    await add_app(bob, clock)
    await first_step(visitor, "bob", PASSWORD)
    said = await people.say("reset-second-factor", "bob")
    assert "bob has no second factor any more. 1 session ended." in said
    async with await visitor.sign_in("bob") as again:
        assert (await again.call("second_factor.get"))["recovery_codes"] == 0
    assert "Nobody here has the handle" in await people.refuse("reset-second-factor", "nobody")


async def test_who_is_disabled_is_signed_out_everywhere_and_stays_out(
    people: People, visitor: Visitor, ada: Person, bob: Person, lobby: Room
) -> None:
    async with await visitor.sign_in("bob") as elsewhere:
        sockets = [await bob.connect(), await elsewhere.connect()]
        said = await people.say("disable", "bob")
        assert (
            said == "bob cannot sign in any more. 2 sessions ended. Their open connections close within ten seconds.\n"
        )
        for person in (bob, elsewhere):
            assert (await person.refused("me.get"))["code"] == "unauthenticated"
        for socket in sockets:
            assert (await socket.until_closed(PATIENCE))[0] == 4401
    assert (await visitor.refused("session.create", handle="bob", password=PASSWORD, deliver="token"))["code"] == (
        "unauthenticated"
    )
    assert (await ada.call("me.get"))["handle"] == "ada"
    assert await people.say("disable", "bob") == "bob is disabled already.\n"
    assert list(await people.listed("--disabled")) == ["bob"]
    assert await people.say("enable", "bob") == "bob can sign in again.\n"
    assert await people.say("enable", "bob") == "bob is not disabled.\n"
    assert (await bob.refused("me.get"))["code"] == "unauthenticated"  # the session that ended stays so
    async with await visitor.sign_in("bob") as again:
        assert (await again.call("me.get"))["handle"] == "bob"


async def test_a_reset_password_ends_sessions_and_is_printed_alone(
    people: People, visitor: Visitor, bob: Person
) -> None:
    socket = await bob.connect()
    done = await people.run("reset-password", "bob")
    (made,) = done.stdout.splitlines()
    assert len(made) == 20
    assert made not in done.stderr
    assert "1 session ended" in done.stderr
    assert (await socket.until_closed(PATIENCE))[0] == 4401
    assert (await bob.refused("session.refresh", refresh_token=bob.refresh))["code"] == "unauthenticated"
    assert (await visitor.refused("session.create", handle="bob", password=PASSWORD, deliver="token"))["code"] == (
        "unauthenticated"
    )
    async with await visitor.sign_in("bob", made) as again:
        assert (await again.call("me.get"))["handle"] == "bob"


async def test_a_password_may_be_read_and_is_then_not_printed(people: People, visitor: Visitor, bob: Person) -> None:
    done = await people.run("reset-password", "bob", "--password-stdin", stdin="another horse battery\n")
    assert (done.returncode, done.stdout) == (0, "")
    assert "another horse" not in done.stderr
    async with await visitor.sign_in("bob", "another horse battery") as again:
        assert (await again.call("me.get"))["handle"] == "bob"
    assert "10 to 1024" in await people.refuse("reset-password", "bob", "--password-stdin", stdin="short\n")
    assert "easy to guess" in await people.refuse("reset-password", "bob", "--password-stdin", stdin="bob-is-my-name\n")


async def test_a_link_to_a_new_password_is_printed_alone(people: People, visitor: Visitor, bob: Person) -> None:
    done = await people.run("reset-link", "bob")
    assert "within ten minutes" in done.stderr
    page, _, token = done.stdout.strip().partition("#")
    assert page.endswith("/reset-password")
    assert await visitor.call("account.reset_password", token=token, password="another horse battery") == {
        "sessions": 1
    }
    assert (await visitor.refused("account.reset_password", token=token, password="another horse"))["code"] == "gone"
    async with await visitor.sign_in("bob", "another horse battery"):
        await people.say("disable", "bob")
    assert "parley people enable bob" in await people.refuse("reset-link", "bob")


async def test_the_last_owner_stays_owner_and_in(people: People, ada: Person, bob: Person) -> None:
    assert "ada is the only owner" in await people.refuse("disable", "ada")
    assert "ada is the only owner" in await people.refuse("role", "ada", "member")
    assert await people.say("role", "bob", "owner") == "bob was member and is owner now.\n"
    assert await people.say("role", "bob", "owner") == "bob is owner already.\n"
    assert (await bob.call("me.get"))["role"] == "owner"
    assert await people.say("role", "ada", "admin") == "ada was owner and is admin now.\n"
    assert "bob is the only owner" in await people.refuse("disable", "bob")
    assert (await people.listed())["ada"]["role"] == "admin"


async def test_two_at_once_leave_one_owner(people: People, ada: Person, bob: Person) -> None:
    await people.say("role", "bob", "owner")
    done = await asyncio.gather(people.run("disable", "ada"), people.run("disable", "bob"))
    assert sorted(one.returncode for one in done) == [0, 2]


async def test_what_is_listed(people: People, visitor: Visitor, ada: Person, bob: Person) -> None:
    found = await people.listed()
    assert [(handle, one["role"], one["sessions"]) for handle, one in found.items()] == [
        ("ada", "owner", 1),
        ("bob", "member", 1),
    ]
    assert found["bob"]["id"] == bob.id
    lines = (await people.say("list")).splitlines()
    assert lines[0].startswith("ada  owner  since ")
    assert lines[0].endswith("  1 session")
    done = await people.run("list", "--most", "1")
    assert len(done.stdout.splitlines()) == 1
    assert "--most shows more" in done.stderr


async def test_what_cannot_be_meant(people: People, ada: Person) -> None:
    for command in (["disable", "eve"], ["enable", "eve"], ["role", "eve", "admin"], ["reset-password", "eve"]):
        assert "Nobody here has the handle 'eve'" in await people.refuse(*command)
    assert "owner, admin, member or guest" in await people.refuse("role", "ada", "king")


async def test_one_who_is_added_signs_in_with_the_password_that_was_printed(
    people: People, visitor: Visitor, ada: Person
) -> None:
    done = await people.run("add", "eve", "--name", "Eve", "--role", "guest")
    assert (done.returncode, done.stdout.count("\n")) == (0, 1), done.stderr
    assert done.stderr == "eve can sign in with this password now, as guest of this server.\n"
    async with await visitor.sign_in("eve", done.stdout.strip()) as eve:
        assert (await eve.call("me.get"))["role"] == "guest"
    assert (await people.listed())["eve"]["name"] == "Eve"


async def test_one_may_be_added_with_a_password_of_ones_own(people: People, visitor: Visitor, ada: Person) -> None:
    assert await people.say("add", "eve", "--password-stdin", stdin=f"{PASSWORD}\n") == ""
    async with await visitor.sign_in("eve") as eve:
        assert (await eve.call("me.get"))["role"] == "member"


async def test_what_cannot_be_added_is_refused(people: People, ada: Person) -> None:
    assert "The handle ada is taken" in await people.refuse("add", "ada")
    assert "This handle will not do" in await people.refuse("add", "Eve!")
    assert "king is no role: it must be owner, admin, member or guest." in await people.refuse(
        "add", "eve", "--role", "king"
    )
    assert "This password will not do" in await people.refuse("add", "eve", "--password-stdin", stdin="short\n")


@pytest.mark.usefixtures("server")
async def test_nobody_is_added_before_the_owner(people: People) -> None:
    assert "Make the owner first: parley create-admin HANDLE" in await people.refuse("add", "eve")
