import re

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.server import Server

pytestmark = pytest.mark.asyncio(loop_scope="session")

# What a finger presses, if it is in sight and not a link inside a text. A checkbox is as large as the words beside it.
TARGETS = """() => [...document.querySelectorAll('button, input:not([type=radio]), textarea, nav a, header a')]
    .map(element => (element.type === 'checkbox' && element.closest('label')) || element)
    .map(element => [element.getAttribute('aria-label') || element.textContent, element.getBoundingClientRect()])
    .filter(([, box]) => box.width > 1 && box.height > 1)
    .map(([name, { width, height }]) => [name, Math.round(width), Math.round(height)])"""
# A phone enlarges the page around a field with smaller letters.
SMALL_TEXT = """() => [...document.querySelectorAll('input:not([type=checkbox]), textarea')]
    .filter(element => element.checkVisibility() && parseFloat(getComputedStyle(element).fontSize) < 16).length"""


@pytest_asyncio.fixture(loop_scope="session")
async def ada(arrive: Arrive, server: Server) -> Person:
    ada = await arrive("Ada", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    await ada.set_up(server.setup_link)
    return ada


async def fits(person: Person) -> None:
    assert await person.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert await person.page.evaluate(SMALL_TEXT) == 0
    sentences = re.compile(r"Create one|find one to join")
    small = [t for t in await person.page.evaluate(TARGETS) if min(t[1:]) < 44 and not sentences.search(t[0])]
    assert small == []


async def test_list_room_and_back(ada: Person) -> None:
    await fits(ada)
    await ada.create_room("Lobby")
    await expect(ada.page.get_by_role("navigation", name="Rooms")).to_be_hidden()
    await expect(ada.composer).not_to_be_focused()
    await fits(ada)
    await ada.composer.tap()
    await ada.page.keyboard.type("one")
    await ada.page.keyboard.press("Enter")
    await ada.page.keyboard.type("two")
    await ada.page.get_by_role("button", name="Send").tap()
    await expect(ada.messages).to_have_text(["one\ntwo"], use_inner_text=True)

    await ada.page.get_by_role("button", name="Members").tap()
    await expect(ada.page.get_by_role("dialog", name="Members")).to_contain_text("@ada")
    await fits(ada)
    await ada.page.get_by_role("button", name="Close").tap()
    await ada.page.get_by_role("link", name="All rooms").tap()
    await ada.page.get_by_role("link", name="Lobby").tap()
    await expect(ada.composer).to_be_visible()
    await ada.page.go_back()
    await expect(ada.page.get_by_role("navigation", name="Rooms")).to_be_visible()
    assert ada.complaints == []


async def test_320_pixels_lose_nothing(ada: Person) -> None:
    await ada.page.set_viewport_size({"width": 320, "height": 568})
    await ada.create_room("A room with quite a long name to show")
    await ada.say("w" * 500)
    await ada.page.get_by_role("button", name="Send").tap()
    await expect(ada.messages).to_have_count(1)
    assert await ada.page.evaluate("document.documentElement.scrollWidth") <= 320
    await expect(ada.page.get_by_role("button", name="Members")).to_be_in_viewport(ratio=1)
    await expect(ada.page.get_by_role("button", name="Send")).to_be_in_viewport(ratio=1)
