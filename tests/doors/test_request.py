"""What both doors share."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

import msgspec
import pytest
from msgspec import Meta, Struct

from parley.doors.refusal import invalid, refusal
from parley.doors.request import Request, cookie_names, joined, limit_address
from parley.errors import ALL, Forbidden, RateLimited
from parley.process.app import Running, serving
from parley.settings import Settings
from tests.cast import PASSWORD, Visitor
from tests.conftest import Clock, with_changes

WRONG = {"password": f"not {PASSWORD}", "deliver": "token"}
HTTPS = Settings(public_url="https://chat.example.org", allowed_origins="https://app.example.org")


def request(peer: str = "192.0.2.1", trusted: str = "", **headers: str) -> Request:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Request(headers=named, peer=peer, settings=with_changes(HTTPS, trusted_proxies=trusted))


class TestAddresses:
    @pytest.mark.parametrize(
        ("peer", "trusted", "forwarded", "address"),
        [
            ("192.0.2.1", "", "", "192.0.2.1"),
            ("192.0.2.1", "", "203.0.113.9", "192.0.2.1"),  # nobody trusts the peer: what it says is its own affair
            ("192.0.2.1", "10.0.0.0/8", "203.0.113.9", "192.0.2.1"),
            ("10.0.0.1", "10.0.0.0/8", "203.0.113.9", "203.0.113.9"),
            ("10.0.0.1", "10.0.0.1", "203.0.113.9, 10.0.0.2", "10.0.0.2"),
            ("10.0.0.1", "10.0.0.0/8", "203.0.113.9, 10.0.0.2", "203.0.113.9"),
            ("10.0.0.1", "10.0.0.0/8", "1.1.1.1, 203.0.113.9", "203.0.113.9"),  # the first was made up
            ("10.0.0.1", "10.0.0.0/8", "", "10.0.0.1"),
            ("10.0.0.1", "10.0.0.0/8", " , ", "10.0.0.1"),
            ("10.0.0.1", "10.0.0.0/8", "nonsense", "unknown"),
            ("10.0.0.1", "10.0.0.0/8, ::1", "10.9.9.9", "10.9.9.9"),
            ("::1", "10.0.0.0/8, ::1", "203.0.113.9", "203.0.113.9"),
            ("::ffff:10.0.0.1", "10.0.0.0/8", "203.0.113.9", "203.0.113.9"),
            ("", "10.0.0.0/8", "203.0.113.9", "unknown"),
        ],
    )
    def test_only_trusted_proxies_are_believed(self, peer: str, trusted: str, forwarded: str, address: str) -> None:
        headers = {"x_forwarded_for": forwarded} if forwarded else {}
        assert request(peer, trusted, **headers).address == address

    @pytest.mark.parametrize(
        ("peer", "trusted", "forwarded", "customer"),
        [
            ("192.0.2.1", "", "127.0.0.1", "192.0.2.1"),
            ("192.0.2.1", "10.0.0.1", "10.0.0.1", "192.0.2.1"),
            ("10.0.0.1", "10.0.0.1", "203.0.113.9", "203.0.113.9"),
            ("10.0.0.1", "10.0.0.1", "2001:db8:1:2::9", "2001:db8:1:2::/64"),
            ("10.0.0.1", "10.0.0.1", "", None),
            ("2001:db8::5", "2001:db8::/64", "", None),
            ("127.0.0.1", "", "", None),
            ("127.0.0.1", "", "203.0.113.9", None),
            ("::1", "", "", None),
            ("::ffff:127.0.0.1", "", "", None),
        ],
    )
    def test_who_may_be_many_people_is_no_customer(
        self, peer: str, trusted: str, forwarded: str, customer: str | None
    ) -> None:
        headers = {"x_forwarded_for": forwarded} if forwarded else {}
        assert request(peer, trusted, **headers).customer == customer

    def test_a_made_up_line_above_the_proxys_does_not_help(self) -> None:
        lines = [("X-Forwarded-For", "1.1.1.1"), ("Host", "x"), ("x-forwarded-for", "203.0.113.9")]
        settings = with_changes(HTTPS, trusted_proxies="10.0.0.1")
        assert Request(headers=joined(lines), peer="10.0.0.1", settings=settings).address == "203.0.113.9"

    @pytest.mark.parametrize(
        ("text", "counted"),
        [
            ("192.0.2.1", "192.0.2.1"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
            ("fe80::1%eth0", "fe80::/64"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
            ("localhost", "unknown"),
            ("", "unknown"),
        ],
    )
    def test_limits_count_a_customer_of_ipv6_once(self, text: str, counted: str) -> None:
        assert limit_address(text) == counted


class TestOrigins:
    @pytest.mark.parametrize(
        ("origin", "kind"),
        [
            (None, "none"),
            ("https://chat.example.org", "own"),
            ("https://app.example.org", "other"),
            ("null", "unknown"),
            ("http://chat.example.org", "unknown"),
            ("https://chat.example.org:8443", "unknown"),
            ("https://chat.example.org.evil.org", "unknown"),
            ("https://evil.chat.example.org", "unknown"),
            ("", "unknown"),
        ],
    )
    def test_only_the_very_same_is_ours(self, origin: str | None, kind: str) -> None:
        assert request(**({} if origin is None else {"origin": origin})).origin == kind

    def test_two_origins_are_none_that_we_know(self) -> None:
        lines = [("Origin", "https://chat.example.org"), ("Origin", "https://evil.example.org")]
        assert Request(headers=joined(lines), peer="", settings=HTTPS).origin == "unknown"

    def test_an_unknown_one_is_told_where_this_server_is(self) -> None:
        with pytest.raises(Forbidden, match="PARLEY_PUBLIC_URL"):
            request(origin="https://old.example.org").refuse_unknown_origin()


class TestCredentials:
    @pytest.mark.parametrize(
        ("header", "token"),
        [
            ("Bearer abc", "abc"),
            ("bearer  abc ", "abc"),
            ("Bearer", None),
            ("Bearer ", None),
            ("Basic abc", None),
            ("abc", None),
            ("", None),
        ],
    )
    def test_a_bearer_is_one_with_a_token(self, header: str, token: str | None) -> None:
        assert request(authorization=header).bearer == token

    def test_cookies_come_from_our_own_pages_alone(self) -> None:
        access, _ = cookie_names(HTTPS)
        header = f"theme=dark; {access}=abc; __Host-parley_other=1"
        assert request(cookie=header).cookies == {access: "abc"}
        assert request(cookie=header, origin="https://chat.example.org").cookies == {access: "abc"}
        for origin in ("https://app.example.org", "https://evil.example.org", "null"):
            assert request(cookie=header, origin=origin).cookies == {}

    def test_cookies_on_several_lines_are_one_list(self) -> None:
        access, refresh = cookie_names(HTTPS)
        lines = [("Cookie", f"{access}=a"), ("Cookie", f"{refresh}=b")]
        assert Request(headers=joined(lines), peer="", settings=HTTPS).cookies == {access: "a", refresh: "b"}

    def test_their_names_follow_the_address(self) -> None:
        assert cookie_names(HTTPS) == ("__Host-parley_access", "__Host-parley_refresh")
        assert cookie_names(Settings(port=8123)) == ("parley_8123_access", "parley_8123_refresh")

    def test_processes_behind_one_address_know_each_others_cookies(self) -> None:
        for public_url in ("http://chat.example.org:8123", "http://chat.example.org"):
            first, second = (Settings(port=port, public_url=public_url) for port in (8001, 8002))
            assert cookie_names(first) == cookie_names(second)


class TestLimits:
    @pytest.fixture
    async def server(self, settings: Settings) -> AsyncIterator[Running]:
        limited = with_changes(settings, rate_sign_in="4/0.01", rate_read="3/0.01", trusted_proxies="127.0.0.1")
        async with serving(limited) as running:
            yield running

    async def test_strangers_are_counted_by_address_and_people_by_themselves(
        self, server: Running, visitor: Visitor
    ) -> None:
        async with await visitor.set_up("ada", server) as ada:
            for address, rest in (("203.0.113.1", 3), ("203.0.113.2", 0)):
                ada.headers["X-Forwarded-For"] = address  # she takes her count along
                found = [(await ada.request("me.get")).status_code for _ in range(4)]
                assert found == [200] * rest + [429] * (4 - rest)
            for address in ("203.0.113.1", "203.0.113.2"):
                visitor.headers = {"X-Forwarded-For": address}
                found = [(await visitor.request("server.get")).status_code for _ in range(4)]
                assert found == [200, 200, 200, 429]

    async def test_signing_in_is_counted_by_address_and_a_made_up_one_does_not_help(
        self, server: Running, visitor: Visitor
    ) -> None:
        wrong = {"handle": "nobody", "password": PASSWORD, "deliver": "token"}
        found = []
        for n in range(6):
            visitor.headers = {"X-Forwarded-For": f"198.51.100.{n}, 203.0.113.7"}
            found.append((await visitor.request("session.create", **wrong)).status_code)
        assert found == [401] * 4 + [429] * 2
        visitor.headers = {"X-Forwarded-For": "203.0.113.8"}
        assert (await visitor.request("session.create", **wrong)).status_code == 401


class TestSignIns:
    """Guesses at one account from many addresses, and at all of them together."""

    async def test_an_account_is_guessed_at_so_often_from_wherever(self, settings: Settings) -> None:
        limited = with_changes(settings, rate_account="4/0.01", trusted_proxies="127.0.0.1")
        async with serving(limited) as server, Visitor(limited) as visitor, await visitor.set_up("ada", server) as ada:
            found = []
            for n in range(6):
                visitor.headers = {"X-Forwarded-For": f"203.0.113.{n}"}
                handle = (" ADA" if n % 2 else "ada") if n else "Ada"
                found.append(await visitor.request("session.create", handle=handle, **WRONG))
            assert [answer.status_code for answer in found] == [401] * 4 + [429] * 2
            assert int(found[-1].headers["Retry-After"]) > 0
            nobody = [await visitor.request("session.create", handle="nobody", **WRONG) for _ in range(5)]
            assert [answer.status_code for answer in nobody] == [401] * 4 + [429]
            assert nobody[-1].json()["message"].split(".")[0] == found[-1].json()["message"].split(".")[0]
            assert (await ada.request("me.get")).is_success  # what is signed in stays so

    async def test_nobody_is_locked_out_for_good(self, settings: Settings, clock: Clock) -> None:
        limited = with_changes(settings, rate_account="2/0.01")
        async with serving(limited, clock) as server, Visitor(limited) as visitor:
            async with await visitor.set_up("ada", server):
                for _ in range(2):
                    await visitor.refused("session.create", handle="ada", **WRONG)
            told = [await visitor.refused("session.create", handle="ada", **WRONG) for _ in range(50)]
            assert {refusal["code"] for refusal in told} == {"rate_limited"}
            clock.advance(ms=told[-1]["retry_after_ms"])
            async with await visitor.sign_in("ada") as ada:
                assert ada.handle == "ada"

    async def test_all_accounts_together_have_a_limit(self, settings: Settings) -> None:
        limited = with_changes(settings, rate_sign_in_all="5/0.01", trusted_proxies="127.0.0.1")
        async with serving(limited), Visitor(limited) as visitor:
            found = []
            for n in range(7):
                visitor.headers = {"X-Forwarded-For": f"203.0.113.{n}"}
                found.append((await visitor.request("session.create", handle=f"p{n}", **WRONG)).status_code)
            assert found == [401] * 5 + [429] * 2


class Inner(Struct, forbid_unknown_fields=True):
    depth: Annotated[int, Meta(ge=0)] = 0


class Outer(Struct, forbid_unknown_fields=True):
    name: str
    inner: Inner = msgspec.field(default_factory=Inner)
    marks: dict[Annotated[str, Meta(max_length=3)], int] = {}
    many: list[int] = []


class TestErrors:
    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({}, "name"),
            ({"name": 1}, "name"),
            ({"name": "n", "other": 1}, "other"),
            ({"name": "n", "inner": {"depth": -1}}, "inner.depth"),
            ({"name": "n", "inner": {"deep": 1}}, "inner.deep"),
            ({"name": "n", "many": [1, "x"]}, "many[1]"),
            ({"name": "n", "marks": {"abc": "x"}}, "marks[...]"),
            ({"name": "n", "marks": {"abcd": 1}}, "marks"),
            ([], None),
        ],
    )
    def test_a_refusal_says_where(self, given: Any, field: str | None) -> None:
        with pytest.raises(msgspec.ValidationError) as problem:
            msgspec.convert(given, Outer)
        told = invalid(problem.value)
        assert (told.code, told.field) == ("invalid", field)
        assert told.message.endswith(".")
        assert "`$" not in told.message

    def test_what_was_foreseen_is_told_as_it_is(self) -> None:
        told = refusal(RateLimited("Slowly.", retry_after_ms=5), language="en", ref=3)
        assert (told.ref, told.code, told.message, told.retryable) == (3, "rate_limited", "Slowly.", True)
        assert told.retry_after_ms == 5

    def test_what_was_not_is_told_without_its_details(self) -> None:
        told = refusal(ValueError("canary"), "en")
        assert (told.code, told.retryable) == ("internal", False)
        assert "canary" not in told.message

    def test_every_code_is_one_and_has_its_status(self) -> None:
        assert len({error.code for error in ALL}) == len(ALL)
        for error in ALL:
            assert 400 <= error.status < 600
            assert 1000 <= error.close_code < 5000
            assert refusal(error("Why.", field="x"), "en").field == "x"
