import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, async_playwright, expect

from tests.e2e.person import Person
from tests.e2e.server import Server

CHROMIUM = os.environ.get("CHROMIUM_PATH") or "/usr/bin/chromium"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Letters are drawn alike on every machine, whatever its fonts are set to.
    "--font-render-hinting=none",
    "--disable-lcd-text",
    "--force-color-profile=srgb",
]

# Patience for a machine that does much else; a condition that holds is seen at once.
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)

Arrive = Callable[..., Awaitable[Person]]
FAILED = pytest.StashKey[bool]()


@pytest.fixture
def server(tmp_path: Path, migrated_file: Path) -> Iterator[Server]:
    server = Server(tmp_path)
    server.begin_with(migrated_file)
    server.start()
    yield server
    server.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest_asyncio.fixture(loop_scope="session")
async def arrive(
    browser: Browser, server: Server, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[Arrive]:
    """A newcomer with a browser of their own. If the test fails, a picture of each page stays in its folder."""
    people: list[Person] = []

    async def arrive(name: str, *, keeps_client: bool = False, **options: Any) -> Person:
        options.setdefault("viewport", {"width": 1280, "height": 800})
        context: BrowserContext = await browser.new_context(**options)
        context.set_default_timeout(PATIENCE_MS)
        if not keeps_client:  # else each would fetch all of it once more, for a next visit that most tests do not make
            await context.add_init_script("delete Navigator.prototype.serviceWorker")
        person = Person(name, await context.new_page(), server.url)
        people.append(person)
        return person

    yield arrive
    for person in people:
        if request.node.stash.get(FAILED, False) and not person.page.is_closed():
            await person.page.screenshot(path=tmp_path / f"{person.handle}.png")
        await person.context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def ada(arrive: Arrive, server: Server) -> Person:
    """The owner, in a public room of her own: the lobby."""
    ada = await arrive("Ada")
    await ada.be_owner(server.setup_link)
    await ada.call("POST", "/api/rooms", name="Lobby", slug="lobby", client_id="lobby")
    await ada.open_room("lobby")
    return ada


@pytest_asyncio.fixture(loop_scope="session")
async def bob(arrive: Arrive, ada: Person) -> Person:
    """Somebody else, in the lobby too."""
    bob = await arrive("Bob")
    await bob.be_member()
    await bob.call("POST", "/api/rooms/lobby/join")
    await bob.open_room("lobby")
    return bob
