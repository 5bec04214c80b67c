"""Reacting with the mouse, the keyboard or a finger. Everybody sees it, and a reload keeps it highlighted."""

import asyncio
import re

import pytest
from playwright.async_api import Locator, Route, expect

from tests.e2e.conftest import Arrive
from tests.e2e.late import held_back
from tests.e2e.person import Person
from tests.e2e.test_phone import fits
from tests.e2e.test_safety import has_no_violations
from tests.e2e.timeline import FROM_END, PLACE, read_further_up

pytestmark = pytest.mark.asyncio(loop_scope="session")

MINE = "true"
OTHERS = "false"


def chip(person: Person, seq: int, emoji: str) -> Locator:
    return person.message(seq).get_by_role("button", name=f"reacted with {emoji}")


async def shows(person: Person, seq: int, emoji: str, count: int, *, mine: bool) -> None:
    found = chip(person, seq, emoji)
    await expect(found).to_have_text(f"{emoji}{count}")
    await expect(found).to_have_attribute("aria-pressed", MINE if mine else OTHERS)


async def open_picker(person: Person, seq: int) -> Locator:
    await person.message(seq).hover()
    await person.message(seq).get_by_role("button", name="React", exact=True).click()
    picker = person.page.get_by_role("dialog", name="Choose an emoji")
    await expect(picker.get_by_label("Search emoji")).to_be_visible()
    return picker


async def react_as(person: Person, emoji: str, seq: int = 1) -> None:
    room = await person.room_id()
    await person.call("POST", f"/api/rooms/{room}/messages/{seq}/react", emoji=emoji)


async def test_a_reaction_is_counted_for_everybody_and_stays_one_s_own(ada: Person, bob: Person) -> None:
    await ada.say("hello")
    await bob.sees("hello")
    picker = await open_picker(ada, 1)
    await picker.get_by_role("button", name="thumbs up").first.click()
    await expect(picker).to_be_hidden()
    await shows(ada, 1, "👍", 1, mine=True)
    await shows(bob, 1, "👍", 1, mine=False)
    await expect(chip(bob, 1, "👍")).to_have_attribute("title", "Ada reacted with 👍")

    await chip(bob, 1, "👍").click()
    await shows(bob, 1, "👍", 2, mine=True)
    await shows(ada, 1, "👍", 2, mine=True)
    await expect(chip(ada, 1, "👍")).to_have_attribute("title", "You and Bob reacted with 👍")

    for person in (ada, bob):
        await person.page.reload()
        await shows(person, 1, "👍", 2, mine=True)

    await chip(ada, 1, "👍").click()
    await shows(ada, 1, "👍", 1, mine=False)
    await chip(bob, 1, "👍").click()
    for person in (ada, bob):
        await expect(chip(person, 1, "👍")).to_have_count(0)
    assert ada.complaints + bob.complaints == []


async def test_the_keyboard_finds_and_chooses(ada: Person) -> None:
    await ada.say("hello")
    await ada.sees("hello")
    picker = await open_picker(ada, 1)
    await expect(picker.get_by_label("Search emoji")).to_be_focused()
    await ada.page.keyboard.type("party pop")
    await ada.page.keyboard.press("Enter")
    await shows(ada, 1, "🎉", 1, mine=True)

    await open_picker(ada, 1)
    await ada.page.keyboard.press("ArrowDown")
    await expect(picker.get_by_role("button", name="party popper").first).to_be_focused()
    await ada.page.keyboard.press("ArrowRight")
    await ada.page.keyboard.press("ArrowDown")
    await ada.page.keyboard.press("ArrowUp")
    await ada.page.keyboard.press("Enter")
    await shows(ada, 1, "👍", 1, mine=True)

    await open_picker(ada, 1)
    await ada.page.keyboard.type("xyzzy")
    await expect(picker.get_by_role("status")).to_have_text("No emoji is called that.")
    await has_no_violations(ada)
    await ada.page.keyboard.press("Escape")
    await expect(picker).to_be_hidden()
    await expect(ada.message(1).get_by_role("button", name="React", exact=True)).to_be_focused()


async def test_what_is_typed_before_the_emoji_have_come_finds_one(ada: Person) -> None:
    await ada.say("hello")
    come = await held_back(ada, "EmojiPicker")
    await ada.message(1).focus()
    await ada.page.keyboard.press("r")
    await ada.page.keyboard.type("party pop")
    await ada.page.keyboard.press("Enter")
    come.set()
    await shows(ada, 1, "🎉", 1, mine=True)
    assert ada.complaints == []


async def test_escape_closes_the_picker_before_the_emoji_have_come(ada: Person) -> None:
    await ada.say("hello")
    come = await held_back(ada, "EmojiPicker")
    await ada.message(1).focus()
    await ada.page.keyboard.press("r")
    await ada.page.keyboard.type("party")
    await expect(ada.page.get_by_role("dialog")).to_be_visible()
    await ada.page.keyboard.press("Escape")
    await expect(ada.page.get_by_role("dialog")).to_have_count(0)
    await expect(ada.message(1)).to_be_focused()
    come.set()
    assert ada.complaints == []


async def test_a_click_shows_at_once_and_the_last_one_counts(ada: Person, bob: Person) -> None:
    await ada.say("hello")
    await bob.sees("hello")
    await react_as(bob, "👍")
    await shows(ada, 1, "👍", 1, mine=False)
    release = asyncio.Event()
    asked: list[str] = []

    async def hold(route: Route) -> None:
        asked.append(route.request.url.rsplit("/", 1)[1])
        await release.wait()
        await route.continue_()

    await ada.page.route(re.compile("/(un)?react$"), hold)
    for mine, count in ((True, 2), (False, 1), (True, 2)):
        await chip(ada, 1, "👍").click()
        await shows(ada, 1, "👍", count, mine=mine)
    release.set()
    await shows(bob, 1, "👍", 2, mine=True)
    await shows(ada, 1, "👍", 2, mine=True)
    assert asked == ["react"]


async def test_what_cannot_be_saved_is_taken_back_and_says_why(ada: Person) -> None:
    await ada.say("hello")
    await expect(ada.message(1)).to_be_visible()
    await react_as(ada, "👍")
    await shows(ada, 1, "👍", 1, mine=True)
    await ada.page.route(re.compile("/unreact$"), lambda route: route.abort())
    await chip(ada, 1, "👍").click()
    await expect(ada.message(1).get_by_role("alert")).to_contain_text("Not saved:")
    await shows(ada, 1, "👍", 1, mine=True)


async def test_everybody_who_reacted_is_listed(ada: Person, bob: Person) -> None:
    await ada.say("hello")
    await bob.sees("hello")
    for person in (bob, ada):
        await react_as(person, "👍")
    await react_as(bob, "🎉")
    await ada.message(1).hover()
    await ada.message(1).get_by_role("button", name="Who reacted").click()
    dialog = ada.page.get_by_role("dialog", name="Reactions")
    await expect(dialog.get_by_role("listitem")).to_have_text(["BBob", "AAda"])
    await dialog.get_by_role("button", name="🎉 1").click()
    await expect(dialog.get_by_role("listitem")).to_have_text(["BBob"])
    await has_no_violations(ada)


async def test_reactions_move_nobody_who_reads(ada: Person, bob: Person) -> None:
    await ada.fill_room(60)
    for person in (ada, bob):
        await person.has_read(60)
        await person.page.reload()
        await expect(person.messages.last).to_contain_text("message 60")
    seq, place = await read_further_up(ada, 900)
    for emoji in ("👍", "🎉"):
        await react_as(bob, emoji, 60)
        await react_as(bob, emoji, int(seq) - 3)
    await shows(bob, 60, "🎉", 1, mine=True)
    await expect(bob.message(60)).to_be_in_viewport()
    await bob.page.wait_for_function(f"({FROM_END})(document.querySelector('[role=log]')) <= 1")
    assert abs(await ada.timeline.evaluate(PLACE, seq) - place) <= 1


async def test_on_a_phone(arrive: Arrive, ada: Person) -> None:
    await ada.say("hello")
    await ada.sees("hello")
    bob = await arrive("Bob", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    await bob.register()
    await bob.join("lobby")
    await bob.message(1).tap()
    await bob.message(1).get_by_role("button", name="React", exact=True).tap()
    picker = bob.page.get_by_role("dialog", name="Choose an emoji")
    await expect(picker.get_by_role("button", name="thumbs up").first).to_be_visible()
    await fits(bob)
    await expect(picker.get_by_label("Search emoji")).not_to_be_focused()
    await picker.get_by_role("button", name="thumbs up").first.tap()
    await shows(bob, 1, "👍", 1, mine=True)
    await shows(ada, 1, "👍", 1, mine=False)
    await chip(bob, 1, "👍").tap()
    await expect(chip(ada, 1, "👍")).to_have_count(0)
