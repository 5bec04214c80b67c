"""Messages that begin with a slash, and do something instead of being sent."""

import pytest
from playwright.async_api import expect

from tests.e2e.person import Person
from tests.e2e.test_composer import copy, suggestions
from tests.e2e.test_safety import has_no_violations

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_ux_12_a_slash_lists_the_commands_and_one_is_done_without_a_message(ada: Person, bob: Person) -> None:
    await ada.composer.press_sequentially("/")
    await expect(ada.page.get_by_role("listbox", name="Commands")).to_be_visible()
    await expect(suggestions(ada).first).to_contain_text("/me")
    await has_no_violations(ada)
    await ada.page.keyboard.type("to")
    await expect(suggestions(ada)).to_have_count(1)
    await ada.page.keyboard.press("Tab")
    await expect(ada.composer).to_have_value("/topic ")
    await ada.page.keyboard.type("Lunch at one")
    await ada.page.keyboard.press("Enter")
    for person in (ada, bob):
        await expect(person.page.get_by_role("main").get_by_text("Lunch at one")).to_be_visible()
    await expect(ada.composer).to_have_value("")

    await ada.say("/me waves")
    await ada.say("/shrug who knows")
    await bob.sees("waves", "who knows ¯\\_(ツ)_/¯")
    await expect(bob.messages.first.locator("em")).to_have_text("waves")


async def test_what_is_no_command_is_never_sent_and_never_lost(ada: Person, bob: Person) -> None:
    status = ada.page.get_by_role("status")
    await ada.say("/nope to everybody")
    await expect(status.get_by_text("There is no command /nope here.")).to_be_visible()
    await expect(ada.composer).to_have_value("/nope to everybody")
    await ada.composer.press("Home")
    await ada.page.keyboard.type(" ")
    await ada.composer.press("Enter")
    await ada.say("/usr/bin is a path")
    await bob.sees("/nope to everybody", "/usr/bin is a path")

    # Only a room's owners change its topic.
    await bob.say("/topic Mine now")
    await expect(bob.page.get_by_text("There is no command /topic here.")).to_be_visible()
    await expect(bob.composer).to_have_value("/topic Mine now")

    # What is pasted asks nothing.
    await ada.composer.fill("")
    await copy(ada, "", "/to")
    await ada.composer.press("Control+Shift+v")
    await expect(ada.composer).to_have_value("/to")
    await expect(suggestions(ada)).to_have_count(0)


async def test_people_are_added_by_their_handles(ada: Person, bob: Person) -> None:
    await expect(bob.composer).to_be_visible()
    await ada.call("POST", "/api/rooms", client_id="den", name="Den", kind="private")
    await ada.rooms.get_by_role("link", name="Den").click()
    await ada.is_in("Den")
    status = ada.page.get_by_role("status")
    await ada.say("/invite @bob @nobody")
    await expect(status.get_by_text("Nobody here has the handle @nobody.")).to_be_visible()
    await ada.say("/invite")
    await expect(status.get_by_text("Write behind it who is to be added")).to_be_visible()
    await expect(bob.rooms.get_by_role("link", name="Den")).to_have_count(0)
    await ada.say("/invite @Bob")
    await expect(bob.rooms.get_by_role("link", name="Den")).to_be_visible()
    await expect(ada.composer).to_have_value("")


async def test_help_lists_them_also_on_a_phone(ada: Person) -> None:
    await ada.page.set_viewport_size({"width": 320, "height": 640})
    await ada.say("/help")
    sheet = ada.page.get_by_role("dialog", name="Commands")
    await expect(sheet.get_by_text("/topic")).to_be_visible()
    assert await ada.page.evaluate("document.documentElement.scrollWidth") <= 320
    await has_no_violations(ada)
    await ada.page.keyboard.press("Escape")
    await expect(sheet).to_have_count(0)
    await expect(ada.composer).to_have_value("")
