"""Drafts: what one began to write in one browser goes on in another, and is gone everywhere once it is sent."""

import asyncio

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.test_phone import fits
from tests.e2e.test_replies import bar, begin_reply
from tests.e2e.test_safety import has_no_violations
from tests.e2e.test_threads import field, open_thread

pytestmark = pytest.mark.asyncio(loop_scope="session")

# What UX 17 allows.
WITHIN_MS = 3_000
# Whether this browser's disk has a text that is not sent.
IS_KEPT = """async (text) => {
    const names = (await indexedDB.databases()).map(({ name }) => name)
    const opening = indexedDB.open(names.find((name) => /^parley-[0-9]+$/.test(name)))
    const db = await new Promise((done) => (opening.onsuccess = () => done(opening.result)))
    const reading = db.transaction('drafts').objectStore('drafts').getAll()
    const drafts = await new Promise((done) => (reading.onsuccess = () => done(reading.result)))
    db.close()
    return drafts.includes(text)
}"""


@pytest_asyncio.fixture(loop_scope="session")
async def other(arrive: Arrive, ada: Person) -> Person:
    """Ada's other browser."""
    return await signed_in(ada, await arrive("Ada"))


async def signed_in(ada: Person, other: Person) -> Person:
    await other.page.goto(f"{ada.url}/sign-in?next=%2Fr%2Flobby")
    await other.sign_in()
    await expect(other.timeline).to_be_visible()
    return other


async def type_text(person: Person, text: str) -> None:
    """As fingers do it: the field knows each key."""
    await person.composer.press_sequentially(text)


def listed(person: Person) -> Locator:
    return person.page.get_by_role("list", name="Drafts").get_by_role("listitem")


async def saved(person: Person, count: int) -> list[str]:
    """The drafts that the server has, once they are so many."""
    async with asyncio.timeout(20):
        while len(drafts := (await person.call("GET", "/api/drafts"))["drafts"]) != count:  # noqa: ASYNC110 - the API is asked until then
            await asyncio.sleep(0.05)
    return [draft["body"] for draft in drafts]


async def test_a_draft_is_in_the_other_browser_within_three_seconds_and_goes_with_sending(
    ada: Person, bob: Person, other: Person
) -> None:
    """UX 17."""
    await type_text(ada, "I was about")
    await expect(other.composer).to_have_value("I was about", timeout=WITHIN_MS)
    await other.composer.focus()
    await other.page.keyboard.press("Control+End")
    await type_text(other, " to say")
    await expect(ada.composer).to_have_value("I was about to say", timeout=WITHIN_MS)
    assert await saved(bob, 0) == []

    await ada.composer.press("Enter")
    await bob.sees("I was about to say")
    await expect(ada.composer).to_have_value("")
    await expect(other.composer).to_have_value("")
    assert await saved(ada, 0) == []
    for person in (ada, other):
        await person.page.reload()
        await expect(person.message(1)).to_be_visible()
        await expect(person.composer).to_have_value("")
    assert ada.complaints + other.complaints == []


async def test_what_it_answers_comes_along_and_it_survives_a_reload_and_a_change_of_room(
    ada: Person, bob: Person, other: Person
) -> None:
    """UX 17."""
    await bob.say("Shall we?")
    await ada.sees("Shall we?")
    await begin_reply(ada, 1)
    await type_text(ada, "Yes, and")
    await expect(other.composer).to_have_value("Yes, and", timeout=WITHIN_MS)
    await expect(bar(other)).to_have_text("Replying to BobShall we?")
    await other.page.reload()
    await expect(bar(other)).to_have_text("Replying to BobShall we?")
    await expect(other.composer).to_have_value("Yes, and")
    await other.create_room("Den")
    await expect(other.rooms.get_by_role("link", name="Lobby draft")).to_be_visible()
    await other.rooms.get_by_role("link", name="Lobby draft").click()
    await expect(other.composer).to_have_value("Yes, and")
    await other.composer.press("Enter")
    await expect(bob.message(2)).to_contain_text("In reply to Bob: Shall we?")
    await expect(bar(ada)).to_have_count(0)
    await expect(ada.composer).to_have_value("")


async def test_what_was_written_offline_is_on_the_other_browser_later(ada: Person, other: Person) -> None:
    """UX 17."""
    await ada.context.set_offline(True)
    await type_text(ada, "on the train")
    await ada.page.wait_for_function(IS_KEPT, arg="on the train")
    await ada.page.close()
    assert await saved(other, 0) == []
    await ada.context.set_offline(False)
    ada.page = await ada.context.new_page()
    await ada.page.goto(f"{ada.url}/r/lobby")
    await expect(other.composer).to_have_value("on the train")
    await expect(ada.composer).to_have_value("on the train")


async def test_an_old_draft_of_a_browser_that_was_away_does_not_come_back_after_it_was_sent(
    ada: Person, other: Person
) -> None:
    await type_text(ada, "hello")
    await expect(other.composer).to_have_value("hello", timeout=WITHIN_MS)
    await other.context.set_offline(True)
    await ada.composer.press("Enter")
    await expect(ada.message(1)).to_be_visible()
    assert await saved(ada, 0) == []
    await other.context.set_offline(False)
    await other.sees("hello")
    await expect(other.composer).to_have_value("")
    assert await saved(ada, 0) == []


async def test_a_session_that_is_revoked_keeps_the_draft_ux_58(ada: Person, other: Person) -> None:
    """UX 58: it is there after signing in again, as it has become on the other browser meanwhile."""
    await type_text(ada, "unfinished")
    await expect(other.composer).to_have_value("unfinished", timeout=WITHIN_MS)
    await ada.call("POST", "/api/sessions/end")
    await expect(ada.page.get_by_text("Your session has ended")).to_be_visible()
    await other.composer.focus()
    await other.page.keyboard.press("Control+End")
    await type_text(other, " business")
    assert await saved(other, 1) is not None
    await ada.sign_in()
    await expect(ada.composer).to_have_value("unfinished business")


async def test_all_drafts_are_listed_threads_included_and_are_opened_and_deleted_there(
    ada: Person, bob: Person, other: Person
) -> None:
    await bob.say("Shall we?")
    await open_thread(ada, 1)
    await field(ada).press_sequentially("in the thread")
    await expect(ada.rooms.get_by_role("link", name="Drafts")).to_have_count(0)
    await ada.page.keyboard.press("Escape")
    await expect(ada.rooms.get_by_role("link", name="Drafts")).to_have_text("Drafts1")
    await type_text(ada, "in the **room**")
    entry = other.rooms.get_by_role("link", name="Drafts")
    await other.create_room("Den")
    await expect(entry).to_have_text("Drafts2")
    await entry.click()
    await expect(listed(other)).to_have_count(2)
    await expect(listed(other).first).to_contain_text("in the room")
    await expect(listed(other).last).to_contain_text("Thread in Lobby")
    await has_no_violations(other)

    await listed(other).first.get_by_role("button", name="Delete").click()
    await other.page.get_by_role("dialog").get_by_role("button", name="Delete draft").click()
    await expect(listed(other)).to_have_count(1)
    await expect(other.page.get_by_role("heading", level=1, name="Drafts")).to_be_focused()
    await expect(ada.composer).to_have_value("")
    await listed(other).get_by_role("link").click()
    await expect(field(other)).to_have_value("in the thread")
    await field(other).press("Enter")
    await expect(entry).to_have_count(0)
    assert await saved(ada, 0) == []


async def test_on_a_phone(arrive: Arrive, ada: Person) -> None:
    await type_text(ada, "word " * 80)
    phone = await arrive("Ada", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    await signed_in(ada, phone)
    await phone.page.goto(f"{ada.url}/")
    await phone.rooms.get_by_role("link", name="Drafts").tap()
    await expect(listed(phone)).to_have_count(1)
    await fits(phone)
    await has_no_violations(phone)
    await listed(phone).get_by_role("link").tap()
    await expect(phone.composer).to_have_value("word " * 80)
