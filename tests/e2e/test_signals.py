"""Who types and who is there: shown to others at once, and taken back by itself."""

import json
import re
from typing import Any

import pytest
from playwright.async_api import Locator, Page, WebSocket, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.server import Server

pytestmark = pytest.mark.asyncio(loop_scope="session")

# The server waits for people to come back before it says that they are gone.
GONE_WITHIN_MS = 90_000
AWAY_AFTER = "05:01"


def typing(page: Page) -> Locator:
    return page.locator("[data-typing]")


def told(page: Page) -> Locator:
    """What a screen reader is told of it."""
    return page.locator("[aria-live]", has_text=re.compile("typing"))


def signals_of(page: Page) -> list[dict[str, Any]]:
    """The signals that the page hears, from its next socket on."""
    heard: list[dict[str, Any]] = []

    def note(text: str | bytes) -> None:
        frame = json.loads(text)
        if frame["type"] == "signal":
            heard.append(frame)

    def follow(socket: WebSocket) -> None:
        socket.on("framereceived", note)

    page.on("websocket", follow)
    return heard


async def come_anew(person: Person) -> None:
    await person.page.reload()
    await expect(person.timeline).to_be_visible()
    await expect(person.page.get_by_text("online").first).to_be_visible()


async def open_members(person: Person) -> Locator:
    await person.page.get_by_role("button", name="Members").click()
    panel = person.page.get_by_role("complementary", name="Members")
    await expect(panel).to_be_visible()
    return panel


async def test_typing_is_shown_until_the_message_is_there(ada: Person, bob: Person) -> None:
    await ada.say("Hello Bob")
    place = await ada.message(1).bounding_box()
    await bob.composer.press_sequentially("Hello Ada")
    await expect(typing(ada.page)).to_have_text("Bob is typing…")
    await expect(told(ada.page)).to_have_text("Bob is typing…")
    assert await ada.message(1).bounding_box() == place
    await expect(typing(bob.page)).to_have_count(0)
    await bob.composer.press("Enter")
    await ada.sees("Hello Bob", "Hello Ada")
    assert await typing(ada.page).count() == 0
    assert ada.complaints + bob.complaints == []


async def test_typing_is_forgotten_when_nothing_more_is_written(ada: Person, bob: Person) -> None:
    await bob.composer.press_sequentially("Hel")
    await expect(typing(ada.page)).to_have_text("Bob is typing…")
    await expect(typing(ada.page)).to_have_count(0)
    await bob.composer.press_sequentially("lo")
    await expect(typing(ada.page)).to_have_text("Bob is typing…")


async def test_typing_is_taken_back_with_the_text_and_by_leaving(ada: Person, bob: Person) -> None:
    heard = signals_of(ada.page)
    await come_anew(ada)

    async def is_told(*states: bool) -> None:
        await expect(typing(ada.page)).to_have_count(1 if states[-1] else 0)
        assert [signal["is_typing"] for signal in heard if signal["kind"] == "typing"] == list(states)

    await bob.composer.fill("Hello")
    await is_told(True)
    await bob.composer.fill("")
    await is_told(True, False)
    await bob.composer.fill("Hello again")
    await is_told(True, False, True)
    await bob.create_room("Den")
    await is_told(True, False, True, False)


async def test_a_text_that_an_input_method_composes_is_typing(ada: Person, bob: Person) -> None:
    client = await bob.context.new_cdp_session(bob.page)
    await bob.composer.focus()
    await client.send("Input.imeSetComposition", {"text": "か", "selectionStart": 1, "selectionEnd": 1})
    await expect(typing(ada.page)).to_have_text("Bob is typing…")


async def test_nobody_types_to_themselves_in_another_tab(ada: Person, bob: Person) -> None:
    second = await bob.context.new_page()
    heard = signals_of(second)
    await second.goto(f"{bob.url}/r/lobby")
    await expect(second.get_by_role("log")).to_be_visible()
    await bob.composer.press_sequentially("Hello")
    await expect(typing(ada.page)).to_have_text("Bob is typing…")
    await ada.composer.press_sequentially("Hi")
    await expect(typing(second)).to_have_text("Ada is typing…")
    assert {signal["person"] for signal in heard if signal["kind"] == "typing"} == {
        (await person.call("GET", "/api/me"))["id"] for person in (ada, bob)
    }


async def test_who_types_fits_into_a_narrow_page(ada: Person, arrive: Arrive) -> None:
    await ada.page.set_viewport_size({"width": 320, "height": 568})
    long = await arrive("Maximiliana-Alexandra von und zu Hohenstein")
    await long.register()
    await long.join("lobby")
    await long.composer.press_sequentially("Hello")
    await expect(typing(ada.page)).to_contain_text("Maximiliana")
    await expect(typing(ada.page).get_by_text("is typing…")).to_be_in_viewport(ratio=1)
    assert await ada.page.evaluate("document.documentElement.scrollWidth") <= 320


async def test_who_comes_and_goes_is_seen_to(ada: Person, arrive: Arrive) -> None:
    panel = await open_members(ada)
    header = ada.page.locator("main > header")
    await expect(header).to_contain_text("1 member · 1 online")
    bob = await arrive("Bob")
    await bob.register()
    await bob.join("lobby")
    row = panel.get_by_role("listitem").filter(has_text="@bob")
    await expect(row.locator("[data-presence=online]")).to_be_visible()
    await expect(row).to_contain_text("Bob, online")
    await expect(header).to_contain_text("2 members · 2 online")

    await bob.page.close()
    await expect(row.locator("[data-presence]")).to_have_count(0, timeout=GONE_WITHIN_MS)
    await expect(row).to_contain_text("Bob, offline")
    await expect(row).to_contain_text("Last seen just now")
    await expect(header).to_contain_text("2 members · 1 online")
    assert ada.complaints == []


async def test_members_who_are_there_come_first(ada: Person, bob: Person, arrive: Arrive) -> None:
    panel = await open_members(ada)
    aaron = await arrive("Aaron")
    await aaron.register()
    await aaron.join("lobby")
    names = panel.get_by_role("listitem")
    await expect(names).to_contain_text(["@aaron", "@ada", "@bob"])
    await aaron.page.close()
    await expect(names).to_contain_text(["@ada", "@bob", "@aaron"], timeout=GONE_WITHIN_MS)


async def test_who_does_nothing_for_five_minutes_is_away_until_they_move(ada: Person, bob: Person) -> None:
    await ada.say("Are you there?")
    await bob.say("Yes")
    dot = ada.message(2).locator("[data-presence]")
    await expect(dot).to_have_attribute("data-presence", "online")
    await bob.page.clock.install()
    await come_anew(bob)
    await bob.page.clock.fast_forward(AWAY_AFTER)
    await expect(dot).to_have_attribute("data-presence", "away")
    await bob.page.mouse.move(200, 200)
    await bob.page.mouse.move(210, 210)
    await expect(dot).to_have_attribute("data-presence", "online")


async def test_two_tabs_are_one_person(ada: Person, bob: Person) -> None:
    second = await bob.context.new_page()
    await second.clock.install()
    await second.goto(f"{bob.url}/r/lobby")
    await expect(second.get_by_text("2 members · 2 online")).to_be_visible()
    heard = signals_of(ada.page)
    await come_anew(ada)
    await expect(ada.page.get_by_text("2 members · 2 online")).to_be_visible()

    # One tab is away and the other is not; then there is only the one that is away.
    await second.clock.fast_forward(AWAY_AFTER)
    await bob.page.mouse.move(200, 200)
    await bob.page.close()
    await expect(ada.page.get_by_text("2 members · 1 online")).to_be_visible(timeout=GONE_WITHIN_MS)
    await second.bring_to_front()
    await second.mouse.move(200, 200)
    await expect(ada.page.get_by_text("2 members · 2 online")).to_be_visible()
    me = (await ada.call("GET", "/api/me"))["id"]
    states = [s["state"] for s in heard if s["kind"] == "presence" and s["person"] != me]
    assert states == ["away", "online"]


async def test_a_server_that_was_away_is_told_anew(ada: Person, bob: Person, server: Server) -> None:
    await expect(ada.page.get_by_text("2 members · 2 online")).to_be_visible()
    server.kill()
    await expect(ada.page.get_by_text("Not connected.")).to_be_visible()
    await expect(ada.page.get_by_text("2 members", exact=True)).to_be_visible()
    server.start()
    for person in (ada, bob):
        await person.page.evaluate("window.dispatchEvent(new Event('online'))")
    await expect(ada.page.get_by_text("2 members · 2 online")).to_be_visible()
    await bob.composer.press_sequentially("Back")
    await expect(typing(ada.page)).to_have_text("Bob is typing…")
