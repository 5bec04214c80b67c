"""Registering with an address of an allowed domain, which a letter confirms first."""

import asyncio
from uuid import uuid4

import pytest

from parley.process.app import Running, serving
from parley.settings import Settings
from tests.actions.audited import audit_rows
from tests.cast import PASSWORD, Frame, Person, Visitor
from tests.conftest import Clock, with_changes
from tests.mailbox import Mailbox, give_address

MINUTE = 60_000
CLEOS = "cleo@example.org"


@pytest.fixture
async def domains(ada: Person) -> Person:
    """Ada has chosen that people of example.org may come."""
    await ada.call("server.set_registration", registration="domains", domains=["example.org", "example.com"])
    return ada


def account(token: str | None = None, handle: str = "cleo") -> Frame:
    made = {"handle": handle, "name": "Cleo", "password": PASSWORD, "client_id": uuid4().hex, "deliver": "token"}
    return made if token is None else made | {"confirmation": token}


class TestComing:
    async def test_the_letter_leads_to_an_account_with_the_address(
        self, domains: Person, visitor: Visitor, mailbox: Mailbox
    ) -> None:
        await visitor.call("account.request_registration", email=CLEOS)
        letter = await mailbox.take(CLEOS)
        assert f"{visitor.settings.base_url}/register/confirmed#" in letter.text
        await visitor.call("account.request_registration", email=CLEOS)
        token = await mailbox.token(CLEOS)
        async with Person(visitor.settings, await visitor.call("account.register", **account(token))) as cleo:
            assert (await cleo.call("me.get"))["email"] == CLEOS

    async def test_without_it_nobody_comes(self, domains: Person, visitor: Visitor) -> None:
        for confirmation, code in ((None, "forbidden"), ("x" * 43, "gone"), (f"1.{'x' * 43}", "gone")):
            assert (await visitor.refused("account.register", **account(confirmation)))["code"] == code

    async def test_everybody_sees_which_domains_there_are(self, domains: Person, visitor: Visitor) -> None:
        info = await visitor.call("server.get")
        assert (info["registration"], info["registration_domains"]) == ("domains", ["example.com", "example.org"])

    async def test_no_letter_goes_to_another_domain(self, domains: Person, visitor: Visitor, mailbox: Mailbox) -> None:
        for email in ("cleo@sub.example.org", "cleo@example.org.evil.com", "cleo@evilexample.org"):
            refusal = await visitor.refused("account.request_registration", email=email)
            assert (refusal["code"], refusal["field"]) == ("forbidden", "email")
        assert await mailbox.is_empty()

    async def test_of_ten_at_once_one_comes_and_says_it_again(
        self, domains: Person, visitor: Visitor, mailbox: Mailbox
    ) -> None:
        await visitor.call("account.request_registration", email=CLEOS)
        token = await mailbox.token(CLEOS)
        calls = [account(token, f"cleo{n}") for n in range(10)]
        answers = await asyncio.gather(*(visitor.request("account.register", **one) for one in calls))
        assert sorted(answer.status_code for answer in answers) == [201] + [410] * 9
        (first,) = [call for call, answer in zip(calls, answers, strict=True) if answer.status_code == 201]
        assert (await visitor.call("account.register", **first))["me"]["handle"] == first["handle"]

    async def test_it_lives_ten_minutes(
        self, domains: Person, visitor: Visitor, mailbox: Mailbox, clock: Clock
    ) -> None:
        await visitor.call("account.request_registration", email=CLEOS)
        token = await mailbox.token(CLEOS)
        clock.advance(ms=10 * MINUTE + 1)
        assert (await visitor.refused("account.register", **account(token)))["code"] == "gone"

    async def test_a_domain_that_was_taken_out_meanwhile_is_out(
        self, domains: Person, visitor: Visitor, mailbox: Mailbox
    ) -> None:
        await visitor.call("account.request_registration", email=CLEOS)
        token = await mailbox.token(CLEOS)
        await domains.call("server.set_registration", registration="domains", domains=["example.net"])
        assert (await visitor.refused("account.register", **account(token)))["code"] == "forbidden"

    async def test_who_has_an_account_is_told_so_by_the_letter_alone(
        self, domains: Person, visitor: Visitor, mailbox: Mailbox
    ) -> None:
        await give_address(mailbox, domains, visitor, PASSWORD, "ada@example.org")
        assert await visitor.call("account.request_registration", email="ada@example.org") == {}
        letter = await mailbox.take("ada@example.org")
        assert "You have an account" in letter.subject

    async def test_an_address_that_somebody_confirmed_first_is_theirs(
        self, domains: Person, visitor: Visitor, mailbox: Mailbox
    ) -> None:
        await visitor.call("account.request_registration", email=CLEOS)
        token = await mailbox.token(CLEOS)
        await give_address(mailbox, domains, visitor, PASSWORD, CLEOS)
        assert (await visitor.refused("account.register", **account(token)))["code"] == "conflict"

    async def test_an_invitation_brings_people_of_other_domains(self, domains: Person, visitor: Visitor) -> None:
        made = await domains.call("invite.create", client_id="x")
        await visitor.call("account.register", **account(), invitation=made["token"])


class TestChoosing:
    async def test_it_wants_a_domain(self, ada: Person) -> None:
        for listed in ([], ["example"], ["@example.org"], ["exa mple.org"], ["EXAMPLE.org"], ["example.org\n"]):
            refusal = await ada.refused("server.set_registration", registration="domains", domains=listed)
            assert refusal["code"] == "invalid"

    async def test_it_is_recorded_with_the_domains(self, server: Running, domains: Person) -> None:
        await domains.call("server.set_registration", registration="domains", domains=["example.org"])
        await domains.call("server.set_registration", registration="domains", domains=["example.org"])
        told = [row.details for row in await audit_rows(server) if row.action == "server.set_registration"]
        assert told == [
            '{"before":"open","after":"domains","domains":"example.com example.org"}',
            '{"before":"domains","after":"domains","domains":"example.org"}',
        ]

    async def test_without_mail_it_cannot_be_chosen(self, settings: Settings) -> None:
        without = with_changes(settings, dev=False)
        async with (
            serving(without) as server,
            Visitor(without) as visitor,
            await visitor.set_up("ada", server) as ada,
        ):
            refusal = await ada.refused("server.set_registration", registration="domains", domains=["example.org"])
            assert "sends no mail" in refusal["message"]
            assert (await visitor.call("server.get"))["registration"] == "open"

    async def test_elsewhere_no_letter_is_needed(self, ada: Person, visitor: Visitor) -> None:
        for registration in ("open", "invitation", "closed"):
            await ada.call("server.set_registration", registration=registration)
            refusal = await visitor.refused("account.request_registration", email=CLEOS)
            assert refusal["code"] == "forbidden"
