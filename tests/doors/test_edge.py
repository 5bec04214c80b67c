"""Who is counted for what: nobody is kept out of their own account by others who guess."""

from collections.abc import AsyncIterator

import pytest

from parley.process.app import Running, serving
from parley.settings import Settings
from tests.actions.audited import audit_rows
from tests.authenticator import App, first_step
from tests.cast import PASSWORD, Person, Visitor
from tests.conftest import Clock, with_changes
from tests.mailbox import Mailbox, give_address

FEW = {"rate_account": "3/0.0005", "rate_sign_in": "off", "rate_sign_in_all": "off", "dev": True}
WRONG = {"handle": "ada", "password": "not her password"}


@pytest.fixture
async def server(settings: Settings) -> AsyncIterator[Running]:
    async with serving(with_changes(settings, **FEW)) as running:
        yield running


@pytest.fixture
async def browser(server: Running, ada: Person) -> AsyncIterator[Visitor]:
    """A browser in which ada has signed in, and out."""
    async with Visitor(server.services.settings) as somebody:
        somebody.headers = {"Origin": somebody.base}
        await somebody.call("session.create", handle="ada", password=PASSWORD)
        await somebody.call("session.end")
        yield somebody


async def code(visitor: Visitor, **fields: str) -> str:
    response = await visitor.request("session.create", **fields)
    return "ok" if response.is_success else str(response.json()["code"])


async def guessed(visitor: Visitor) -> None:
    """Until the account's bucket is empty."""
    while await code(visitor, **WRONG, deliver="token") != "rate_limited":
        pass


async def test_who_guesses_does_not_lock_a_browser_out_that_its_owner_signed_in_with(
    server: Running, browser: Visitor, visitor: Visitor
) -> None:
    await guessed(visitor)
    assert await code(visitor, handle="ada", password=PASSWORD, deliver="token") == "rate_limited"
    assert await code(browser, handle="ada", password=PASSWORD) == "ok"


async def test_such_a_browser_has_its_own_few_tries(server: Running, browser: Visitor, visitor: Visitor) -> None:
    assert [await code(browser, **WRONG) for _ in range(4)] == ["unauthenticated"] * 3 + ["rate_limited"]
    assert await code(visitor, handle="ada", password=PASSWORD, deliver="token") == "ok"


async def test_it_is_known_for_its_owner_alone(server: Running, browser: Visitor, visitor: Visitor) -> None:
    async with await visitor.register("bob"):
        wrong = {"handle": "bob", "password": "not his password"}
        assert [await code(browser, **wrong) for _ in range(4)] == ["unauthenticated"] * 3 + ["rate_limited"]
        assert await code(browser, handle="ada", password=PASSWORD) == "ok"


async def test_codes_are_guessed_at_no_faster_than_passwords(settings: Settings) -> None:
    changed = with_changes(settings, **FEW | {"rate_account": "6/0.0005"})
    async with serving(changed) as server, Visitor(changed) as stranger, Visitor(changed) as browser:
        browser.headers = {"Origin": browser.base}
        ada = await stranger.set_up("ada", server)
        await browser.call("session.create", handle="ada", password=PASSWORD)
        app = App((await ada.call("second_factor.begin"))["secret"], server.services.now)
        await ada.call("second_factor.confirm", code=app.code)
        step = {"step": await first_step(stranger, "ada", PASSWORD), "deliver": "token"}
        tries = [await stranger.request("session.confirm", **step, code="wrong code") for _ in range(4)]
        assert [answer.status_code for answer in tries] == [401, 401, 401, 429]
        # Somebody who knows the password and guesses at the code does not keep its owner out.
        step = {"step": await first_step(browser, "ada", PASSWORD, deliver="cookie")}
        await browser.call("session.confirm", **step, code=app.at(30))
        await ada.http.aclose()


async def test_a_handle_and_an_address_are_one_account(server: Running, visitor: Visitor, ada: Person) -> None:
    mailbox = Mailbox(server)
    await give_address(mailbox, ada, visitor, PASSWORD, "ada@example.org")  # the password was one
    tries = [
        await code(visitor, handle=login, password="wrong", deliver="token") for login in ("ada", "Ada@example.org")
    ]
    assert tries == ["unauthenticated", "unauthenticated"]
    for login in ("ada", "ada@example.org"):
        assert await code(visitor, handle=login, password=PASSWORD, deliver="token") == "rate_limited"


async def test_a_stolen_session_is_no_way_to_guess_the_password(server: Running, ada: Person) -> None:
    wrong = {"password": "not hers", "new_password": "another horse battery"}
    answers = [(await ada.refused("account.change_password", **wrong))["code"] for _ in range(4)]
    assert answers == ["forbidden"] * 3 + ["rate_limited"]


async def test_a_refusal_for_all_together_spends_nothing_of_the_account(settings: Settings, clock: Clock) -> None:
    """The pool fills up again soon, the account's bucket does not: a refusal by the one leaves the other as it was."""
    changed = with_changes(settings, rate_account="2/0.000001", rate_sign_in_all="1/0.002")
    async with serving(changed, clock) as server, Visitor(changed) as visitor, await visitor.set_up("ada", server):
        for _ in range(5):
            assert await code(visitor, handle="ada", password=PASSWORD, deliver="token") == "rate_limited"
        clock.advance(ms=500_000)
        assert await code(visitor, handle="ada", password=PASSWORD, deliver="token") == "ok"


async def test_refreshing_is_counted_by_session(settings: Settings) -> None:
    changed = with_changes(settings, rate_write="2/0.0005", rate_sign_in="off")
    async with serving(changed) as server, Visitor(changed) as visitor, await visitor.set_up("ada", server) as ada:
        others = [await visitor.sign_in("ada") for _ in range(5)]
        for one in others:  # from one address, all at once
            assert (await visitor.request("session.refresh", refresh_token=one.refresh)).status_code == 200
            await one.http.aclose()
        codes = [(await visitor.request("session.refresh", refresh_token=ada.refresh)).status_code for _ in range(3)]
        assert codes == [200, 200, 429]


async def test_refreshing_in_vain_is_counted_by_address(settings: Settings) -> None:
    changed = with_changes(settings, rate_sign_in="3/0.0005")
    async with serving(changed) as server, Visitor(changed) as visitor, await visitor.set_up("ada", server):
        forged = [f"{number}.0.{'x' * 43}" for number in range(1, 5)]
        codes = [(await visitor.request("session.refresh", refresh_token=one)).status_code for one in forged]
        assert codes == [401, 401, 429, 429]  # setting up was one


async def test_letters_to_one_person_are_few_whoever_asks(settings: Settings) -> None:
    changed = with_changes(settings, rate_mail="2/0.0005", dev=True)
    async with serving(changed) as server, Visitor(changed) as visitor, await visitor.set_up("ada", server):
        for login in ("ada", "nobody"):
            asked = [await visitor.request("account.request_password_reset", login=login) for _ in range(3)]
            assert [answer.status_code for answer in asked] == [200, 200, 429]
        assert (await visitor.request("session.request_magic_link", login="ADA ")).status_code == 429


async def test_failures_are_in_the_audit_record_also_those_of_nobodys(
    server: Running, ada: Person, visitor: Visitor
) -> None:
    await code(visitor, **WRONG, deliver="token")
    await code(visitor, handle="nobody", password="x", deliver="token")
    hers, nobodys = (await audit_rows(server))[-2:]
    assert (hers.action, hers.person, hers.address) == ("session.create", int(ada.id), "127.0.0.1")
    assert hers.details == '{"refused":"wrong password"}'
    assert (nobodys.person, nobodys.details) == (None, '{"refused":"nobody has this login"}')
