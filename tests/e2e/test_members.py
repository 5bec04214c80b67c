"""Who is in a room is seen at once by those who are, and by those who are not any more."""

import re

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.person import Person

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_people_are_added_and_removed_while_they_look(ada: Person, bob: Person) -> None:
    await ada.rooms.get_by_role("button", name="Create a room", exact=True).click()
    await ada.page.get_by_label("Name").fill("Den")
    await ada.page.get_by_text("Private").click()
    await ada.page.get_by_role("button", name="Create room").click()
    await ada.is_in("Den")

    members = await open_members(ada)
    await expect(members.get_by_role("button", name="What to do about Ada")).to_have_count(0)
    await members.get_by_role("button", name="Add people").click()
    dialog = ada.page.get_by_role("dialog", name="Add people to Den")
    await expect(dialog.get_by_role("option", name="Ada")).to_contain_text("Already in")
    await dialog.get_by_role("combobox", name="Search people").fill("@bo")
    await expect(dialog.get_by_role("option")).to_have_text([re.compile("Bob")])
    await ada.page.keyboard.press("Enter")  # chooses him
    await expect(dialog.get_by_role("list", name="Chosen")).to_contain_text("Bob")
    await ada.page.keyboard.press("Enter")  # and adds him
    await expect(dialog).to_be_hidden()
    await expect(members.get_by_role("button", name="Bob @bob")).to_be_visible()

    await bob.rooms.get_by_role("link", name="Den").click()
    await bob.is_in("Den")
    await bob.say("Thanks for having me")
    await ada.sees("Thanks for having me")
    his = await open_members(bob)
    await expect(his).to_contain_text("Owner")
    await expect(his.get_by_role("button", name=re.compile("What to do about|Add people|Banned"))).to_have_count(0)

    await bob.composer.fill("What I was about to")
    await ada.choose("What to do about Bob", "Remove from room")
    await ada.page.get_by_role("dialog").get_by_role("button", name="Remove from room").click()
    await expect(members.get_by_role("button", name="Bob @bob")).to_have_count(0)
    await expect(bob.page.get_by_role("heading", level=1, name="Den")).to_be_visible()
    await expect(bob.page.get_by_role("main")).to_contain_text("You are not in this room any more")
    await expect(bob.page.get_by_role("button", name="Copy what you wrote")).to_be_visible()
    await expect(bob.timeline).to_have_count(0)
    await expect(bob.rooms.get_by_role("link", name="Den")).to_have_count(0)
    assert ada.complaints == []


async def test_a_room_is_archived_opened_again_and_deleted_by_its_name(ada: Person, bob: Person) -> None:
    await ada.page.get_by_role("heading", level=1).get_by_role("button", name="Lobby").click()
    danger = ada.page.get_by_role("region", name="Danger")
    await danger.get_by_role("button", name="Archive room").click()
    for person in (ada, bob):
        await expect(person.page.get_by_role("main")).to_contain_text("This room is archived")
    await expect(ada.page.get_by_role("button", name="Room settings")).to_have_count(0)
    await danger.get_by_role("button", name="Open again").click()
    await bob.say("Open")
    await ada.sees("Open")

    await danger.get_by_role("button", name="Delete room").click()
    dialog = ada.page.get_by_role("dialog")
    delete = dialog.get_by_role("button", name="Delete for good")
    await dialog.get_by_role("textbox").fill("lobb")
    await expect(delete).to_be_disabled()
    await dialog.get_by_role("textbox").fill("Lobby")
    await delete.click()
    await expect(dialog).to_be_hidden()
    await expect(bob.page.get_by_role("main")).to_contain_text("deleted")
    await expect(bob.rooms.get_by_role("link", name="Lobby")).to_have_count(0)
    assert ada.complaints == []


async def open_members(person: Person) -> Locator:
    await person.page.get_by_role("button", name="Members", exact=True).click()
    members = person.page.get_by_role("complementary", name="Members")
    await expect(members.get_by_role("list")).to_be_visible()
    return members
