"""What people ask others to look at, and the list of it for those who look after a room, and for administrators."""

import re

import pytest
from playwright.async_api import Locator, Route, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.test_long_press import rest_on
from tests.e2e.test_phone import fits
from tests.e2e.test_pins import choose
from tests.e2e.test_receipts import conversation
from tests.e2e.test_safety import has_no_violations
from tests.e2e.test_threads import open_thread, panel, reply

pytestmark = pytest.mark.asyncio(loop_scope="session")

EMPTY = "Nothing is reported."


def form(person: Person) -> Locator:
    return person.page.get_by_role("dialog", name="Report this message?")


def queue(person: Person) -> Locator:
    return person.page.get_by_role("dialog", name="Reports in Lobby")


def reports(place: Locator) -> Locator:
    return place.get_by_role("list", name="Reports").locator("> li")


async def report(person: Person, reason: str, note: str = "") -> None:
    """Fills the dialog that is open."""
    await form(person).get_by_role("radio", name=reason).check()
    await form(person).get_by_label("Note (optional)").fill(note)
    await form(person).get_by_role("button", name="Report", exact=True).click()
    await expect(form(person)).to_have_count(0)
    await expect(person.page.get_by_text("Reported. Thank you.")).to_be_visible()


async def report_by_api(person: Person, room: str, seq: int, reason: str = "spam", **more: object) -> None:
    await person.call("POST", f"/api/rooms/{room}/messages/{seq}/report", reason=reason, **more)


async def come(arrive: Arrive) -> Person:
    eve = await arrive("Eve")
    await eve.be_member()
    await eve.call("POST", "/api/rooms/lobby/join")
    await eve.open_room("lobby")
    return eve


async def come_by_phone(arrive: Arrive) -> Person:
    bob = await arrive("Bob", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    await bob.be_member()
    await bob.call("POST", "/api/rooms/lobby/join")
    return bob


async def come_as_moderator(arrive: Arrive, ada: Person) -> Person:
    eve = await come(arrive)
    person = (await eve.call("GET", "/api/me"))["id"]
    await ada.call("PATCH", f"/api/rooms/{await ada.room_id()}/members/{person}", role="moderator")
    return eve


async def height(place: Locator) -> float:
    box = await place.bounding_box()
    assert box
    return box["height"]


async def test_what_is_reported_is_seen_at_once(arrive: Arrive, ada: Person, bob: Person) -> None:
    eve = await come(arrive)
    await eve.say("You are all fools")
    await eve.say("Buy this")
    await bob.sees("You are all fools", "Buy this")
    await expect(ada.page.get_by_role("button", name="Open reports")).to_have_count(0)

    await choose(bob, 1, "Report message")
    await expect(form(bob)).to_contain_text("The people who look after this room see it")
    await has_no_violations(bob)
    await form(bob).get_by_role("button", name="Report", exact=True).click()
    await expect(form(bob)).to_be_visible()  # a reason is wanted
    await report(bob, "Insults or harassment", "Not for the first time")
    await expect(bob.message(1).get_by_role("button", name="More actions")).to_be_focused()

    await expect(ada.rooms.get_by_role("link", name="Reports")).to_be_visible()
    await expect(ada.page.get_by_role("button", name="Open reports")).to_be_visible()
    await ada.choose("More about this room", "Reports")
    await expect(reports(queue(ada))).to_have_count(1)
    for text in ("Eve", "You are all fools", "Insults or harassment", "reported by Bob", "Not for the first time"):
        await expect(reports(queue(ada))).to_contain_text(text)
    await has_no_violations(ada)

    await choose(bob, 2, "Report message")
    await report(bob, "Spam")
    await expect(reports(queue(ada))).to_have_count(2)
    await expect(reports(queue(ada)).first).to_contain_text("Buy this")
    assert ada.complaints + bob.complaints + eve.complaints == []


async def test_a_report_ends_with_its_message_or_without(ada: Person, bob: Person) -> None:
    await bob.say("You are all fools")
    await bob.say("Buy this")
    await ada.sees("You are all fools", "Buy this")
    for seq in (1, 2):
        await report_by_api(ada, await ada.room_id(), seq)
    await ada.page.get_by_role("button", name="Open reports").click()
    insult = reports(queue(ada)).filter(has_text="You are all fools")
    await insult.get_by_role("button", name="Delete message").click()
    asked = ada.page.get_by_role("dialog", name="Delete this message?")
    await has_no_violations(ada)
    await asked.get_by_role("button", name="Cancel").click()
    await expect(asked).to_have_count(0)
    await expect(reports(queue(ada))).to_have_count(2)
    await insult.get_by_role("button", name="Delete message").click()
    await asked.get_by_role("button", name="Delete message").click()
    await expect(insult).to_have_count(0)
    await expect(queue(ada).get_by_role("status")).to_have_text("Message deleted.")
    await expect(bob.message(1)).to_contain_text("Message deleted")

    await reports(queue(ada)).get_by_role("button", name="Dismiss").click()
    await expect(queue(ada)).to_contain_text(EMPTY)
    await expect(queue(ada).get_by_role("status")).to_have_text("Report dismissed.")
    assert await ada.page.evaluate("document.activeElement.closest('dialog') !== null")
    await has_no_violations(ada)
    await bob.sees("Buy this")
    await expect(ada.page.get_by_label("Open reports")).to_have_count(0)
    await ada.page.keyboard.press("Escape")
    await expect(queue(ada)).to_have_count(0)
    await expect(ada.page.get_by_role("heading", level=1)).to_be_focused()
    await expect(ada.rooms.get_by_role("link", name="Reports")).to_have_count(0)
    assert ada.complaints + bob.complaints == []


async def test_members_see_no_reports_and_report_nothing_of_their_own(ada: Person, bob: Person) -> None:
    await bob.say("mine")
    await ada.say("hers")
    await bob.sees("mine", "hers")
    await bob.message(1).hover()
    await bob.message(1).get_by_role("button", name="More actions").click()
    await expect(bob.page.get_by_role("menuitem", name="Copy link")).to_be_visible()
    await expect(bob.page.get_by_role("menuitem", name="Report message")).to_have_count(0)
    await bob.page.keyboard.press("Escape")
    await bob.page.get_by_role("button", name="More about this room").click()
    await expect(bob.page.get_by_role("menuitem", name="Copy link to room")).to_be_visible()
    await expect(bob.page.get_by_role("menuitem", name="Reports")).to_have_count(0)
    await bob.page.goto(f"{bob.url}/settings/reports")
    await expect(bob.page.get_by_role("heading", name="Reports")).to_have_count(0)


async def test_what_has_become_of_a_message_is_said_and_a_long_one_is_folded(ada: Person, bob: Person) -> None:
    room = await ada.room_id()
    for seq, text in enumerate(("first", "second", "\n".join(f"line {number}" for number in range(30))), start=1):
        await bob.say(text)
        await expect(ada.message(seq)).to_be_visible()
        await report_by_api(ada, room, seq, reason="danger", note="Look\nat this")
    await bob.call("PATCH", f"/api/rooms/{room}/messages/1", body="harmless")
    await bob.call("DELETE", f"/api/rooms/{room}/messages/2")

    await ada.choose("More about this room", "Reports")
    await expect(reports(queue(ada))).to_have_count(3)
    long, deleted, edited = (reports(queue(ada)).nth(place) for place in range(3))
    await expect(edited).to_contain_text("first")
    await expect(edited).to_contain_text("Edited since")
    await expect(edited).to_contain_text("Somebody could be hurt")
    await expect(deleted).to_contain_text("second")
    await expect(deleted).to_contain_text("Deleted since")
    await expect(deleted.get_by_role("button", name="Delete message")).to_have_count(0)
    folded = await height(long)
    await long.get_by_role("button", name="Show all").click()
    await expect(long.get_by_role("button", name="Show less")).to_be_focused()
    assert await height(long) > folded + 200
    await deleted.get_by_role("link", name="Show in room").click()
    await expect(queue(ada)).to_have_count(0)
    await expect(ada.page).to_have_url(re.compile("/r/lobby/2$"))


async def test_a_report_that_somebody_else_has_closed_leaves_the_list(arrive: Arrive, ada: Person, bob: Person) -> None:
    eve = await come_as_moderator(arrive, ada)
    for seq, text in enumerate(("first", "second"), start=1):
        await bob.say(text)
        await expect(ada.message(seq)).to_be_visible()
        await report_by_api(eve, await ada.room_id(), seq)
    await eve.choose("More about this room", "Reports")
    await expect(reports(queue(eve))).to_have_count(2)

    async def close_before(route: Route) -> None:
        await ada.call("POST", route.request.url.removeprefix(eve.url))
        await route.continue_()

    await eve.page.route("**/close", close_before)
    await reports(queue(eve)).filter(has_text="first").get_by_role("button", name="Dismiss").click()
    await expect(reports(queue(eve))).to_have_count(1)
    await expect(queue(eve).get_by_role("status")).to_have_text("Report dismissed.")
    await expect(queue(eve).get_by_role("alert")).to_have_count(0)


async def test_administrators_see_what_is_reported_in_threads(arrive: Arrive, ada: Person) -> None:
    eve, bob = await come(arrive), await come_by_phone(arrive)
    await ada.choose("Parley", "Reported messages")
    main = ada.page.get_by_role("main")
    await expect(main).to_contain_text(EMPTY)
    settings = ada.page.get_by_role("navigation", name="Settings")
    await expect(settings.get_by_role("link", name="Reports")).to_be_visible()
    await has_no_violations(ada)

    await eve.say("A question")
    await open_thread(eve, 1)
    await reply(eve, "I know where you live")
    await expect(eve.message(1)).to_contain_text("1 reply")
    await bob.page.goto(f"{bob.url}/r/lobby/thread/1")
    answer = panel(bob).locator("article").last
    await expect(answer).to_contain_text("I know where you live")
    await answer.tap()
    await answer.get_by_role("button", name="More actions").tap()
    await bob.page.get_by_role("menuitem", name="Report message").tap()
    await report(bob, "Somebody could be hurt")

    await expect(reports(main)).to_have_count(1)
    await expect(reports(main)).to_contain_text("In Lobby")
    await ada.page.set_viewport_size({"width": 390, "height": 844})
    await reports(main).get_by_role("link", name="Show in room").click()
    await expect(panel(ada)).to_contain_text("I know where you live")


async def test_administrators_see_what_is_reported_in_conversations(arrive: Arrive, ada: Person) -> None:
    eve, bob = await come(arrive), await come_by_phone(arrive)
    await ada.page.goto(f"{ada.url}/settings/reports")
    main = ada.page.get_by_role("main")
    await expect(main).to_contain_text(EMPTY)

    await conversation(eve, bob)
    await eve.say("Give me money")
    await expect(eve.message(1)).to_contain_text("Give me money")
    await conversation(bob, eve)
    await rest_on(bob, 1)
    await bob.page.get_by_role("menuitem", name="Report message").tap()
    await expect(form(bob)).to_contain_text("The server’s administrators see it, with what it says.")
    await fits(bob)
    await has_no_violations(bob)
    await report(bob, "Something else", "She asks everybody")

    await expect(reports(main)).to_have_count(1)
    await expect(reports(main)).to_contain_text("In a direct conversation")
    await expect(reports(main).get_by_role("link", name="Show in room")).to_have_count(0)
    await has_no_violations(ada)
    await reports(main).get_by_role("button", name="Delete message").click()
    await ada.page.get_by_role("dialog").get_by_role("button", name="Delete message").click()
    await expect(main).to_contain_text(EMPTY)
    await expect(bob.message(1)).to_contain_text("Message deleted")
    await ada.page.goto(f"{ada.url}/settings/audit")
    await expect(main).to_contain_text("Report: close")
    assert ada.complaints + bob.complaints + eve.complaints == []
