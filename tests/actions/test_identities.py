from collections.abc import Iterator

import pytest

from parley.process.app import Running
from parley.settings import Settings
from tests.actions.arriving import come_back, link, register, sign_in
from tests.actions.audited import audited
from tests.cast import PASSWORD, Person, Visitor
from tests.conftest import Clock, with_changes
from tests.mailbox import Mailbox, give_address
from tests.services.oidc import Oidc

MINUTE = 60_000


@pytest.fixture
def oidc() -> Iterator[Oidc]:
    with Oidc() as provider:
        yield provider


@pytest.fixture
def settings(settings: Settings, oidc: Oidc) -> Settings:
    return with_changes(settings, dev=True, oidc_providers=oidc.settings())


async def linked(person: Person) -> list[str]:
    return [one["id"] for one in (await person.call("identity.list"))["identities"]]


async def refused_link(person: Person, visitor: Visitor, **fields: str) -> str:
    visitor.headers = person.headers
    refusal = await visitor.refused("identity.link", **fields)
    visitor.headers = {}
    return str(refusal["code"])


class TestLinking:
    async def test_it_signs_in_from_then_on(self, server: Running, ada: Person, visitor: Visitor) -> None:
        made = await link(ada, visitor, password=PASSWORD)
        assert (made["provider_name"], made["email"], made["is_offered"]) == ("Example ID", "ada@example.org", True)
        async with await sign_in(visitor) as again:
            assert again.id == ada.id
        listed = await ada.call("identity.list")
        assert listed["has_password"]
        assert listed["identities"][0]["used_at"] is not None
        assert ("identity.link", int(ada.id)) in await audited(server)

    async def test_it_takes_the_password_and_uses_nothing_up_without(self, ada: Person, visitor: Visitor) -> None:
        await come_back(visitor)
        assert await refused_link(ada, visitor) == "forbidden"
        assert await refused_link(ada, visitor, password="wrong") == "forbidden"
        visitor.headers = ada.headers
        await visitor.call("identity.link", password=PASSWORD)

    async def test_an_identity_is_one_persons(self, ada: Person, bob: Person, visitor: Visitor) -> None:
        await link(ada, visitor, password=PASSWORD)
        for person in (ada, bob):
            await come_back(visitor)
            assert await refused_link(person, visitor, password=PASSWORD) == "conflict"
        assert await linked(bob) == []

    async def test_what_another_browser_began_is_not_linked(self, ada: Person, visitor: Visitor) -> None:
        """Else a page could have somebody link a stranger's identity, who would come in by it."""
        await come_back(visitor)
        assert (await ada.refused("identity.link", password=PASSWORD))["code"] == "gone"

    async def test_its_owner_is_told_by_mail(self, ada: Person, visitor: Visitor, mailbox: Mailbox) -> None:
        await give_address(mailbox, ada, visitor, PASSWORD, "ada@home.example")
        await link(ada, visitor, password=PASSWORD)
        assert "One more way to sign in" in (await mailbox.take("ada@home.example")).subject

    async def test_without_a_password_a_sign_in_just_now_is_enough(
        self, ada: Person, visitor: Visitor, oidc: Oidc, clock: Clock
    ) -> None:
        async with await register(visitor, "bob") as bob:
            oidc.person["sub"] = "another"
            await link(bob, visitor)
            clock.advance(ms=10 * MINUTE + 1)
            oidc.claims = {"sub": "a third", "iat": clock() // 1000, "exp": clock() // 1000 + 60}
            await come_back(visitor)
            assert await refused_link(bob, visitor) == "forbidden"
            assert len(await linked(bob)) == 2


class TestUnlinking:
    async def test_it_does_not_sign_in_any_more(self, server: Running, ada: Person, visitor: Visitor) -> None:
        made = await link(ada, visitor, password=PASSWORD)
        assert (await ada.refused("identity.unlink", identity=made["id"]))["code"] == "forbidden"
        await ada.call("identity.unlink", identity=made["id"], password=PASSWORD)
        assert await linked(ada) == []
        assert not (await come_back(visitor))["is_known"]
        assert ("identity.unlink", int(ada.id)) in await audited(server)

    async def test_another_persons_is_not_there(self, ada: Person, bob: Person, visitor: Visitor) -> None:
        made = await link(ada, visitor, password=PASSWORD)
        for identity in (made["id"], "99"):
            refusal = await bob.refused("identity.unlink", identity=identity, password=PASSWORD)
            assert refusal["code"] == "not_found"

    async def test_the_last_way_in_stays(self, ada: Person, visitor: Visitor, oidc: Oidc) -> None:
        oidc.person["email_verified"] = False
        async with await register(visitor, "bob") as bob:
            (only,) = await linked(bob)
            assert (await bob.refused("identity.unlink", identity=only))["code"] == "conflict"
            oidc.person["sub"] = "another"
            await link(bob, visitor)
            await bob.call("identity.unlink", identity=only)
            (last,) = await linked(bob)
            assert (await bob.refused("identity.unlink", identity=last))["code"] == "conflict"

    async def test_a_letter_is_another_way(self, ada: Person, visitor: Visitor) -> None:
        async with await register(visitor, "bob") as bob:
            (only,) = await linked(bob)
            await bob.call("identity.unlink", identity=only)
            assert (await bob.call("identity.list")) == {"identities": [], "has_password": False}
