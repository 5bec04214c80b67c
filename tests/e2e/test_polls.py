"""Polls between browsers: asking, voting, seeing each other's votes at once, and the end."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Locator, Route, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.test_phone import fits
from tests.e2e.test_safety import has_no_violations
from tests.e2e.timeline import FROM_END

pytestmark = pytest.mark.asyncio(loop_scope="session")


def radio(person: Person, text: str, seq: int = 1) -> Locator:
    return person.message(seq).get_by_role("radio", name=text, exact=True)


async def shows(person: Person, *counts: int, seq: int = 1) -> None:
    """How many chose each option, in their order."""
    said = [re.compile(rf"{count} votes?,") for count in counts]
    await expect(person.message(seq).locator("[id$='-count']")).to_have_text(said)


async def ask(person: Person, *options: str, question: str = "Lunch?", check: str | None = None) -> None:
    await person.page.get_by_role("button", name="Create a poll").first.click()
    dialog = person.page.get_by_role("dialog", name="Create a poll")
    await expect(dialog.get_by_label("Question")).to_be_focused()
    await person.page.keyboard.type(question)
    await dialog.get_by_label("Option 1").focus()
    for number, option in enumerate(options, 1):
        await expect(dialog.get_by_role("textbox", name=f"Option {number}")).to_be_focused()
        await person.page.keyboard.type(option)
        if number < len(options):
            await person.page.keyboard.press("Enter")
    if check:
        await dialog.get_by_label(check).check()
    await dialog.get_by_role("button", name="Send poll").click()
    await expect(dialog).to_be_hidden()


async def height_of(part: Locator) -> float:
    box = await part.bounding_box()
    assert box is not None
    return box["height"]


async def poll_as(person: Person, **terms: object) -> None:
    """Without the page."""
    poll = {"question": "Lunch?", "options": ["Pizza", "Sushi"], "client_id": "poll"} | terms
    await person.call("POST", f"/api/rooms/{await person.room_id()}/polls", **poll)


async def test_two_people_vote_change_their_minds_and_see_the_end(ada: Person, bob: Person) -> None:
    await ask(ada, "Pizza", "Sushi", "Soup")
    for person in (ada, bob):
        await expect(person.message(1).get_by_role("radiogroup", name="Lunch?")).to_be_visible()
        await shows(person, 0, 0, 0)
    await radio(ada, "Pizza").click()
    await radio(bob, "Soup").click()
    for person in (ada, bob):
        await shows(person, 1, 0, 1)
    await expect(radio(ada, "Pizza")).to_have_attribute("aria-checked", "true")
    await expect(radio(bob, "Pizza")).to_have_attribute("aria-checked", "false")
    await expect(radio(bob, "Pizza")).to_have_attribute("title", "Ada")

    await radio(bob, "Pizza").click()
    for person in (ada, bob):
        await shows(person, 2, 0, 0)
        await expect(person.message(1)).to_contain_text("2 people voted")
    await expect(radio(ada, "Pizza")).to_have_attribute("title", "You and Bob")
    await ada.message(1).get_by_role("button", name="Undo my vote").click()
    await shows(bob, 1, 0, 0)

    for person, offered in ((bob, 0), (ada, 1)):
        await person.message(1).hover()
        await person.message(1).get_by_role("button", name="More actions").click()
        await expect(person.page.get_by_role("menuitem", name="Copy link")).to_be_visible()
        await expect(person.page.get_by_role("menuitem", name="Close poll")).to_have_count(offered)
    await ada.page.get_by_role("menuitem", name="Close poll").click()
    await ada.page.get_by_role("dialog", name="Close this poll?").get_by_role("button", name="Close poll").click()
    for person in (ada, bob):
        await expect(person.message(1)).to_contain_text("Closed")
        await expect(radio(person, "Sushi")).to_be_disabled()
        await person.page.reload()
        await shows(person, 1, 0, 0)
    assert ada.complaints + bob.complaints == []


async def test_an_anonymous_poll_names_nobody(ada: Person, bob: Person) -> None:
    await ask(ada, "Stay", "Go", question="Shall we?", check="Anonymous: nobody sees who voted")
    await radio(bob, "Go").click()
    for person in (ada, bob):
        await shows(person, 0, 1)
        await expect(person.message(1)).to_contain_text("Anonymous")
        await expect(radio(person, "Go")).not_to_have_attribute("title", re.compile("."))
        await expect(person.message(1).get_by_role("button", name="1 person voted")).to_have_count(0)
    assert "Bob" not in await ada.message(1).inner_html()
    await bob.page.reload()
    await expect(radio(bob, "Go")).to_have_attribute("aria-checked", "true")


async def test_a_line_of_text_fills_the_dialog_and_stays_when_it_is_not_sent(ada: Person) -> None:
    await ada.say('/poll "Where to?" Park | Lake | Museum')
    dialog = ada.page.get_by_role("dialog", name="Create a poll")
    await expect(dialog.get_by_label("Question")).to_have_value("Where to?")
    await expect(dialog.get_by_role("textbox", name="Option 3")).to_have_value("Museum")
    await has_no_violations(ada)
    await ada.page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(ada.composer).to_have_value('/poll "Where to?" Park | Lake | Museum')
    await expect(ada.composer).to_be_focused()

    await ada.composer.press("Enter")
    await dialog.get_by_role("button", name="Remove option 2").click()
    await expect(dialog.get_by_role("textbox", name="Option 1")).to_be_focused()
    await dialog.get_by_label("People can choose several options").check()
    await dialog.get_by_role("button", name="Send poll").click()
    await expect(dialog).to_be_hidden()
    await expect(ada.composer).to_have_value("")
    boxes = ada.message(1).get_by_role("checkbox")
    await expect(boxes).to_have_count(2)
    for name in ("Park", "Museum"):
        await ada.message(1).get_by_role("checkbox", name=name).click()
    await shows(ada, 1, 1)
    await ada.message(1).get_by_role("checkbox", name="Park").click()
    await shows(ada, 0, 1)


async def test_what_is_missing_is_said_and_nothing_is_lost(ada: Person) -> None:
    await ada.say("/poll Same? | one | ONE")
    dialog = ada.page.get_by_role("dialog", name="Create a poll")
    await dialog.get_by_role("button", name="Send poll").click()
    await expect(dialog.get_by_role("alert")).to_have_text("Two options are the same.")
    await dialog.get_by_role("textbox", name="Option 2").fill("two")
    await dialog.get_by_role("button", name="Send poll").click()
    await shows(ada, 0, 0)


async def test_the_keyboard_goes_through_the_options_and_votes_only_when_asked(ada: Person) -> None:
    await poll_as(ada)
    await expect(radio(ada, "Pizza")).to_be_visible()
    await radio(ada, "Pizza").focus()
    await ada.page.keyboard.press("ArrowDown")
    await expect(radio(ada, "Sushi")).to_be_focused()
    await shows(ada, 0, 0)
    await ada.page.keyboard.press("Space")
    await shows(ada, 0, 1)
    await expect(radio(ada, "Sushi")).to_be_focused()
    await ada.page.keyboard.press("ArrowUp")
    await ada.page.keyboard.press("Enter")
    await shows(ada, 1, 0)
    await ada.page.keyboard.press("Escape")
    await expect(ada.message(1)).to_be_focused()
    await has_no_violations(ada)


async def test_a_vote_shows_at_once_and_is_taken_back_if_it_is_refused(ada: Person, bob: Person) -> None:
    await poll_as(ada)
    await expect(radio(bob, "Pizza")).to_be_visible()
    release = asyncio.Event()
    asked: list[object] = []

    async def hold(route: Route) -> None:
        asked.append((route.request.post_data_json or {})["options"])
        await release.wait()
        await route.continue_()

    await bob.page.route(re.compile("/vote$"), hold)
    for name, counts in (("Pizza", (1, 0)), ("Sushi", (0, 1)), ("Pizza", (1, 0)), ("Sushi", (0, 1))):
        await radio(bob, name).click()
        await shows(bob, *counts)
    release.set()
    await shows(ada, 0, 1)
    await shows(bob, 0, 1)
    assert asked == [[0], [1]]

    await bob.page.unroute(re.compile("/vote$"))
    await bob.page.route(re.compile("/vote$"), lambda route: route.abort())
    await radio(bob, "Pizza").click()
    await expect(bob.message(1).get_by_role("alert")).to_contain_text("Not saved:")
    await shows(bob, 0, 1)


async def test_a_poll_closes_at_its_time_by_itself(ada: Person, bob: Person) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=4)
    await poll_as(ada, closes_at=soon.strftime("%Y-%m-%dT%H:%M:%S.000Z"))
    for person in (ada, bob):
        await expect(person.message(1)).to_contain_text("Closed")
        await expect(radio(person, "Pizza")).to_be_disabled()
    await radio(bob, "Pizza").click(force=True)
    await shows(bob, 0, 0)


async def test_everybody_who_voted_is_listed(ada: Person, bob: Person) -> None:
    await poll_as(ada)
    for person in (bob, ada):
        await radio(person, "Sushi").click()
        await expect(radio(person, "Sushi")).to_have_attribute("aria-checked", "true")
    await shows(ada, 0, 2)
    await ada.message(1).get_by_role("button", name="2 people voted").click()
    dialog = ada.page.get_by_role("dialog", name="Votes")
    await expect(dialog.get_by_role("listitem")).to_have_text(["BBob", "AAda"])
    await dialog.get_by_role("button", name="Pizza 0").click()
    await expect(dialog).to_contain_text("Nobody has chosen this.")
    await has_no_violations(ada)


async def test_votes_move_nothing(ada: Person, bob: Person) -> None:
    await ada.fill_room(30)
    await poll_as(ada)
    await expect(radio(bob, "Pizza", 31)).to_be_visible()
    await expect(bob.message(31)).to_be_in_viewport()
    height = await height_of(bob.message(31))
    await radio(ada, "Pizza", 31).click()
    await shows(bob, 1, 0, seq=31)
    assert await height_of(bob.message(31)) == height
    await bob.page.wait_for_function(f"({FROM_END})(document.querySelector('[role=log]')) <= 1")


async def test_in_a_thread(ada: Person, bob: Person) -> None:
    await ada.say("What about lunch?")
    await ada.sees("What about lunch?")
    await ada.message(1).hover()
    await ada.message(1).get_by_role("button", name="Reply in thread").click()
    panel = ada.page.get_by_role("complementary", name="Thread")
    await panel.get_by_role("button", name="Create a poll").click()
    dialog = ada.page.get_by_role("dialog", name="Create a poll")
    await dialog.get_by_label("Question").fill("Where?")
    for number, name in enumerate(("Here", "There"), 1):
        await dialog.get_by_role("textbox", name=f"Option {number}").fill(name)
    await dialog.get_by_role("button", name="Send poll").click()
    await panel.get_by_role("radio", name="There", exact=True).click()
    await expect(panel.locator("[id$='-count']")).to_have_text([re.compile("0 votes,"), re.compile("1 vote,")])
    await bob.message(1).get_by_role("button", name=re.compile("1 reply")).click()
    his = bob.page.get_by_role("complementary", name="Thread")
    await expect(his.get_by_role("radio", name="There", exact=True)).to_have_attribute("title", "Ada")
    await expect(his.get_by_role("radio", name="There", exact=True)).to_have_attribute("aria-checked", "false")


async def test_a_poll_is_not_edited(ada: Person) -> None:
    await ada.say("before")
    await ada.sees("before")
    await poll_as(ada)
    await expect(radio(ada, "Pizza", 2)).to_be_visible()
    await ada.message(2).hover()
    await expect(ada.message(2).get_by_role("button", name="Edit message")).to_have_count(0)
    await ada.composer.press("ArrowUp")
    await expect(ada.message(1).get_by_role("textbox")).to_be_focused()


async def test_on_a_phone(arrive: Arrive, ada: Person) -> None:
    await poll_as(ada, question="Where shall we have lunch today, given the rain?", multiple=True)
    await expect(ada.message(1).get_by_role("checkbox", name="Pizza")).to_be_visible()
    bob = await arrive("Bob", viewport={"width": 320, "height": 700}, has_touch=True, is_mobile=True)
    await bob.register()
    await bob.join("lobby")
    await expect(bob.message(1).get_by_role("checkbox", name="Pizza")).to_be_visible()
    await fits(bob)
    assert await height_of(bob.message(1).get_by_role("checkbox", name="Pizza")) >= 44
    await bob.message(1).get_by_role("checkbox", name="Pizza").tap()
    await shows(ada, 1, 0)
    await has_no_violations(bob)
