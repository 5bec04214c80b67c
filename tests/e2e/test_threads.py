"""Threads: replies beside the room, which stays where it is."""

import asyncio
import re

import pytest
from playwright.async_api import Locator, Route, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.server import Server
from tests.e2e.test_phone import fits
from tests.e2e.test_safety import has_no_violations

pytestmark = pytest.mark.asyncio(loop_scope="session")


def panel(person: Person) -> Locator:
    return person.page.locator("[aria-label='Thread']:is(aside, [role=dialog])")


def replies(person: Person) -> Locator:
    """The root first."""
    return panel(person).locator("article .text")


def field(person: Person) -> Locator:
    return panel(person).get_by_role("textbox", name="Reply in this thread")


async def open_thread(person: Person, seq: int) -> None:
    await person.message(seq).focus()
    await person.page.keyboard.press("t")
    await expect(field(person)).to_be_visible()


async def reply(person: Person, text: str) -> None:
    await field(person).fill(text)
    await field(person).press("Enter")


async def test_a_thread_opens_beside_the_room_and_is_live_and_summed_up_ux_42(ada: Person, bob: Person) -> None:
    await ada.fill_room(60)
    for person in (ada, bob):
        await person.has_read(60)
    await bob.page.goto(f"{bob.url}/r/lobby/20")
    await expect(bob.message(20)).to_be_in_viewport()
    before = await bob.timeline.evaluate("element => element.scrollTop")
    await open_thread(bob, 20)
    await expect(bob.page).to_have_url(re.compile("/r/lobby/20/thread/20$"))
    assert abs(await bob.timeline.evaluate("element => element.scrollTop") - before) < 2
    await expect(panel(bob)).to_contain_text("No replies yet")
    await reply(bob, "I have **one**")
    await expect(replies(bob)).to_have_text(["message 20", "I have one"])
    await expect(bob.message(20)).to_contain_text("1 reply")
    await has_no_violations(bob)

    await ada.page.goto(f"{ada.url}/r/lobby/20")
    await expect(ada.message(20)).to_contain_text(re.compile("1 reply.*last just now"))
    await ada.message(20).get_by_role("button", name="1 reply").click()
    await expect(replies(ada)).to_have_text(["message 20", "I have one"])
    await reply(ada, "and I another")
    await expect(replies(bob)).to_have_text(["message 20", "I have one", "and I another"])
    for person in (ada, bob):
        await expect(person.message(20)).to_contain_text("2 replies")
        await expect(person.message(61)).to_have_count(0)
    assert ada.complaints + bob.complaints == []


async def test_a_reply_can_be_said_in_the_room_as_well(ada: Person, bob: Person) -> None:
    await ada.say("who comes?")
    await bob.sees("who comes?")
    await open_thread(bob, 1)
    await panel(bob).get_by_role("checkbox", name="Also send to Lobby").check()
    await reply(bob, "I do")
    await ada.sees("who comes?", "I do")
    await expect(ada.message(2)).to_contain_text("In reply to Ada: who comes?")
    await ada.message(2).get_by_role("button", name="Also said in the thread").click()
    await expect(replies(ada)).to_have_text(["who comes?", "I do"])
    await expect(panel(bob).get_by_role("checkbox")).not_to_be_checked()


async def test_what_is_changed_in_a_thread_is_changed_for_all(ada: Person, bob: Person) -> None:
    await ada.say("who comes?")
    await bob.sees("who comes?")
    await open_thread(bob, 1)
    await reply(bob, "I do")
    await ada.message(1).get_by_role("button", name="1 reply").click()
    await expect(replies(ada)).to_have_text(["who comes?", "I do"])
    answer = panel(bob).locator("article").last
    await answer.hover()
    await answer.get_by_role("button", name="Edit message").click()
    await panel(bob).get_by_role("textbox", name="Edit message").fill("I do not")
    await bob.page.keyboard.press("Enter")
    await expect(replies(ada).last).to_have_text("I do not")
    await panel(ada).locator("article").last.focus()
    await ada.page.keyboard.press("r")
    await ada.page.get_by_role("button", name="thumbs up", exact=False).first.click()
    await expect(answer.get_by_role("button", name=re.compile("Ada"))).to_contain_text("1")
    await answer.focus()
    await bob.page.keyboard.press("d")
    await expect(panel(ada).locator("article").last).to_contain_text("Message deleted")
    await expect(ada.message(1)).not_to_contain_text("reply")
    await answer.get_by_role("button", name=re.compile("^Undo")).click()
    await expect(ada.message(1)).to_contain_text("1 reply")


async def test_threads_that_one_follows_are_in_one_list_with_what_is_new(ada: Person, bob: Person) -> None:
    await ada.say("who comes?")
    await bob.sees("who comes?")
    await open_thread(bob, 1)
    await reply(bob, "I do")
    link = ada.page.get_by_role("link", name="Threads")
    await expect(link).to_contain_text("1 unread")
    await link.click()
    await expect(ada.page.get_by_role("heading", level=1, name="Threads")).to_be_visible()
    row = ada.page.get_by_role("main").get_by_role("listitem")
    await expect(row).to_contain_text("who comes?")
    await expect(row).to_contain_text("1 new")
    await has_no_violations(ada)
    await reply(bob, "with a cake")
    await expect(row).to_contain_text("2 new")
    await row.get_by_role("link").click()
    await expect(replies(ada)).to_have_text(["who comes?", "I do", "with a cake"])
    await expect(link).not_to_contain_text("unread")
    await panel(ada).get_by_role("button", name="Unfollow").click()
    await expect(panel(ada).get_by_role("button", name="Follow", exact=True)).to_be_visible()
    await expect(ada.page.get_by_role("link", name="Threads")).to_have_count(0)


async def test_a_thread_goes_with_its_root_and_comes_back_with_it(ada: Person, bob: Person) -> None:
    await ada.say("who comes?")
    await bob.sees("who comes?")
    await open_thread(bob, 1)
    await reply(bob, "I do")
    await expect(replies(bob)).to_have_count(2)
    await expect(ada.message(1)).to_contain_text("1 reply")
    await ada.delete(1)
    await expect(panel(bob)).to_contain_text("This message was deleted, and the thread about it with it.")
    await ada.message(1).get_by_role("button", name=re.compile("^Undo")).click()
    await expect(replies(bob)).to_have_text(["who comes?", "I do"])


async def test_a_draft_and_a_waiting_reply_stay_with_their_thread_ux_18(ada: Person, bob: Person) -> None:
    for text in ("one", "two"):
        await ada.say(text)
    await bob.sees("one", "two")
    await open_thread(bob, 1)
    await field(bob).fill("about one")
    await open_thread(bob, 2)
    await expect(field(bob)).to_have_value("")
    await expect(bob.composer).to_have_value("")
    await bob.page.reload()
    await bob.page.goto(f"{bob.url}/r/lobby/thread/1")
    await expect(field(bob)).to_have_value("about one")
    await bob.context.set_offline(True)
    await field(bob).press("Enter")
    await expect(replies(bob)).to_have_text(["one", "about one"])
    await bob.sees("one", "two")
    await bob.context.set_offline(False)
    await expect(ada.message(1)).to_contain_text("1 reply")
    await ada.sees("one", "two")


async def test_a_reply_begun_while_the_first_one_lands_is_not_lost(bob: Person, ada: Person) -> None:
    await ada.say("who comes?")
    await bob.sees("who comes?")
    await open_thread(bob, 1)
    arrived = asyncio.Event()

    async def hold(route: Route) -> None:
        await arrived.wait()
        await route.continue_()

    await bob.page.route(re.compile("/messages"), hold)
    await field(bob).fill("I do")
    async with bob.page.expect_request(re.compile("/messages")):
        await field(bob).press("Enter")
    await bob.page.keyboard.type("and so")
    await expect(replies(bob)).to_have_text(["who comes?", "I do"])
    await expect(panel(bob)).not_to_contain_text("Show earlier replies")
    await expect(field(bob)).to_have_value("and so")
    arrived.set()
    await bob.page.keyboard.type(" does Eve")
    await bob.page.keyboard.press("Enter")
    await expect(replies(bob)).to_have_text(["who comes?", "I do", "and so does Eve"])


async def test_the_address_of_a_reply_opens_its_thread(ada: Person, bob: Person) -> None:
    await ada.say("who comes?")
    await bob.sees("who comes?")
    await open_thread(bob, 1)
    for number in range(3):
        await reply(bob, f"reply {number}")
    await expect(replies(bob)).to_have_count(4)
    await ada.page.goto(f"{ada.url}/r/lobby/thread/1-2")
    await expect(panel(ada).locator("article[data-seq='2']").last).to_be_in_viewport()
    await expect(replies(ada)).to_have_count(4)
    await ada.page.goto(f"{ada.url}/r/lobby/thread/99")
    await expect(panel(ada)).to_contain_text("There is no such message")


async def test_on_a_phone_a_thread_fills_the_screen_and_back_leads_to_the_room(
    arrive: Arrive, ada: Person, server: Server
) -> None:
    await ada.say("who comes?")
    eve = await arrive("Eve", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    await eve.be_member()
    await eve.join("lobby")
    await eve.message(1).tap()
    await eve.message(1).get_by_role("button", name="Reply in thread").tap()
    await expect(eve.page.get_by_role("dialog", name="Thread")).to_be_visible()
    await field(eve).fill("I do")
    await panel(eve).get_by_role("button", name="Send reply").tap()
    await expect(replies(eve)).to_have_text(["who comes?", "I do"])
    await fits(eve)
    await has_no_violations(eve)
    await eve.page.go_back()
    await expect(panel(eve)).to_have_count(0)
    await expect(eve.message(1)).to_contain_text("1 reply")
    assert eve.complaints == []
