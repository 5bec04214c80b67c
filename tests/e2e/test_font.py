"""The page's font: which files of it come, when, and that nothing moves for it."""

import asyncio
import re

import pytest
from playwright.async_api import Request, Route, expect

from tests.e2e.browser import opens_without_network
from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.test_style import has_its_font

pytestmark = pytest.mark.asyncio(loop_scope="session")

FONT = re.compile(r"/assets/(inter-[a-z-]+)-wght-normal-[^/]*\.woff2$")
SHIFTS = """window.shifts = []
new PerformanceObserver((list) => shifts.push(...list.getEntries().map(({ value }) => value)))
    .observe({ type: 'layout-shift', buffered: true })"""
KEPT_FONTS = """async () => {
    const names = await caches.keys()
    const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
    return kept.flat().map(({ url }) => url).filter((url) => url.endsWith('.woff2'))
}"""
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


async def test_only_the_scripts_that_are_shown_are_fetched(ada: Person, bob: Person) -> None:
    fetched: list[str] = []

    def note(request: Request) -> None:
        if found := FONT.search(request.url):
            fetched.append(found.group(1))

    await ada.say("Latin, 日本語 and العربية are here already.")
    bob.page.on("request", note)
    await bob.page.reload()
    await expect(bob.messages).to_have_count(1)
    await has_its_font(bob.page)
    assert set(fetched) <= {"inter-latin"}  # none if the browser still has it

    async with bob.page.expect_request(re.compile("inter-cyrillic-wght-normal")):
        await ada.say("Доброе утро")
    assert set(fetched) <= {"inter-latin", "inter-cyrillic"}
    assert bob.complaints == []


async def test_letters_are_there_before_the_font_which_moves_nothing(ada: Person, arrive: Arrive) -> None:
    for text in ("Good morning. The report is nearly done.", "It comes *before noon*, with **all** its figures."):
        await ada.say(text)
    await ada.is_connected()
    again = await arrive("Ada", storage_state=await ada.context.storage_state())
    is_awaited = asyncio.Event()

    async def wait(route: Route) -> None:
        await is_awaited.wait()
        await route.continue_()

    await again.page.route(FONT, wait)
    await again.page.add_init_script(SHIFTS)
    try:
        # The page has loaded when its font has.
        await again.page.goto(f"{again.url}/r/lobby", wait_until="domcontentloaded")
        await expect(again.messages).to_have_count(2)
        await expect(again.composer).to_be_visible()
        await again.page.evaluate(PAINTED)
        await again.page.evaluate("shifts.length = 0")
    finally:
        is_awaited.set()
    await has_its_font(again.page)
    await again.page.evaluate(PAINTED)
    assert sum(await again.page.evaluate("shifts")) < 0.02


async def test_a_font_is_sent_once_and_for_ever_and_its_licence_is_there(ada: Person) -> None:
    await has_its_font(ada.page)
    address = await ada.page.evaluate(
        "performance.getEntriesByType('resource').find(({ name }) => name.endsWith('.woff2')).name"
    )
    assert FONT.search(address)
    answer = await ada.context.request.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-type"] == "font/woff2"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "content-encoding" not in answer.headers
    assert len(await answer.body()) < 50_000
    licence = await ada.context.request.get(f"{ada.url}/fonts/inter-license.txt")
    assert "SIL OPEN FONT LICENSE" in await licence.text()


async def test_a_client_that_is_kept_has_the_letters_that_every_page_needs(arrive: Arrive, ada: Person) -> None:
    again = await arrive("Ada", keeps_client=True, storage_state=await ada.context.storage_state())
    await again.open_room("lobby")
    await opens_without_network(again)
    kept = await again.page.evaluate(KEPT_FONTS)
    assert [found.group(1) for url in kept if (found := FONT.search(url))] == ["inter-latin"]
