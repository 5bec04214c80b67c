import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from parley.doors.http import health
from parley.process.app import Running, serving
from parley.settings import Settings
from parley.store.sqlite_writer import SqliteWriter
from tests.cast import PATIENCE, Person, Room, Visitor
from tests.conftest import Clock, with_changes
from tests.services.postgres import Postgres


async def ready(visitor: Visitor) -> bool:
    response = await visitor.http.get("/readyz")
    body = response.json()
    assert response.status_code == (200 if body["status"] == "ok" else 503)
    assert (body["status"] == "ok") == ("reason" not in body)
    return response.is_success


async def until_ready(visitor: Visitor) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await ready(visitor):  # noqa: ASYNC110 - only asking tells
            await asyncio.sleep(0.05)


async def test_a_server_that_works_says_so(visitor: Visitor) -> None:
    assert await asyncio.gather(*(ready(visitor) for _ in range(10))) == [True] * 10
    assert (await visitor.http.get("/livez")).json() == {"status": "ok"}


async def test_neither_needs_a_session_nor_is_kept(visitor: Visitor) -> None:
    for path in ("/livez", "/readyz"):
        assert (await visitor.http.get(path)).headers["cache-control"] == "no-store"


async def test_a_disk_nearly_full_is_not_ready(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LEAST_DISK_FREE", 1.0)
    response = await visitor.http.get("/readyz")
    assert (response.status_code, "full" in response.json()["reason"]) == (503, True)
    assert (await visitor.http.get("/livez")).is_success


class TestAFullDisk:
    """SQLite's own limit on a database's pages gives the same error as a disk without room."""

    @pytest.fixture
    def settings(self, sqlite_settings: Settings) -> Settings:
        return sqlite_settings

    async def test_nothing_is_acknowledged_that_is_not_kept_and_reading_goes_on(
        self, server: Running, visitor: Visitor, lobby: Room, ada: Person
    ) -> None:
        writer = server.services.writer
        assert isinstance(writer, SqliteWriter)
        driver = writer._connection.driver
        pages = driver.execute("PRAGMA page_count").fetchone()[0]
        driver.execute(f"PRAGMA max_page_count = {pages + 20}")
        kept: list[int] = []
        refused = 0
        for n in range(100):
            response = await ada.request("message.send", room=lobby.id, client_id=f"{n}", body="x" * 4000)
            if response.is_success:
                kept.append(response.json()["seq"])
                continue
            refused += 1
            assert (response.status_code, response.json()["retryable"]) == (503, True)
        assert kept
        assert refused > 50
        page = await ada.call("message.list", room=lobby.id, limit=200)
        assert [message["seq"] for message in page["messages"]] == kept
        assert (await visitor.http.get("/livez")).is_success

        driver.execute(f"PRAGMA max_page_count = {pages * 1000}")
        again = await ada.say(lobby, "x" * 4000, client_id="99")
        assert again["seq"] == kept[-1] + 1
        assert await ready(visitor)


class TestALostDatabase:
    """PostgreSQL loses every connection, then the database itself, and gets it back."""

    @pytest.fixture
    async def settings(
        self, postgres: Postgres, postgres_settings: Settings, tmp_path: Path
    ) -> AsyncIterator[Settings]:
        name = f"parley_lost_{id(self)}"
        source = postgres_settings.database_url.rsplit("/", 1)[1]
        await asyncio.to_thread(postgres.create_database, name, template=source)
        yield with_changes(postgres_settings, database_url=postgres.url(name))
        await asyncio.to_thread(postgres.drop_database, name)

    async def test_it_is_not_ready_loses_nothing_and_comes_back(
        self, settings: Settings, postgres: Postgres, clock: Clock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(health, "PROBE_MS", 0)
        async with (
            serving(settings, clock) as server,
            Visitor(settings) as visitor,
            await visitor.set_up("ada", server) as ada,
        ):
            made = await ada.call("room.create", client_id="r", name="Room", kind="private")
            room = Room(made["room"]["id"])
            socket = await ada.connect()
            await ada.say(room, "before", client_id="before")

            async with shut(postgres, settings):
                assert not await ready(visitor)
                assert (await visitor.http.get("/livez")).is_success
                for verb, fields in (("me.get", {}), ("message.list", {"room": room.id})):
                    refusal = await ada.refused(verb, **fields)
                    assert (verb, refusal["code"], refusal["retryable"]) == (verb, "unavailable", True)
                socket.write(
                    {"type": "message.send", "ref": 1, "room": room.id, "client_id": "during", "body": "during"}
                )
                refusal = await socket.next("error")
                assert (refusal["code"], refusal["retryable"]) == ("unavailable", True)

            await until_ready(visitor)
            assert (await ada.say(room, "before", client_id="before"))["seq"] == 1
            assert (await ada.say(room, "during", client_id="during"))["seq"] == 2
            assert [message["body"] for message in await socket.messages(room, 2)] == ["before", "during"]


class shut:  # noqa: N801 - it reads as a word
    """Nobody gets into the database, and whoever was in it is thrown out."""

    def __init__(self, postgres: Postgres, settings: Settings) -> None:
        self._url = postgres.url()
        self._name = settings.database_url.rsplit("/", 1)[1]

    async def __aenter__(self) -> None:
        await self._run(
            f"ALTER DATABASE {self._name} ALLOW_CONNECTIONS false",
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self._name}'",  # noqa: S608
        )

    async def __aexit__(self, *_: object) -> None:
        await self._run(f"ALTER DATABASE {self._name} ALLOW_CONNECTIONS true")

    async def _run(self, *statements: str) -> None:
        connection = await asyncpg.connect(self._url)
        for statement in statements:
            await connection.execute(statement)
        await connection.close()
