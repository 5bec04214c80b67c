"""Searching messages: results as one types, and Back returns to them."""

import re

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person

pytestmark = pytest.mark.asyncio(loop_scope="session")


def search_of(person: Person) -> Locator:
    return person.page.get_by_role("search")


def field_of(person: Person) -> Locator:
    return person.page.get_by_role("searchbox", name="Search messages")


def hits_of(person: Person) -> Locator:
    return search_of(person).locator("[data-hit]")


async def look_for(person: Person, query: str, found: int) -> None:
    """The index is a moment behind: what was just said is asked for again until it is there."""
    await person.page.keyboard.press("Control+Shift+f")
    await expect(field_of(person)).to_be_focused()
    for _ in range(40):
        await field_of(person).fill("")
        # Typed again at once, the same words would be no other question.
        await expect(person.page).not_to_have_url(re.compile("q="))
        await expect(hits_of(person)).to_have_count(0)
        await field_of(person).press_sequentially(query)
        try:
            await expect(hits_of(person)).to_have_count(found, timeout=1_500)
        except AssertionError:
            continue
        return
    await expect(hits_of(person)).to_have_count(found)


async def test_results_as_one_types_highlighted_and_back_ux_59(ada: Person, bob: Person) -> None:
    await ada.create_room("Den")
    await ada.say("The versions of the plan are in foo_bar")
    await ada.is_connected()
    await bob.say("My résumé has a plan, too")
    await look_for(ada, "plan", 2)
    await expect(search_of(ada).get_by_role("heading")).to_have_text(["Lobby", "Den"])
    await expect(search_of(ada).locator("mark")).to_have_text(["plan", "plan"])
    await expect(hits_of(ada).first).to_contain_text("Bob")
    assert "q=plan" in ada.page.url

    await ada.page.keyboard.press("ArrowDown")
    await expect(hits_of(ada).first).to_be_focused()
    await ada.page.keyboard.press("Enter")
    await ada.is_in("Lobby")
    await expect(ada.message(1)).to_be_in_viewport()
    assert re.search(r"/r/lobby/1/search\?q=plan$", ada.page.url)
    await expect(hits_of(ada)).to_have_count(2)
    await ada.page.go_back()
    await ada.is_in("Den")
    await expect(field_of(ada)).to_have_value("plan")
    await expect(hits_of(ada)).to_have_count(2)
    await ada.page.reload()
    await expect(field_of(ada)).to_have_value("plan")
    await expect(hits_of(ada)).to_have_count(2)

    for query, count in (("versio", 1), ("bar", 1), ("resume", 1), ('"the plan"', 1), ("plan -resume", 1)):
        await field_of(ada).fill(query)
        await expect(hits_of(ada)).to_have_count(count)
    await field_of(ada).fill("versoins")
    await expect(search_of(ada).locator("mark")).to_have_text(["versions"])
    await expect(search_of(ada).get_by_text("These have words that are nearly the same.")).to_be_visible()
    await field_of(ada).fill("zebra")
    await expect(search_of(ada).locator("p[role=status]")).to_contain_text("No messages match “zebra”.")
    await field_of(ada).fill("plan has:cats")
    await expect(search_of(ada).locator("p[role=status]")).to_have_text(
        "has: finds messages with links, polls and pinned messages: write has:link, has:poll or has:pin."
    )
    assert [line for line in ada.complaints if "400" not in line] == []


async def test_filters_are_offered_and_completed_ux_59(ada: Person, bob: Person) -> None:
    await bob.say("a plan of bob")
    await bob.is_connected()
    await ada.say("a plan of ada")
    await look_for(ada, "plan", 2)
    await field_of(ada).press_sequentially(" ")
    await search_of(ada).get_by_role("button", name="from:").click()
    await expect(field_of(ada)).to_be_focused()
    await ada.page.keyboard.type("bo")
    await search_of(ada).get_by_role("button", name="@bob").click()
    await expect(field_of(ada)).to_have_value("plan from:@bob ")
    await expect(hits_of(ada)).to_have_count(1)
    await expect(hits_of(ada)).to_contain_text("a plan of bob")


async def test_keys_and_the_palette_lead_there_and_escape_away_ux_59(ada: Person) -> None:
    await ada.say("a plan")
    await ada.is_connected()
    await ada.page.get_by_role("button", name="Members", exact=True).focus()
    await ada.page.keyboard.press("/")
    await expect(field_of(ada)).to_be_focused()
    await ada.page.keyboard.press("Escape")
    await expect(search_of(ada)).to_have_count(0)
    await ada.page.keyboard.press("Control+k")
    await ada.page.keyboard.type("a p/n?")
    await ada.page.get_by_role("option", name="Search messages for “a p/n?”").click()
    await expect(field_of(ada)).to_have_value("a p/n?")
    await ada.page.goto(f"{ada.url}/settings")
    await expect(ada.page.get_by_role("heading", name="Appearance")).to_be_visible()
    await ada.page.keyboard.press("Control+Shift+f")
    await expect(ada.page.get_by_role("heading", name="Search", level=1)).to_be_visible()
    await expect(field_of(ada)).to_be_focused()


async def test_on_a_phone_a_result_opens_and_back_returns_ux_59(arrive: Arrive, ada: Person) -> None:
    for number in range(25):
        await ada.call(
            "POST", f"/api/rooms/{await ada.room_id()}/messages", client_id=str(number), body=f"plan {number}"
        )
    eve = await arrive(
        "Eve", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, color_scheme="dark"
    )
    await eve.register()
    await eve.join("lobby")
    await eve.page.get_by_role("button", name="Search messages").tap()
    await field_of(eve).fill("plan")
    await expect(hits_of(eve)).to_have_count(20)
    await search_of(eve).get_by_role("button", name="Show more").tap()
    await expect(hits_of(eve)).to_have_count(25)
    await hits_of(eve).nth(22).scroll_into_view_if_needed()
    await hits_of(eve).nth(22).tap()
    await expect(search_of(eve)).to_have_count(0)
    await expect(eve.message(3)).to_be_in_viewport()
    await eve.page.go_back()
    await expect(hits_of(eve)).to_have_count(25)
    await expect(hits_of(eve).nth(22)).to_be_in_viewport()
    await expect(hits_of(eve).nth(22)).to_be_focused()
    assert await eve.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert eve.complaints == []
