"""Reminders: due on every device at their time, until they are done."""

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.server import Server
from tests.e2e.test_phone import fits
from tests.e2e.test_pins import choose
from tests.e2e.test_safety import has_no_violations

pytestmark = pytest.mark.asyncio(loop_scope="session")


def note(person: Person) -> Locator:
    return person.page.get_by_role("status").filter(has_text="Reminder").filter(has=person.page.get_by_text("Snooze"))


def link(person: Person) -> Locator:
    return person.rooms.get_by_role("link", name="Reminders")


async def test_one_of_a_message_is_due_on_every_device_snoozed_on_one_and_done_on_the_other(
    server: Server, arrive: Arrive, ada: Person, bob: Person
) -> None:
    await bob.say("**read** this")
    await ada.sees("read this")
    other = await arrive("Ada")
    await other.page.goto(f"{other.url}/sign-in")
    await other.sign_in()
    await choose(ada, 1, "Remind me…")
    asked = ada.page.get_by_role("dialog", name="Remind me")
    await has_no_violations(ada)
    await asked.get_by_role("button", name="Tomorrow at").click()
    await expect(link(other)).to_be_visible()
    await expect(note(ada)).to_have_count(0)

    server.let_what_was_ordered_be_due()
    for person in (ada, other):
        await expect(note(person)).to_contain_text("A message in Lobby")
        await expect(link(person)).to_contain_text("1")
    await has_no_violations(ada)
    await expect(link(bob)).to_have_count(0)

    await note(ada).get_by_role("button", name="Snooze").click()
    await ada.page.get_by_role("dialog", name="Remind me again").get_by_role("button", name="In 1 hour").click()
    for person in (ada, other):
        await expect(note(person)).to_have_count(0)
    server.let_what_was_ordered_be_due()
    await note(other).get_by_role("link", name="A message in Lobby").click()
    await expect(other.message(1)).to_be_in_viewport()

    await link(other).click()
    due = other.page.get_by_role("region", name="Due").get_by_role("listitem")
    await expect(due).to_contain_text("read this")
    await has_no_violations(other)
    await due.get_by_role("button", name="Done").click()
    await expect(other.page.get_by_text("You have no reminders.")).to_be_visible()
    for person in (ada, other):
        await expect(note(person)).to_have_count(0)
    await expect(link(ada)).to_have_count(0)
    assert ada.complaints + other.complaints == []


async def test_a_slash_command_sets_one_and_says_what_it_understands(server: Server, ada: Person) -> None:
    status = ada.page.get_by_role("status")
    await ada.say("/remind of milk")
    await expect(status.get_by_text("I understand /remind in 20 minutes Buy milk")).to_be_visible()
    await expect(ada.composer).to_have_value("/remind of milk")
    await ada.say("/remind today at 00:00 Buy milk")
    await expect(status.get_by_text("This time has passed.")).to_be_visible()
    await ada.say("/remind tomorrow at 9 Buy milk")
    await expect(ada.composer).to_have_value("")
    await expect(status.get_by_text("Reminder set for tomorrow, 9:00")).to_be_visible()
    await expect(ada.messages).to_have_count(0)

    server.let_what_was_ordered_be_due()
    await expect(note(ada)).to_contain_text("Buy milk")
    await note(ada).get_by_role("button", name="Put reminder away").click()
    await expect(note(ada)).to_have_count(0)
    await expect(ada.composer).to_be_focused()
    await expect(link(ada)).to_contain_text("1")


async def test_what_is_deleted_is_reminded_of_no_longer(server: Server, ada: Person, bob: Person) -> None:
    await bob.say("gone soon")
    await ada.sees("gone soon")
    await choose(ada, 1, "Remind me…")
    await ada.page.get_by_role("dialog").get_by_role("button", name="In 1 hour").click()
    await expect(link(ada)).to_be_visible()
    await bob.delete(1)
    server.let_what_was_ordered_be_due()
    await expect(link(ada)).to_have_count(0)
    await expect(note(ada)).to_have_count(0)


async def test_on_a_phone(server: Server, arrive: Arrive, ada: Person) -> None:
    """UX 62: the note and the page fit, and what is pressed is large enough."""
    await ada.say("read this " * 30)
    bob = await arrive("Bob", viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    await bob.be_member()
    await bob.call("POST", "/api/rooms/lobby/join")
    await bob.open_room("lobby")
    await bob.message(1).tap()
    await bob.message(1).get_by_role("button", name="More actions").tap()
    await bob.page.get_by_role("menuitem", name="Remind me…").tap()
    await fits(bob)
    await bob.page.get_by_role("dialog").get_by_role("button", name="In 1 hour").tap()
    await expect(bob.page.get_by_role("status").get_by_text("Reminder set for")).to_be_visible()
    server.let_what_was_ordered_be_due()
    await expect(note(bob)).to_be_visible()
    await fits(bob)
    await has_no_violations(bob)
    await bob.page.goto(f"{bob.url}/reminders")
    await expect(bob.page.get_by_role("region", name="Due").get_by_role("listitem")).to_have_count(1)
    await fits(bob)
