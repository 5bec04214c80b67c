"""Pinned messages: everybody in a room sees them, in a panel that follows, and comes to them with a click."""

import re

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.test_phone import fits
from tests.e2e.test_safety import has_no_violations

pytestmark = pytest.mark.asyncio(loop_scope="session")


def panel(person: Person) -> Locator:
    return person.page.locator("[aria-label='Pinned messages']:is(aside, [role=dialog])")


def pinned(person: Person) -> Locator:
    return panel(person).get_by_role("listitem")


async def choose(person: Person, seq: int, item: str) -> None:
    """An entry of the menu at the end of a message's bar."""
    await person.message(seq).hover()
    await person.message(seq).get_by_role("button", name="More actions").click()
    await person.page.get_by_role("menuitem", name=item).click()


async def test_a_pin_is_seen_by_everybody_and_leads_to_its_message(ada: Person, bob: Person) -> None:
    await ada.fill_room(60)
    for person in (ada, bob):
        await person.has_read(60)
    await bob.choose("More about this room", "Pinned messages")
    await expect(panel(bob)).to_contain_text("Nothing is pinned here.")
    await ada.page.goto(f"{ada.url}/r/lobby/2")
    await choose(ada, 2, "Pin message")
    await expect(ada.message(2)).to_contain_text("Pinned by Ada")
    await expect(pinned(bob)).to_have_count(1)
    await expect(pinned(bob)).to_contain_text("message 2")
    await expect(pinned(bob)).to_contain_text("Pinned by Ada")
    await expect(pinned(bob).get_by_role("button", name="Unpin")).to_have_count(0)
    await expect(bob.page).to_have_url(re.compile("/r/lobby/pinned$"))
    await has_no_violations(bob)

    await pinned(bob).get_by_role("link", name="Jump to message").click()
    await expect(bob.message(2)).to_be_in_viewport()
    await expect(bob.message(2)).to_contain_text("Pinned by Ada")
    await expect(bob.page).to_have_url(re.compile("/r/lobby/2/pinned$"))

    room = await ada.room_id()
    await ada.call("PATCH", f"/api/rooms/{room}/messages/2", body="message 2, better")
    await expect(pinned(bob)).to_contain_text("message 2, better")
    await choose(ada, 2, "Unpin message")
    await expect(pinned(bob)).to_have_count(0)
    for person in (ada, bob):
        await expect(person.message(2)).not_to_contain_text("Pinned")
    assert ada.complaints + bob.complaints == []


async def test_the_panel_unpins_and_the_focus_stays_in_it(ada: Person, bob: Person) -> None:
    await ada.say("one")
    await ada.sees("one")
    await ada.message(1).focus()
    await ada.page.keyboard.press("p")
    await expect(ada.message(1)).to_contain_text("Pinned by Ada")
    await ada.page.reload()
    await expect(ada.message(1)).to_contain_text("Pinned by Ada")
    await ada.choose("More about this room", "Pinned messages")
    await has_no_violations(ada)
    await pinned(ada).get_by_role("button", name="Unpin").click()
    await expect(pinned(ada)).to_have_count(0)
    await expect(panel(ada).get_by_role("heading", name="Pinned messages")).to_be_focused()
    await expect(bob.message(1)).not_to_contain_text("Pinned")


async def test_members_pin_nothing_and_see_what_is_deleted_go(ada: Person, bob: Person) -> None:
    await ada.say("one")
    await bob.sees("one")
    await ada.message(1).focus()
    await ada.page.keyboard.press("p")
    await bob.choose("More about this room", "Pinned messages")
    await expect(pinned(bob)).to_have_count(1)
    await bob.message(1).hover()
    await bob.message(1).get_by_role("button", name="More actions").click()
    await expect(bob.page.get_by_role("menuitem", name="Save message")).to_be_visible()
    await expect(bob.page.get_by_role("menuitem", name=re.compile("in message$"))).to_have_count(0)
    await bob.page.keyboard.press("Escape")
    await ada.delete(1)
    await expect(pinned(bob)).to_have_count(0)
    await ada.message(1).get_by_role("button", name="Undo").click()
    await expect(pinned(bob)).to_have_count(1)


async def test_on_a_phone(arrive: Arrive, ada: Person) -> None:
    await ada.say("one")
    await ada.sees("one")
    await ada.message(1).focus()
    await ada.page.keyboard.press("p")
    bob = await arrive("Bob", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    await bob.register()
    await bob.join("lobby")
    await expect(bob.message(1)).to_contain_text("Pinned by Ada")
    await bob.page.get_by_role("button", name="More about this room").tap()
    await bob.page.get_by_role("menuitem", name="Pinned messages").tap()
    await expect(pinned(bob)).to_have_count(1)
    await fits(bob)
    await pinned(bob).get_by_role("link", name="Jump to message").tap()
    await expect(panel(bob)).to_have_count(0)
    await expect(bob.message(1)).to_be_in_viewport()
