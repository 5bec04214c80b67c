"""There and back, with a provider that tells the truth and with one that does not."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from parley.process.app import Running
from parley.settings import Settings
from parley.store.arriving import visits
from tests.actions.arriving import begin, come_back, consent
from tests.actions.audited import audit_rows
from tests.cast import Person, Visitor
from tests.conftest import Clock, with_changes
from tests.services.oidc import (
    Oidc,
    access_token_instead,
    bomb,
    by_another_key,
    endless,
    new_key,
    unsigned,
    with_public_key_as_secret,
)

MINUTE = 60_000
HOUR = timedelta(hours=1)


@pytest.fixture
def oidc() -> Iterator[Oidc]:
    with Oidc() as provider:
        yield provider


@pytest.fixture
def settings(settings: Settings, oidc: Oidc) -> Settings:
    return with_changes(settings, dev=True, oidc_providers=oidc.settings())


async def refused(visitor: Visitor) -> str:
    returned = await consent(visitor, await begin(visitor))
    return str((await visitor.refused("provider.finish", **returned))["code"])


class TestThereAndBack:
    async def test_the_server_learns_who_somebody_is(self, ada: Person, visitor: Visitor) -> None:
        assert await come_back(visitor) == {
            "provider": "example",
            "provider_name": "Example ID",
            "is_known": False,
            "email": "ada@example.org",
            "handle": "ada.lovelace",
            "name": "Ada Lovelace",
            "refusal": None,
        }

    async def test_everybody_sees_which_providers_there_are(self, visitor: Visitor) -> None:
        assert (await visitor.call("server.get"))["providers"] == [{"id": "example", "name": "Example ID"}]

    async def test_it_asks_with_pkce_and_comes_back_to_the_address_in_the_settings(
        self, ada: Person, visitor: Visitor
    ) -> None:
        visitor.headers = {"X-Forwarded-Host": "evil.example"}
        url = await begin(visitor)
        assert "code_challenge_method=S256" in url
        assert "response_type=code" in url
        assert "evil" not in url
        assert "scope=openid%20email%20profile" in url

    async def test_the_cookie_is_not_for_scripts_and_the_answer_does_not_have_it(
        self, ada: Person, visitor: Visitor
    ) -> None:
        answer = await visitor.request("provider.begin", provider="example")
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert list(answer.json()) == ["url"]

    async def test_an_unknown_provider_is_not_there(self, ada: Person, visitor: Visitor) -> None:
        assert (await visitor.refused("provider.begin", provider="nobody"))["code"] == "not_found"

    async def test_the_database_holds_nothing_that_opens_anything(
        self, server: Running, ada: Person, visitor: Visitor
    ) -> None:
        url = await begin(visitor)
        (row,) = await server.services.database.read(lambda tx: tx.all(select(visits)))
        (cookie,) = [value for name, value in visitor.http.cookies.items() if name.endswith("_visit")]
        assert cookie.encode() not in bytes(row.token_hash)
        assert cookie not in url


class TestWhoBegan:
    async def test_another_browser_cannot_finish_it(self, ada: Person, visitor: Visitor, settings: Settings) -> None:
        returned = await consent(visitor, await begin(visitor))
        async with Visitor(settings) as victim:
            assert (await victim.refused("provider.finish", **returned))["code"] == "gone"
            await begin(victim)
            assert (await victim.refused("provider.finish", **returned))["code"] == "gone"
        assert (await visitor.call("provider.finish", **returned))["name"] == "Ada Lovelace"

    async def test_another_state_uses_nothing_up(self, ada: Person, visitor: Visitor) -> None:
        returned = await consent(visitor, await begin(visitor))
        for state in ("x" * 43, returned["state"][:-1], returned["state"] + "x"):
            assert (await visitor.refused("provider.finish", **returned | {"state": state}))["code"] == "gone"
        await visitor.call("provider.finish", **returned)

    async def test_of_ten_at_once_one_is_answered(self, ada: Person, visitor: Visitor) -> None:
        returned = await consent(visitor, await begin(visitor))
        answers = await asyncio.gather(*(visitor.request("provider.finish", **returned) for _ in range(10)))
        assert sorted(answer.status_code for answer in answers) == [200] + [410] * 9

    async def test_it_lasts_ten_minutes(self, ada: Person, visitor: Visitor, clock: Clock) -> None:
        returned = await consent(visitor, await begin(visitor))
        clock.advance(ms=10 * MINUTE + 1)
        assert (await visitor.refused("provider.finish", **returned))["code"] == "gone"

    async def test_an_answer_from_another_issuer_is_refused(self, ada: Person, visitor: Visitor) -> None:
        for issuer in ({"iss": "https://evil.example"}, {}):
            returned = await consent(visitor, await begin(visitor))
            del returned["iss"]
            assert (await visitor.refused("provider.finish", **returned, **issuer))["code"] == "forbidden"


class TestLies:
    @pytest.mark.parametrize(
        "claims",
        [
            {"iss": "https://evil.example"},
            {"iss": None},
            {"aud": "another client"},
            {"aud": ["parley client", "another client"]},
            {"aud": ["parley client", "another client"], "azp": "another client"},
            {"azp": "another client"},
            {"aud": None},
            {"exp": -HOUR},
            {"exp": None},
            {"exp": "tomorrow"},
            {"iat": -HOUR},
            {"iat": HOUR},
            {"iat": None},
            {"nonce": "x" * 43},
            {"nonce": None},
            {"sub": None},
            {"sub": ""},
            {"sub": 7},
            {"sub": "x" * 256},
        ],
        ids=str,
    )
    async def test_of_the_claims(
        self, server: Running, ada: Person, visitor: Visitor, oidc: Oidc, claims: dict[str, Any]
    ) -> None:
        oidc.claims = claims
        assert await refused(visitor) == "forbidden"
        last = (await audit_rows(server))[-1]
        assert (last.action, "refused" in last.details) == ("provider.finish", True)
        assert (await visitor.refused("session.create_by_provider", deliver="token"))["code"] == "gone"

    @pytest.mark.parametrize(
        "signs", [unsigned, with_public_key_as_secret, by_another_key, access_token_instead, lambda *_: "a.b.c"]
    )
    async def test_of_the_signature(self, ada: Person, visitor: Visitor, oidc: Oidc, signs: Any) -> None:
        oidc.signs = signs
        assert await refused(visitor) == "forbidden"

    async def test_of_the_address(self, ada: Person, visitor: Visitor, oidc: Oidc) -> None:
        for verified in (False, None, "true", 1):
            oidc.claims = {"email_verified": verified}
            assert (await come_back(visitor))["email"] is None
        oidc.claims = {"email": None}
        assert (await come_back(visitor))["email"] is None


class TestKeys:
    async def test_new_ones_are_read_once_a_minute_at_most(
        self, ada: Person, visitor: Visitor, oidc: Oidc, clock: Clock
    ) -> None:
        await come_back(visitor)
        oidc.key = new_key("second")
        oidc.published = [oidc.key]
        assert await refused(visitor) == "forbidden"
        assert oidc.asked.count("/jwks") == 1
        clock.advance(ms=MINUTE)
        oidc.claims = {"iat": HOUR / 60, "exp": HOUR}
        await come_back(visitor)
        assert oidc.asked.count("/jwks") == 2

    async def test_a_key_without_a_name_is_found(self, ada: Person, visitor: Visitor, oidc: Oidc) -> None:
        oidc.header = {"kid": None}
        oidc.published = [new_key("another"), oidc.key]
        await come_back(visitor)


class TestFailures:
    @pytest.mark.parametrize(
        "answer",
        [
            endless,
            bomb,
            lambda handler: handler.say(b"text/html", b"<h1>Down for maintenance"),
            lambda handler: handler.send_error(503),
            lambda handler: handler.tell({"issuer": "https://evil.example"}),
            lambda handler: handler.say(b"text/plain", b"", 302, Location="http://127.0.0.1:1/"),
        ],
    )
    async def test_a_document_that_cannot_be_used_is_said_so(
        self, ada: Person, visitor: Visitor, oidc: Oidc, clock: Clock, answer: Any
    ) -> None:
        path = "/.well-known/openid-configuration"
        oidc.answers = {path: answer}
        for _ in range(3):
            refusal = await visitor.refused("provider.begin", provider="example")
            assert refusal["code"] == "unavailable"
            assert "Example ID cannot be asked just now" in refusal["message"]
        assert oidc.asked.count(path) == 1
        oidc.answers = {}
        clock.advance(ms=10_000)
        await begin(visitor)

    @pytest.mark.parametrize("answer", [endless, bomb, lambda handler: handler.send_error(500)])
    async def test_so_is_a_code_that_cannot_be_redeemed(
        self, ada: Person, visitor: Visitor, oidc: Oidc, answer: Any
    ) -> None:
        oidc.answers = {"/token": answer}
        assert await refused(visitor) == "unavailable"

    async def test_a_code_of_another_sign_in_is_refused(self, ada: Person, visitor: Visitor) -> None:
        stolen = await consent(visitor, await begin(visitor))
        url = await begin(visitor)
        returned = await consent(visitor, url)
        refusal = await visitor.refused("provider.finish", **returned | {"code": stolen["code"]})
        assert refusal["code"] == "forbidden"

    async def test_administrators_see_what_is_wrong(self, ada: Person, bob: Person, oidc: Oidc) -> None:
        (state,) = (await ada.call("provider.check"))["providers"]
        assert (state["problem"], state["redirect_uri"]) == (None, f"{ada.settings.base_url}/sign-in/provider")
        assert "s3cret" not in str(state)
        oidc.document = {"issuer": "https://evil.example"}
        (state,) = (await ada.call("provider.check"))["providers"]
        assert "https://evil.example" in state["problem"]
        assert (await bob.refused("provider.check"))["code"] == "forbidden"
