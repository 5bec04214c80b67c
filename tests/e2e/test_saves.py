"""Saved messages: one's own list over all rooms, the same on every device."""

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.test_phone import fits
from tests.e2e.test_pins import choose
from tests.e2e.test_safety import has_no_violations

pytestmark = pytest.mark.asyncio(loop_scope="session")


def saved(person: Person) -> Locator:
    return person.page.get_by_role("main").get_by_role("listitem")


async def open_saved(person: Person) -> None:
    await person.choose(person.account, "Saved messages")
    await expect(person.page.get_by_role("heading", level=1, name="Saved messages")).to_be_visible()


async def test_what_is_saved_is_found_again_on_every_device_and_nobody_else_sees_it(
    arrive: Arrive, ada: Person, bob: Person
) -> None:
    await bob.say("**one** thing")
    await bob.say("another")
    await ada.sees("one thing", "another")
    other = await arrive("Ada")
    await other.page.goto(f"{other.url}/sign-in")
    await other.sign_in()
    await open_saved(other)
    await expect(other.page.get_by_text("Nothing is saved yet.")).to_be_visible()

    await choose(ada, 1, "Save message")
    await expect(ada.message(1).get_by_text("Saved", exact=True)).to_be_visible()
    await ada.message(2).focus()
    await ada.page.keyboard.press("s")
    await expect(saved(other)).to_have_count(2)
    await expect(saved(other).first).to_contain_text("another")
    await expect(saved(other).last).to_contain_text("one thing")
    await expect(saved(other).last).to_contain_text("In Lobby")
    await has_no_violations(other)
    await expect(bob.message(1).get_by_text("Saved", exact=True)).to_have_count(0)

    await saved(other).first.get_by_role("button", name="Remove").click()
    await expect(saved(other)).to_have_count(1)
    await expect(ada.message(2).get_by_text("Saved", exact=True)).to_have_count(0)
    await saved(other).get_by_role("link", name="Jump to message").click()
    await expect(other.message(1)).to_be_in_viewport()
    await expect(other.message(1).get_by_text("Saved", exact=True)).to_be_visible()
    await ada.page.reload()
    await expect(ada.message(1).get_by_text("Saved", exact=True)).to_be_visible()
    assert ada.complaints + other.complaints == []


async def test_what_one_cannot_see_any_more_is_not_shown_and_can_be_removed(ada: Person, bob: Person) -> None:
    await ada.say("one")
    await bob.sees("one")
    await choose(bob, 1, "Save message")
    await expect(bob.message(1).get_by_text("Saved", exact=True)).to_be_visible()
    await bob.leave_room()
    await bob.page.goto(f"{bob.url}/saved")
    await expect(saved(bob)).to_have_text(["A message that you cannot see any moreRemove"])
    await saved(bob).get_by_role("button", name="Remove").click()
    await expect(saved(bob)).to_have_count(0)


async def test_on_a_phone(arrive: Arrive, ada: Person) -> None:
    await ada.say("one " * 80)
    await expect(ada.message(1)).to_be_visible()
    bob = await arrive("Bob", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    await bob.register()
    await bob.join("lobby")
    await bob.message(1).tap()
    await bob.message(1).get_by_role("button", name="More actions").tap()
    await bob.page.get_by_role("menuitem", name="Save message").tap()
    await expect(bob.message(1).get_by_text("Saved", exact=True)).to_be_visible()
    await bob.page.goto(f"{bob.url}/saved")
    await expect(saved(bob)).to_have_count(1)
    await fits(bob)
