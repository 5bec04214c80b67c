"""Pages of other origins, and cookies: who may act with them."""

import json
from collections.abc import AsyncIterator, Sequence

import pytest

from parley.doors.request import browser_cookie_name, cookie_names, device_cookie_name
from parley.process.app import Running, serving
from parley.settings import Settings
from parley.verb import Verb
from tests.authenticator import add_app, add_passkey, device_of, first_step
from tests.cast import PASSWORD, Frame, Person, Room, Visitor
from tests.conftest import Clock, with_changes
from tests.doors.http.test_routes import CHANGING, ON_HTTP, assert_refused
from tests.doors.http.wrong_requests import JSON, example_of, placed
from tests.groups import in_groups

OTHER = "https://app.example.org"


class TestForgery:
    """A cookie acts only for pages of this server: everything else that brings one along is refused."""

    @pytest.mark.parametrize("verbs", in_groups(CHANGING))
    async def test_no_change_without_our_own_origin(
        self, server: Running, ada: Person, lobby: Room, visitor: Visitor, verbs: Sequence[Verb]
    ) -> None:
        access, refresh = cookie_names(server.services.settings)
        cookies = {"Cookie": f"{access}={ada.access}; {refresh}={ada.refresh}"}
        for verb in verbs:
            await refuse_from_elsewhere(visitor, verb, cookies)
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


async def refuse_from_elsewhere(visitor: Visitor, verb: Verb, cookies: dict[str, str]) -> None:
    path, fields = placed(verb, example_of(verb))
    for origin in (None, *foreign_origins(visitor.settings)):
        headers = {**cookies, **JSON, **({"Origin": origin} if origin is not None else {})}
        response = await visitor.http.request(verb.method, path, headers=headers, json=fields)
        assert_refused(response, (verb.name, origin), "forbidden")
        empty = await visitor.http.request(verb.method, path, headers={**headers, "Authorization": "Bearer"})
        assert_refused(empty, (verb.name, origin, "empty bearer"), "forbidden")
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        headers = {**cookies, "Origin": visitor.base, "Content-Type": kind}
        response = await visitor.http.request(verb.method, path, headers=headers, content=json.dumps(fields))
        told = assert_refused(response, (verb.name, kind))
        assert told["code"] == "invalid", (verb.name, kind)


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
        assert [cookie.split("=")[0] for cookie in found] == [f"{name}_access", f"{name}_refresh", f"{name}_device"]
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
            assert list(dict(browser.http.cookies)) == [device_cookie_name(server.services.settings)]
            browser.http.cookies.update(first)
            assert (await browser.refused("me.get"))["code"] == "unauthenticated"
            assert (await browser.refused("session.refresh"))["code"] == "unauthenticated"

    async def test_what_begins_in_one_browser_is_finished_in_no_other(
        self, server: Running, ada: Person, visitor: Visitor, clock: Clock
    ) -> None:
        settings = server.services.settings
        app, device = await add_app(ada, clock), device_of(settings)
        await add_passkey(ada, device)
        async with Visitor(settings) as own, Visitor(settings) as other:
            for browser in (own, other):
                browser.headers = {"Origin": browser.base}
            step = await first_step(own, "ada", PASSWORD, deliver="cookie")
            name = browser_cookie_name(settings)
            assert list(dict(own.http.cookies)) == [name]
            await other.call("session.begin_passkey")  # that one has such a cookie, too
            code = {"step": step, "code": app.next_code()}
            for elsewhere, deliver in ((other, "cookie"), (visitor, "token")):
                told = await elsewhere.refused("session.confirm", **code, deliver=deliver)
                assert told["code"] == "gone"
            shown = device.shown(await own.call("session.begin_passkey"))
            for elsewhere, deliver in ((other, "cookie"), (visitor, "token")):
                told = await elsewhere.refused("session.redeem_passkey", **shown, deliver=deliver)
                assert told["code"] == "unauthenticated"
            assert (await own.call("session.confirm", **code))["me"]["handle"] == "ada"
            assert (await own.call("session.redeem_passkey", **shown))["me"]["handle"] == "ada"

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
