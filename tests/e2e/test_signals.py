"""Who types and who is there: shown to others at once, and taken back by itself."""

import asyncio
import json
import re
from typing import Any

import pytest
from playwright.async_api import Locator, Page, WebSocket, expect

from tests.e2e.conftest import PATIENCE_MS, Arrive
from tests.e2e.person import Person
from tests.e2e.server import Server
from tests.e2e.test_safety import has_no_violations

pytestmark = pytest.mark.asyncio(loop_scope="session")

# The server waits for people to come back before it says that they are gone.
GONE_WITHIN_MS = 90_000
AWAY_AFTER = "05:01"
# No page is ever hidden in a browser without windows.
HIDE = """() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
    delete document.visibilityState
}"""
# Then only what is heard ends anybody's typing, however slow the machine is.
FORGET_NOBODY = """
    const after = window.setTimeout
    window.setTimeout = (act, ms, ...rest) => (ms > 5_000 && ms <= 6_000 ? 0 : after(act, ms, ...rest))
"""


def typing(page: Page) -> Locator:
    return page.locator("[data-typing]")


def told(page: Page) -> Locator:
    """What a screen reader is told of it."""
    return page.locator("[aria-live]", has_text=re.compile("typing"))


class Ear:
    """What a page hears of one kind of signal and says of one verb, from its next socket on."""

    def __init__(self, page: Page, kind: str, *, verb: str = "", about: str = "") -> None:
        self.heard: list[dict[str, Any]] = []
        self.said: list[dict[str, Any]] = []
        self._news = asyncio.Event()

        def hear(text: str | bytes) -> None:
            frame = json.loads(text)
            if frame["type"] == "signal" and frame["kind"] == kind and about in ("", frame["person"]):
                self._note(self.heard, frame)

        def say(text: str | bytes) -> None:
            frame = json.loads(text)
            if frame["type"] == verb:
                self._note(self.said, frame)

        def follow(socket: WebSocket) -> None:
            socket.on("framereceived", hear)
            socket.on("framesent", say)

        page.on("websocket", follow)

    async def hears(self, field: str, *values: object) -> None:
        await self._until(self.heard, field, list(values))

    async def hears_of(self, *people: str) -> None:
        async with asyncio.timeout(PATIENCE_MS / 1000):
            while {frame["person"] for frame in self.heard} != set(people):
                self._news.clear()
                await self._news.wait()

    async def says(self, field: str, *values: object) -> None:
        await self._until(self.said, field, list(values))

    def _note(self, frames: list[dict[str, Any]], frame: dict[str, Any]) -> None:
        frames.append(frame)
        self._news.set()

    async def _until(self, frames: list[dict[str, Any]], field: str, values: list[object]) -> None:
        async with asyncio.timeout(PATIENCE_MS / 1000):
            while len(frames) < len(values):
                self._news.clear()
                await self._news.wait()
        assert [frame.get(field) for frame in frames] == values


async def are_connected(*pages: Page) -> None:
    """A page shows its room before it has a connection, and what is true only now is not told again."""
    for page in pages:
        await expect(page.get_by_text("online").first).to_be_visible()


async def come_anew(person: Person, script: str = "") -> None:
    if script:
        await person.page.add_init_script(script)
    await person.page.reload()
    await expect(person.timeline).to_be_visible()
    await are_connected(person.page)


async def id_of(person: Person) -> str:
    return str((await person.call("GET", "/api/me"))["id"])


async def open_members(person: Person) -> Locator:
    await person.page.get_by_role("button", name="Members").click()
    panel = person.page.get_by_role("complementary", name="Members")
    await expect(panel).to_be_visible()
    return panel


async def test_typing_is_shown_until_the_message_is_there(ada: Person, bob: Person) -> None:
    await come_anew(ada, FORGET_NOBODY)
    await are_connected(bob.page)
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
    await are_connected(ada.page, bob.page)
    await bob.composer.press_sequentially("Hel")
    await expect(typing(ada.page)).to_have_text("Bob is typing…")
    await expect(typing(ada.page)).to_have_count(0)
    await bob.composer.press_sequentially("lo")
    await expect(typing(ada.page)).to_have_text("Bob is typing…")


async def test_typing_is_taken_back_with_the_text_by_leaving_and_by_hiding_the_page(ada: Person, bob: Person) -> None:
    ear = Ear(ada.page, "typing")
    await come_anew(ada, FORGET_NOBODY)
    await are_connected(bob.page)
    await bob.composer.fill("Hello")
    await ear.hears("is_typing", True)
    await bob.composer.fill("")
    await ear.hears("is_typing", True, False)
    await bob.composer.fill("Hello again")
    await ear.hears("is_typing", True, False, True)
    await bob.page.evaluate(HIDE)
    await ear.hears("is_typing", True, False, True, False)
    await bob.composer.fill("Hello again, Ada")
    await ear.hears("is_typing", True, False, True, False, True)
    await bob.create_room("Den")
    await ear.hears("is_typing", True, False, True, False, True, False)
    await expect(typing(ada.page)).to_have_count(0)


async def test_a_text_that_an_input_method_composes_is_typing(ada: Person, bob: Person) -> None:
    await are_connected(ada.page, bob.page)
    client = await bob.context.new_cdp_session(bob.page)
    await bob.composer.focus()
    await client.send("Input.imeSetComposition", {"text": "か", "selectionStart": 1, "selectionEnd": 1})
    await expect(typing(ada.page)).to_have_text("Bob is typing…")


async def test_nobody_types_to_themselves_in_another_tab(ada: Person, bob: Person) -> None:
    second = await bob.context.new_page()
    ear = Ear(second, "typing")
    await second.goto(f"{bob.url}/r/lobby")
    await are_connected(ada.page, bob.page, second)
    await ada.composer.press_sequentially("Hi")
    await expect(typing(second)).to_have_text("Ada is typing…")
    await bob.composer.press_sequentially("Hello")
    await expect(typing(ada.page)).to_have_text("Bob is typing…")
    await ear.hears_of(await id_of(ada), await id_of(bob))
    await expect(typing(second)).not_to_contain_text("Bob")


async def test_who_types_fits_into_a_narrow_page(ada: Person, arrive: Arrive) -> None:
    await are_connected(ada.page)
    await ada.page.set_viewport_size({"width": 320, "height": 568})
    long = await arrive("Maximiliana-Alexandra von und zu Hohenstein")
    await long.register()
    await long.join("lobby")
    await are_connected(long.page)
    await long.composer.press_sequentially("Hello")
    await expect(typing(ada.page)).to_contain_text("Maximiliana")
    await expect(typing(ada.page).get_by_text("is typing…")).to_be_in_viewport(ratio=1)
    assert await ada.page.evaluate("document.documentElement.scrollWidth") <= 320


async def test_nothing_moves_for_those_who_want_no_motion(ada: Person, bob: Person) -> None:
    await come_anew(ada, FORGET_NOBODY)
    await are_connected(bob.page)
    await bob.composer.press_sequentially("Hello")
    dot = typing(ada.page).locator("span span").first
    await expect(dot).to_have_css("animation-name", "typing")
    await ada.page.emulate_media(reduced_motion="reduce")
    await expect(dot).to_have_css("animation-name", "none")


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
    await ada.page.emulate_media(forced_colors="active")
    text = await row.evaluate("row => getComputedStyle(row).color")
    await expect(row.locator("[data-presence]")).to_have_css("color", text)
    await ada.page.emulate_media(forced_colors="none")
    await expect(header).to_contain_text("2 members · 2 online")

    await bob.page.close()
    await expect(row.locator("[data-presence]")).to_have_count(0, timeout=GONE_WITHIN_MS)
    await expect(row).to_contain_text("Bob, offline")
    await expect(row).to_contain_text("Last seen")
    await expect(header).to_contain_text("2 members · 1 online")
    await has_no_violations(ada)
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
    elsewhere = Ear(second, "presence", verb="presence.set")
    await second.clock.install()
    await second.goto(f"{bob.url}/r/lobby")
    await expect(second.get_by_text("2 members · 2 online")).to_be_visible()
    ear = Ear(ada.page, "presence", about=await id_of(bob))
    await come_anew(ada)

    # One tab is away and the other is not.
    await second.clock.fast_forward(AWAY_AFTER)
    await elsewhere.says("state", "away")
    await bob.say("I am here")
    await ada.sees("I am here")
    assert ear.heard == []
    # Then there is only the one that is away.
    await bob.page.close()
    await expect(ada.page.get_by_text("2 members · 1 online")).to_be_visible(timeout=GONE_WITHIN_MS)
    await second.mouse.move(200, 200)
    await second.mouse.move(210, 210)
    await expect(ada.page.get_by_text("2 members · 2 online")).to_be_visible()
    await ear.hears("state", "away", "online")


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
