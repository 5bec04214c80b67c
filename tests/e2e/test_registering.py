"""Registering where newcomers confirm an address first. The server keeps its letters."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import PASSWORD, Person
from tests.e2e.server import Server
from tests.e2e.test_by_mail import button, letter, title
from tests.e2e.test_safety import has_no_violations

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path, DEV="1")
    server.start()
    yield server
    server.stop()


async def choose_domains(ada: Person) -> None:
    await ada.page.goto(f"{ada.url}/settings/sign-in")
    await ada.page.get_by_text("By domain", exact=True).click()
    await ada.page.get_by_label("Domains").fill("@Example.org, exam ple")
    await button(ada, "Save").click()
    await expect(ada.page.get_by_role("alert")).to_be_visible()
    await ada.page.get_by_label("Domains").fill("@Example.org")
    await button(ada, "Save").click()
    await expect(ada.page.get_by_text("Saved.")).to_be_visible()
    await has_no_violations(ada)


async def ask_for_a_letter(cleo: Person) -> None:
    await cleo.page.goto(f"{cleo.url}/sign-in")
    await cleo.page.get_by_role("link", name="Create an account").click()
    await expect(cleo.page.get_by_text("At example.org.")).to_be_visible()
    await has_no_violations(cleo)
    await cleo.page.get_by_label("E-mail address").fill("cleo@elsewhere.org")
    await button(cleo, "Send me a link").click()
    await expect(cleo.page.get_by_text("This server takes newcomers who show an e-mail address")).to_be_visible()
    await cleo.page.get_by_label("E-mail address").fill("cleo@example.org")
    await button(cleo, "Send me a link").click()
    await expect(cleo.page.get_by_text("A letter is on its way to cleo@example.org.")).to_be_visible()


async def test_an_administrator_names_domains_and_a_newcomer_comes_by_a_letter(ada: Person, arrive: Arrive) -> None:
    await choose_domains(ada)
    cleo = await arrive("Cleo")
    await ask_for_a_letter(cleo)
    link, _ = await letter(cleo, "register/confirmed")
    await cleo.page.goto(link)
    await expect(title(cleo, "Create your account")).to_be_visible()
    await expect(cleo.page).to_have_url(f"{cleo.url}/register/confirmed")
    await has_no_violations(cleo)
    await cleo.page.get_by_label("Your name").fill("Cleo")
    await cleo.page.get_by_label("Password").fill(PASSWORD)
    await button(cleo, "Create account").click()
    await expect(cleo.rooms).to_be_visible()
    await cleo.page.goto(f"{cleo.url}/settings/account")
    await expect(cleo.page.get_by_text("cleo@example.org")).to_be_visible()

    dan = await arrive("Dan")
    await dan.page.goto(link)
    await dan.page.get_by_label("Your name").fill("Dan")
    await dan.page.get_by_label("Password").fill(PASSWORD)
    await button(dan, "Create account").click()
    await expect(title(dan, "This link no longer works")).to_be_visible()
