"""What filters refuse and change, as its author and others see it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.e2e.person import Person
from tests.e2e.server import Server

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
def server(tmp_path: Path, migrated_file: Path) -> Iterator[Server]:
    words = tmp_path / "words.txt"
    words.write_text("frob\n")
    calm = "tests.guard.filter_cases:without_shouting"
    server = Server(tmp_path, FILTERS=calm, FILTER_WORDS=str(words), FILTER_MS="60000")
    server.begin_with(migrated_file)
    server.start()
    yield server
    server.stop()


async def test_what_is_refused_says_why_and_can_be_mended(ada: Person, bob: Person) -> None:
    await ada.say("a frob for lunch")
    await expect(ada.page.get_by_text("Not sent: A word in this is not allowed on this server.")).to_be_visible()
    await ada.timeline.get_by_role("article").get_by_role("button", name="Edit").click()
    await ada.composer.fill("a pizza for lunch")
    await ada.composer.press("Enter")
    for person in (ada, bob):
        await person.sees("a pizza for lunch")


async def test_what_is_changed_is_the_same_for_everybody(ada: Person, bob: Person) -> None:
    await ada.say("LUNCH NOW")
    for person in (ada, bob):
        await person.sees("lunch now")
    await ada.page.reload()
    await ada.sees("lunch now")
