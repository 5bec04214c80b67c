"""The client in other languages: chosen by the browser or by a person, from the sign-in page on."""

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.server import Server

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}
SCREENS = (
    "/",
    "/r/lobby",
    "/r/lobby/members",
    "/r/lobby/details",
    "/browse",
    "/settings",
    "/settings/account",
    "/settings/profile",
)


async def test_ux_66_a_page_speaks_the_browsers_language_from_the_first_one_on(arrive: Arrive, ada: Person) -> None:
    eve = await arrive("Eve", locale="de-AT")
    await eve.page.goto(f"{ada.url}/sign-in")
    await expect(eve.page.locator("html")).to_have_attribute("lang", "de")
    await expect(eve.page.get_by_role("button", name="Anmelden", exact=True)).to_be_visible()
    await eve.page.get_by_label("Handle oder E-Mail").fill("eve")
    await eve.page.get_by_label("Passwort").fill("not my password at all")
    await eve.page.keyboard.press("Enter")
    await expect(eve.page.get_by_role("alert")).to_have_text("Handle, E-Mail oder Passwort ist falsch.")


async def test_ux_66_the_servers_own_words_are_in_the_language_of_the_page(arrive: Arrive, ada: Person) -> None:
    bob = await arrive("Bob", locale="de-DE")
    await bob.page.goto(ada.url)
    await bob.be_member()
    await bob.page.goto(f"{ada.url}/settings/profile")
    await bob.page.get_by_label("Handle").fill("ada")
    await bob.page.get_by_role("button", name="Speichern").click()
    await expect(bob.page.get_by_text("Das Handle ada ist vergeben. Wählen Sie ein anderes.")).to_be_visible()


async def test_ux_66_a_browser_in_a_language_that_there_is_none_of_gets_english(arrive: Arrive, ada: Person) -> None:
    eve = await arrive("Eve", locale="fi-FI")
    await eve.page.goto(f"{ada.url}/sign-in")
    await expect(eve.page.locator("html")).to_have_attribute("lang", "en")
    await expect(eve.page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


async def test_ux_66_a_language_is_chosen_in_the_settings_and_kept_and_no_draft_is_lost(ada: Person) -> None:
    await ada.composer.fill("half a thought")
    await choose_language(ada, "日本語")
    await expect(ada.page.get_by_role("heading", level=1, name="言語")).to_be_visible()
    await ada.page.goto(f"{ada.url}/r/lobby")
    await expect(ada.page.get_by_role("log")).to_be_visible()
    await expect(ada.page.get_by_role("textbox")).to_have_value("half a thought")
    await expect(ada.page.get_by_role("navigation", name="ルーム")).to_be_visible()

    await ada.page.goto(f"{ada.url}/settings/language")
    await ada.page.get_by_role("combobox").select_option("")
    await ada.page.locator("main button[type=submit]").click()
    await expect(ada.page.locator("html")).to_have_attribute("lang", "en")
    assert ada.complaints == []


async def test_ux_66_arabic_is_mirrored(ada: Person, bob: Person) -> None:
    await bob.say("hello from the left")
    await ada.sees("hello from the left")
    before = await ada.rooms.bounding_box()
    await choose_language(ada, "العربية")
    await expect(ada.page.locator("html")).to_have_attribute("dir", "rtl")
    await ada.page.goto(f"{ada.url}/r/lobby")
    await ada.sees("hello from the left")
    after = await ada.page.get_by_role("navigation", name="الغرف").bounding_box()
    assert before is not None
    assert after is not None
    assert before["x"] < 640 < after["x"]
    # What somebody wrote from the left stands as they wrote it.
    assert (
        await ada.messages.first.evaluate("(element) => getComputedStyle(element.firstElementChild).direction") == "ltr"
    )
    assert ada.complaints == []


@pytest.mark.parametrize("locale", ["de-DE", "es-ES", "ja-JP", "ar-EG"])
async def test_ux_66_no_language_widens_a_small_page(arrive: Arrive, server: Server, locale: str) -> None:
    ada = await arrive("Ada", locale=locale, **PHONE)
    await ada.be_owner(server.setup_link)
    await ada.call("POST", "/api/rooms", name="Lobby", slug="lobby", client_id="lobby")
    for path in SCREENS:
        await ada.page.goto(server.url + path)
        await expect(ada.page.locator("h1").first).to_be_visible()
        assert await too_wide(ada.page) == [], path
    assert ada.complaints == []


async def choose_language(person: Person, name: str) -> None:
    await person.page.goto(f"{person.url}/settings/language")
    await person.page.get_by_label("Language", exact=True).select_option(label=name)
    await person.page.get_by_role("button", name="Use this language").click()


async def too_wide(page: Page) -> list[str]:
    """What makes the page wider than the screen, if anything does."""
    found: list[str] = await page.evaluate(
        """() => {
            if (document.documentElement.scrollWidth <= innerWidth) return []
            const sticksOut = (one) => {
                const { left, right } = one.getBoundingClientRect()
                return left < -1 || right > innerWidth + 1
            }
            return [...document.querySelectorAll('body *')].filter(sticksOut).map((one) => one.outerHTML.slice(0, 120))
        }"""
    )
    return found
