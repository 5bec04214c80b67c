"""The HTTP door: whatever comes through it, the answer has the shape that the documents promise."""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any, get_args, get_type_hints

import httpx2
import pytest
from msgspec import structs

from parley.app import Running, serving
from parley.catalogue import BY_NAME, VERBS, Verb
from parley.edge import cookie_names
from parley.http import verbs
from parley.protocol.schemas import examples
from parley.settings import Settings
from tests.cast import NO_CERTIFICATES, PASSWORD, PATIENCE, Frame, Person, Room, Visitor
from tests.conftest import with_changes
from tests.wire import Wire

ON_HTTP = [verb for verb in VERBS if "http" in verb.doors]
CHANGING = [verb for verb in ON_HTTP if verb.method != "GET"]
REFUSAL = {"code", "message", "retryable"}
JSON = {"Content-Type": "application/json"}
OTHER = "https://app.example.org"

Case = tuple[str, dict[str, Any]]  # what it is, and the arguments of a request


def assert_refused(response: httpx2.Response, what: object, *codes: str) -> Frame:
    """A refusal in its one shape, and the caller's fault."""
    assert 400 <= response.status_code < 500, (what, response.status_code, response.text)
    assert response.headers["content-type"] == "application/json", what
    told: Frame = response.json()
    assert REFUSAL <= set(told) <= {*REFUSAL, "field", "retry_after_ms"}, what
    assert all(told[name] for name in ("code", "message")), what
    assert not codes or told["code"] in codes, (what, told)
    return told


def example_of(verb: Verb) -> Frame:
    command: Frame = examples()[verb.name]["command"]
    return dict(command)


def placed(verb: Verb, fields: Frame) -> tuple[str, Frame]:
    """The path with its fields in it, and the others."""
    path, rest = verb.path, dict(fields)
    for name in list(rest):
        if f"{{{name}}}" in path:
            path = path.replace(f"{{{name}}}", str(rest.pop(name)))
    return path, rest


def wrong_fields(verb: Verb) -> Iterator[Case]:
    """Each field with every type that it does not take."""
    path, good = placed(verb, example_of(verb))
    hints = get_type_hints(verb.command)
    for name in (name for name in hints if f"{{{name}}}" not in verb.path):
        text = str in (hints[name], *get_args(hints[name]))
        wrong: tuple[Any, ...] = (1.5, True, [], {"a": 1}, 5 if text else "five", "x" * 70_000, "a\x00b", -(2**70))
        for bad in wrong:
            yield f"{name}={str(bad)[:20]}", {"url": path, "json": {**good, name: bad}}
    for field in structs.fields(verb.command):
        if field.required and f"{{{field.name}}}" not in verb.path:
            without = {name: value for name, value in good.items() if name != field.name}
            yield f"no {field.name}", {"url": path, "json": without}


def wrong_bodies(verb: Verb) -> Iterator[Case]:
    """What is no command of this verb, whatever its fields are."""
    path, good = placed(verb, example_of(verb))
    whole = json.dumps(good).encode()

    def raw(data: bytes, **headers: str) -> dict[str, Any]:
        return {"url": path, "content": data, "headers": JSON | headers}

    yield "an unknown field", {"url": path, "json": {**good, "unknown": 1}}
    for name in verb.command.__struct_fields__:
        if f"{{{name}}}" in verb.path:
            yield f"{name} of the path", {"url": path, "json": {**good, name: "12"}}
    for what, data in {
        "no JSON": b"{nope",
        "cut off": (whole or b"{}")[:-1],
        "a list": b"[1, 2]",
        "a text": b'"text"',
        "null": b"null",
        "twice": b"{} {}",
        "not a number": b'{"x": NaN}',
        "not UTF-8": b'{"x": "\xff"}',
        "half a surrogate": b'{"x": "\\ud800"}',
        "deep": b'{"x": ' + b"[" * 30_000,
        "deep and closed": b'{"x": ' + b"[" * 30_000 + b"]" * 30_000 + b"}",
        "a mark first": b"\xef\xbb\xbf" + whole,
    }.items():
        yield what, raw(data)
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonx", ""):
        yield f"as {kind}", {"url": path, "content": whole, "headers": {"Content-Type": kind}}
    for coding in ("gzip", "deflate", "br", "identity, gzip"):
        yield f"in {coding}", raw(whole, **{"Content-Encoding": coding})
    yield "too large", raw(b" " * 70_000 + whole)


@pytest.fixture
async def well(lobby: Room, visitor: Visitor, ada: Person) -> AsyncIterator[httpx2.AsyncClient]:
    """Somebody signed in, without the cast's help."""
    async with httpx2.AsyncClient(
        base_url=visitor.base, timeout=PATIENCE, headers=ada.headers, verify=NO_CERTIFICATES
    ) as client:
        yield client


class TestBadInput:
    @pytest.mark.parametrize("verb", CHANGING, ids=lambda verb: verb.name)
    async def test_what_a_verb_does_not_take_is_refused(
        self, well: httpx2.AsyncClient, ada: Person, lobby: Room, verb: Verb
    ) -> None:
        count = 0
        for what, request in [*wrong_fields(verb), *wrong_bodies(verb)]:
            headers = request.pop("headers", {})
            told = assert_refused(await well.request(verb.method, headers=headers, **request), (verb.name, what))
            assert told["code"] in ("invalid", "too_large"), (what, told)
            count += 1
        assert count >= 20
        assert (await ada.call("room.get", room=lobby.id))["last_seq"] == 0

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
        monkeypatch.setattr(verbs, "BODY_SECONDS", 0.1)
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


class TestForgery:
    """A cookie acts only for pages of this server: everything else that brings one along is refused."""

    @pytest.mark.parametrize("verb", CHANGING, ids=lambda verb: verb.name)
    async def test_no_change_without_our_own_origin(
        self, server: Running, ada: Person, lobby: Room, visitor: Visitor, verb: Verb
    ) -> None:
        settings = server.services.settings
        access, refresh = cookie_names(settings)
        cookies = {"Cookie": f"{access}={ada.access}; {refresh}={ada.refresh}"}
        path, fields = placed(verb, example_of(verb))
        for origin in (None, *foreign_origins(settings)):
            headers = {**cookies, **JSON, **({"Origin": origin} if origin is not None else {})}
            response = await visitor.http.request(verb.method, path, headers=headers, json=fields)
            assert_refused(response, (verb.name, origin), "forbidden")
            empty = await visitor.http.request(verb.method, path, headers={**headers, "Authorization": "Bearer"})
            assert_refused(empty, (verb.name, origin, "empty bearer"), "forbidden")
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
            headers = {**cookies, "Origin": visitor.base, "Content-Type": kind}
            response = await visitor.http.request(verb.method, path, headers=headers, content=json.dumps(fields))
            told = assert_refused(response, (verb.name, kind))
            assert told["code"] == "invalid"
        assert (await ada.call("me.get"))["id"] == ada.id
        assert [room["id"] for room in (await ada.call("room.list"))["rooms"]] == [lobby.id]

    async def test_our_own_pages_act_with_it(self, server: Running, ada: Person, visitor: Visitor) -> None:
        access, _ = cookie_names(server.services.settings)
        visitor.headers = {"Cookie": f"{access}={ada.access}", "Origin": visitor.base}
        made = await visitor.call("room.create", client_id="r", name="Room", kind="private")
        assert made["room"]["created_by"] == ada.id

    async def test_reading_changes_nothing(self, lobby: Room, ada: Person, visitor: Visitor) -> None:
        before = (await ada.call("sync.get"))["frames"][0]
        for verb in ON_HTTP:
            path, fields = placed(verb, {**example_of(verb), "room": lobby.id})
            for method in ("GET", "HEAD", "OPTIONS"):
                response = await visitor.http.request(method, path, params=flat(fields), headers=ada.headers)
                assert response.status_code < 500, (method, path)
        assert (await ada.call("sync.get"))["frames"][0] == before


def foreign_origins(settings: Settings) -> list[str]:
    port = settings.port
    return [
        *("null", "https://evil.example.org", f"https://localhost:{port}", "http://localhost", "http://127.0.0.1"),
        *(f"http://localhost:{port + 1}", f"http://localhost:{port}0", f"http://sub.localhost:{port}"),
        *(f"http://localhost:{port}.evil.org", f"http://evil-localhost:{port}", f"http://user@localhost:{port}"),
    ]


def flat(fields: Frame) -> dict[str, str]:
    return {name: value for name, value in fields.items() if isinstance(value, str)}


class TestCookies:
    @pytest.mark.parametrize(
        ("public_url", "prefix", "secure"),
        [("", "parley_{port}", False), ("https://chat.example.org", "__Host-parley", True)],
    )
    async def test_they_are_out_of_a_scripts_reach(
        self, settings: Settings, public_url: str, prefix: str, secure: bool
    ) -> None:
        async with (
            serving(with_changes(settings, public_url=public_url)) as server,
            Visitor(settings) as visitor,
            await visitor.set_up("ada", server),
        ):
            visitor.headers = {"Origin": public_url or visitor.base}
            response = await visitor.request("session.create", handle="ada", password=PASSWORD)
        found = response.headers.get_list("set-cookie")
        name = prefix.format(port=settings.port)
        assert [cookie.split("=")[0] for cookie in found] == [f"{name}_access", f"{name}_refresh"]
        for cookie in found:
            flags = {flag.strip().lower() for flag in cookie.split(";")[1:]}
            assert {"httponly", "samesite=lax", "path=/"} <= flags
            assert ("secure" in flags) == secure
            assert not any(flag.startswith("domain") for flag in flags)
        assert {"access_token", "refresh_token"}.isdisjoint(response.json())
        assert ("strict-transport-security" in response.headers) == secure

    async def test_a_browsers_session_from_beginning_to_end(self, server: Running, ada: Person) -> None:
        async with Visitor(server.services.settings) as browser:
            browser.headers = {"Origin": browser.base}
            await browser.call("session.create", handle="ada", password=PASSWORD)
            first = dict(browser.http.cookies)
            assert (await browser.call("me.get"))["id"] == ada.id
            refreshed = await browser.call("session.refresh")
            assert {"access_token", "refresh_token"}.isdisjoint(refreshed)
            assert dict(browser.http.cookies) != first
            response = await browser.request("session.end")
            assert (response.status_code, response.headers["clear-site-data"]) == (200, '"cache", "storage"')
            assert dict(browser.http.cookies) == {}
            browser.http.cookies.update(first)
            assert (await browser.refused("me.get"))["code"] == "unauthenticated"
            assert (await browser.refused("session.refresh"))["code"] == "unauthenticated"

    async def test_tokens_are_for_programs_and_cookies_for_pages(self, ada: Person, visitor: Visitor) -> None:
        sign_in = {"handle": "ada", "password": PASSWORD}
        assert (await visitor.refused("session.create", **sign_in, deliver="cookie"))["code"] == "forbidden"
        assert (await visitor.refused("session.refresh"))["code"] == "forbidden"
        visitor.headers = {"Origin": visitor.base}
        assert (await visitor.refused("session.create", **sign_in, deliver="token"))["code"] == "forbidden"
        assert (await visitor.refused("session.refresh", refresh_token=ada.refresh))["code"] == "forbidden"

    async def test_other_peoples_cookies_are_no_concern(self, ada: Person, visitor: Visitor) -> None:
        visitor.headers = {**ada.headers, "Cookie": "theme=dark; parley_1_access=x; =; ;;; a"}
        assert (await visitor.call("me.get"))["id"] == ada.id

    async def test_what_is_in_them_may_be_anything(self, server: Running, visitor: Visitor) -> None:
        names = cookie_names(server.services.settings)
        for value in (
            "",
            "x",
            "\xe4",
            "1.2.3",
            "1.2." + "\xe4" * 43,
            "9" * 400 + ".0." + "A" * 43,
            "a=b=c",
            '"quoted"',
        ):
            raw = "; ".join(f"{name}={value}" for name in names).encode("latin-1")
            headers = [(b"Cookie", raw), (b"Origin", visitor.base.encode())]
            for method, path in (("GET", "/api/me"), ("POST", "/api/sessions/refresh")):
                assert_refused(await visitor.http.request(method, path, headers=headers), value, "unauthenticated")


class TestOtherOrigins:
    @pytest.fixture
    async def server(self, settings: Settings) -> AsyncIterator[Running]:
        async with serving(with_changes(settings, allowed_origins=OTHER)) as running:
            yield running

    async def test_a_page_that_may_is_let_in_with_a_token_and_without_cookies(
        self, server: Running, ada: Person, visitor: Visitor
    ) -> None:
        response = await visitor.http.get("/api/me", headers={**ada.headers, "Origin": OTHER})
        assert response.headers["access-control-allow-origin"] == OTHER
        assert "access-control-allow-credentials" not in response.headers
        assert "Origin" in response.headers["vary"]
        assert response.headers["cross-origin-resource-policy"] == "cross-origin"
        cookie = f"{cookie_names(server.services.settings)[0]}={ada.access}"
        response = await visitor.http.get("/api/me", headers={"Cookie": cookie, "Origin": OTHER})
        assert_refused(response, "cookie", "unauthenticated")

    async def test_its_preflight_is_answered(self, visitor: Visitor) -> None:
        asks = {"Origin": OTHER, "Access-Control-Request-Method": "POST"}
        response = await visitor.http.options("/api/rooms", headers=asks)
        assert response.status_code == 204
        assert "POST" in response.headers["access-control-allow-methods"]
        assert "Authorization" in response.headers["access-control-allow-headers"]

    async def test_refusals_can_be_read_by_it_too(self, visitor: Visitor) -> None:
        response = await visitor.http.get("/api/me", headers={"Origin": OTHER})
        assert (response.status_code, response.headers["access-control-allow-origin"]) == (401, OTHER)

    async def test_any_other_page_is_not(self, server: Running, ada: Person, visitor: Visitor) -> None:
        tricks = [f"{OTHER}.evil.org", "https://sub.app.example.org", "http://app.example.org", f"{OTHER}:444", "null"]
        for origin in [*tricks, *foreign_origins(server.services.settings)]:
            response = await visitor.http.get("/api/me", headers={**ada.headers, "Origin": origin})
            assert_refused(response, origin, "forbidden")
            assert "access-control-allow-origin" not in response.headers
            preflight = await visitor.http.options("/api/rooms", headers={"Origin": origin})
            assert "access-control-allow-origin" not in preflight.headers


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
