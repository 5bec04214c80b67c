"""What is deleted is gone for everybody at once, in its place, and who may do so is plain to see."""

import asyncio
import re
from typing import Literal

import pytest
from playwright.async_api import Locator, Route, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.server import Server
from tests.e2e.test_phone import fits
from tests.e2e.test_safety import has_no_violations
from tests.e2e.timeline import PLACE, read_further_up, scroll_up

pytestmark = pytest.mark.asyncio(loop_scope="session")

RECONNECT_MS = 40_000
ERASING = "**/api/rooms/*/messages/2"
TOPS = "rows => rows.map(row => row.getBoundingClientRect().top)"


def undo(person: Person) -> Locator:
    return person.timeline.get_by_role("button", name="Undo")


async def test_a_deleted_message_is_gone_for_everybody_in_its_place_and_for_ever(ada: Person, bob: Person) -> None:
    for text in ("one", "a **secret**", "three"):
        await ada.say(text)
    await bob.sees("one", "a secret", "three")
    rows = bob.timeline.get_by_role("article")
    before = await rows.evaluate_all(TOPS)

    await ada.delete(2)
    await expect(undo(ada)).to_be_focused()
    await expect(undo(bob)).to_have_count(0)
    for person in (ada, bob):
        await person.sees("one", "three")
        await expect(person.message(2)).to_contain_text("Message deleted")
        await expect(person.message(2)).to_have_attribute("aria-label", re.compile("^Ada, .*: Message deleted$"))
        await expect(person.message(2).get_by_role("button", name="Delete message")).to_have_count(0)
    assert await rows.evaluate_all(TOPS) == before

    for person in (ada, bob):
        await person.page.reload()
        await person.sees("one", "three")
        await expect(person.message(2)).to_contain_text("Message deleted")
    assert await ada.history() == ["one", "", "three"]
    assert ada.complaints + bob.complaints == []


async def test_one_deletes_what_one_said_and_a_rooms_owner_what_anybody_did(ada: Person, bob: Person) -> None:
    await ada.say("from ada")
    await bob.sees("from ada")
    await bob.say("from bob")
    await ada.sees("from ada", "from bob")
    await bob.message(1).hover()
    await expect(bob.message(1).get_by_role("button", name="Mark unread from here")).to_be_visible()
    await expect(bob.message(1).get_by_role("button", name="Delete message")).to_have_count(0)
    await expect(bob.message(2).get_by_role("button", name="Delete message")).to_have_count(1)

    await ada.delete(2)
    await expect(bob.message(2)).to_contain_text("Message deleted")
    await expect(undo(bob)).to_have_count(0)
    assert ada.complaints + bob.complaints == []


async def test_what_was_deleted_by_mistake_is_back_for_everybody_with_its_reactions(ada: Person, bob: Person) -> None:
    await ada.say("keep **this**")
    await bob.sees("keep this")
    room = await ada.room_id()
    await bob.call("POST", f"/api/rooms/{room}/messages/1/react", emoji="👍")
    reaction = ada.message(1).get_by_role("button", name=re.compile("👍"))
    await expect(reaction).to_have_count(1)
    await ada.delete(1)
    await expect(bob.message(1)).to_contain_text("Message deleted")
    await expect(reaction).to_have_count(0)
    await undo(ada).click()
    for person in (ada, bob):
        await person.sees("keep this")
        await expect(person.message(1).get_by_role("button", name=re.compile("👍"))).to_have_count(1)
    await expect(ada.message(1)).to_be_focused()
    assert ada.complaints + bob.complaints == []


async def test_the_offer_to_undo_ends_and_leaves_the_keyboard_at_the_message(ada: Person) -> None:
    await ada.page.clock.install()
    await ada.page.reload()
    await ada.say("one")
    await ada.is_connected()
    await ada.delete(1)
    await expect(undo(ada)).to_be_focused()
    await ada.page.clock.fast_forward(10_000)
    await expect(undo(ada)).to_have_count(0)
    await expect(ada.message(1)).to_be_focused()
    await expect(ada.message(1)).to_contain_text("Message deleted")


async def test_who_reads_does_not_move_when_a_long_message_above_is_deleted(ada: Person, bob: Person) -> None:
    await ada.fill_room(80)
    await bob.has_read(80)
    await bob.page.reload()
    await expect(bob.messages.last).to_contain_text("message 80")
    seq, place = await read_further_up(bob, 900)
    height = await bob.timeline.evaluate("timeline => timeline.scrollHeight")
    above = next(number for number in range(int(seq) - 2, 0, -1) if number % 4 == 3)
    await ada.call("DELETE", f"/api/rooms/{await ada.room_id()}/messages/{above}")
    await expect(bob.message(above)).to_contain_text("Message deleted")
    await bob.page.wait_for_function("height => document.querySelector('[role=log]').scrollHeight < height", arg=height)
    assert abs(await bob.timeline.evaluate(PLACE, seq) - place) <= 1


async def test_the_end_that_a_deletion_brings_into_sight_is_followed(ada: Person, bob: Person) -> None:
    await ada.fill_room(40)
    await ada.say("a long story\n\n" * 4)
    await ada.is_connected()
    await bob.has_read(41)
    await bob.page.reload()
    await expect(bob.messages.last).to_contain_text("a long story")
    newest = bob.page.get_by_role("button", name="Newest messages")
    await scroll_up(bob, 100)
    await expect(newest).to_be_visible()
    await ada.call("DELETE", f"/api/rooms/{await ada.room_id()}/messages/41")
    await expect(newest).to_be_hidden()
    await ada.say("and then")
    await expect(bob.messages.last).to_have_text("and then")
    await expect(bob.messages.last).to_be_in_viewport()


async def test_what_is_deleted_is_not_read_out(ada: Person, bob: Person) -> None:
    told = bob.page.locator("div[aria-live=polite].sr-only")
    await ada.say("hello")
    await expect(told).to_have_text("Ada: hello")
    await ada.delete(1)
    await expect(told).to_be_empty()

    await bob.context.set_offline(True)
    await ada.say("a slip of the tongue")
    await ada.delete(2)
    await bob.context.set_offline(False)
    await expect(bob.message(2)).to_contain_text("Message deleted", timeout=RECONNECT_MS)
    await expect(told).to_be_empty()
    await ada.say("still there?")
    await expect(told).to_have_text("Ada: still there?")


async def fail_late(route: Route) -> None:
    """As a bad network does: long after the page has been drawn."""
    await asyncio.sleep(0.3)
    await route.abort()


async def test_deleting_with_the_keyboard_alone_says_what_failed_and_is_tried_again(ada: Person) -> None:
    await ada.page.route(ERASING, fail_late)
    for text in ("one", "two"):
        await ada.say(text)
    await ada.is_connected()
    opener = ada.message(2).get_by_role("button", name="Delete message")
    press = ada.page.keyboard.press
    await ada.composer.focus()
    await press("Shift+Tab")
    await press("ArrowUp")
    await expect(ada.message(2)).to_be_focused()
    await press("Enter")
    # Past React, Reply, Reply in thread, Edit and Mark unread.
    for _ in range(5):
        await press("ArrowRight")
    await expect(opener).to_be_focused()
    await expect(opener).to_be_in_viewport()
    await press("Enter")
    await expect(ada.message(2)).to_contain_text("Message deleted")
    await expect(ada.message(2).get_by_role("alert")).to_contain_text("Not deleted: The server cannot be reached.")
    await ada.sees("one", "two")
    await ada.page.unroute(ERASING)
    again = ada.message(2).get_by_role("button", name="Try again")
    await expect(again).to_be_focused()
    await press("Enter")
    await expect(undo(ada)).to_be_visible(timeout=RECONNECT_MS)
    await ada.sees("one")


async def test_deleting_and_settings_are_for_fingers_too(arrive: Arrive, server: Server) -> None:
    ada = await arrive("Ada", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    await ada.set_up(server.setup_link)
    await ada.create_room("Lobby")
    for text in ("one", "two\n\nin two paragraphs"):
        await ada.composer.fill(text)
        await ada.page.get_by_role("button", name="Send").tap()
    await ada.is_connected()
    await ada.message(2).tap(position={"x": 80, "y": 12})
    await expect(ada.message(2).get_by_role("button", name="Delete message")).to_be_in_viewport(ratio=1)
    await fits(ada)
    await ada.message(2).get_by_role("button", name="Delete message").tap()
    await expect(undo(ada)).to_be_in_viewport(ratio=1)
    await fits(ada)
    await undo(ada).tap()
    await expect(ada.message(2)).to_contain_text("in two paragraphs")
    await ada.message(2).tap(position={"x": 80, "y": 12})
    await ada.message(2).get_by_role("button", name="Delete message").tap()
    await expect(ada.message(2)).to_contain_text("Message deleted")

    settings = await ada.open_settings()
    await settings.get_by_label("Keep messages").select_option(label="7 days")
    await fits(ada)
    await expect(settings.get_by_role("button", name="Save")).to_be_in_viewport(ratio=1)
    assert ada.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_in_what_deletes(
    arrive: Arrive, server: Server, scheme: Literal["light", "dark"]
) -> None:
    ada = await arrive("Ada", color_scheme=scheme, reduced_motion="reduce")
    await ada.set_up(server.setup_link)
    await ada.create_room("Lobby")
    for text in ("one", "two"):
        await ada.say(text)
    await ada.is_connected()
    await ada.delete(2)
    await expect(undo(ada)).to_be_visible()
    await has_no_violations(ada)
    settings = await ada.open_settings()
    await settings.get_by_label("Keep messages").select_option(label="90 days")
    await has_no_violations(ada)
    await ada.page.goto(f"{ada.url}/r/lobby/9")
    await expect(ada.page.get_by_text("There is no such message")).to_be_visible()
    await has_no_violations(ada)
