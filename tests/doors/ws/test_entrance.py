"""At the door of the socket: who is asked to come back later, when, and that nobody else notices."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from picows import WSMsgType

from parley.doors.ws import connection
from parley.process.app import Running, serving
from parley.settings import LIMITS, Settings
from tests.cast import PATIENCE, Person, Refusal, Socket, Visitor
from tests.conftest import with_changes
from tests.wire import Wire, masked

HERE, THERE = "203.0.113.1", "203.0.113.2"
HELLO = b'{"type":"hello"}'
NEVER = "0.001"  # a second; what was taken does not come back while a test runs


@asynccontextmanager
async def limited(settings: Settings, **limits: str) -> AsyncIterator[tuple[Running, Person]]:
    """A server with these limits behind a proxy on this machine, and ada."""
    changed = with_changes(settings, trusted_proxies="127.0.0.1", **limits)
    async with serving(changed) as server, Visitor(changed) as visitor, await visitor.set_up("ada", server) as ada:
        yield server, ada


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """No limit here is in a database."""
    return sqlite_settings


async def handshake(wire: Wire, address: str | None = None, *, token: str | None = None) -> tuple[int, int]:
    """The status, and what Retry-After says."""
    bearer = None if token is None else f"Bearer {token}"
    status, head = await wire.ask(X_Forwarded_For=address, Authorization=bearer)
    return status, int(head.partition("Retry-After: ")[2].split("\r\n")[0] or 0)


@asynccontextmanager
async def wires(settings: Settings, count: int) -> AsyncIterator[list[Wire]]:
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(Wire(settings)) for _ in range(count)]


class TestHandshakes:
    async def test_too_many_are_refused_before_they_open_and_told_when(self, settings: Settings) -> None:
        async with limited(settings, rate_handshake=f"3/{NEVER}") as (_, ada), wires(settings, 5) as several:
            connected = await ada.connect()
            found = [await handshake(wire, f"203.0.113.{n}", token=ada.access) for n, wire in enumerate(several)]
            assert [status for status, _ in found] == [101, 101, 503, 503, 503]
            assert all(0 < seconds <= 1_000 for status, seconds in found if status == 503)
            assert (await connected.ask("me.get"))["id"] == ada.id
            assert (await ada.request("me.get")).is_success

    async def test_one_address_does_not_keep_another_out(self, settings: Settings) -> None:
        limits = {"rate_handshake": f"8/{NEVER}", "rate_handshake_address": f"2/{NEVER}"}
        async with limited(settings, **limits), wires(settings, 12) as several:
            found = [await handshake(wire, HERE) for wire in several[:10]]
            assert [status for status, _ in found] == [101] * 2 + [429] * 8
            assert all(seconds > 0 for status, seconds in found if status == 429)
            assert [(await handshake(wire, THERE))[0] for wire in several[10:]] == [101, 101]

    async def test_a_made_up_address_does_not_help(self, settings: Settings) -> None:
        async with limited(settings, rate_handshake_address=f"2/{NEVER}"), wires(settings, 6) as several:
            made_up = [f"198.51.100.{n}, {HERE}" for n in range(6)]
            found = [await handshake(wire, address) for wire, address in zip(several, made_up, strict=True)]
            assert [status for status, _ in found] == [101] * 2 + [429] * 4

    async def test_a_customer_of_ipv6_is_one_address(self, settings: Settings) -> None:
        async with limited(settings, rate_handshake_address=f"2/{NEVER}"), wires(settings, 4) as several:
            found = [await handshake(wire, f"2001:db8:1:2::{n}") for n, wire in enumerate(several)]
            assert [status for status, _ in found] == [101, 101, 429, 429]

    async def test_a_proxy_that_says_nobody_is_no_customer(self, settings: Settings) -> None:
        limits = {"rate_handshake_address": f"1/{NEVER}", "sockets_address": "1", "sockets_stranger": "1"}
        async with limited(settings, **limits), wires(settings, 4) as several:
            assert [(await handshake(wire))[0] for wire in several] == [101] * 4

    async def test_by_default_a_handful_needs_nothing(self, settings: Settings) -> None:
        defaults = {name: getattr(Settings(), name) for name in LIMITS}
        async with limited(settings, **defaults) as (_, ada):
            for _ in range(15):
                assert (await (await ada.connect()).ask("me.get"))["id"] == ada.id


class TestHowMany:
    async def test_strangers_of_an_address_leave_room_for_who_is_signed_in(self, settings: Settings) -> None:
        async with limited(settings, sockets_stranger="2") as (_, ada), wires(settings, 6) as several:
            found = [await handshake(wire, HERE) for wire in several[:3]]
            assert [status for status, _ in found] == [101, 101, 429]
            assert (await handshake(several[3], HERE, token="x.y.z"))[0] == 429
            assert (await handshake(several[4], HERE, token=ada.access))[0] == 101
            assert (await handshake(several[5], THERE))[0] == 101

    async def test_an_address_has_so_many_and_no_more(self, settings: Settings) -> None:
        async with limited(settings, sockets_address="2") as (_, ada), wires(settings, 4) as several:
            found = [await handshake(wire, HERE, token=ada.access) for wire in several[:3]]
            assert [status for status, _ in found] == [101, 101, 429]
            several[0].writer.transport.abort()
            assert await let_in(settings, HERE)

    async def test_who_waits_for_a_welcome_is_a_queue_with_an_end(self, settings: Settings) -> None:
        async with limited(settings, sockets_waiting="2") as (_, ada), wires(settings, 3) as several:
            welcomed = [await ada.connect() for _ in range(5)]
            found = [await handshake(wire, token=ada.access) for wire in several]
            assert [status for status, _ in found] == [101, 101, 503]
            assert found[2][1] > 0
            assert (await welcomed[0].ask("me.get"))["id"] == ada.id
            several[0].writer.transport.abort()
            assert await let_in(settings)

    async def test_a_crowd_that_says_nothing_keeps_nobody_out(self, settings: Settings) -> None:
        async with limited(settings, sockets_waiting="6") as (_, ada), wires(settings, 20) as several:
            found = [await handshake(wire) for wire in several]
            assert {status for status, _ in found} == {101}
            for wire in several[:17]:
                assert await wire.ends()
            assert (await (await ada.connect()).ask("me.get"))["id"] == ada.id
            ticket = (await ada.call("session.ticket"))["ticket"]
            page = await ada.open({})
            page.write({"type": "hello", "ticket": ticket})
            assert (await page.next("welcome"))["you"]["id"] == ada.id

    async def test_the_connection_after_a_persons_last_is_told_why_and_the_others_stay(
        self, settings: Settings
    ) -> None:
        async with limited(settings, sockets_person="2") as (server, ada):
            first, second = await ada.connect(), await ada.connect()
            third = await greeted(ada)
            refusal = await third.next("error")
            assert (refusal["code"], refusal["retryable"]) == ("rate_limited", True)
            assert refusal["retry_after_ms"] > 0
            assert "2 connections open already" in refusal["message"]
            code, reason = await third.until_closed()
            assert (code, "2 connections" in reason) == (4429, True)
            for socket in (first, second):
                assert (await socket.ask("me.get"))["id"] == ada.id
            first.cut()
            async with asyncio.timeout(PATIENCE):
                while len(server.hub) == 2:  # noqa: ASYNC110 - it tells nobody
                    await asyncio.sleep(0.005)
            assert (await (await ada.connect()).ask("me.get"))["id"] == ada.id

    async def test_who_connects_in_a_loop_is_slowed_and_nobody_else(self, settings: Settings) -> None:
        async with limited(settings, rate_connect=f"3/{NEVER}") as (_, ada), Visitor(ada.settings) as visitor:
            for _ in range(3):
                (await ada.connect()).cut()
            for _ in range(3):
                socket = await greeted(ada)
                assert (await socket.next("error"))["retry_after_ms"] > 0
                assert (await socket.until_closed())[0] == 4429
            async with await visitor.register("bob") as bob:
                assert (await (await bob.connect()).ask("me.get"))["id"] == bob.id

    async def test_it_is_refused_before_the_database_is_asked_who_that_is(self, settings: Settings) -> None:
        async with limited(settings, rate_connect=f"1/{NEVER}") as (_, ada):
            (await ada.connect()).cut()
            await ada.call("session.end")
            assert (await (await greeted(ada)).next("error"))["code"] == "rate_limited"


async def greeted(person: Person) -> Socket:
    """A socket that has said hello, whatever comes of it."""
    socket = await person.open()
    socket.write({"type": "hello"})
    return socket


async def let_in(settings: Settings, address: str | None = None) -> bool:
    """Soon, once the server has noticed who has gone."""
    async with asyncio.timeout(PATIENCE):
        while True:
            async with Wire(settings) as wire:
                if (await handshake(wire, address))[0] == 101:
                    return True


class TestFloods:
    async def test_one_is_told_first_and_closed_when_it_goes_on(self, settings: Settings) -> None:
        async with limited(settings, rate_frame=f"6/{NEVER}") as (_, ada):
            flooding, well = await ada.connect(), await ada.connect()
            for _ in range(5):  # after its hello
                await flooding.ask("me.get")
            for ref in range(101, 120):
                flooding.write({"type": "me.get", "ref": ref})
            for ref in range(101, 108):
                told = await flooding.next("error")
                assert (told["ref"], told["code"]) == (ref, "rate_limited")
                assert told["retry_after_ms"] > 0
            last = await flooding.next("error")
            assert (last["code"], "ref" in last) == ("rate_limited", False)
            assert (await flooding.until_closed())[0] == 4429
            assert (await well.ask("me.get"))["id"] == ada.id

    async def test_pings_count(self, settings: Settings) -> None:
        async with limited(settings, rate_frame=f"6/{NEVER}") as (_, ada):
            socket = await ada.connect()
            for _ in range(5):
                await socket.ping(b"x")
            for _ in range(20):
                socket.transport.send(WSMsgType.PING, b"x")
            assert (await socket.next("error"))["code"] == "rate_limited"
            assert (await socket.until_closed())[0] == 4429

    async def test_who_heeds_what_is_told_goes_on(self, settings: Settings) -> None:
        async with limited(settings, rate_frame="2/50") as (_, ada):
            socket = await ada.connect()
            for _ in range(20):
                try:
                    await socket.ask("me.get")
                except Refusal as refusal:
                    await asyncio.sleep(refusal.body["retry_after_ms"] / 1000)
            assert socket.closed is None


class TestSlowFrames:
    async def test_a_hello_that_trickles_is_cut(self, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(connection, "HELLO_SECONDS", 0.3)
        async with limited(settings), Wire(settings) as wire:
            assert (await wire.ask())[0] == 101
            async with wire.trickling(in_bytes(masked(HELLO.ljust(120)))):
                assert b"unauthenticated" in await wire.frame()
                assert await wire.ends()

    async def test_a_frame_that_does_not_end_is_cut_at_the_second_beat(self, settings: Settings) -> None:
        async with limited(settings) as (server, ada), Wire(settings) as wire:
            assert (await wire.ask(Authorization=f"Bearer {ada.access}"))[0] == 101
            wire.writer.write(masked(HELLO))
            assert b"welcome" in await wire.frame()
            well = await ada.connect()
            async with wire.trickling(in_bytes(masked(HELLO.ljust(125)))):
                for _ in range(2):
                    server.hub.beat()
                    await well.ping()
                assert await wire.ends()
            assert (await well.ask("me.get"))["id"] == ada.id

    async def test_pieces_that_do_not_end_are_too_whatever_comes_between(self, settings: Settings) -> None:
        async with limited(settings) as (server, ada):
            socket = await ada.connect()
            socket.transport.send(WSMsgType.TEXT, b'{"type"', fin=False)
            for _ in range(2):
                await socket.ping()
                assert socket.closed is None
                server.hub.beat()
            assert (await socket.until_closed())[0] == 4408


def in_bytes(data: bytes) -> list[bytes]:
    return [bytes((byte,)) for byte in data]
