"""Links that bring people here, made in one browser and opened in others; and the page that looks after people."""

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

SPENT = "This invitation does not work any more"


def button(person: Person, name: str) -> Locator:
    return person.page.get_by_role("button", name=name, exact=True)


def title(person: Person, name: str) -> Locator:
    return person.page.get_by_role("heading", level=1, name=name, exact=True)


async def make_den(person: Person) -> str:
    made = await person.call("POST", "/api/rooms", client_id="den", name="Den", kind="private")
    await person.page.goto(f"{person.url}/r/{made['room']['id']}")
    await person.is_in("Den")
    return str(made["room"]["id"])


async def make_link(person: Person, *, uses: str = "1 person") -> str:
    """Into the room that is open."""
    await person.choose("Parley", "Invite people")
    dialog = person.page.get_by_role("dialog", name="Invite people")
    await expect(dialog.get_by_role("checkbox", name="Den")).to_be_checked()
    await dialog.get_by_label("Works for").select_option(uses)
    await button(person, "Make a link").click()
    field = dialog.get_by_label("Invitation link")
    await expect(field).to_be_focused()
    await expect(dialog.get_by_role("img", name=re.compile("QR code"))).to_be_visible()
    return await field.input_value()


async def open_link(person: Person, link: str) -> None:
    """The token leaves the address at once, so it is in no history and no picture."""
    await person.page.goto(link)
    await expect(person.page).to_have_url(f"{person.url}/invite")


async def test_a_newcomer_registers_by_a_link_and_is_in_the_private_room(ada: Person, arrive: Arrive) -> None:
    await make_den(ada)
    await ada.say("come in")
    link = await make_link(ada)
    await has_no_violations(ada)
    await ada.page.keyboard.press("Escape")

    cleo = await arrive("Cleo")
    await open_link(cleo, link)
    await expect(title(cleo, "Join Den")).to_be_visible()
    await expect(cleo.page.get_by_text("Ada invites you to Den on Parley.")).to_be_visible()
    await has_no_violations(cleo)
    await cleo.page.get_by_label("Your name").fill("Cleo")
    await cleo.page.get_by_label("Password").fill(PASSWORD)
    await button(cleo, "Create account and join").click()
    await cleo.is_in("Den")
    await cleo.sees("come in")
    await cleo.say("thanks")
    await ada.sees("come in", "thanks")
    assert ada.complaints == cleo.complaints == []

    dan = await arrive("Dan")
    await open_link(dan, link)
    await expect(title(dan, SPENT)).to_be_visible()


async def test_somebody_with_an_account_signs_in_on_the_way(ada: Person, bob: Person, arrive: Arrive) -> None:
    await make_den(ada)
    link = await make_link(ada, uses="5 people")
    again = await arrive("Bob")
    await open_link(again, link)
    await again.page.get_by_role("link", name="Sign in and join").click()
    await again.sign_in()
    await expect(again.page.get_by_text("You are here as Bob (@bob).")).to_be_visible()
    await button(again, "Join").click()
    await again.is_in("Den")
    # In his other browser the room has come by itself.
    await expect(bob.rooms.get_by_role("link", name="Den")).to_be_visible()
    assert again.complaints == []


async def test_a_revoked_link_and_one_that_ran_out_lead_nowhere(
    ada: Person, bob: Person, server: Server, tmp_path: Path
) -> None:
    await make_den(ada)
    link = await make_link(ada)
    await button(ada, "Revoke the invitation to Den").click()
    await expect(ada.page.get_by_text("No open invitations.")).to_be_visible()
    await open_link(bob, link)
    await expect(title(bob, SPENT)).to_be_visible()
    await bob.page.get_by_role("link", name="Go to Parley").click()
    await bob.is_in("Lobby")

    await button(ada, "Make another link").click()
    await button(ada, "Make a link").click()
    link = await ada.page.get_by_label("Invitation link").input_value()
    server.let_invitations_run_out()
    await open_link(bob, link)
    await expect(title(bob, SPENT)).to_be_visible()


async def test_by_invitation_only_those_with_a_link_register(ada: Person, arrive: Arrive) -> None:
    await make_den(ada)
    link = await make_link(ada)
    await ada.page.keyboard.press("Escape")
    await ada.page.goto(f"{ada.url}/settings/sign-in")
    await expect(title(ada, "Sign-in")).to_be_visible()
    await ada.page.get_by_text("By invitation", exact=True).click()
    await expect(ada.page.get_by_text("Saved.")).to_be_visible()
    await has_no_violations(ada)

    cleo = await arrive("Cleo")
    await cleo.page.goto(f"{cleo.url}/register")
    await expect(title(cleo, "By invitation only")).to_be_visible()
    await open_link(cleo, link)
    await cleo.page.get_by_label("Your name").fill("Cleo")
    await cleo.page.get_by_label("Password").fill(PASSWORD)
    await button(cleo, "Create account and join").click()
    await cleo.is_in("Den")


async def test_an_administrator_finds_people_and_closes_and_opens_their_accounts(ada: Person, bob: Person) -> None:
    await ada.page.goto(f"{ada.url}/settings/people")
    await ada.page.get_by_label("Search people").fill("bo")
    await ada.choose("What to do about Bob", "Administrator")
    await expect(ada.page.get_by_text("Bob is administrator now.")).to_be_visible()
    await ada.choose("What to do about Bob", "Deactivate")
    await ada.page.get_by_role("dialog").get_by_role("button", name="Deactivate").click()
    await expect(ada.page.get_by_text("Bob cannot sign in any more.")).to_be_visible()
    await expect(bob.page.get_by_label("Password")).to_be_visible()
    await ada.page.get_by_text("Deactivated", exact=True).first.click()
    await ada.choose("What to do about Bob", "Reactivate")
    await expect(ada.page.get_by_text("Bob can sign in again.")).to_be_visible()
    await bob.sign_in()
    await bob.is_in("Lobby")


async def test_members_invite_nobody_and_administer_nothing(ada: Person, bob: Person) -> None:
    await button(bob, "Parley").click()
    menu = bob.page.get_by_role("menu")
    await expect(menu.get_by_text("Create a room")).to_be_visible()
    await expect(menu.get_by_text("Invite people")).to_have_count(0)
    await expect(menu.get_by_text("Administer people")).to_have_count(0)
    await bob.page.keyboard.press("Escape")
    await bob.page.goto(f"{bob.url}/settings/people")
    await expect(bob.page.get_by_role("link", name="Account")).to_be_visible()
    await expect(bob.page.get_by_label("Search people")).to_have_count(0)


class TestWhereSettingsSay:
    @pytest.fixture
    def server(self, tmp_path: Path) -> Iterator[Server]:
        server = Server(tmp_path, REGISTRATION="invitation")
        server.start()
        yield server
        server.stop()

    async def test_nobody_chooses_otherwise(self, ada: Person) -> None:
        await ada.page.goto(f"{ada.url}/settings/sign-in")
        await expect(ada.page.get_by_text("The server’s settings say so: PARLEY_REGISTRATION.")).to_be_visible()
        await expect(ada.page.get_by_role("group", name="Who can make an account")).to_have_count(0)
