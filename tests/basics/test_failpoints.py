"""The process dies at every place it has a name for. What was answered is there afterwards, and nothing is doubled."""

import asyncio
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from picows import WSError

from parley.basics.failpoints import ARMED, NAMES, WRITES, clock_offset_ms, faults, problems
from parley.configuration import SettingsError, load
from parley.settings import Settings
from parley.store import migrate
from tests.cast import PASSWORD, PATIENCE, Frame, Person, Room, Visitor
from tests.cli.running import Parley, Process
from tests.conftest import LIFTED
from tests.services.ports import free_port
from tests.services.postgres import Postgres
from tests.services.valkey import Valkey

DISK_FAILED = 70
# The bus is there with Redis alone.
PLACES = [
    (database, name)
    for database in ("sqlite", "postgresql")
    for name in NAMES
    if database == "postgresql" or not name.endswith("-bus")
]
# Both doors are in use by then; the sweep comes to what somebody follows a few times in ten seconds.
LATER = 8
TRIES = 10
NTH = {"sweep-read": 1, "before-catch-up": 2}


class Site:
    """A server of its own over one database, and ada with a room on it."""

    def __init__(self, folder: Path, **services: str) -> None:
        self.parley = Parley(folder)
        self.settings = Settings(data_dir=str(folder), port=free_port(), **LIFTED)
        self.services = services
        self.numbers = count()

    @contextmanager
    def serving(self, fail_at: str = "") -> Iterator[Process]:
        given = {**LIFTED, **self.services, "log_level": "warning", "fail_at": fail_at}
        with self.parley.serving(self.settings.port, **given) as process:
            yield process

    async def begin(self) -> None:
        self.parley("create-admin", "ada", "--password-stdin", stdin=f"{PASSWORD}\n", **self.services)
        with self.serving():
            async with Visitor(self.settings) as visitor, await visitor.sign_in("ada") as ada:
                made = await ada.call("room.create", client_id="r", name="Room", kind="private")
                self.ada, self.room = ada, Room(made["room"]["id"])

    def person(self) -> Person:
        return self.ada.at(self.settings)


@pytest.fixture(scope="module")
def sqlite_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Site(tmp_path_factory.mktemp("sqlite") / "data")
    asyncio.run(site.begin())
    return site


@pytest.fixture(scope="module")
def postgresql_site(tmp_path_factory: pytest.TempPathFactory, postgres: Postgres, valkey: Valkey) -> Iterator[Site]:
    name = f"parley_{uuid4().hex}"
    postgres.create_database(name)
    services = {"database_url": postgres.url(name), "redis_url": valkey.url(), "secret": "s" * 32}
    migrate.upgrade(Settings(database_url=postgres.url(name)))
    site = Site(tmp_path_factory.mktemp("postgresql") / "data", **services)
    asyncio.run(site.begin())
    yield site
    postgres.drop_database(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest) -> Site:
    chosen: Site = request.getfixturevalue(f"{request.param}_site")
    return chosen


class Said:
    """What ada has sent, and what she was told."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.answered: dict[str, int] = {}


async def talk(site: Site, said: Said) -> bool:
    """Over both doors in turn, a socket anew each time, until the server is gone or says that it cannot.

    The server also writes by itself: False if the fault has struck that instead.
    """
    async with site.person() as ada:
        try:
            while "commit_failed" not in site.parley.log.read_text():
                socket = await ada.connect()
                for send in (ada.call, socket.ask, ada.call, socket.ask):
                    client_id = f"m{next(site.numbers)}"
                    said.sent.append(client_id)
                    fields: dict[str, Any] = {"room": site.room.id, "body": client_id, "client_id": client_id}
                    said.answered[client_id] = (await send("message.send", **fields))["seq"]
                socket.cut()
        except (httpx2.TransportError, WSError, OSError, AssertionError):
            return True  # which of them, and what it was, the caller asks the process
    return False


async def everything(ada: Person, room: Room) -> list[Frame]:
    """The whole room, oldest first."""
    page = (await ada.call("message.list", room=room.id, limit=200))["messages"]
    messages: list[Frame] = page
    while messages and messages[0]["seq"] > 1:
        page = (await ada.call("message.list", room=room.id, before=messages[0]["seq"], limit=200))["messages"]
        messages = page + messages
    return messages


async def is_whole(site: Site, said: Said) -> None:
    """Started again: all that was answered is in its place, and whatever is sent again is there once."""
    async with site.person() as ada:
        for client_id in said.sent[-4:] * 2:
            again = await ada.say(site.room, client_id, client_id=client_id)
            assert said.answered.setdefault(client_id, again["seq"]) == again["seq"]
        messages = await everything(ada, site.room)
        assert [message["seq"] for message in messages] == list(range(1, len(messages) + 1))
        known = {message["client_id"]: message["seq"] for message in messages}
        assert len(known) == len(messages) == len(set(known.values()))
        assert {client_id: known.get(client_id) for client_id in said.sent} == said.answered
        assert [one["client_id"] for one in messages if one["client_id"] in said.answered] == said.sent


@pytest.mark.parametrize(("site", "name"), PLACES, indirect=["site"])
async def test_killed_there_it_has_lost_nothing_that_was_answered(name: str, site: Site) -> None:
    said = Said()
    with site.serving(f"{name}:kill:{NTH.get(name, LATER)}") as process:
        await talk(site, said)
        assert await asyncio.to_thread(process.wait, PATIENCE) == -signal.SIGKILL
    with site.serving():
        await is_whole(site, said)


@pytest.mark.parametrize("name", sorted(WRITES))
@pytest.mark.parametrize("site", ["sqlite"], indirect=True)
async def test_a_disk_that_fails_there_ends_the_process_and_nothing_was_promised(name: str, site: Site) -> None:
    said = Said()
    with site.serving(f"{name}:eio:{LATER}") as process:
        await talk(site, said)
        assert await asyncio.to_thread(process.wait, PATIENCE) == DISK_FAILED
    assert "disk_failed" in site.parley.log.read_text()
    with site.serving():
        await is_whole(site, said)


@pytest.mark.parametrize("name", sorted(WRITES))
@pytest.mark.parametrize("site", ["postgresql"], indirect=True)
async def test_a_database_lost_there_is_told_and_the_same_message_may_be_sent_again(name: str, site: Site) -> None:
    is_told = False
    for _ in range(TRIES):
        said = Said()
        with site.serving(f"{name}:eio:{LATER}") as process:
            is_told = await talk(site, said) or is_told
            assert process.poll() is None
            await is_whole(site, said)
        assert "commit_failed" in site.parley.log.read_text()
        if is_told:
            break
    assert is_told


async def test_a_place_that_is_armed_is_told_in_the_log(site: Site) -> None:
    with site.serving("command-read:kill:1000000"):
        pass
    assert "fail_points_armed" in site.parley.log.read_text()
    with site.serving():
        pass
    assert "fail_points_armed" not in site.parley.log.read_text()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("nowhere:kill:1", "there is no place 'nowhere'"),
        ("before-commit:stop:1", "kill or eio"),
        ("before-commit:kill", "<name>:<action>:<nth>"),
        ("before-commit:kill:0", "<name>:<action>:<nth>"),
        ("before-commit:kill:1:2", "<name>:<action>:<nth>"),
        ("command-read:eio:1", "no disk is written to"),
        ("before-commit:kill:1,nowhere:kill:1", "nowhere"),
    ],
)
def test_what_cannot_be_armed_is_refused(text: str, reason: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(reason)):
        load({"PARLEY_FAIL_AT": text})


def test_an_unknown_place_is_answered_with_those_there_are() -> None:
    (told,) = problems({"PARLEY_FAIL_AT": "nowhere:kill:1"})
    assert all(f"{name}: {what}" in told for name, what in NAMES.items())


def test_an_arrival_before_or_after_the_nth_is_nothing() -> None:
    armed = faults({"PARLEY_FAIL_AT": "after-commit:eio:2, delivered:kill:3"})
    assert armed is not None
    armed["after-commit"].arrive("after-commit")
    with pytest.raises(OSError, match="after-commit"):
        armed["after-commit"].arrive("after-commit")
    armed["after-commit"].arrive("after-commit")


def test_they_are_no_settings_and_no_misspelt_ones_either() -> None:
    environ = {"PARLEY_FAIL_AT": "delivered:kill:3", "PARLEY_CLOCK_OFFSET_S": "-3600"}
    assert load(environ).unknown == ()
    assert clock_offset_ms(environ) == -3_600_000
    with pytest.raises(SettingsError, match="PARLEY_CLOCK_OFFSET_S: 'soon' is not a number of seconds"):
        load({"PARLEY_CLOCK_OFFSET_S": "soon"})


def test_nothing_is_armed_unless_somebody_asks_for_it() -> None:
    assert faults({}) is None
    assert ARMED is None
