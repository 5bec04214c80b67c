"""Scheduled messages: written now and sent later, once, whatever happens to the server meanwhile."""

import re

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.server import Server
from tests.e2e.test_phone import fits
from tests.e2e.test_safety import has_no_violations

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def ask_when(person: Person, text: str) -> Locator:
    """What was written is to be sent later; the little dialog asks when."""
    await person.composer.fill(text)
    await person.page.get_by_role("button", name="Schedule message").click()
    asked = person.page.get_by_role("dialog", name="Schedule message")
    await expect(asked).to_be_visible()
    return asked


async def schedule(person: Person, text: str, choice: str = "In 1 hour") -> None:
    asked = await ask_when(person, text)
    await asked.get_by_role("button", name=choice).click()
    await expect(asked).to_have_count(0)
    await expect(person.composer).to_have_value("")


async def open_list(person: Person) -> Locator:
    await person.rooms.get_by_role("link", name="Scheduled").click()
    await expect(person.page.get_by_role("heading", level=1, name="Scheduled messages")).to_be_visible()
    return person.page.get_by_role("main").get_by_role("listitem")


async def test_one_is_sent_once_over_a_restart_and_both_see_it(server: Server, ada: Person, bob: Person) -> None:
    await ada.say("now")
    await bob.sees("now")
    await schedule(ada, "**later**")
    await expect(ada.page.get_by_text(re.compile("^Scheduled for .*")).first).to_be_visible()
    await ada.page.reload()
    await expect(ada.rooms.get_by_role("link", name="Scheduled")).to_be_visible()
    await bob.sees("now")

    server.kill()
    server.let_what_was_ordered_be_due()
    server.start()
    await bob.sees("now", "later")
    await ada.sees("now", "later")
    await expect(ada.rooms.get_by_role("link", name="Scheduled")).to_have_count(0)
    await expect(ada.page.get_by_role("link", name="See scheduled messages")).to_have_count(0)

    server.kill()
    server.let_what_was_ordered_be_due()
    server.start()
    await bob.say("was that all?")
    await ada.sees("now", "later", "was that all?")
    assert await ada.history() == ["now", "**later**", "was that all?"]


async def test_they_are_listed_changed_sent_and_deleted_on_every_device(
    arrive: Arrive, ada: Person, bob: Person
) -> None:
    other = await arrive("Ada")
    await other.page.goto(f"{other.url}/sign-in")
    await other.sign_in()
    for text, choice in (("first", "In 1 hour"), ("second", "Tomorrow at"), ("third", "Tomorrow at")):
        await schedule(ada, text, choice)
    rows = await open_list(other)
    await expect(rows).to_have_count(3)
    await expect(rows.first).to_contain_text("first")
    await expect(rows.first).to_contain_text("in Lobby")
    await has_no_violations(other)

    await rows.first.get_by_role("button", name="Edit").click()
    dialog = other.page.get_by_role("dialog", name="Edit scheduled message")
    await dialog.get_by_label("Message").fill("much better")
    await dialog.get_by_label("Time").fill("23:59")
    await has_no_violations(other)
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_have_count(0)
    await expect(rows.filter(has_text="much better")).to_contain_text("11:59 PM")
    await rows.filter(has_text="third").get_by_role("button", name="Delete").click()
    await expect(rows).to_have_count(2)
    await expect(other.page.get_by_role("heading", level=1)).to_be_focused()

    await rows.filter(has_text="much better").get_by_role("button", name="Send now").click()
    await bob.sees("much better")
    await expect(rows).to_have_count(1)
    await expect(ada.page.get_by_text(re.compile("^Scheduled for tomorrow, 9:00")).first).to_be_visible()
    assert ada.complaints + other.complaints == []


async def test_what_cannot_be_sent_any_more_stays_with_the_reason(server: Server, ada: Person, bob: Person) -> None:
    await schedule(bob, "too late")
    await ada.call("POST", f"/api/rooms/{await ada.room_id()}/archive")
    server.let_what_was_ordered_be_due()
    await expect(bob.rooms.get_by_role("link", name="Scheduled")).to_contain_text("1 not sent")
    rows = await open_list(bob)
    await expect(rows).to_contain_text("Not sent: This room is archived")
    await has_no_violations(bob)
    await ada.call("POST", f"/api/rooms/{await ada.room_id()}/unarchive")
    await rows.get_by_role("button", name="Reschedule").click()
    dialog = bob.page.get_by_role("dialog", name="Reschedule message")
    await dialog.get_by_role("button", name="Reschedule").click()
    await expect(rows).not_to_contain_text("Not sent")
    await rows.get_by_role("button", name="Send now").click()
    await ada.sees("too late")
    await expect(bob.page.get_by_text("Nothing is scheduled.")).to_be_visible()


async def test_by_keyboard_and_what_is_refused_is_said_and_stays_written(ada: Person) -> None:
    """UX 63: what the dialog refuses is said in it; Escape leaves the text as it was."""
    await ada.composer.fill("/shrug later")
    button = ada.page.get_by_role("button", name="Schedule message")
    await button.focus()
    await ada.page.keyboard.press("Enter")
    asked = ada.page.get_by_role("dialog", name="Schedule message")
    await expect(asked.get_by_role("button", name="In 1 hour")).to_be_focused()
    await ada.page.keyboard.press("Enter")
    await expect(asked.get_by_role("alert")).to_contain_text("A command cannot be scheduled.")
    await has_no_violations(ada)
    await ada.page.keyboard.press("Escape")
    await expect(asked).to_have_count(0)
    await expect(button).to_be_focused()
    await expect(ada.composer).to_have_value("/shrug later")

    asked = await ask_when(ada, "another day")
    await asked.get_by_label("Date").fill("2020-01-01")
    await asked.get_by_label("Time").fill("10:00")
    await asked.get_by_role("button", name="Schedule", exact=True).click()
    await expect(asked).to_be_visible()
    await expect(ada.composer).to_have_value("another day")
    await ada.page.keyboard.press("Escape")
    await ada.composer.fill("")
    await expect(button).to_have_attribute("aria-disabled", "true")


async def test_in_a_thread_as_a_reply(server: Server, ada: Person, bob: Person) -> None:
    await ada.say("Shall we?")
    await bob.sees("Shall we?")
    await bob.page.goto(f"{bob.url}/r/lobby/thread/1")
    reply = bob.page.get_by_role("textbox", name="Reply in this thread")
    await reply.fill("tomorrow")
    panel = bob.page.get_by_role("complementary")
    await panel.get_by_role("button", name="Schedule message").click()
    await bob.page.get_by_role("dialog").get_by_role("button", name="In 1 hour").click()
    await expect(reply).to_have_value("")
    await expect(panel.get_by_text(re.compile("^Scheduled for "))).to_be_visible()
    server.let_what_was_ordered_be_due()
    await expect(ada.message(1)).to_contain_text("1 reply")
    await expect(panel.get_by_text("tomorrow")).to_be_visible()


async def test_on_a_phone_nothing_moves_and_all_fits(arrive: Arrive, ada: Person) -> None:
    """UX 62: what is pressed is large enough, and nothing is wider than the screen."""
    bob = await arrive("Bob", viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    await bob.be_member()
    await bob.call("POST", "/api/rooms/lobby/join")
    await bob.open_room("lobby")
    before = await bob.composer.bounding_box()
    await bob.composer.fill("later")
    await bob.page.get_by_role("button", name="Schedule message").tap()
    asked = bob.page.get_by_role("dialog", name="Schedule message")
    await expect(asked).to_be_visible()
    await fits(bob)
    await has_no_violations(bob)
    await asked.get_by_role("button", name="Tomorrow at").tap()
    await expect(bob.page.get_by_role("link", name="See scheduled messages")).to_be_visible()
    assert await bob.composer.bounding_box() == before
    await fits(bob)
    await bob.page.get_by_role("link", name="See scheduled messages").tap()
    await expect(bob.page.get_by_role("main").get_by_role("listitem")).to_have_count(1)
    await fits(bob)
