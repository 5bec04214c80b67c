"""From HTTP to a socket: who may, what happens to the bytes in between, and what a bad handshake meets."""

import json
from collections.abc import AsyncIterator

import pytest

from parley.doors.request import cookie_names
from parley.process.app import Running, serving
from parley.settings import Settings
from tests.cast import Person, Visitor, open_socket
from tests.conftest import with_changes
from tests.wire import ACCEPT, Wire, masked

HELLO = b'{"type":"hello"}'


@pytest.fixture
async def wire(server: Running) -> AsyncIterator[Wire]:
    async with Wire(server.services.settings) as wire:
        yield wire


class TestOrigins:
    @pytest.fixture
    async def server(self, settings: Settings) -> AsyncIterator[Running]:
        async with serving(with_changes(settings, allowed_origins="https://app.example.org")) as running:
            yield running

    async def test_only_known_ones_are_let_in(self, server: Running) -> None:
        settings = server.services.settings
        own, port = f"http://localhost:{settings.port}", settings.port
        known = [own, f"http://127.0.0.1:{port}", "https://app.example.org"]
        unknown = [
            *("null", "", "https://evil.example.org", f"https://localhost:{port}", "http://localhost"),
            *(f"http://localhost:{port + 1}", f"http://localhost:{port}0", f"http://sub.localhost:{port}"),
            *(f"http://localhost:{port}.evil.org", f"http://localhost:{port}@evil.org", f"http://evil.org#{own}"),
            *("https://app.example.org.evil.org", "https://evil-app.example.org", "https://sub.app.example.org"),
            *(
                "http://app.example.org",
                "https://app.example.org:8443",
                "https://APP.example.org",
                f"{own}/",
                f"{own} ",
            ),
        ]
        for origin in known:
            async with Wire(settings) as wire:
                assert (origin, (await wire.ask(Origin=origin))[0]) == (origin, 101)
        for origin in (unknown := [origin for origin in unknown if origin.strip() not in known]):
            async with Wire(settings) as wire:
                assert (origin, (await wire.ask(Origin=origin))[0]) == (origin, 403)
        assert len(unknown) > 15

    async def test_a_cookie_alone_is_not_enough(self, server: Running, ada: Person) -> None:
        """A page of anybody's could bring it along. Programs come with a bearer token and say no Origin."""
        settings = server.services.settings
        cookie = f"{cookie_names(settings)[0]}={ada.access}"
        cases: list[tuple[int, dict[str, str]]] = [
            (403, {"Cookie": cookie}),
            (403, {"Cookie": f"other=1; {cookie}"}),
            (403, {"Cookie": cookie, "Authorization": "Bearer "}),
            (101, {"Cookie": cookie, "Origin": visited(settings)}),
            (101, {"Cookie": "somebody_elses=1"}),
            (101, {"Authorization": f"Bearer {ada.access}"}),
            (101, {"Authorization": f"Bearer {ada.access}", "Cookie": cookie}),
            (101, {}),
        ]
        for status, headers in cases:
            async with Wire(settings) as wire:
                assert (headers, (await wire.ask(**headers))[0]) == (headers, status)

    async def test_a_cookie_does_not_act_for_a_page_of_another_origin(self, server: Running, ada: Person) -> None:
        settings = server.services.settings
        cookie = f"{cookie_names(settings)[0]}={ada.access}"
        foreign = await open_socket(settings, {"Cookie": cookie, "Origin": "https://app.example.org"})
        foreign.write({"type": "hello"})
        assert (await foreign.until_closed())[0] == 4401
        own = await open_socket(settings, {"Cookie": cookie, "Origin": visited(settings)})
        own.write({"type": "hello"})
        assert (await own.next("welcome"))["you"]["id"] == ada.id
        own.cut()


def visited(settings: Settings) -> str:
    return f"http://localhost:{settings.port}"


class TestTheHandshake:
    @pytest.mark.parametrize(
        ("offered", "chosen"), [("parley.v2", True), ("parley.v1, parley.v2", True), ("other", False), (None, False)]
    )
    async def test_it_names_the_protocol_that_both_speak(self, wire: Wire, offered: str | None, chosen: bool) -> None:
        status, head = await wire.ask(Sec_WebSocket_Protocol=offered)
        assert (status, f"Sec-WebSocket-Accept: {ACCEPT}" in head) == (101, True)
        assert ("Sec-WebSocket-Protocol: parley.v2" in head) == chosen

    @pytest.mark.parametrize("version", ["parley.v1", "parley.v3"])
    async def test_whoever_speaks_another_version_is_told_to_reload(self, server: Running, version: str) -> None:
        socket = await open_socket(server.services.settings, {"Sec-WebSocket-Protocol": version})
        refusal = await socket.next("error")
        assert (refusal["code"], refusal["retryable"], "Reload" in refusal["message"]) == ("outdated", False, True)
        assert (await socket.until_closed())[0] == 4426

    async def test_compression_is_not_spoken(self, wire: Wire) -> None:
        status, head = await wire.ask(Sec_WebSocket_Extensions="permessage-deflate")
        assert (status, "deflate" in head) == (101, False)

    async def test_there_is_one_path(self, server: Running) -> None:
        for path, status in {"/ws?x=1": 101, "/": 404, "/ws/": 404, "/api/rooms": 404, "/wss": 404}.items():
            async with Wire(server.services.settings) as wire:
                assert (path, (await wire.ask(path))[0]) == (path, status)

    async def test_a_bad_one_is_refused(self, server: Running) -> None:
        cases: list[dict[str, str | None]] = [
            {"Sec_WebSocket_Key": "short"},
            {"Sec_WebSocket_Key": None},
            {"Upgrade": "h2c"},
        ]
        for headers in cases:
            async with Wire(server.services.settings) as wire:
                wire.writer.write(wire.request("/ws", "GET", **headers))
                assert (headers, (await wire.answer())[0]) == (headers, 400)
        async with Wire(server.services.settings) as wire:
            assert (await wire.ask(method="POST"))[0] in (400, 405)

    async def test_without_an_upgrade_the_address_says_what_it_is(self, server: Running, visitor: Visitor) -> None:
        response = await visitor.http.get("/ws")
        assert (response.status_code, response.json()["code"]) == (400, "invalid")


class TestBytes:
    async def test_a_hello_in_the_same_segment_is_not_lost(self, wire: Wire, ada: Person) -> None:
        wire.writer.write(wire.request(Authorization=f"Bearer {ada.access}") + masked(HELLO))
        assert (await wire.answer())[0] == 101
        assert json.loads(await wire.frame())["type"] == "welcome"

    async def test_a_request_in_pieces_is_one(self, wire: Wire, ada: Person) -> None:
        for byte in wire.request(Authorization=f"Bearer {ada.access}") + masked(HELLO):
            wire.writer.write(bytes((byte,)))
            await wire.writer.drain()
        assert (await wire.answer())[0] == 101
        assert json.loads(await wire.frame())["type"] == "welcome"

    async def test_a_socket_on_a_connection_that_was_used_before(self, wire: Wire, ada: Person) -> None:
        wire.writer.write(b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n")
        status, head = await wire.answer()
        assert status == 200
        size = int(head.lower().partition("content-length: ")[2].split("\r\n")[0])
        await wire.reader.readexactly(size)
        assert (await wire.ask(Authorization=f"Bearer {ada.access}"))[0] == 101
        wire.writer.write(masked(HELLO))
        assert json.loads(await wire.frame())["type"] == "welcome"

    async def test_what_is_no_http_is_told_so(self, wire: Wire) -> None:
        wire.writer.write(b"\x16\x03\x01 this is something else\r\n\r\n")
        assert (await wire.answer())[0] == 400
        assert await wire.ends()

    async def test_frames_without_a_mask_end_their_socket_alone(self, server: Running, wire: Wire, ada: Person) -> None:
        well = await ada.connect()
        assert (await wire.ask())[0] == 101
        wire.writer.write(bytes((0x81, len(HELLO))) + HELLO)
        await wire.frame()
        assert await wire.ends()
        assert (await well.ask("me.get"))["id"] == ada.id
