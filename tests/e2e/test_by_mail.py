"""What letters lead to, and sessions elsewhere. The server keeps its letters, as while somebody works on Parley."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import PASSWORD, Person
from tests.e2e.server import Server
from tests.e2e.test_safety import has_no_violations

pytestmark = pytest.mark.asyncio(loop_scope="session")

ADDRESS = "ada@example.org"
NEW_PASSWORD = "battery staple horse"
CODE = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}")
LETTER_WITHIN = 30


@pytest.fixture
def server(tmp_path: Path, migrated_file: Path) -> Iterator[Server]:
    server = Server(tmp_path, DEV="1")
    server.begin_with(migrated_file)
    server.start()
    yield server
    server.stop()


async def letter(person: Person, page: str, *, but: str = "") -> tuple[str, str]:
    """The newest letter with a link to this page: the link, and the text. `but` is the link of the one before."""
    async with asyncio.timeout(LETTER_WITHIN):
        while True:
            outbox = await (await person.context.request.get(f"{person.url}/dev/outbox")).text()
            for text in outbox.split("<article>")[1:]:
                found = re.search(rf'href="(\S+/{page}#\S+)"', text)
                if found and found[1] != but:
                    return found[1], re.sub("<[^>]+>", " ", text.replace(found[1], ""))
            await asyncio.sleep(0.05)  # the job that writes it is under way


def button(person: Person, name: str) -> Locator:
    return person.page.get_by_role("button", name=name, exact=True)


def title(person: Person, name: str) -> Locator:
    return person.page.get_by_role("heading", level=1, name=name, exact=True)


async def confirm_address(ada: Person, reader: Person) -> None:
    await ada.page.goto(f"{ada.url}/settings/account")
    await button(ada, "Add an address").click()
    dialog = ada.page.get_by_role("dialog")
    await dialog.get_by_label("New e-mail address").fill(ADDRESS)
    await dialog.get_by_label("Password").fill("wrong horse battery")
    await button(ada, "Send the letter").click()
    await expect(dialog.get_by_label("Password")).to_be_focused()
    await dialog.get_by_label("Password").fill(PASSWORD)
    await button(ada, "Send the letter").click()
    await expect(ada.page.get_by_text(f"A letter is on its way to {ADDRESS}")).to_be_visible()

    link, _ = await letter(ada, "verify-email")
    await reader.page.goto(link)
    await expect(reader.page).to_have_url(f"{ada.url}/verify-email")
    await expect(button(reader, "Confirm address")).to_be_visible()
    await reader.page.reload()
    await expect(title(reader, "Open the link again")).to_be_visible()
    await reader.page.goto(link)
    await button(reader, "Confirm address").click()
    await expect(title(reader, "Address confirmed")).to_be_focused()


async def is_told_of_the_end(person: Person) -> None:
    await expect(person.page.get_by_text("Your session has ended.")).to_be_visible()
    await expect(person.page).to_have_url(re.compile("/sign-in"))


async def change_password(ada: Person) -> None:
    await button(ada, "Change password").click()
    dialog = ada.page.get_by_role("dialog")
    await dialog.get_by_label("Current password").fill(PASSWORD)
    await dialog.get_by_label("New password").fill(NEW_PASSWORD)
    await ada.page.keyboard.press("Enter")
    await expect(ada.page.get_by_text("Your password is changed. One other session was signed out.")).to_be_visible()
    await expect(button(ada, "Change password")).to_be_focused()


async def ask_to_sign_in(reader: Person) -> str:
    """The link in the letter. The page waits for the code in it, also after a reload."""
    await reader.page.goto(f"{reader.url}/sign-in?next=/r/lobby")
    await reader.page.get_by_label("Handle or e-mail").fill(ADDRESS)
    await reader.page.get_by_role("link", name="Sign in by e-mail").click()
    await expect(reader.page.get_by_label("Handle or e-mail")).to_have_value(ADDRESS)
    await button(reader, "Send the letter").click()
    await expect(title(reader, "Look at your mail")).to_be_visible()
    link, _ = await letter(reader, "sign-in/link")
    await reader.page.reload()
    await reader.page.get_by_label("Code").fill("AAAA-AAAA")
    await reader.page.keyboard.press("Enter")
    await expect(reader.page.get_by_text("This code is wrong or has run out.")).to_be_visible()
    await expect(reader.page.get_by_label("Code")).to_be_focused()
    return link


async def sign_in_by_link(phone: Person, link: str) -> None:
    await phone.page.goto(link)
    await expect(phone.page).to_have_url(f"{phone.url}/sign-in/link")
    await has_no_violations(phone)
    await button(phone, "Sign in").click()
    await expect(phone.rooms).to_be_visible()
    await expect(phone.page).to_have_url(f"{phone.url}/")
    await phone.page.goto(link)
    await expect(title(phone, "You are signed in")).to_be_visible()


async def sign_in_by_code(reader: Person, used: str) -> None:
    """The way on from a link that has been used: another letter, whose code is good where it was asked for."""
    await reader.page.goto(used)
    await button(reader, "Sign in").click()
    await expect(title(reader, "This link no longer works")).to_be_visible()
    await reader.page.get_by_role("link", name="Ask for a new link").click()
    await button(reader, "ask for another one").click()
    await reader.page.get_by_label("Handle or e-mail").fill("ada")
    await button(reader, "Send the letter").click()
    _, text = await letter(reader, "sign-in/link", but=used)
    code = CODE.search(text)
    assert code
    await reader.page.get_by_label("Code").fill(code[0].lower().replace("-", " "))
    await reader.page.keyboard.press("Enter")
    await expect(reader.composer).to_be_visible()


async def set_new_password(person: Person) -> None:
    await person.page.goto(f"{person.url}/sign-in")
    await person.page.get_by_role("link", name="Forgot your password?").click()
    await person.page.get_by_label("Handle or e-mail").fill(ADDRESS)
    await button(person, "Send the letter").click()
    await expect(title(person, "Look at your mail")).to_be_visible()
    link, _ = await letter(person, "reset-password")
    await person.page.goto(link)
    await person.page.get_by_label("New password").fill("password123")
    await button(person, "Set password").click()
    await expect(person.page.get_by_label("New password")).to_be_focused()
    await person.page.get_by_label("New password").fill(NEW_PASSWORD)
    await person.page.keyboard.press("Enter")
    await expect(title(person, "Your password is set")).to_be_focused()


async def test_letters_confirm_an_address_sign_in_and_set_a_password(ada: Person, arrive: Arrive) -> None:
    reader = await arrive("Ada")
    await confirm_address(ada, reader)
    await ada.page.reload()
    await expect(ada.page.get_by_role("region", name="E-mail address")).to_contain_text(ADDRESS)

    link = await ask_to_sign_in(reader)
    phone = await arrive("Ada", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    await sign_in_by_link(phone, link)
    await sign_in_by_code(reader, link)

    stranger = await arrive("Ada")
    await set_new_password(stranger)
    for person in (ada, reader):
        await is_told_of_the_end(person)
    await stranger.page.get_by_role("link", name="Go to sign-in").click()
    await stranger.sign_in(NEW_PASSWORD)
    await expect(stranger.composer).to_be_visible()


async def test_one_browser_signs_the_other_out_and_it_is_told(ada: Person, arrive: Arrive) -> None:
    again = await arrive("Ada")
    await again.page.goto(again.url)
    await again.sign_in()
    await expect(again.composer).to_be_visible()

    await ada.page.goto(f"{ada.url}/settings/account")
    sessions = ada.page.get_by_role("region", name="Where you are signed in")
    await expect(sessions.get_by_role("listitem")).to_have_count(2)
    await expect(sessions.get_by_role("listitem").filter(has_text="This one")).to_have_count(1)
    await has_no_violations(ada)
    await sessions.get_by_role("button", name=re.compile("^Sign out Chrome")).click()
    await ada.page.get_by_role("dialog").get_by_role("button", name="Sign out").click()
    await expect(sessions.get_by_role("listitem")).to_have_count(1)
    await expect(sessions.get_by_role("status")).to_contain_text("was signed out")
    await is_told_of_the_end(again)

    await again.sign_in()
    await expect(again.composer).to_be_visible()
    await change_password(ada)
    await is_told_of_the_end(again)

    await again.sign_in(NEW_PASSWORD)
    await expect(again.composer).to_be_visible()
    await ada.page.reload()
    await button(ada, "Sign out all others").click()
    await ada.page.get_by_role("dialog").get_by_role("button", name="Sign out").click()
    await expect(sessions.get_by_role("listitem")).to_have_count(1)
    await is_told_of_the_end(again)
    assert ada.complaints == []
