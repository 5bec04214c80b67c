import asyncio

import pytest

from parley.process.app import Running, serving
from parley.settings import Settings
from tests.actions.audited import audited
from tests.actions.conftest import ADAS
from tests.cast import PASSWORD, Person, Visitor
from tests.conftest import Clock, with_changes
from tests.mailbox import Mailbox, give_address, token_in

MINUTE = 60_000


class TestConfirming:
    async def test_an_address_is_taken_once_its_owner_brings_back_what_was_sent_there(
        self, ada: Person, visitor: Visitor, mailbox: Mailbox
    ) -> None:
        await ada.call("account.change_email", email=ADAS, password=PASSWORD)
        letter = await mailbox.take(ADAS)
        assert (await ada.call("me.get"))["email"] is None
        confirmed = await visitor.call("account.verify_email", token=token_in(letter))
        assert confirmed == {"handle": "ada", "email": ADAS}
        assert (await ada.call("me.get"))["email"] == ADAS

    async def test_looking_at_the_link_uses_nothing_up(self, ada: Person, visitor: Visitor, mailbox: Mailbox) -> None:
        """A scanner that opens every link in a letter, ten times over."""
        await ada.call("account.change_email", email=ADAS, password=PASSWORD)
        token = await mailbox.token(ADAS)
        for method in ("GET", "HEAD"):
            for path in ("/verify-email", "/api/accounts/verify-email"):
                for _ in range(5):
                    await visitor.http.request(method, path, params={"token": token})
        assert (await visitor.call("account.verify_email", token=token))["email"] == ADAS

    async def test_of_twenty_who_bring_it_back_at_once_one_is_the_first(
        self, ada: Person, visitor: Visitor, mailbox: Mailbox
    ) -> None:
        await ada.call("account.change_email", email=ADAS, password=PASSWORD)
        token = await mailbox.token(ADAS)
        answers = await asyncio.gather(*(visitor.request("account.verify_email", token=token) for _ in range(20)))
        assert sorted(answer.status_code for answer in answers) == [200] + [410] * 19

    async def test_it_lives_ten_minutes(self, ada: Person, visitor: Visitor, mailbox: Mailbox, clock: Clock) -> None:
        await ada.call("account.change_email", email=ADAS, password=PASSWORD)
        token = await mailbox.token(ADAS)
        clock.advance(ms=10 * MINUTE + 1)
        assert (await visitor.refused("account.verify_email", token=token))["code"] == "gone"

    async def test_the_newer_one_is_the_one_that_works(self, ada: Person, visitor: Visitor, mailbox: Mailbox) -> None:
        tokens = []
        for _ in range(2):
            await ada.call("account.change_email", email=ADAS, password=PASSWORD)
            tokens.append(await mailbox.token(ADAS))
        assert (await visitor.refused("account.verify_email", token=tokens[0]))["code"] == "gone"
        await visitor.call("account.verify_email", token=tokens[1])

    @pytest.mark.parametrize(
        "email", ["", "a", "a@b", "a b@example.org", "a@example.org\n", "a@example.org\r\nBcc: b@c.de"]
    )
    async def test_what_is_no_address_is_refused(self, ada: Person, email: str) -> None:
        refusal = await ada.refused("account.change_email", email=email, password=PASSWORD)
        assert (refusal["code"], refusal["field"]) == ("invalid", "email")

    async def test_a_session_alone_is_not_enough(self, ada: Person, mailbox: Mailbox) -> None:
        refusal = await ada.refused("account.change_email", email=ADAS, password="not her password")
        assert (refusal["code"], refusal["field"]) == ("forbidden", "password")
        assert await mailbox.is_empty()


class TestTaken:
    async def test_only_who_reads_it_is_told_that_an_address_is_taken(
        self, reachable: Person, visitor: Visitor, mailbox: Mailbox
    ) -> None:
        async with await visitor.register("bob") as bob:
            free = await bob.request("account.change_email", email="free@example.org", password=PASSWORD)
            taken = await bob.request("account.change_email", email=ADAS.upper(), password=PASSWORD)
            assert (free.status_code, free.content) == (taken.status_code, taken.content)
            letter = await mailbox.take(ADAS.upper())
            assert letter.subject.startswith("You have an account")
            assert "#" not in letter.text
            assert (await bob.call("me.get"))["email"] is None

    async def test_of_two_who_were_sent_a_link_the_first_to_confirm_has_it(
        self, ada: Person, visitor: Visitor, mailbox: Mailbox
    ) -> None:
        async with await visitor.register("bob") as bob:
            tokens = []
            for person in (ada, bob):
                await person.call("account.change_email", email=ADAS, password=PASSWORD)
                tokens.append(await mailbox.token(ADAS))
            answers = await asyncio.gather(*(visitor.request("account.verify_email", token=one) for one in tokens))
            assert sorted(answer.status_code for answer in answers) == [200, 409]

    async def test_nobody_is_kept_from_their_own_by_who_did_not_confirm_it(
        self, ada: Person, visitor: Visitor, mailbox: Mailbox
    ) -> None:
        async with await visitor.register("eve") as eve:
            await eve.call("account.change_email", email=ADAS, password=PASSWORD)
            await mailbox.take(ADAS)
            await give_address(mailbox, ada, visitor, PASSWORD, ADAS)
            async with await visitor.sign_in(ADAS) as again:
                assert again.id == ada.id


class TestChanging:
    async def test_the_address_before_is_told_and_is_good_for_nothing_more(
        self, reachable: Person, visitor: Visitor, mailbox: Mailbox
    ) -> None:
        await give_address(mailbox, reachable, visitor, PASSWORD, "new@example.org")
        letter = await mailbox.take(ADAS)
        assert letter.subject.startswith("Your address for")
        assert "new@example.org" not in letter.text
        refusal = await visitor.refused("session.create", handle=ADAS, password=PASSWORD, deliver="token")
        assert refusal["code"] == "unauthenticated"

    async def test_links_that_were_sent_to_it_lead_nowhere(
        self, reachable: Person, visitor: Visitor, mailbox: Mailbox
    ) -> None:
        await visitor.call("account.request_password_reset", login="ada")
        before = await mailbox.token(ADAS)
        await give_address(mailbox, reachable, visitor, PASSWORD, "new@example.org")
        refusal = await visitor.refused("account.reset_password", token=before, password="another horse battery")
        assert refusal["code"] == "gone"


@pytest.mark.parametrize("typed", [ADAS, ADAS.lower(), ADAS.upper(), f" {ADAS} "])
async def test_an_address_signs_in_as_a_handle_does(reachable: Person, visitor: Visitor, typed: str) -> None:
    async with await visitor.sign_in(typed) as again:
        assert again.id == reachable.id


async def test_without_mail_it_is_not_offered(sqlite_settings: Settings) -> None:
    without = sqlite_settings
    async with serving(without) as server, Visitor(without) as visitor, await visitor.set_up("ada", server) as ada:
        assert (await visitor.call("server.get"))["mail"] is False
        refusal = await ada.refused("account.change_email", email=ADAS, password=PASSWORD)
        assert refusal["code"] == "forbidden"
        for verb in ("account.request_password_reset", "session.request_magic_link"):
            assert (await visitor.refused(verb, login="ada"))["code"] == "forbidden"


async def test_links_go_to_the_public_address_whatever_a_request_says(sqlite_settings: Settings) -> None:
    """With a forged Host, somebody would have a stranger's token sent to a place of their own."""
    settings = with_changes(sqlite_settings, dev=True, public_url=f"http://localhost:{sqlite_settings.port}")
    async with serving(settings) as server, Visitor(settings) as visitor, await visitor.set_up("ada", server) as ada:
        mailbox = Mailbox(server)
        ada.headers |= {"Host": "evil.example.org", "X-Forwarded-Host": "evil.example.org"}
        await ada.call("account.change_email", email=ADAS, password=PASSWORD)
        letter = await mailbox.take(ADAS)
    assert f"http://localhost:{settings.port}/verify-email#" in letter.text
    assert "evil" not in letter.text + letter.html


async def test_the_verification_is_in_the_audit_record(server: Running, reachable: Person) -> None:
    assert ("account.verify_email", int(reachable.id)) in await audited(server)
