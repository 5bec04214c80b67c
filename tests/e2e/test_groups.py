"""Groups between browsers: an administrator makes one, people mention it, and it is added to a room."""

import re
from typing import Literal

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.test_phone import fits
from tests.e2e.test_safety import has_no_violations

pytestmark = pytest.mark.asyncio(loop_scope="session")

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


async def id_of(person: Person) -> str:
    return str((await person.call("GET", "/api/me"))["id"])


async def group_of(owner: Person, *people: Person, handle: str = "design") -> str:
    name = handle.title()
    group = str((await owner.call("POST", "/api/groups", client_id=handle, handle=handle, name=name))["id"])
    await owner.call("POST", f"/api/groups/{group}/members", people=[await id_of(one) for one in people])
    return group


def dialog(person: Person, name: str) -> Locator:
    return person.page.get_by_role("dialog", name=name)


async def test_an_administrator_makes_edits_and_deletes_a_group_and_its_members(ada: Person, bob: Person) -> None:
    page = ada.page
    await page.goto(f"{ada.url}/settings/groups")
    await expect(page.get_by_text("No groups yet.")).to_be_visible()
    await page.get_by_role("button", name="Make a group").click()
    form = dialog(ada, "Make a group")
    await expect(form.get_by_label("Name")).to_be_focused()
    await has_no_violations(ada)
    await form.get_by_label("Name").fill("The designers")
    await form.get_by_label("Handle").fill("bob")
    await form.get_by_role("button", name="Save").click()
    await expect(form.get_by_text("The handle bob is taken.")).to_be_visible()
    await form.get_by_label("Handle").fill("design")
    await page.keyboard.press("Enter")

    members = dialog(ada, "Members of The designers")
    await expect(members.get_by_text("Nobody is in this group yet.")).to_be_visible()
    await members.get_by_label("Search people").fill("bo")
    await members.get_by_role("button", name="Add Bob").click()
    await expect(members.get_by_role("button", name="Remove Bob")).to_be_visible()
    await expect(members.get_by_label("Search people")).to_be_focused()
    await has_no_violations(ada)
    await page.keyboard.press("Escape")
    await expect(page.get_by_text("1 member", exact=False)).to_be_visible()

    await page.get_by_role("button", name="Edit The designers").click()
    form = dialog(ada, "Edit The designers")
    await form.get_by_label("Description").fill("They draw.")
    await form.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("They draw.")).to_be_visible()
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme)
        await has_no_violations(ada)

    await page.get_by_role("button", name="Delete The designers").click()
    await dialog(ada, "Delete The designers?").get_by_role("button", name="Delete").click()
    await expect(page.get_by_text("No groups yet.")).to_be_visible()
    await has_no_violations(ada)
    assert ada.complaints == [ada.complaints[0]]
    assert "409" in ada.complaints[0]


async def test_a_group_is_completed_mentioned_and_looked_at(ada: Person, bob: Person, arrive: Arrive) -> None:
    eve = await arrive("Eve")
    await eve.be_member()
    await group_of(ada, bob, eve)
    await bob.page.goto(f"{bob.url}/mentions")
    await expect(bob.page.get_by_text("No mentions yet")).to_be_visible()
    await ada.composer.click()
    await ada.page.keyboard.type("Lunch, @desi")
    await expect(ada.page.get_by_role("option")).to_contain_text("Design")
    await has_no_violations(ada)
    await ada.page.keyboard.press("Enter")
    await expect(ada.composer).to_have_value("Lunch, @design ")
    await ada.page.keyboard.press("Enter")

    await expect(bob.page.get_by_role("listitem").filter(has_text="Lunch, @design")).to_contain_text("New")
    await bob.page.get_by_role("link", name="Jump to message").click()
    await expect(bob.message(1).locator(".mention-me")).to_have_text("@design")
    await expect(ada.message(1).locator(".mention")).to_have_text("@design")
    await expect(ada.message(1).locator(".mention-me")).to_have_count(0)
    await bob.message(1).get_by_role("link", name="@design").click()
    panel = bob.page.get_by_role("complementary", name="Group")
    await expect(panel.get_by_role("list", name="Members").get_by_role("listitem")).to_have_count(2)
    for scheme in SCHEMES:
        await bob.page.emulate_media(color_scheme=scheme)
        await has_no_violations(bob)
    await bob.page.emulate_media(forced_colors="active")
    await expect(bob.message(1).locator(".mention-me")).to_have_css("outline-style", "solid")
    await bob.page.emulate_media(forced_colors="none")
    assert ada.complaints + bob.complaints == []


async def test_a_note_says_that_nobody_of_a_group_is_there(ada: Person, bob: Person, arrive: Arrive) -> None:
    eve = await arrive("Eve")
    await eve.be_member()
    await group_of(ada, eve)
    await ada.say("@design, look")
    await expect(ada.message(1)).to_contain_text("Nobody in the group Design is in this room")
    await expect(ada.message(1).locator(".mention")).to_have_count(0)


async def test_a_whole_group_is_added_to_a_room_and_those_who_cannot_come_are_named(
    ada: Person, bob: Person, arrive: Arrive
) -> None:
    eve, zoe = await arrive("Eve"), await arrive("Zoe")
    for person in (eve, zoe):
        await person.be_member()
    await group_of(ada, bob, eve, zoe)
    room = await ada.room_id()
    await ada.call("POST", f"/api/rooms/{room}/members/{await id_of(zoe)}/ban")
    await ada.page.goto(f"{ada.url}/r/lobby/members")
    await ada.page.get_by_role("button", name="Add people").click()
    adding = dialog(ada, "Add people to Lobby")
    await adding.get_by_role("combobox").fill("desi")
    await expect(adding.get_by_role("option")).to_have_count(1)
    await expect(adding.get_by_role("option")).to_contain_text(re.compile("Design.*3 members"))
    await has_no_violations(ada)
    await ada.page.keyboard.press("Enter")
    await expect(adding.get_by_role("button", name="Do not add Design")).to_be_visible()
    await adding.get_by_role("button", name="Add", exact=True).click()
    await expect(adding.get_by_text("Zoe was not added: banned from this room.")).to_be_visible()
    await expect(adding.get_by_role("combobox")).to_be_focused()
    await has_no_violations(ada)
    await ada.page.keyboard.press("Escape")
    members = ada.page.get_by_role("complementary", name="Members")
    await expect(members).to_contain_text("Eve")
    await expect(members).not_to_contain_text("Zoe")
    assert ada.complaints == []


async def test_on_a_phone_the_page_and_the_panel_fit(ada: Person, arrive: Arrive) -> None:
    phone = await arrive("Eve", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    await phone.be_member()
    await phone.call("POST", "/api/rooms/lobby/join")
    group = await group_of(ada, phone, ada)
    await ada.call("PATCH", f"/api/groups/{group}", description="Ask them before you draw a button. " * 5)
    await ada.say("@design, look")
    await phone.open_room("lobby")
    await phone.message(1).get_by_role("link", name="@design").tap()
    panel = phone.page.get_by_role("dialog", name="Group")
    await expect(panel.get_by_role("list", name="Members").get_by_role("listitem")).to_have_count(2)
    await fits(phone)

    await ada.call("PATCH", f"/api/users/{await id_of(phone)}", role="admin")
    await phone.page.goto(f"{phone.url}/settings/groups")
    await phone.page.get_by_role("button", name="Members of Design").tap()
    await expect(dialog(phone, "Members of Design").get_by_role("button", name="Remove Ada")).to_be_visible()
    await fits(phone)
    await phone.page.keyboard.press("Escape")
    await fits(phone)
    assert phone.complaints == []
