"""People who come by a provider: with an account, for the first time, and where somebody waits for them."""

import asyncio
from collections.abc import Iterator
from uuid import uuid4

import pytest

from parley.actions import administration
from parley.actions.context import Context
from parley.process.app import Running
from parley.settings import Settings
from tests.actions.arriving import come_back, link, register, sign_in
from tests.actions.audited import audited
from tests.cast import PASSWORD, Person, Refusal, Room, Visitor
from tests.conftest import with_changes
from tests.mailbox import Mailbox, give_address
from tests.services.oidc import ADA, Oidc

MINUTE = 60_000
BOBS = {"sub": "bob-there", "email": "bob@example.org", "email_verified": True, "name": "Bob"}


@pytest.fixture
def oidc() -> Iterator[Oidc]:
    with Oidc() as provider:
        provider.person = dict(BOBS)
        yield provider


@pytest.fixture
def settings(settings: Settings, oidc: Oidc) -> Settings:
    return with_changes(settings, dev=True, oidc_providers=oidc.settings())


class TestComing:
    async def test_the_first_time_there_is_an_account_and_then_it_is_the_same(
        self, server: Running, ada: Person, visitor: Visitor
    ) -> None:
        async with await register(visitor, "bob") as bob, await sign_in(visitor) as again:
            me = await again.call("me.get")
            assert (me["id"], me["handle"], me["name"]) == (bob.id, "bob", "Bob")
            assert (me["email"], me["role"]) == ("bob@example.org", "member")
            assert ("account.register_by_provider", int(bob.id)) in await audited(server)
            assert ("session.create_by_provider", int(bob.id)) in await audited(server)

    async def test_they_are_known_by_their_subject_and_not_by_their_address(
        self, ada: Person, visitor: Visitor, oidc: Oidc
    ) -> None:
        async with await register(visitor, "bob") as bob:
            oidc.person |= {"email": "bob.new@example.org", "preferred_username": "someone"}
            async with await sign_in(visitor) as again:
                assert again.id == bob.id
        oidc.person = BOBS | {"sub": "who got the address later", "email": "bob.new@example.org"}
        assert not (await come_back(visitor))["is_known"]

    async def test_there_is_no_password_that_fits(self, ada: Person, visitor: Visitor) -> None:
        async with await register(visitor, "bob"):
            for password in ("", PASSWORD, "None"):
                refusal = await visitor.refused("session.create", handle="bob", password=password, deliver="token")
                assert refusal["code"] in ("unauthenticated", "invalid")

    async def test_the_visit_is_used_up(self, ada: Person, visitor: Visitor) -> None:
        async with await register(visitor, "bob"):
            await come_back(visitor)
            answers = await asyncio.gather(
                *(visitor.request("session.create_by_provider", deliver="token") for _ in range(10))
            )
            assert sorted(answer.status_code for answer in answers) == [201] + [410] * 9

    async def test_of_ten_registrations_at_once_there_is_one_account(self, ada: Person, visitor: Visitor) -> None:
        await come_back(visitor)
        made = [{"handle": f"bob{n}", "name": "Bob", "client_id": uuid4().hex} for n in range(10)]
        answers = await asyncio.gather(
            *(visitor.request("account.register_by_provider", **one, deliver="token") for one in made)
        )
        assert sorted(answer.status_code for answer in answers) == [201] + [410] * 9

    async def test_whoever_was_disabled_stays_outside(self, server: Running, ada: Person, visitor: Visitor) -> None:
        async with await register(visitor, "bob"):
            await administration.disable(Context(server.services), "bob")
        with pytest.raises(Refusal, match="disabled"):
            await sign_in(visitor)

    async def test_a_taken_handle_can_be_chosen_again(self, ada: Person, eve: Person, visitor: Visitor) -> None:
        await come_back(visitor)
        made = {"name": "Bob", "client_id": "x", "deliver": "token"}
        for handle, code in (("eve", "conflict"), ("admin", "invalid")):
            refusal = await visitor.refused("account.register_by_provider", handle=handle, **made)
            assert (refusal["code"], refusal["field"]) == (code, "handle")
        await visitor.call("account.register_by_provider", handle="bob", **made)

    async def test_a_free_handle_is_proposed(self, ada: Person, eve: Person, visitor: Visitor, oidc: Oidc) -> None:
        for username, handle in (("Eve", "eve2"), ("Zoë Müller@corp", "zoe-muller"), ("admin", ""), ("一", "")):
            oidc.person["preferred_username"] = username
            assert (await come_back(visitor))["handle"] == handle

    async def test_before_the_server_has_an_owner_nobody_comes(self, visitor: Visitor) -> None:
        assert "no owner yet" in (await come_back(visitor))["refusal"]


class TestWhoMayCome:
    async def test_where_it_is_closed_nobody_new(self, ada: Person, visitor: Visitor) -> None:
        await ada.call("server.set_registration", registration="closed")
        arrival = await come_back(visitor)
        assert "does not let people register" in arrival["refusal"]
        assert arrival["handle"] == ""
        made = {"handle": "ada", "name": "Bob", "client_id": "x", "deliver": "token"}
        assert (await visitor.refused("account.register_by_provider", **made))["code"] == "forbidden"

    async def test_by_invitation_with_one(self, ada: Person, visitor: Visitor, den: Room) -> None:
        await ada.call("server.set_registration", registration="invitation")
        made = await ada.call("invite.create", client_id="x", rooms=[den.id], role="guest")
        assert "by invitation only" in (await come_back(visitor))["refusal"]
        assert "by invitation only" in (await come_back(visitor, invitation="x" * 43))["refusal"]
        async with await register(visitor, "bob", invitation=made["token"]) as bob:
            welcome = (await bob.connect()).welcome
            assert (bob.handle, list(welcome["rooms"])) == ("bob", [den.id])
            assert (await bob.call("me.get"))["role"] == "guest"

    async def test_with_an_address_of_a_domain_if_the_provider_has_verified_it(
        self, ada: Person, visitor: Visitor, oidc: Oidc
    ) -> None:
        await ada.call("server.set_registration", registration="domains", domains=["example.org"])
        for email, verified in (
            ("bob@example.org", False),
            ("bob@sub.example.org", True),
            ("b@example.org.evil", True),
        ):
            oidc.person |= {"email": email, "email_verified": verified}
            assert "certain domains" in (await come_back(visitor))["refusal"]
        oidc.person = dict(BOBS, email="Bob@Example.ORG")
        async with await register(visitor, "bob") as bob:
            assert (await bob.call("me.get"))["email"] == "Bob@Example.ORG"


class TestTheSameAddress:
    """Ada is here with a confirmed address, and somebody comes whom a provider calls by that address."""

    async def test_nobody_comes_into_an_account_by_its_address(
        self, ada: Person, visitor: Visitor, mailbox: Mailbox, oidc: Oidc
    ) -> None:
        await give_address(mailbox, ada, visitor, PASSWORD, ADA["email"])
        oidc.person = dict(ADA)
        arrival = await come_back(visitor)
        assert not arrival["is_known"]
        assert "sign in as before" in arrival["refusal"]
        made = {"handle": "mallory", "name": "Mallory", "client_id": "x", "deliver": "token"}
        assert (await visitor.refused("account.register_by_provider", **made))["code"] == "forbidden"
        await link(ada, visitor, password=PASSWORD)
        async with await sign_in(visitor) as again:
            assert again.id == ada.id

    async def test_an_unverified_one_gives_no_address(self, ada: Person, visitor: Visitor, oidc: Oidc) -> None:
        oidc.person |= {"email_verified": False}
        async with await register(visitor, "bob") as bob:
            assert (await bob.call("me.get"))["email"] is None

    async def test_nobody_finds_the_account_that_an_attacker_has_prepared(
        self, ada: Person, eve: Person, visitor: Visitor, mailbox: Mailbox
    ) -> None:
        """Eve has asked for bob's address, and holds an account that waits for him to confirm it."""
        await eve.call("account.change_email", email=BOBS["email"], password=PASSWORD)
        prepared = await mailbox.token(str(BOBS["email"]))
        async with await register(visitor, "bob") as bob:
            assert bob.id != eve.id
            assert (await visitor.refused("account.verify_email", token=prepared))["code"] == "conflict"
            assert (await eve.call("me.get"))["email"] is None
            assert (await bob.call("me.get"))["email"] == BOBS["email"]
