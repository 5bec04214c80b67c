"""What a filter holds for a moderator, as its author, the moderator and a third person see it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.server import Server
from tests.e2e.test_drafts import signed_in
from tests.e2e.test_phone import fits
from tests.e2e.test_reports import come, queue
from tests.e2e.test_safety import has_no_violations
from tests.e2e.test_threads import open_thread, panel, reply

pytestmark = pytest.mark.asyncio(loop_scope="session")

WAITS = "Waiting for a moderator"
DROPPED = "Not sent: a moderator did not let it through."


@pytest.fixture
def server(tmp_path: Path, migrated_file: Path) -> Iterator[Server]:
    words = tmp_path / "words.txt"
    words.write_text("? frob\n")
    server = Server(tmp_path, FILTERS="tests.guard.filter_cases:cautious", FILTER_WORDS=str(words), FILTER_MS="60000")
    server.begin_with(migrated_file)
    server.start()
    yield server
    server.stop()


def held(place: Locator) -> Locator:
    return place.get_by_role("list", name="Held messages").locator("> li")


async def open_queue(ada: Person) -> None:
    """By the button in the header, which is there once something waits."""
    await ada.page.get_by_role("button", name="Open reports").click()
    await expect(queue(ada)).to_be_visible()


async def test_it_waits_on_its_authors_page_until_it_is_let_through(arrive: Arrive, ada: Person, bob: Person) -> None:
    eve = await come(arrive)
    await bob.say("a frob for lunch")
    waiting = bob.timeline.get_by_role("article").filter(has_text="a frob for lunch")
    await expect(waiting).to_contain_text(WAITS)
    await expect(waiting).to_contain_text("A word in it is on the list of this server.")
    await expect(waiting.get_by_role("button", name="Retry")).to_have_count(0)
    await has_no_violations(bob)
    await bob.page.reload()
    await expect(waiting).to_contain_text(WAITS)
    phone = await arrive("Bob", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    await signed_in(bob, phone)
    there = phone.timeline.get_by_role("article").filter(has_text="a frob for lunch")
    await expect(there).to_contain_text(WAITS)
    await fits(phone)
    for person in (eve, ada):
        await expect(person.timeline.get_by_text("a frob for lunch")).to_have_count(0)

    await open_queue(ada)
    await expect(held(queue(ada))).to_have_count(1)
    for text in ("Bob", "a frob for lunch", "Held by a filter"):
        await expect(held(queue(ada))).to_contain_text(text)
    await has_no_violations(ada)
    await held(queue(ada)).get_by_role("button", name="Let it through").click()
    await expect(held(queue(ada))).to_have_count(0)
    await expect(queue(ada).get_by_role("status")).to_have_text("Message sent.")
    await ada.page.keyboard.press("Escape")
    for person in (ada, bob, eve, phone):
        await person.sees("a frob for lunch")
        await expect(person.page.get_by_text(WAITS)).to_have_count(0)
    await expect(ada.page.get_by_role("button", name="Open reports")).to_have_count(0)
    assert ada.complaints + bob.complaints + eve.complaints == []


async def test_what_is_dropped_says_so_until_its_author_has_read_it(ada: Person, bob: Person) -> None:
    await bob.say("look: https://watches.example")
    waiting = bob.timeline.get_by_role("article").filter(has_text=WAITS)
    await expect(waiting).to_contain_text("a link from somebody new")

    await open_queue(ada)
    await held(queue(ada)).get_by_role("button", name="Drop").click()
    asked = ada.page.get_by_role("dialog", name="Drop this message?")
    await has_no_violations(ada)
    await asked.get_by_role("button", name="Drop").click()
    await expect(held(queue(ada))).to_have_count(0)
    await expect(queue(ada)).to_contain_text("Nothing is reported.")

    await expect(bob.page.get_by_text(DROPPED)).to_be_visible()
    await expect(bob.page.get_by_text("watches.example")).to_have_count(0)
    await has_no_violations(bob)
    await bob.page.reload()
    await bob.page.get_by_role("article").filter(has_text=DROPPED).get_by_role("button", name="OK").click()
    await expect(bob.page.get_by_text(DROPPED)).to_have_count(0)
    await expect(bob.composer).to_be_focused()
    assert ada.complaints + bob.complaints == []


async def test_its_author_takes_it_back_and_writes_it_in_another_way(ada: Person, bob: Person) -> None:
    await bob.say("a frob for lunch")
    waiting = bob.timeline.get_by_role("article").filter(has_text=WAITS)
    await waiting.get_by_role("button", name="Edit").click()
    await expect(bob.composer).to_have_value("a frob for lunch")
    await expect(waiting).to_have_count(0)
    await bob.composer.fill("a pizza for lunch")
    await bob.composer.press("Enter")
    await ada.sees("a pizza for lunch")
    await expect(ada.page.get_by_role("button", name="Open reports")).to_have_count(0)


async def test_in_a_thread_it_waits_there(ada: Person, bob: Person) -> None:
    await ada.say("A question")
    await bob.sees("A question")
    await open_thread(bob, 1)
    await reply(bob, "frob it")
    await expect(panel(bob).get_by_role("article").filter(has_text="frob it")).to_contain_text(WAITS)
    await expect(bob.timeline.get_by_text(WAITS)).to_have_count(0)
    await ada.page.goto(f"{ada.url}/settings/reports")
    main = ada.page.get_by_role("main")
    await expect(held(main)).to_contain_text("In Lobby")
    await expect(held(main)).to_contain_text("In a thread")
    await held(main).get_by_role("button", name="Let it through").click()
    await expect(panel(bob).get_by_text(WAITS)).to_have_count(0)
    await expect(panel(bob).locator("article").last).to_contain_text("frob it")
