"""Slow clients over HTTP: whoever keeps the server waiting is cut, however busily they go on, and nobody else."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from itertools import repeat

import pytest

from parley.doors.ws import patience
from parley.process.app import Running, serving
from parley.settings import Settings
from tests.cast import PATIENCE, Person
from tests.conftest import with_changes
from tests.wire import Wire


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """No database is asked."""
    return sqlite_settings


@pytest.fixture
async def wire(server: Running) -> AsyncIterator[Wire]:
    async with Wire(server.services.settings) as wire:
        yield wire


class TestSlowHeaders:
    @pytest.fixture(autouse=True)
    def impatient(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(patience, "HEADER_SECONDS", 1.0)

    @pytest.mark.parametrize("begun", [b"", b"GET /ws HTT", b"GET /ws HTTP/1.1\r\nHost: x\r\nX-A: "])
    async def test_half_a_request_is_cut(self, wire: Wire, begun: bytes) -> None:
        wire.writer.write(begun)
        assert await wire.ends()

    @pytest.mark.parametrize("drop", [b"X-A: b\r\n", b"x"])
    async def test_trickling_does_not_help(self, wire: Wire, drop: bytes) -> None:
        wire.writer.write(b"GET /ws HTTP/1.1\r\n")
        async with wire.trickling(repeat(drop)):
            assert await wire.ends()

    async def test_half_a_second_request_is_cut_too(self, wire: Wire) -> None:
        wire.writer.write(b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\nGET /livez HT")
        assert (await wire.answer())[0] == 200
        assert await wire.ends()

    async def test_a_socket_outlives_the_limit(self, wire: Wire, ada: Person) -> None:
        socket = await ada.connect()
        assert await wire.ends()  # a silent neighbour, for as long as the limit
        assert (await socket.ask("me.get"))["id"] == ada.id


@pytest.mark.parametrize(
    "head",
    [
        b"GET /livez HTTP/1.1\r\n" + b"a:b\r\n" * 48_000,
        b"GET /livez HTTP/1.1\r\n" + b"a:" + b"b" * 70_000 + b"\r\n",
        b"GET /livez?" + b"b" * 70_000 + b" HTTP/1.1\r\n",
        b"GET /ws HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" + b"a:b\r\n" * 48_000,
    ],
)
async def test_many_or_long_headers_are_refused_before_anybody_reads_them(wire: Wire, head: bytes) -> None:
    wire.writer.write(head + b"\r\n")
    status, _ = await wire.answer()
    assert status == 400
    assert await wire.ends()


async def test_each_request_of_a_connection_has_its_own_headers(wire: Wire) -> None:
    for _ in range(3):
        wire.writer.write(b"GET /livez HTTP/1.1\r\nHost: x\r\n" + b"a:b\r\n" * 150 + b"\r\n")
        assert (await wire.answer())[0] == 200
        await wire.reader.readuntil(b"}")


async def test_headers_have_an_end(wire: Wire) -> None:
    """Whatever the limit is: memory must not grow with what somebody goes on sending."""

    async def flood() -> None:
        wire.writer.write(b"GET / HTTP/1.1\r\n")
        for _ in range(1_000):
            wire.writer.write(b"X-" + b"a" * 65_000 + b": b\r\n")
            await wire.writer.drain()
            await asyncio.sleep(0)

    with pytest.raises(ConnectionError):
        await flood()


class TestManyHalfRequests:
    @pytest.fixture
    def settings(self, sqlite_settings: Settings) -> Settings:
        return with_changes(sqlite_settings, requests_unfinished="3")

    async def test_one_too_many_cuts_the_oldest_and_nobody_else(self, server: Running) -> None:
        settings = server.services.settings
        async with AsyncExitStack() as stack:
            idle = await stack.enter_async_context(Wire(settings))
            assert await alive(idle)  # it waits for nothing but its next request
            halves = []
            for _ in range(4):
                halves.append(await stack.enter_async_context(Wire(settings)))
                halves[-1].writer.write(b"GET /livez HTTP/1.1\r\n")
            assert await halves[0].ends()
            for half in halves[1:]:
                half.writer.write(b"Host: x\r\n\r\n")
                assert (await half.answer())[0] == 200
            assert await alive(idle)

    async def test_a_crowd_of_them_keeps_nobody_out(self, server: Running) -> None:
        settings = server.services.settings
        async with AsyncExitStack() as stack:
            for _ in range(60):
                half = await stack.enter_async_context(Wire(settings))
                half.writer.write(b"GET /livez HTTP/1.1\r\n")
            async with Wire(settings) as wire:
                assert await alive(wire)


async def alive(wire: Wire) -> bool:
    wire.writer.write(b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n")
    status, head = await wire.answer()
    await wire.reader.readexactly(int(head.lower().partition("content-length: ")[2].split("\r\n")[0]))
    return status == 200


class TestSlowBodies:
    @pytest.fixture(autouse=True)
    def impatient(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(patience, "BODY_SECONDS", 1.0)

    @pytest.mark.parametrize("target", ["POST /api/sessions", "GET /livez", "POST /nowhere"])
    async def test_one_that_trickles_is_cut_whether_it_is_read_or_not(self, wire: Wire, target: str) -> None:
        head = f"{target} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n"
        wire.writer.write(head.encode())
        async with wire.trickling(repeat(b" ")):
            assert await wire.ends()

    async def test_after_one_that_arrived_the_connection_goes_on(self, wire: Wire, ada: Person) -> None:
        socket = await ada.connect()
        wire.writer.write(b"POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{")
        assert (await wire.answer())[0] == 404
        async with Wire(ada.settings) as other:
            other.writer.write(b"POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 60\r\n\r\n{")
            wire.writer.write(b"}")
            assert await other.ends()  # it waited as long as the limit
        assert not wire.reader.at_eof()
        assert (await socket.ask("me.get"))["id"] == ada.id


async def test_a_reader_that_takes_nothing_is_cut(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "STALLED_SECONDS", 0.2)
    wire.writer.transport.pause_reading()  # type: ignore[attr-defined]  # it can read too
    wire.writer.write(b"GET /api/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n" * 1_000)

    async def until_cut() -> None:
        while True:
            wire.writer.write(b"\r\n")
            await wire.writer.drain()
            await asyncio.sleep(0.02)

    with pytest.raises(ConnectionError):
        async with asyncio.timeout(PATIENCE):
            await until_cut()


async def test_without_a_limit_half_requests_are_not_counted(sqlite_settings: Settings) -> None:
    async with serving(with_changes(sqlite_settings, requests_unfinished="off")), AsyncExitStack() as stack:
        halves = [await stack.enter_async_context(Wire(sqlite_settings)) for _ in range(50)]
        assert all([await alive(half) for half in halves])
