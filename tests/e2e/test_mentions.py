"""Mentions: who is named in a message hears of it on every device, until it is read on one."""

import asyncio
import re

import pytest
from playwright.async_api import Locator, Route, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.test_safety import has_no_violations

pytestmark = pytest.mark.asyncio(loop_scope="session")


def badge(person: Person, room: str = "Lobby") -> Locator:
    return person.rooms.get_by_role("link", name=room).get_by_text(re.compile("^[0-9]+ mentions?$"))


def entry(person: Person) -> Locator:
    return person.page.get_by_role("link", name=re.compile("^Mentions"))


async def be_elsewhere(*people: Person) -> None:
    for person in people:
        await person.page.goto(f"{person.url}/mentions")
        await expect(person.page.get_by_role("heading", name="Mentions")).to_be_visible()


async def test_a_mention_is_counted_on_every_device_and_read_on_one_ux_6_41(
    ada: Person, bob: Person, arrive: Arrive
) -> None:
    other = await arrive("Bob")
    await other.page.goto(f"{other.url}/mentions")
    await other.sign_in()
    await expect(other.page.get_by_text("No mentions yet")).to_be_visible()
    await be_elsewhere(bob, other)
    await expect(bob.page.get_by_text("No mentions yet")).to_be_visible()
    await ada.say("hello all")
    await ada.say("and you, @bob?")
    for person in (bob, other):
        await expect(badge(person)).to_have_text("1 mention")
        await expect(entry(person)).to_have_text("Mentions1 unread")
        await expect(person.page).to_have_title(re.compile(r"^\(1\) "))
        await expect(person.page.locator("link[rel=icon]")).to_have_attribute("href", re.compile("data:.*%3E1%3C"))
        await expect(person.page.get_by_role("listitem").filter(has_text="and you, @bob?")).to_contain_text("New")
    await has_no_violations(bob)
    await bob.page.get_by_role("link", name="Jump to message").click()
    await expect(bob.message(2).get_by_role("link", name="@bob")).to_be_visible()
    for person in (bob, other):
        await expect(badge(person)).to_have_count(0)
        await expect(entry(person)).to_have_text("Mentions")
        await expect(person.page).not_to_have_title(re.compile(r"^\("))
    await has_no_violations(bob)
    await bob.message(2).get_by_role("link", name="@bob").click()
    await expect(bob.page.get_by_role("complementary", name="Profile")).to_contain_text("@bob")
    assert ada.complaints + bob.complaints + other.complaints == []


async def test_editing_pings_nobody_twice_and_a_deleted_mention_counts_no_longer_ux_25(
    ada: Person, bob: Person
) -> None:
    await be_elsewhere(bob)
    await ada.say("@bob!")
    await expect(badge(bob)).to_have_text("1 mention")
    await ada.call("PATCH", f"/api/rooms/{await ada.room_id()}/messages/1", body="@bob, look")
    await expect(bob.page.get_by_role("listitem").filter(has_text="@bob, look")).to_be_visible()
    await expect(badge(bob)).to_have_text("1 mention")
    await ada.delete(1)
    await expect(badge(bob)).to_have_count(0)
    await expect(bob.page.get_by_text("No mentions yet")).to_be_visible()


async def test_an_edit_that_is_told_before_the_list_has_arrived_is_in_it(ada: Person, bob: Person) -> None:
    await be_elsewhere(bob)
    await ada.say("@bob!")
    await expect(badge(bob)).to_have_text("1 mention")
    asked, edited = asyncio.Event(), asyncio.Event()

    async def answered_late(route: Route) -> None:
        answer = await route.fetch()
        asked.set()
        await edited.wait()
        await route.fulfill(response=answer)

    def hear(payload: str | bytes) -> None:
        if "@bob, look" in str(payload):
            edited.set()

    bob.page.on("websocket", lambda socket: socket.on("framereceived", hear))
    await bob.page.route("**/api/mentions*", answered_late, times=1)
    await be_elsewhere(bob)
    await asked.wait()
    await ada.call("PATCH", f"/api/rooms/{await ada.room_id()}/messages/1", body="@bob, look")
    await expect(bob.page.get_by_role("listitem").filter(has_text="@bob, look")).to_be_visible()


async def test_everybody_is_called_and_somebody_who_is_not_there_is_offered_to_be_added(
    ada: Person, bob: Person, arrive: Arrive
) -> None:
    eve = await arrive("Eve")
    await eve.be_member()
    await be_elsewhere(eve)
    await be_elsewhere(bob)
    await ada.composer.press_sequentially("@ro")
    await expect(ada.page.get_by_role("option", name="@room")).to_contain_text("Notify everybody in this room")
    await ada.page.keyboard.press("Tab")
    await ada.page.keyboard.type("where is @eve? #lobby `@bob`")
    await ada.page.keyboard.press("Enter")
    await expect(badge(bob)).to_have_text("1 mention")
    await expect(ada.message(1).locator(".mention")).to_have_text(["@room", "#lobby"])
    await expect(ada.message(1)).to_contain_text("Eve is not in this room and was not notified.")
    await has_no_violations(ada)
    await ada.message(1).get_by_role("button", name="Add Eve to this room").click()
    await expect(ada.message(1)).not_to_contain_text("not in this room")
    await expect(eve.rooms.get_by_role("link", name="Lobby")).to_be_visible()
    await ada.say("welcome, @eve!")
    await expect(badge(eve)).to_have_text("1 mention")
    await ada.say("@nobody-at-all")
    await expect(ada.message(3)).not_to_contain_text("not in this room")
