"""Answering a message: everybody sees what it answers, as it is now, and comes to it with a click."""

import re

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.test_phone import fits
from tests.e2e.test_safety import has_no_violations

pytestmark = pytest.mark.asyncio(loop_scope="session")


# Whether this browser's disk has a draft and what that answers.
IS_KEPT = """async (text) => {
    const names = (await indexedDB.databases()).map(({ name }) => name)
    const opening = indexedDB.open(names.find((name) => /^parley-[0-9]+$/.test(name)))
    const db = await new Promise((done) => (opening.onsuccess = () => done(opening.result)))
    const all = (store) => {
        const reading = db.transaction(store).objectStore(store).getAll()
        return new Promise((done) => (reading.onsuccess = () => done(reading.result)))
    }
    const [drafts, replies] = [await all('drafts'), await all('replies')]
    db.close()
    return drafts.includes(text) && replies.length === 1
}"""


def bar(person: Person) -> Locator:
    return person.page.get_by_role("group", name=re.compile("^Replying to "))


def quotation(person: Person, seq: int) -> Locator:
    return person.message(seq).get_by_role("link", name=re.compile("^In reply to "))


async def begin_reply(person: Person, seq: int) -> None:
    await person.message(seq).hover()
    await person.message(seq).get_by_role("button", name="Reply", exact=True).click()
    await expect(bar(person)).to_be_visible()
    await expect(person.composer).to_be_focused()


async def edit(person: Person, seq: int, body: str) -> None:
    await person.call("PATCH", f"/api/rooms/{await person.room_id()}/messages/{seq}", body=body)


async def test_a_reply_shows_what_it_answers_to_everybody(ada: Person, bob: Person) -> None:
    await ada.say("**Shall** we?\n\nI mean now.")
    await expect(bob.message(1)).to_be_visible()
    await begin_reply(bob, 1)
    await expect(bar(bob)).to_have_text("Replying to AdaShall we?")
    await has_no_violations(bob)
    await bob.say("yes")
    await expect(bar(bob)).to_have_count(0)
    for person in (bob, ada):
        await expect(quotation(person, 2)).to_have_accessible_name("In reply to Ada: Shall we?")
    await has_no_violations(ada)

    await edit(ada, 1, "Shall we dance?")
    for person in (bob, ada):
        await expect(quotation(person, 2)).to_have_accessible_name("In reply to Ada: Shall we dance?")
    await ada.delete(1)
    for person in (bob, ada):
        await expect(person.message(2).locator("p", has_text="Message deleted")).to_be_visible()
        await expect(quotation(person, 2)).to_have_count(0)
    await ada.message(1).get_by_role("button", name="Undo").click()
    await expect(quotation(bob, 2)).to_have_accessible_name("In reply to Ada: Shall we dance?")
    assert ada.complaints + bob.complaints == []


async def test_what_is_far_back_is_quoted_follows_changes_and_is_one_click_away(ada: Person, bob: Person) -> None:
    await ada.fill_room(120)
    await ada.has_read(120)
    await ada.page.reload()
    await expect(ada.message(120)).to_be_in_viewport()
    room = await bob.room_id()
    await bob.call("POST", f"/api/rooms/{room}/messages", client_id="far", body="about the first", reply_to=1)
    await expect(quotation(ada, 121)).to_have_accessible_name("In reply to Ada: message 1")
    await edit(ada, 1, "the very first")
    await expect(quotation(ada, 121)).to_have_accessible_name("In reply to Ada: the very first")
    await ada.page.reload()
    await expect(quotation(ada, 121)).to_have_accessible_name("In reply to Ada: the very first")
    await quotation(ada, 121).click()
    await expect(ada.message(1)).to_be_in_viewport()
    await expect(ada.page).to_have_url(re.compile("/1$"))
    assert ada.complaints == []


async def test_the_draft_keeps_what_it_answers(ada: Person, bob: Person) -> None:
    await bob.say("Shall we?")
    await ada.sees("Shall we?")
    await ada.message(1).focus()
    await ada.page.keyboard.press("q")
    await expect(ada.composer).to_be_focused()
    await ada.page.keyboard.type("maybe")
    await expect(ada.composer).to_have_value("maybe")
    await ada.page.wait_for_function(IS_KEPT, arg="maybe")
    await ada.page.reload()
    await expect(bar(ada)).to_have_text("Replying to BobShall we?")
    await expect(ada.composer).to_have_value("maybe")

    await ada.composer.press("Escape")
    await expect(bar(ada)).to_have_count(0)
    await expect(ada.composer).to_have_value("maybe")
    await begin_reply(ada, 1)
    await bar(ada).get_by_role("button", name="Cancel the reply").click()
    await expect(bar(ada)).to_have_count(0)
    await expect(ada.composer).to_be_focused()
    await ada.composer.press("Enter")
    await bob.sees("Shall we?", "maybe")
    await expect(quotation(bob, 2)).to_have_count(0)


async def test_what_is_deleted_meanwhile_is_not_answered(ada: Person, bob: Person) -> None:
    await bob.say("Shall we?")
    await ada.sees("Shall we?")
    await begin_reply(ada, 1)
    await bob.delete(1)
    await expect(bar(ada)).to_contain_text("This message was deleted. Your text is sent alone.")
    await ada.say("yes")
    await expect(bob.message(2)).to_contain_text("yes")
    await expect(bob.message(2)).not_to_contain_text("deleted")


async def test_without_a_connection_the_answer_waits_with_its_quotation(ada: Person, bob: Person) -> None:
    await bob.say("Shall we?")
    await ada.sees("Shall we?")
    await ada.context.set_offline(offline=True)
    await begin_reply(ada, 1)
    await ada.say("yes")
    waiting = ada.timeline.locator("article", has_text="Waiting to be sent")
    await expect(waiting.get_by_role("link", name="In reply to Bob: Shall we?")).to_be_visible()
    await ada.context.set_offline(offline=False)
    await expect(quotation(bob, 2)).to_have_accessible_name("In reply to Bob: Shall we?")
    await expect(quotation(ada, 2)).to_be_visible()


async def test_on_a_phone(arrive: Arrive, ada: Person) -> None:
    await ada.say("Shall we? " + "It is a long question. " * 20)
    await expect(ada.message(1)).to_be_visible()
    bob = await arrive("Bob", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    await bob.register()
    await bob.join("lobby")
    await bob.message(1).tap()
    await bob.message(1).get_by_role("button", name="Reply", exact=True).tap()
    await expect(bar(bob)).to_be_visible()
    await expect(bob.composer).to_be_focused()
    await fits(bob)
    await bob.composer.fill("yes")
    await bob.page.get_by_role("button", name="Send").tap()
    await expect(quotation(bob, 2)).to_be_visible()
    box = await quotation(bob, 2).bounding_box()
    assert box
    assert box["height"] >= 44
    await fits(bob)
    await quotation(bob, 2).tap()
    await expect(bob.message(1)).to_be_in_viewport()
