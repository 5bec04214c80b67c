"""Where a room opens, and what of it counts as read."""

import asyncio
import re

import pytest
from playwright.async_api import Locator, Route, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.timeline import FRAMES, PLACE

pytestmark = pytest.mark.asyncio(loop_scope="session")

SHIFTS = """() => {
    window.shifted = 0
    new PerformanceObserver((list) => {
        for (const { value } of list.getEntries()) window.shifted += value
    }).observe({ type: 'layout-shift' })
}"""
PILLS = """() => {
    window.pills = 0
    new MutationObserver((records) => {
        for (const node of records.flatMap(({ addedNodes }) => [...addedNodes]))
            if (/Newest messages| new$/.test(node.textContent)) window.pills++
    }).observe(document.querySelector('main'), { childList: true, subtree: true })
}"""


def link(person: Person, name: str) -> Locator:
    return person.page.get_by_role("link", name=re.compile(f"^{name}"))


async def unread_after_leaving(person: Person) -> int:
    """How much of the lobby is unread for somebody who goes to their den."""
    await link(person, "Den").click()
    await person.is_in("Den")
    words = await link(person, "Lobby").inner_text()
    found = re.search(r"\d+", words)
    return int(found.group()) if found else 0


async def leave_behind(ada: Person, bob: Person, count: int) -> None:
    """Bob has read 40 messages of the lobby and is in another room while so many more are said."""
    await ada.fill_room(40)
    await expect(bob.message(40)).to_be_in_viewport()
    await bob.create_room("Den")
    await expect(bob.page.get_by_role("link", name="Lobby", exact=True)).to_be_visible()
    await ada.fill_room(count, first=41)
    await expect(link(bob, "Lobby")).to_have_accessible_name(f"Lobby {count} unread")


async def test_ux_26_a_room_opens_at_the_first_unread_message(ada: Person, bob: Person) -> None:
    await leave_behind(ada, bob, 90)
    await bob.page.evaluate(SHIFTS)
    await link(bob, "Lobby").click()
    await expect(bob.page.get_by_role("separator", name="New messages")).to_be_in_viewport()
    await expect(bob.message(41)).to_be_in_viewport()
    bar = bob.page.get_by_role("group", name="New messages")
    await expect(bar).to_contain_text(re.compile(r"90 new since \d"))
    left = await unread_after_leaving(bob)
    assert 60 < left < 90

    await link(bob, "Lobby").click()
    first = 131 - left
    await expect(bob.message(first)).to_be_in_viewport()
    await expect(bar).to_contain_text(f"{left} new")
    place = await bob.timeline.evaluate(PLACE, first)
    await bar.get_by_role("button", name="Mark read").click()
    await expect(bar).to_be_hidden()
    assert await bob.timeline.evaluate(PLACE, first) == place
    await expect(bob.page.get_by_role("button", name="Newest messages")).to_be_visible()
    assert await unread_after_leaving(bob) == 0
    # The list of rooms moves, where a room that was read leaves those with something unread. The talk does not.
    assert await bob.page.evaluate("window.shifted") < 0.02
    assert ada.complaints + bob.complaints == []


async def test_ux_49_only_what_was_on_the_screen_of_somebody_who_looks_is_read(ada: Person, bob: Person) -> None:
    await leave_behind(ada, bob, 90)
    await link(bob, "Lobby").click()
    await expect(bob.message(41)).to_be_in_viewport()
    # What is passed faster than anybody reads counts as not read.
    await bob.page.evaluate(FRAMES, 20)
    for _ in range(2):
        await bob.timeline.press("PageDown")
        await bob.page.evaluate(FRAMES, 20)
    half = await unread_after_leaving(bob)
    assert 40 < half < 78
    await link(bob, "Lobby").click()
    await expect(bob.message(131 - half)).to_be_in_viewport()
    await bob.page.get_by_role("button", name="Jump to newest").click()
    await expect(bob.message(130)).to_be_in_viewport()
    assert await unread_after_leaving(bob) == 0


async def test_ux_49_nobody_reads_in_a_window_that_is_not_in_front(ada: Person, bob: Person) -> None:
    await ada.say("one")
    await bob.sees("one")
    await bob.create_room("Den")
    # In a headless browser each window is in front: this is what another one would say.
    await bob.page.evaluate("() => { document.hasFocus = () => false; window.dispatchEvent(new Event('blur')) }")
    await ada.say("two")
    await link(bob, "Lobby").click()
    await bob.sees("one", "two")
    await bob.page.evaluate(FRAMES, 30)
    assert await unread_after_leaving(bob) == 1


async def test_ux_50_unread_from_here_stays_so_over_a_reload_of_the_room(ada: Person, bob: Person) -> None:
    for text in ("one", "two", "three"):
        await ada.say(text)
    await bob.sees("one", "two", "three")
    await bob.message(2).hover()
    await bob.message(2).get_by_role("button", name="Mark unread from here").click()
    await bob.page.reload()
    await bob.sees("one", "two", "three")
    await expect(bob.page.get_by_role("group", name="New messages")).to_contain_text("2 new")
    await bob.page.evaluate(FRAMES, 30)
    await bob.create_room("Den")
    await expect(link(bob, "Lobby")).to_have_accessible_name("Lobby 2 unread")


async def test_a_change_of_room_shows_no_way_back_that_nobody_needs(ada: Person) -> None:
    await ada.fill_room(80)
    await ada.page.reload()
    await expect(ada.message(80)).to_be_in_viewport()
    await ada.create_room("Den")
    await ada.page.evaluate(PILLS)
    for _ in range(3):
        await link(ada, "Lobby").click()
        await expect(ada.message(80)).to_be_in_viewport()
        await ada.page.evaluate(FRAMES, 10)
        await link(ada, "Den").click()
        await ada.is_in("Den")
    assert await ada.page.evaluate("window.pills") == 0


async def test_a_first_visit_shows_what_is_to_come(ada: Person, arrive: Arrive) -> None:
    await ada.fill_room(30)
    await ada.has_read(30)
    ada = await arrive("Ada", storage_state=await ada.page.context.storage_state())
    release = asyncio.Event()

    async def hold(route: Route) -> None:
        await release.wait()
        await route.continue_()

    await ada.page.route(re.compile("/messages"), hold)
    await ada.page.goto(f"{ada.url}/r/lobby")
    await expect(ada.page.get_by_text("Loading messages")).to_be_attached()
    assert await ada.messages.count() == 0
    release.set()
    await expect(ada.message(30)).to_be_in_viewport()
    await expect(ada.page.get_by_text("Loading messages")).to_have_count(0)
