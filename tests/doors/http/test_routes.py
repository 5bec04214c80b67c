"""The HTTP door: whatever comes through it, the answer has the shape that the documents promise."""

from collections.abc import AsyncIterator, Sequence

import httpx2
import pytest

from parley.doors.http import routes
from parley.process.app import Running
from parley.protocol.schemas import examples
from parley.verb import Verb
from parley.verbs import BY_NAME, VERBS
from tests.cast import NO_CERTIFICATES, PASSWORD, PATIENCE, Frame, Person, Room, Visitor
from tests.doors.http.wrong_requests import JSON, example_of, placed, wrong_bodies, wrong_fields
from tests.groups import in_groups
from tests.wire import Wire

ON_HTTP = [verb for verb in VERBS if "http" in verb.doors]
CHANGING = [verb for verb in ON_HTTP if verb.method != "GET"]
REFUSAL = {"code", "message", "retryable"}


def assert_refused(response: httpx2.Response, what: object, *codes: str) -> Frame:
    """A refusal in its one shape, and the caller's fault."""
    assert 400 <= response.status_code < 500, (what, response.status_code, response.text)
    assert response.headers["content-type"] == "application/json", what
    told: Frame = response.json()
    assert REFUSAL <= set(told) <= {*REFUSAL, "field", "retry_after_ms"}, what
    assert all(told[name] for name in ("code", "message")), what
    assert not codes or told["code"] in codes, (what, told)
    return told


@pytest.fixture
async def well(lobby: Room, visitor: Visitor, ada: Person) -> AsyncIterator[httpx2.AsyncClient]:
    """Somebody signed in, without the cast's help."""
    async with httpx2.AsyncClient(
        base_url=visitor.base, timeout=PATIENCE, headers=ada.headers, verify=NO_CERTIFICATES
    ) as client:
        yield client


class TestBadInput:
    @pytest.mark.parametrize("verbs", in_groups(CHANGING))
    async def test_what_verbs_do_not_take_is_refused(
        self, well: httpx2.AsyncClient, ada: Person, lobby: Room, verbs: Sequence[Verb]
    ) -> None:
        for verb in verbs:
            count = 0
            for what, request in [*wrong_fields(verb), *wrong_bodies(verb)]:
                headers = request.pop("headers", {})
                told = assert_refused(await well.request(verb.method, headers=headers, **request), (verb.name, what))
                assert told["code"] in ("invalid", "too_large"), (verb.name, what, told)
                count += 1
            assert count >= 20, verb.name
        assert (await ada.call("room.get", room=lobby.id))["last_seq"] == 0

    async def test_a_refusal_says_what_the_value_must_be(self, ada: Person, lobby: Room) -> None:
        for verb, fields, message in (
            ("room.create", {"client_id": "c", "name": 5}, "name must be text of 1 to 80 characters."),
            ("room.create", {"client_id": "c"}, "name is missing."),
            ("room.create", {"client_id": "c", "name": "n", "colour": "red"}, "colour is not known here."),
            ("room.create", {"client_id": "c", "name": "n", "kind": "secret"}, "kind must be public or private."),
            (
                "room.get",
                {"room": "The Lobby"},
                "room must be text of 1 to 60 characters: a room's id, or a public room's slug.",
            ),
            ("message.list", {"room": "x"}, "room must be text: a decimal 63-bit id, as a string."),
        ):
            assert ((await ada.refused(verb, **fields))["message"]) == message
        assert "no such room" in (await ada.refused("room.get", room="nowhere"))["message"]

    async def test_a_refusal_names_the_field(self, ada: Person, lobby: Room) -> None:
        for verb, fields, field in (
            ("room.create", {"client_id": "c", "name": 5}, "name"),
            ("room.create", {"client_id": "c"}, "name"),
            ("room.create", {"client_id": "c", "name": "n", "colour": "red"}, "colour"),
            ("message.send", {"room": lobby.id, "client_id": "c", "body": "x" * 8001}, "body"),
            ("message.send", {"room": lobby.id, "client_id": "c", "body": "a\x00b"}, "body"),
            ("message.list", {"room": lobby.id, "limit": 0}, "limit"),
            ("message.list", {"room": lobby.id, "before": "x"}, "before"),
            ("sync.get", {"cursors": {"room:1": "x"}}, "cursors[...]"),
            ("session.create", {"handle": "ada", "password": PASSWORD, "deliver": "pigeon"}, "deliver"),
        ):
            refusal = await ada.refused(verb, **fields)
            assert (fields, refusal["code"], refusal.get("field")) == (fields, "invalid", field)

    async def test_queries_are_read_as_strictly(self, well: httpx2.AsyncClient, lobby: Room) -> None:
        messages = f"/api/rooms/{lobby.id}/messages"
        for url in (
            "/api/rooms?limit=1&limit=2",
            "/api/rooms?colour=red",
            "/api/rooms?limit=many",
            "/api/rooms?limit=",
            "/api/rooms?limit=1.5",
            "/api/rooms?limit=99999999999999999999",
            "/api/rooms?after=x",
            "/api/rooms?after=0",
            "/api/rooms?after=12%0a",
            "/api/rooms?after=%00",
            "/api/rooms?after=%ff%fe",
            f"{messages}?before=-1",
            f"{messages}?before=1&after=1",
            f"{messages}?room=12",
            f"{messages}?around=9007199254740993",
        ):
            assert_refused(await well.get(url), url, "invalid")

    async def test_strange_places_are_no_rooms(self, well: httpx2.AsyncClient) -> None:
        for ref in ("%00", "%ED%A0%80", "..%2f..", "a%0a", "Ä", "a" * 61, "9" * 19, "9" * 59, "0", "-", "%F0%9F%90%8E"):
            for url in (f"/api/rooms/{ref}", f"/api/rooms/{ref}/messages"):
                assert_refused(await well.get(url), url, "invalid", "not_found")
            for action in ("join", "leave"):
                assert_refused(await well.post(f"/api/rooms/{ref}/{action}"), (ref, action), "invalid", "not_found")

    async def test_the_largest_values_that_fit_are_taken(self, ada: Person, lobby: Room) -> None:
        far = 2**53 - 1
        for place in ("before", "after", "around"):
            assert "messages" in await ada.call("message.list", room=lobby.id, **{place: far})
        assert (await ada.call("room.list", after="9" * 18))["rooms"] == []
        sent = await ada.call("message.send", room=lobby.id, client_id="c" * 64, body="🐎" * 8000)
        assert sent["seq"] == 1


class TestBodies:
    async def test_one_without_a_length_has_a_limit_too(self, well: httpx2.AsyncClient) -> None:
        async def endless() -> AsyncIterator[bytes]:
            for _ in range(100):
                yield b" " * 10_000

        response = await well.post("/api/rooms", content=endless(), headers=JSON)
        assert_refused(response, "endless", "too_large")

    async def test_one_that_trickles_is_given_up(
        self, server: Running, ada: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(routes, "BODY_SECONDS", 0.1)
        async with Wire(server.services.settings) as wire:
            wire.writer.write(begun_body(ada))
            assert (await wire.answer())[0] == 400

    async def test_one_that_is_cut_off_is_nobodys_mistake(
        self, server: Running, ada: Person, caplog: pytest.LogCaptureFixture
    ) -> None:
        for _ in range(5):
            async with Wire(server.services.settings) as wire:
                wire.writer.write(begun_body(ada))
                await wire.writer.drain()
                await ada.call("me.get")
        await ada.call("me.get")
        assert not [record for record in caplog.records if record.levelname == "ERROR"]

    async def test_none_at_all_is_an_empty_command(self, well: httpx2.AsyncClient) -> None:
        assert (await well.post("/api/sync")).is_success
        assert_refused(await well.post("/api/rooms"), "nothing", "invalid")


def begun_body(person: Person) -> bytes:
    """The first byte of a body of a hundred."""
    head = f"POST /api/sync HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {person.access}\r\n"
    return f"{head}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{{".encode()


class TestEveryAnswer:
    async def test_its_headers_are_safe(self, server: Running, ada: Person, visitor: Visitor) -> None:
        for method, path in addresses():
            response = await visitor.http.request(method, path, headers=ada.headers)
            headers = response.headers
            what = f"{method} {path} {response.status_code}"
            policy = headers["content-security-policy"]
            assert "default-src 'none'" in policy, what
            assert "unsafe" not in policy, what
            for directive in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
                assert directive in policy, what
            assert headers["x-content-type-options"] == "nosniff", what
            assert headers["referrer-policy"] == "no-referrer", what
            assert headers["cross-origin-opener-policy"] == "same-origin", what
            assert headers["cross-origin-resource-policy"] == "same-origin", what
            assert "permissions-policy" in headers, what
            assert "server" not in headers, what
            assert len(headers["x-request-id"]) == 32, what
            if path.startswith("/api/") and not path.startswith(("/api/docs", "/api/openapi", "/api/asyncapi")):
                assert headers["cache-control"] == "no-store", what

    async def test_each_has_an_id_of_its_own(self, visitor: Visitor) -> None:
        ids = {
            (await visitor.http.get("/livez", headers={"X-Request-Id": "mine"})).headers["x-request-id"] for _ in "12"
        }
        assert len(ids) == 2
        assert "mine" not in ids

    async def test_what_is_not_there_is_told_in_the_same_shape(self, ada: Person, visitor: Visitor) -> None:
        for method, path in (
            ("GET", "/api/nothing"),
            ("POST", "/api/server"),
            ("PUT", "/api/rooms"),
            ("DELETE", "/api/me"),
            ("PATCH", "/api/rooms/lobby/messages"),
            ("OPTIONS", "/api/rooms"),
            ("GET", "/api/"),
            ("GET", "/api/rooms/"),
            ("POST", "/"),
            ("DELETE", "/livez"),
            ("PUT", "/assets/x.js"),
            ("TRACE", "/api/me"),
        ):
            told = assert_refused(await visitor.http.request(method, path, headers=ada.headers), path, "not_found")
            assert path in told["message"]

    async def test_a_mistake_of_ours_is_told_without_its_details(
        self, server: Running, ada: Person, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_: object) -> None:
            raise ZeroDivisionError("canary")

        monkeypatch.setattr("parley.store.people.me_of", broken)
        response = await visitor.http.get("/api/me", headers=ada.headers)
        assert (response.status_code, response.json()["code"]) == (500, "internal")
        assert "canary" not in response.text
        assert response.headers["x-content-type-options"] == "nosniff"
        socket = await ada.open()
        socket.write({"type": "hello"})
        assert (await socket.next("error"))["code"] == "internal"
        assert (await socket.until_closed())[0] == 1011


def addresses() -> list[tuple[str, str]]:
    """Every route, with something in its braces, and some that are none."""
    known = [(verb.method, placed(verb, {**example_of(verb), "room": "12", "slug": "lobby"})[0]) for verb in ON_HTTP]
    pages = ["/", "/livez", "/readyz", "/ws", "/api/docs", "/api/openapi.json", "/api/asyncapi.json", "/r/lobby"]
    return [*known, *(("GET", page) for page in pages), ("GET", "/assets/none.js"), ("POST", "/"), ("GET", "/api/none")]


def test_the_table_above_knows_every_verb() -> None:
    assert {verb.name for verb in ON_HTTP} <= set(examples())
    assert {verb.name for verb in CHANGING} < set(BY_NAME)
