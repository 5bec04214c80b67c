import asyncio
import os
import pty
import re
import signal
import stat
import unicodedata
from collections import defaultdict
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

import pytest
from sqlalchemy import select

from parley.process.app import serving
from parley.process.services import operate
from parley.settings import Settings
from parley.store.database import Transaction
from parley.store.folder import locked
from parley.store.schema import heads, messages, people, rooms, sessions, stays
from tests.cast import Person, Room, Visitor
from tests.cli.running import COMMAND, Parley

PASSWORD = "correct horse battery staple"
SMALL = ("--users", "30", "--rooms", "10", "--members", "8", "--messages", "2000", "--password", PASSWORD)


@pytest.fixture
def parley(settings: Settings) -> Parley:
    """The command line over an empty database of either kind."""
    return Populating(settings)


class Populating(Parley):
    def __init__(self, settings: Settings) -> None:
        super().__init__(settings.data)
        self.database_url = settings.database_url

    def _environment(self, settings: dict[str, object]) -> dict[str, str]:
        url = {"database_url": self.database_url} if self.database_url else {}
        return super()._environment({"port": 8000, **url, **settings})


def test_what_was_asked_for_is_there(parley: Parley, settings: Settings) -> None:
    done = parley("populate", *SMALL)
    assert done.returncode == 0, done.stderr
    assert "30 people, 10 rooms with 80 members and 2,000 messages were added" in done.stdout
    assert "user-1 to user-30 sign in with the password that you gave." in done.stdout
    assert "user-1 owns this server." in done.stdout
    assert PASSWORD not in done.stdout + done.stderr
    assert done.stderr == ""
    assert [len(table(settings, name)) for name in (people, rooms, stays, messages)] == [30, 10, 80, 2_000]
    roles = [row.role for row in table(settings, people)]
    assert sorted(roles) == ["member"] * 29 + ["owner"]
    assert {row.person for row in table(settings, stays)} == {row.id for row in table(settings, people)}
    assert sum(row.role == "owner" for row in table(settings, stays)) == 10


def test_places_are_without_holes_and_the_heads_agree(parley: Parley, settings: Settings) -> None:
    parley("populate", *SMALL)
    places = defaultdict(list)
    for row in table(settings, messages):
        places[row.room].append(row.seq)
    last = {row.log: row.seq for row in table(settings, heads)}
    assert len(places) == 10
    for room, seqs in places.items():
        assert sorted(seqs) == list(range(1, last[room] + 1))
    assert len(places[max(places, key=lambda room: len(places[room]))]) > 400


def test_people_write_from_right_to_left_and_without_spaces_too(parley: Parley, settings: Settings) -> None:
    parley("populate", *SMALL)
    text = "".join(row.body for row in table(settings, messages))
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in set(text)}
    assert {"ARABIC", "CJK", "CYRILLIC", "DEVANAGARI", "HIRAGANA", "LATIN", "COMBINING"} <= scripts


def test_a_seed_gives_the_same_talk_again(tmp_path: Path) -> None:
    def said(folder: str, seed: str) -> list[tuple[str, str, int, str]]:
        parley = Parley(tmp_path / folder)
        assert parley("populate", *SMALL, "--seed", seed).returncode == 0
        return spoken(Settings(data_dir=str(parley.folder)))

    first = said("first", "7")
    assert len(first) == 2_000
    assert said("second", "7") == first
    assert said("third", "8") != first


def test_only_the_languages_that_were_named_are_spoken(parley: Parley, settings: Settings) -> None:
    parley("populate", *SMALL, "--languages", "ru, ar")
    names = {unicodedata.name(row.name[0]).split()[0] for row in table(settings, people)}
    assert names == {"CYRILLIC", "ARABIC"}
    assert {row.slug[-2:] for row in table(settings, rooms) if row.slug} == {"ru", "ar"}


async def test_everybody_signs_in_with_the_one_password(parley: Parley, settings: Settings) -> None:
    populated = await asyncio.to_thread(parley, "populate", *SMALL[:-2], "--messages", "0")
    made = re.search(r"user-1 to user-30 sign in with this password:\n(\S{20})\n", populated.stdout)
    assert made is not None
    async with serving(settings) as running, Visitor(settings) as visitor:
        for handle in ("user-1", "user-30"):
            async with await visitor.sign_in(handle, made[1]) as person:
                assert (await person.call("me.get"))["handle"] == handle
        assert (await visitor.call("server.get"))["needs_setup"] is False
        assert running.port == settings.port


class TestTokens:
    async def test_they_open_both_doors_to_the_rooms_beside_them(
        self, parley: Parley, settings: Settings, tmp_path: Path
    ) -> None:
        file = tmp_path / "tokens"
        given = (*SMALL, "--tokens", str(file), "--token-hours", "2")
        done = await asyncio.to_thread(parley, "populate", *given, port=settings.port)
        assert f"Their tokens are in {file}, good for 2 hours." in done.stdout
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        bearers = [line.split(" ") for line in file.read_text().splitlines()]
        assert len(bearers) == 30
        async with serving(settings):
            for token, id_, *room_ids in bearers[::10]:
                async with bearer(settings, token, id_) as person:
                    assert (await person.call("me.get"))["id"] == id_
                    socket = await person.connect()
                    assert socket.welcome["rooms"].keys() == set(room_ids)
                    await person.say(Room(room_ids[0]), "over HTTP")
                    sent = await socket.ask("message.send", room=room_ids[0], client_id="ws", body="over the socket")
                    assert sent["room"] == room_ids[0]

    def test_they_last_as_long_as_their_sessions(self, parley: Parley, settings: Settings, tmp_path: Path) -> None:
        parley("populate", *SMALL, "--tokens", str(tmp_path / "tokens"), "--token-hours", "2")
        for row in table(settings, sessions):
            assert row.expires_at - row.created_at == 2 * 3_600_000
            assert row.ended_at is None

    def test_without_them_no_session_is_left_open(self, parley: Parley, settings: Settings) -> None:
        parley("populate", *SMALL)
        assert [row.ended_at is not None for row in table(settings, sessions)] == [True] * 30

    def test_their_file_is_written_over_only_by_force(self, parley: Parley, settings: Settings, tmp_path: Path) -> None:
        file = tmp_path / "tokens"
        file.write_text("dear to somebody")
        file.chmod(0o644)
        refused(parley, "is there already", "--tokens", str(file))
        assert file.read_text() == "dear to somebody"
        assert table(settings, people) == []
        assert parley("populate", *SMALL, "--tokens", str(file), "--force").returncode == 0
        assert len(file.read_text().splitlines()) == 30
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


class TestRefusals:
    def test_where_there_are_people_it_needs_force(self, parley: Parley, settings: Settings) -> None:
        parley("create-admin", "ada", "--password-stdin", stdin=f"{PASSWORD}\n")
        refused(parley, "There are people on this server already")
        assert len(table(settings, people)) == 1
        done = parley("populate", *SMALL, "--force")
        assert "user-2 to user-31" in done.stdout
        assert "owns" not in done.stdout
        assert [row.handle for row in table(settings, people) if row.role == "owner"] == ["ada"]

    def test_by_force_it_can_be_done_again(self, parley: Parley, settings: Settings) -> None:
        parley("populate", *SMALL)
        assert "user-31 to user-60" in parley("populate", *SMALL, "--force").stdout
        assert [len(table(settings, name)) for name in (people, rooms, stays, messages)] == [60, 20, 160, 4_000]

    def test_an_address_that_strangers_reach_needs_force(self, parley: Parley, settings: Settings) -> None:
        refused(parley, "strangers", public_url="https://chat.example.org")
        assert table(settings, people) == []
        done = parley("populate", *SMALL, "--force", public_url="https://chat.example.org")
        assert done.returncode == 0

    def test_a_running_server_on_sqlite_is_named_with_what_to_do(self, tmp_path: Path) -> None:
        parley = Parley(tmp_path / "data")
        parley("migrate")
        with locked(Settings(data_dir=str(parley.folder))):
            refused(parley, "Stop that one first")

    @pytest.mark.parametrize(
        ("why", "given"),
        [
            ("--members 8: there are only 5 users", ("--users", "5")),
            ("have no place for 300 users", ("--users", "300")),
            ("'xx': there are en, de,", ("--languages", "en,xx")),
            ("between 10 and 1024 characters", ("--password", "short")),
            ("too easy to guess", ("--password", "user-1-is-my-name")),
            ("PARLEY_SESSION_MAX_DAYS", ("--token-hours", "100000")),
            ("the folder is not there", ("--tokens", "nowhere/tokens")),
            ("'--users'", ("--users", "0")),
            ("'--messages'", ("--messages", "-1")),
        ],
    )
    def test_what_cannot_be_done_is_said_before_it_is_begun(
        self, tmp_path: Path, why: str, given: tuple[str, ...]
    ) -> None:
        refused(Parley(tmp_path / "data"), why, *given)


def test_stopped_in_the_middle_it_leaves_what_it_said(parley: Parley, settings: Settings) -> None:
    """On a terminal, where it shows how far it is."""
    control, terminal = pty.openpty()
    arguments = [*COMMAND, "populate", *SMALL, "--messages", "100000000"]
    environment = parley._environment({})
    with Popen(arguments, env=environment, stdout=PIPE, stderr=terminal, text=True) as process:
        os.close(terminal)
        shown = ""
        try:
            while not re.search(r"messages.*[1-9]\d*/100000000", shown):
                shown += os.read(control, 4096).decode(errors="replace")
            process.send_signal(signal.SIGINT)
            output, _ = process.communicate(timeout=60)
        finally:
            process.kill()
    os.close(control)
    assert process.returncode == 130
    assert output.startswith("Stopped. What was written stays:\n30 people, 10 rooms with 80 members and ")
    counted = re.search(r"and ([\d,]+) messages", output)
    assert counted is not None
    found = table(settings, messages)
    assert len(found) == int(counted[1].replace(",", "")) > 0
    assert sum(row.seq for row in table(settings, heads)) == len(found)


def refused(parley: Parley, why: str, *given: str, public_url: str = "") -> None:
    done = parley("populate", *SMALL, *given, public_url=public_url)
    assert done.returncode == 2, done.stdout
    assert why in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def bearer(settings: Settings, token: str, id_: str) -> Person:
    return Person(settings, {"me": {"id": id_, "handle": ""}, "access_token": token, "refresh_token": ""})


def table(settings: Settings, which: Any) -> list[Any]:
    """All rows of a table, as a server would read them."""

    async def read(tx: Transaction) -> list[Any]:
        return list(await tx.all(select(which)))

    async def run() -> list[Any]:
        async with operate(settings) as services:
            return await services.database.read(read)

    return asyncio.run(run())


def spoken(settings: Settings) -> list[tuple[str, str, int, str]]:
    """Who said what where, by names: ids differ from run to run."""
    handle = {row.id: f"{row.handle} {row.name}" for row in table(settings, people)}
    name = {row.id: f"{row.slug} {row.name}" for row in table(settings, rooms)}
    return sorted((name[row.room], handle[row.sender], row.seq, row.body) for row in table(settings, messages))
