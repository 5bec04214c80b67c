"""Who has seen what: under one's newest message in a conversation, and in a list for every message."""

import re

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.test_safety import has_no_violations

pytestmark = pytest.mark.asyncio(loop_scope="session")

SEEN = re.compile(r"^Seen \d{1,2}:\d{2}")
SWITCH = "Let others see what I have read"


def receipt(person: Person) -> Locator:
    return person.timeline.locator("[data-receipt]")


async def conversation(one: Person, *others: Person) -> str:
    """Opens a direct room for one of them, and returns its address."""
    people = [(await other.call("GET", "/api/me"))["id"] for other in others]
    room: str = (await one.call("POST", "/api/direct", people=people))["room"]["id"]
    await one.open_room(room)
    return room


async def share(person: Person, *, on: bool) -> None:
    await person.page.goto(f"{person.url}/settings/account")
    async with person.page.expect_response(lambda answer: answer.request.method == "PATCH") as answer:
        await person.page.get_by_role("checkbox", name=SWITCH).set_checked(on)
    assert (await (await answer.value).json()).get("shares_reading", True) is on


async def test_ux_46_in_a_conversation_seen_moves_live(ada: Person, bob: Person) -> None:
    room = await conversation(ada, bob)
    await ada.say("Lunch at one?")
    await expect(receipt(ada)).to_have_text("Sent")
    await bob.open_room(room)
    await expect(receipt(ada)).to_have_text(SEEN)
    await expect(ada.message(1).locator("[data-receipt]")).to_have_count(1)
    await ada.say("Or at two?")
    await expect(ada.message(2).locator("[data-receipt]")).to_have_text(SEEN)
    await expect(receipt(ada)).to_have_count(1)
    await expect(receipt(bob)).to_have_count(0)
    await ada.page.reload()
    await expect(receipt(ada)).to_have_text(SEEN)
    await has_no_violations(ada)
    await bob.say("Two")
    await expect(receipt(bob)).to_have_text(SEEN)
    await expect(receipt(ada)).to_have_count(0)


@pytest.mark.parametrize("who", ["reader", "sender"])
async def test_ux_46_who_hides_what_they_read_shows_and_sees_nothing(ada: Person, bob: Person, who: str) -> None:
    hiding = bob if who == "reader" else ada
    room = await conversation(ada, bob)
    await ada.say("Lunch at one?")
    await bob.open_room(room)
    await expect(receipt(ada)).to_have_text(SEEN)
    await share(hiding, on=False)
    await ada.open_room(room)
    await expect(ada.message(1)).to_be_visible()
    await expect(receipt(ada)).to_have_count(0)
    await share(hiding, on=True)
    await ada.open_room(room)
    await expect(receipt(ada)).to_have_text(SEEN)


async def test_ux_46_what_somebody_begins_to_hide_goes_from_the_screen(ada: Person, bob: Person) -> None:
    room = await conversation(ada, bob)
    await ada.say("Lunch at one?")
    await bob.open_room(room)
    await expect(receipt(ada)).to_have_text(SEEN)
    await share(bob, on=False)
    await expect(receipt(ada)).to_have_count(0)


async def test_a_group_and_a_room_name_those_who_have_seen_a_message(arrive: Arrive, ada: Person, bob: Person) -> None:
    eve = await arrive("Eve")
    await eve.be_member()
    room = await conversation(ada, bob, eve)
    await ada.say("Lunch at one?")
    await expect(receipt(ada)).to_have_text("Sent")
    for reader, words in ((bob, "Seen by Bob"), (eve, re.compile("Seen by (Eve and Bob|Bob and Eve)"))):
        await reader.open_room(room)
        await expect(receipt(ada)).to_have_text(words)
    await receipt(ada).get_by_role("button").click()
    dialog = ada.page.get_by_role("dialog", name="Seen by")
    await expect(dialog.get_by_role("listitem")).to_have_count(2)
    await has_no_violations(ada)
    await ada.page.keyboard.press("Escape")
    await bob.message(1).hover()
    await bob.message(1).get_by_role("button", name="More actions").click()
    await bob.page.get_by_role("menuitem", name="Seen by").click()
    listed = bob.page.get_by_role("dialog", name="Seen by").get_by_role("listitem")
    await expect(listed).to_have_count(1)
    await expect(listed).to_contain_text("Eve")


async def test_an_administrator_turns_them_off_for_all(ada: Person, bob: Person) -> None:
    room = await conversation(ada, bob)
    await ada.say("Lunch at one?")
    await bob.open_room(room)
    await expect(receipt(ada)).to_have_text(SEEN)
    await ada.page.goto(f"{ada.url}/settings/receipts")
    await ada.page.get_by_role("checkbox", name="Let people see who has read their messages").uncheck()
    await expect(ada.page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    await has_no_violations(ada)
    await ada.open_room(room)
    await expect(ada.message(1)).to_be_visible()
    await expect(receipt(ada)).to_have_count(0)
    await ada.call("POST", "/api/server/receipts", receipts=True)
