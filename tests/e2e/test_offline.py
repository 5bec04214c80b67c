"""What a browser keeps: the client itself, and what was last seen of the rooms (UX 1, 55, 57, 58)."""

import re
import shutil
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import expect

import parley
from tests.e2e.browser import keeps, kept_state, opens_without_network
from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.server import Server

pytestmark = pytest.mark.asyncio(loop_scope="session")

BUILD = re.compile(r'name="parley-build" content="([^"]+)"')
LEFT_BEHIND = """async () => [
  (await indexedDB.databases()).map(({ name }) => name),
  await caches.keys(),
  Object.keys(localStorage).filter((name) => !['parley.refresh', 'parley.theme'].includes(name)),
]"""


@pytest_asyncio.fixture(loop_scope="session")
async def ada(arrive: Arrive, server: Server) -> Person:
    """The owner of a lobby, in a browser that keeps the client."""
    ada = await arrive("Ada", keeps_client=True)
    await ada.set_up(server.setup_link)
    await ada.create_room("Lobby")
    await opens_without_network(ada)
    return ada


async def test_it_opens_before_the_server_answers_and_sends_later_what_was_written(ada: Person, server: Server) -> None:
    """UX 1."""
    await ada.say("in the lobby")
    await ada.create_room("Den")
    await ada.say("in the den")
    await ada.is_connected()
    await keeps(ada, "in the lobby", "in the den")

    server.pause()
    await ada.page.reload()
    await ada.sees("in the den")
    await ada.page.get_by_role("link", name="Lobby").click()
    await ada.sees("in the lobby")
    await ada.say("into the silence")
    await ada.sees("in the lobby", "into the silence")
    await expect(ada.page.get_by_title("Waiting to be sent")).to_have_count(1)

    server.go_on()
    await ada.is_connected()
    await ada.sees("in the lobby", "into the silence")
    fresh = Person("Ada", await ada.context.new_page(), ada.url)
    await fresh.page.goto(f"{ada.url}/r/lobby")
    await fresh.sees("in the lobby", "into the silence")


async def test_what_was_missed_between_two_visits_is_there_as_in_a_fresh_browser(
    ada: Person, bob: Person, arrive: Arrive
) -> None:
    """UX 55."""
    for text in ("stays", "is edited", "is deleted", "is liked"):
        await ada.say(text)
    await ada.is_connected()
    await keeps(ada, "is liked")
    await ada.page.close()

    room = f"/api/rooms/{await bob.room_id()}/messages"
    await ada.call("PATCH", f"{room}/2", body="was edited")
    await ada.call("DELETE", f"{room}/3")
    await bob.call("POST", f"{room}/4/react", emoji="👍")
    await bob.say("and one is new")
    await bob.is_connected()

    ada.page = await ada.context.new_page()
    await ada.page.goto(f"{ada.url}/r/lobby")
    fresh = await arrive("Ada")
    await fresh.page.goto(f"{ada.url}/r/lobby")
    await fresh.sign_in()
    for person in (ada, fresh):
        await person.sees("stays", "was edited", "is liked", "and one is new")
        await expect(person.message(3)).to_contain_text("Message deleted")
        await expect(person.message(4).get_by_role("button", name=re.compile("👍"))).to_be_visible()


async def test_signing_out_leaves_nothing_in_any_tab_for_the_next_person(ada: Person, arrive: Arrive) -> None:
    await ada.say("for my eyes only")
    await ada.is_connected()
    await keeps(ada, "for my eyes only")
    second = Person("Ada", await ada.context.new_page(), ada.url)
    await second.page.goto(f"{ada.url}/r/lobby")
    await second.sees("for my eyes only")

    await ada.sign_out()
    for person in (ada, second):
        await expect(person.page.get_by_label("Password")).to_be_visible()
    assert await ada.page.evaluate(LEFT_BEHIND) == [[], [], []]

    bob = Person("Bob", second.page, ada.url)
    await bob.register()
    assert "for my eyes only" not in await kept_state(bob)
    await expect(bob.page.get_by_text("for my eyes only")).to_have_count(0)
    # Who signs in here is signed in at the other tab too.
    await expect(ada.page.get_by_role("navigation", name="Rooms")).to_be_visible()


@pytest.fixture
def newer(tmp_path: Path) -> tuple[Path, str]:
    """Parley with another build of the client, which lacks one file of this one."""
    package = tmp_path / "newer" / "parley"
    shutil.copytree(Path(parley.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    page, worker = package / "static/index.html", package / "static/sw.js"
    html, script = page.read_text(), worker.read_text()
    build = BUILD.search(html)
    assert build
    lazy = next(name for name in re.findall(r'"(/assets/[^"]+\.js)"', script) if name not in html)
    page.write_text(html.replace(build[1], "the-newer-one"))
    worker.write_text(script.replace(build[1], "the-newer-one").replace(f'"{lazy}"', '"/assets/only-in-this-one.js"'))
    (package / "static" / lazy[1:]).rename(package / "static/assets/only-in-this-one.js")
    return package.parent, lazy


async def test_a_new_version_asks_to_reload_breaks_no_open_page_and_keeps_the_draft(
    ada: Person, server: Server, newer: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """UX 57."""
    folder, lazy = newer
    await ada.composer.fill("half a thought")
    server.stop()
    monkeypatch.setenv("PYTHONPATH", str(folder))
    server.start(imports=True)
    note = ada.page.get_by_text("A new version is ready")
    await expect(note).to_be_visible()

    status = "async (path) => (await fetch(path)).status"
    assert (await ada.context.request.get(ada.url + lazy)).status == 404
    assert await ada.page.evaluate(status, lazy) == 200

    await ada.page.get_by_role("button", name="Reload", exact=True).click()
    await expect(ada.page.locator("meta[name='parley-build']")).to_have_attribute("content", "the-newer-one")
    await expect(ada.composer).to_have_value("half a thought")
    await expect(note).to_be_hidden()
    await ada.page.reload()
    await ada.page.wait_for_function("async () => (await caches.keys()).join() === 'parley-shell-the-newer-one'")


async def test_it_can_be_installed_and_takes_what_other_apps_share(ada: Person) -> None:
    devtools = await ada.context.new_cdp_session(ada.page)
    problems = (await devtools.send("Page.getInstallabilityErrors"))["installabilityErrors"]
    # Each test has a private window.
    assert [problem["errorId"] for problem in problems if problem["errorId"] != "in-incognito"] == []

    await ada.composer.fill("Look at this:")
    await ada.page.goto(f"{ada.url}/share?title=Parley&url=https%3A%2F%2Fexample.com%2F")
    await expect(ada.page.get_by_role("heading", name="Share to a room")).to_be_visible()
    await ada.page.get_by_role("main").get_by_role("button", name="Lobby").click()
    await expect(ada.composer).to_have_value("Look at this:\n\nParley\nhttps://example.com/")
