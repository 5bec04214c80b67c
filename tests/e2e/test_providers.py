"""Signing in at a provider, in a browser: it leads there and back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import PASSWORD, Person
from tests.e2e.server import Server
from tests.e2e.test_safety import has_no_violations
from tests.services.oidc import Oidc

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
def oidc() -> Iterator[Oidc]:
    with Oidc() as provider:
        provider.person |= {"sub": "cleo", "name": "Cleo Nile", "email": "cleo@example.org"}
        provider.person["preferred_username"] = "cleo"
        yield provider


@pytest.fixture
def server(tmp_path: Path, oidc: Oidc) -> Iterator[Server]:
    server = Server(tmp_path, OIDC_PROVIDERS=oidc.settings())
    server.start()
    yield server
    server.stop()


def button(person: Person, name: str) -> Locator:
    return person.page.get_by_role("button", name=name, exact=True)


def title(person: Person, name: str) -> Locator:
    return person.page.get_by_role("heading", level=1, name=name, exact=True)


async def go_there_and_back(person: Person, path: str = "/sign-in") -> None:
    await person.page.goto(f"{person.url}{path}")
    await button(person, "Continue with Example ID").click()
    await person.page.get_by_role("link", name="Continue as Ada").click()


async def test_a_newcomer_chooses_a_handle_and_comes_back_as_the_same(ada: Person, arrive: Arrive) -> None:
    cleo = await arrive("Cleo")
    await cleo.page.goto(f"{cleo.url}/sign-in?next=/r/lobby")
    await expect(button(cleo, "Continue with Example ID")).to_be_visible()
    await has_no_violations(cleo)
    await button(cleo, "Continue with Example ID").click()
    await cleo.page.get_by_role("link", name="Continue as Ada").click()
    await expect(title(cleo, "Welcome")).to_be_visible()
    await expect(cleo.page).to_have_url(f"{cleo.url}/sign-in/provider")  # the code is in no history
    await expect(cleo.page.get_by_label("Your name")).to_have_value("Cleo Nile")
    await has_no_violations(cleo)
    await cleo.page.get_by_label("Handle").fill("ada")
    await button(cleo, "Create account").click()
    await expect(cleo.page.get_by_text("The handle ada is taken.")).to_be_visible()
    await cleo.page.get_by_label("Handle").fill("cleo")
    await cleo.page.keyboard.press("Enter")
    await expect(cleo.page.get_by_role("button", name="Join room")).to_be_visible()
    await expect(cleo.page).to_have_url(f"{cleo.url}/r/lobby")

    again = await arrive("Cleo")
    await go_there_and_back(again)
    await expect(again.page.get_by_role("button", name="Cleo Nile @cleo account")).to_be_visible()
    assert [complaint for complaint in cleo.complaints if "409" not in complaint] == []  # the taken handle
    assert again.complaints == []


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "/%5C/evil.example"])
async def test_a_provider_leads_nowhere_else(ada: Person, arrive: Arrive, oidc: Oidc, elsewhere: str) -> None:
    cleo = await arrive("Cleo")
    await go_there_and_back(cleo, f"/sign-in?next={elsewhere}")
    await button(cleo, "Create account").click()
    await expect(cleo.page.get_by_role("button", name="Cleo Nile @cleo account")).to_be_visible()
    assert cleo.page.url.startswith(f"{cleo.url}/")


async def test_an_invitation_comes_along(ada: Person, arrive: Arrive) -> None:
    made = await ada.call("POST", "/api/rooms", client_id="den", name="Den", kind="private")
    await ada.call("PATCH", "/api/server", registration="invitation")
    link = await ada.call("POST", "/api/invitations", client_id="x", rooms=[made["room"]["id"]])
    stranger = await arrive("Stranger")
    await go_there_and_back(stranger)
    await expect(title(stranger, "No account was made")).to_be_visible()
    await expect(stranger.page.get_by_text("by invitation only")).to_be_visible()
    await has_no_violations(stranger)

    cleo = await arrive("Cleo")
    await cleo.page.goto(link["link"])
    await button(cleo, "Continue with Example ID").click()
    await cleo.page.get_by_role("link", name="Continue as Ada").click()
    await button(cleo, "Create account").click()
    await cleo.is_in("Den")


async def test_somebody_links_an_account_signs_in_with_it_and_unlinks_it(ada: Person, arrive: Arrive) -> None:
    await ada.page.goto(f"{ada.url}/settings/account")
    await button(ada, "Link Example ID").click()
    await ada.page.get_by_role("link", name="Continue as Ada").click()
    await expect(title(ada, "Link Example ID")).to_be_visible()
    await has_no_violations(ada)
    await ada.page.get_by_label("Your password here").fill("wrong")
    await button(ada, "Link").click()
    await expect(ada.page.get_by_text("This is not your password.")).to_be_visible()
    await ada.page.get_by_label("Your password here").fill(PASSWORD)
    await button(ada, "Link").click()
    await expect(ada.page).to_have_url(f"{ada.url}/settings/account")
    await expect(ada.page.get_by_text("cleo@example.org")).to_be_visible()
    await has_no_violations(ada)

    elsewhere = await arrive("Ada")
    await go_there_and_back(elsewhere)
    await expect(elsewhere.page.get_by_role("button", name=elsewhere.account)).to_be_visible()

    await button(ada, "Unlink Example ID cleo@example.org").click()
    dialog = ada.page.get_by_role("dialog", name="Unlink Example ID?")
    await dialog.get_by_label("Your password").fill(PASSWORD)
    await dialog.get_by_role("button", name="Unlink").click()
    await expect(ada.page.get_by_text("Example ID is unlinked.")).to_be_visible()


async def test_a_no_and_a_failure_say_what_to_do(ada: Person, arrive: Arrive, oidc: Oidc) -> None:
    cleo = await arrive("Cleo")
    oidc.says_no = "access_denied"
    await go_there_and_back(cleo)
    await expect(cleo.page.get_by_text("You said no there")).to_be_visible()
    await cleo.page.get_by_role("link", name="Back to signing in").click()
    oidc.says_no, oidc.claims = None, {"nonce": "another"}
    await button(cleo, "Continue with Example ID").click()
    await cleo.page.get_by_role("link", name="Continue as Ada").click()
    await expect(cleo.page.get_by_text("Example ID did not show who you are.")).to_be_visible()
    await cleo.page.reload()
    await expect(title(cleo, "Begin again")).to_be_visible()


async def test_administrators_see_what_is_configured_and_who_may_come(ada: Person, arrive: Arrive, oidc: Oidc) -> None:
    await ada.page.goto(f"{ada.url}/settings/sign-in")
    await expect(ada.page.get_by_text("Answers")).to_be_visible()
    await expect(ada.page.get_by_text(f"{ada.url}/sign-in/provider")).to_be_visible()
    await has_no_violations(ada)
    oidc.document = {"issuer": "https://elsewhere.example"}
    await button(ada, "Check again").click()
    await expect(ada.page.get_by_text("https://elsewhere.example")).to_be_visible()
    await ada.page.get_by_text("By domain", exact=True).click()
    await expect(ada.page.get_by_text("This server sends no mail")).to_be_visible()


async def test_administrators_read_filter_and_save_the_audit_record(ada: Person, bob: Person) -> None:
    await ada.call("PATCH", "/api/server", registration="closed")
    await ada.page.goto(f"{ada.url}/settings/audit")
    await expect(ada.page.get_by_text("Server: set registration")).to_be_visible()
    await expect(ada.page.get_by_text("before: open, after: closed")).to_be_visible()
    await has_no_violations(ada)
    await ada.page.get_by_label("What", exact=True).select_option("Accounts, passwords, addresses")
    await expect(ada.page.get_by_text("Server: set registration")).to_have_count(0)
    await ada.page.get_by_label("Person", exact=True).fill("@nobody")
    await button(ada, "Look").click()
    await expect(ada.page.get_by_text("Nobody has the handle nobody.")).to_be_visible()
    await ada.page.get_by_label("Person", exact=True).fill("@bob")
    await button(ada, "Look").click()
    await expect(ada.page.get_by_role("listitem").filter(has_text="Account: register")).to_have_count(1)
    async with ada.page.expect_download() as saving:
        await button(ada, "Export as JSON lines").click()
    lines = (await (await saving.value).path()).read_text().splitlines()
    assert len(lines) == 1
    assert '"action":"account.register"' in lines[0]


async def test_a_server_that_is_away_says_what_to_do(ada: Person, arrive: Arrive, oidc: Oidc) -> None:
    cleo = await arrive("Cleo")
    oidc.answers = {"/.well-known/openid-configuration": lambda handler: handler.send_error(503)}
    await cleo.page.goto(f"{cleo.url}/sign-in")
    await button(cleo, "Continue with Example ID").click()
    await expect(cleo.page.get_by_text("Try again in a moment, or sign in another way.")).to_be_visible()


async def test_on_a_phone_in_the_dark_everything_fits(ada: Person, arrive: Arrive) -> None:
    phone = await arrive("Ada", viewport={"width": 320, "height": 640}, color_scheme="dark", has_touch=True)
    await phone.page.goto(f"{phone.url}/sign-in")
    await expect(button(phone, "Continue with Example ID")).to_be_visible()
    await phone.sign_in()
    await expect(phone.rooms.or_(phone.composer).first).to_be_visible()
    for path, text in (("sign-in", "Answers"), ("audit", "Setup: complete"), ("account", "Linked accounts")):
        await phone.page.goto(f"{phone.url}/settings/{path}")
        await expect(phone.page.get_by_text(text)).to_be_visible()
        assert await phone.page.evaluate("document.documentElement.scrollWidth") <= 320
        await has_no_violations(phone)
