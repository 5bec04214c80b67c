"""A timeline by keyboard, by date, and what is copied from it."""

import re
import sqlite3
from pathlib import Path

import pytest
from playwright.async_api import expect

from parley.settings import Settings
from parley.store.folder import database_file
from tests.e2e.person import Person

pytestmark = pytest.mark.asyncio(loop_scope="session")

DAY_MS = 86_400_000


async def test_ux_31_home_and_end_lead_to_the_true_ends_and_a_date_to_its_day(ada: Person, tmp_path: Path) -> None:
    # A page that hears them keeps the days on which they were really written.
    await ada.page.goto(f"{ada.url}/livez")
    await ada.fill_room(240)
    with sqlite3.connect(database_file(Settings(data_dir=str(tmp_path / "data")))) as database:
        database.execute("UPDATE messages SET created_at = created_at - ? * ((240 - seq) / 60)", (DAY_MS,))
    database.close()
    await ada.open_room("lobby")
    await ada.timeline.press("End")
    await expect(ada.message(240)).to_be_in_viewport()
    await ada.timeline.press("Home")
    await expect(ada.page.get_by_text("This is where the room begins")).to_be_in_viewport()
    await expect(ada.message(1)).to_be_in_viewport()
    await ada.timeline.press("End")
    await expect(ada.message(240)).to_be_in_viewport()

    await ada.page.get_by_title("Jump to a date").first.click()
    menu = ada.page.get_by_role("dialog", name="Jump to a date")
    await menu.get_by_role("button", name="Yesterday").click()
    await expect(menu).to_be_hidden()
    await expect(ada.message(121)).to_be_in_viewport()
    await expect(ada.message(240)).to_have_count(0)
    await ada.page.get_by_title("Jump to a date").first.click()
    await menu.get_by_role("button", name="Beginning").click()
    await expect(ada.page.get_by_text("This is where the room begins")).to_be_in_viewport()
    await ada.page.get_by_title("Jump to a date").first.click()
    await menu.get_by_label("Date").fill(
        await ada.page.evaluate(f"new Date(Date.now() - 2 * {DAY_MS}).toLocaleDateString('sv')")
    )
    await menu.get_by_role("button", name="Jump").click()
    await expect(ada.message(61)).to_be_in_viewport()
    # Once the line that says which day it is has been scrolled away, the heading says it, and who speaks.
    await ada.timeline.press("PageDown")
    heading = ada.page.locator(".timeline .column", has=ada.page.locator("bdi[aria-hidden]"))
    await expect(heading).to_contain_text("Ada")
    assert ada.complaints == []


async def test_ux_63_the_list_is_one_stop_and_arrows_go_from_message_to_message(ada: Person) -> None:
    await ada.fill_room(60)
    await ada.page.reload()
    await expect(ada.message(60)).to_be_in_viewport()
    await expect(ada.composer).to_be_focused()
    await ada.page.keyboard.press("Shift+Tab")
    await expect(ada.timeline).to_be_focused()
    await ada.page.keyboard.press("ArrowUp")
    await expect(ada.message(60)).to_be_focused()
    for seq in range(59, 39, -1):
        await ada.page.keyboard.press("ArrowUp")
        await expect(ada.message(seq)).to_be_focused()
        await expect(ada.message(seq)).to_be_in_viewport(ratio=1)
    await ada.page.keyboard.press("Enter")
    await expect(ada.message(40).get_by_role("button", name="React", exact=True)).to_be_focused()
    for action in ("Reply", "Reply in thread", "Edit message"):
        await ada.page.keyboard.press("ArrowRight")
        await expect(ada.message(40).get_by_role("button", name=action, exact=True)).to_be_focused()
    await ada.page.keyboard.press("Escape")
    await expect(ada.message(40)).to_be_focused()
    await ada.page.keyboard.press("Tab")
    await expect(ada.page.get_by_role("button", name="Newest messages")).to_be_focused()
    await ada.page.keyboard.press("Tab")
    await expect(ada.composer).to_be_focused()
    await expect(ada.message(40)).to_have_accessible_name(re.compile("^Ada, .*20"))


async def test_ux_33_several_messages_are_copied_with_their_authors(ada: Person, bob: Person) -> None:
    await ada.say("first\n\nin two parts")
    await expect(bob.messages).to_have_count(1)
    await bob.say("**second**, from the other side")
    await expect(ada.messages).to_have_count(2)
    await ada.say("third and last")
    await ada.is_connected()
    await ada.context.grant_permissions(["clipboard-read", "clipboard-write"])
    select = """([last, end]) => {
        const textOf = (seq) => document.querySelector(`article[data-seq='${seq}'] .text`)
        const leaf = document.createTreeWalker(textOf(last), NodeFilter.SHOW_TEXT).nextNode()
        document.getSelection().setBaseAndExtent(textOf(1), 0, leaf, end)
    }"""
    await ada.page.evaluate(select, [3, 5])
    await ada.page.keyboard.press("Control+c")
    copied = await ada.page.evaluate("navigator.clipboard.readText()")
    assert copied == "Ada: first\n\nin two parts\nBob: second, from the other side\nAda: third"
    await ada.page.evaluate(select, [1, 5])
    await ada.page.keyboard.press("Control+c")
    assert await ada.page.evaluate("navigator.clipboard.readText()") == "first"
