"""An administrator names the server, and everybody sees it."""

from typing import Any, Literal

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.server import Server
from tests.e2e.test_frame import PHONE
from tests.e2e.test_phone import fits
from tests.e2e.test_safety import has_no_violations

pytestmark = pytest.mark.asyncio(loop_scope="session")

ACME = "Acme Rockets"


async def field(person: Person) -> Locator:
    await person.page.goto(f"{person.url}/settings/server")
    named = person.page.get_by_label("Name of the server")
    await expect(named).to_be_visible()
    return named


async def test_a_new_name_is_on_open_pages_at_once_and_on_the_sign_in_page(
    arrive: Arrive, ada: Person, bob: Person
) -> None:
    menu = bob.page.get_by_role("button", name="Parley", exact=True)
    await expect(menu).to_be_visible()
    await expect(bob.page).to_have_title("Lobby · Parley")

    name = await field(ada)
    await expect(name).to_have_value("Parley")
    await name.fill(f"  {ACME} ")
    await name.press("Enter")
    await expect(ada.page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    await expect(name).to_have_value(ACME)
    await expect(ada.page).to_have_title(f"Server · {ACME}")

    await expect(bob.page.get_by_role("button", name=ACME, exact=True)).to_be_visible()
    await expect(bob.page).to_have_title(f"Lobby · {ACME}")
    visitor = await arrive("Eve")
    await visitor.page.goto(f"{visitor.url}/sign-in")
    await expect(visitor.page.get_by_role("heading", level=1)).to_have_text(f"Sign in to {ACME}")
    manifest = await (await visitor.context.request.get(f"{visitor.url}/manifest.webmanifest")).json()
    assert (manifest["name"], manifest["start_url"]) == (ACME, "/")
    assert ada.complaints + bob.complaints + visitor.complaints == []


async def test_a_name_that_nobody_sees_is_refused_beside_the_field(ada: Person) -> None:
    name = await field(ada)
    await name.fill("\u200b")
    await name.press("Enter")
    await expect(ada.page.get_by_text("The name has nothing in it that could be shown.")).to_be_visible()
    await expect(name).to_have_attribute("aria-invalid", "true")
    await name.fill("n" * 81)
    await expect(name).to_have_value("n" * 80)


async def test_only_administrators_are_offered_it(ada: Person, bob: Person) -> None:
    for person, is_offered in ((ada, True), (bob, False)):
        await person.page.goto(f"{person.url}/settings/account")
        pages = person.page.get_by_role("navigation", name="Settings")
        await expect(pages.get_by_role("link", name="Account")).to_be_visible()
        await expect(pages.get_by_role("link", name="Server", exact=True)).to_have_count(int(is_offered))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("forced", ["none", "active"])
@pytest.mark.parametrize("is_phone", [True, False])
async def test_it_fits_and_has_no_violations(
    arrive: Arrive,
    server: Server,
    scheme: Literal["light", "dark"],
    forced: Literal["none", "active"],
    is_phone: bool,
) -> None:
    size: dict[str, Any] = PHONE if is_phone else {"viewport": {"width": 1440, "height": 900}}
    ada = await arrive("Ada", color_scheme=scheme, forced_colors=forced, **size)
    await ada.be_owner(server.setup_link)
    name = await field(ada)
    await name.fill("W" * 80)
    await name.press("Enter")
    await expect(ada.page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    await has_no_violations(ada)
    if is_phone:
        await fits(ada)
