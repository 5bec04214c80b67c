"""How far one has read is the same in all of one's browsers, and nothing is read that nobody looked at."""

import re

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def unread(person: Person, room: str, count: int) -> None:
    await expect(person.page.get_by_role("link", name=re.compile(rf"^{room} {count} unread$"))).to_be_visible()


async def test_two_browsers_of_one_person_share_what_is_unread(ada: Person, bob: Person, arrive: Arrive) -> None:
    await bob.create_room("Den")
    elsewhere = await arrive("Bob")
    await elsewhere.page.goto(f"{elsewhere.url}/sign-in")
    await elsewhere.sign_in()
    await elsewhere.page.get_by_role("link", name="Den").click()
    await elsewhere.is_in("Den")
    for text in ("one", "two"):
        await ada.say(text)
    for browser in (bob, elsewhere):
        await unread(browser, "Lobby", 2)

    await elsewhere.page.get_by_role("link", name="Lobby").click()
    await elsewhere.sees("one", "two")
    for browser in (bob, elsewhere):
        await expect(browser.page.get_by_role("link", name="Lobby", exact=True)).to_be_visible()
    assert ada.complaints + bob.complaints + elsewhere.complaints == []


async def test_unread_from_here_stays_so_after_another_room_and_a_reload(ada: Person, bob: Person) -> None:
    for text in ("one", "two", "three"):
        await ada.say(text)
    await bob.sees("one", "two", "three")
    row = bob.timeline.get_by_role("article").filter(has_text="two")
    await row.hover()
    await row.get_by_role("button", name="Mark unread from here").click()
    line = bob.page.get_by_role("separator", name="New messages")
    await expect(line).to_be_visible()
    below, above = await row.bounding_box(), await line.bounding_box()
    assert below
    assert above
    assert above["y"] < below["y"]

    await bob.create_room("Den")
    await unread(bob, "Lobby", 2)
    await bob.page.reload()
    await unread(bob, "Lobby", 2)
    await bob.page.get_by_role("link", name=re.compile("^Lobby")).click()
    await expect(line).to_be_visible()
    await bob.page.get_by_role("link", name="Den").click()
    await expect(bob.page.get_by_role("link", name="Lobby", exact=True)).to_be_visible()


async def test_what_was_just_on_the_screen_can_be_marked_unread(ada: Person, bob: Person) -> None:
    for text in ("one", "two"):
        await ada.say(text)
    await bob.has_read(2)
    # The click comes before the page has noticed that its reader looked: a busy machine makes it so.
    await (
        bob.message(2)
        .get_by_role("button", name="Mark unread from here")
        .evaluate("button => { button.closest('[role=log]').dispatchEvent(new Event('scroll')); button.click() }")
    )
    await expect(bob.page.get_by_role("separator", name="New messages")).to_be_visible()
    await bob.create_room("Den")
    await unread(bob, "Lobby", 1)


async def test_what_is_read_without_a_connection_is_read_everywhere_once_there_is_one(
    ada: Person, bob: Person, arrive: Arrive
) -> None:
    await bob.create_room("Den")
    elsewhere = await arrive("Bob")
    await elsewhere.page.goto(f"{elsewhere.url}/r/lobby")
    await elsewhere.sign_in()
    await expect(elsewhere.composer).to_be_visible()
    await elsewhere.page.get_by_role("link", name="Den").click()
    await elsewhere.is_in("Den")
    await ada.say("read on the train")
    await unread(elsewhere, "Lobby", 1)
    await elsewhere.context.set_offline(True)
    await elsewhere.page.get_by_role("link", name=re.compile("^Lobby")).click()
    await elsewhere.sees("read on the train")
    await elsewhere.page.get_by_role("link", name="Den").click()
    await elsewhere.is_in("Den")
    await expect(elsewhere.page.get_by_role("link", name="Lobby", exact=True)).to_be_visible()
    await unread(bob, "Lobby", 1)

    await elsewhere.context.set_offline(False)
    await expect(bob.page.get_by_role("link", name="Lobby", exact=True)).to_be_visible()


async def test_a_room_may_keep_what_was_said_before_from_newcomers(ada: Person, arrive: Arrive) -> None:
    await ada.rooms.get_by_role("button", name="Create a room", exact=True).click()
    await ada.page.get_by_label("Name").fill("Cellar")
    await ada.page.get_by_label("From then on").check()
    await ada.page.get_by_role("button", name="Create room").click()
    await ada.is_in("Cellar")
    await ada.say("before eve")
    await ada.is_connected()
    eve = await arrive("Eve")
    await eve.register()
    await eve.join("cellar")
    await expect(eve.page.get_by_text("Earlier messages are not shown")).to_be_visible()
    await ada.say("after eve")
    await eve.sees("after eve")
    await eve.page.goto(f"{eve.url}/r/cellar/1")
    await eve.sees("after eve")
    assert eve.complaints == []
