"""Editing a message in place: everybody sees the new text, and can look up the old one."""

import re

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.test_phone import fits
from tests.e2e.test_safety import has_no_violations
from tests.e2e.timeline import FROM_END, PLACE, read_further_up

pytestmark = pytest.mark.asyncio(loop_scope="session")


def editor(person: Person) -> Locator:
    return person.page.get_by_role("textbox", name="Edit message")


async def edit(person: Person, seq: int) -> None:
    await person.message(seq).hover()
    await person.message(seq).get_by_role("button", name="Edit message").click()
    await expect(editor(person)).to_be_focused()


async def test_everybody_has_the_new_text_and_can_look_up_the_old_one(ada: Person, bob: Person) -> None:
    for text in ("one", "a tpyo", "three"):
        await ada.say(text)
    await bob.sees("one", "a tpyo", "three")
    await edit(ada, 2)
    await expect(editor(ada)).to_have_value("a tpyo")
    await editor(ada).fill("a **typo**")
    await ada.page.keyboard.press("Enter")
    await expect(editor(ada)).to_have_count(0)
    await expect(ada.composer).to_be_focused()
    for person in (ada, bob):
        await person.sees("one", "a typo", "three")
        await expect(person.message(2).get_by_text("(edited)")).to_be_visible()
        await expect(person.message(1).get_by_text("(edited)")).to_have_count(0)

    await bob.message(2).get_by_role("button", name=re.compile("^Edited")).click()
    dialog = bob.page.get_by_role("dialog", name="Edits of this message")
    await expect(dialog.get_by_role("listitem").locator(".text")).to_have_text(["a typo", "a tpyo"])
    await expect(dialog.get_by_role("listitem").first).to_contain_text("now")
    await expect(dialog.get_by_role("listitem").last).to_contain_text("first version")
    await has_no_violations(bob)

    await ada.page.reload()
    await ada.sees("one", "a typo", "three")
    assert ada.complaints + bob.complaints == []


async def test_arrow_up_in_an_empty_field_edits_the_last_message_of_one_s_own(ada: Person, bob: Person) -> None:
    await ada.say("mine")
    await ada.sees("mine")
    await bob.say("his")
    await ada.sees("mine", "his")
    await ada.composer.press("ArrowUp")
    await expect(editor(ada)).to_have_value("mine")
    await editor(ada).press("Escape")
    await expect(editor(ada)).to_have_count(0)
    await expect(ada.composer).to_be_focused()

    await ada.composer.fill("half a thought")
    await ada.composer.press("ArrowUp")
    await expect(editor(ada)).to_have_count(0)
    await expect(ada.composer).to_have_value("half a thought")


async def test_only_what_one_said_oneself_and_only_for_as_long_as_the_room_allows(ada: Person, bob: Person) -> None:
    await ada.say("from ada")
    await bob.say("from bob")
    await ada.sees("from ada", "from bob")
    await expect(ada.message(2).get_by_role("button", name="Edit message")).to_have_count(0)
    await expect(bob.message(1).get_by_role("button", name="Edit message")).to_have_count(0)
    await expect(bob.message(2).get_by_role("button", name="Edit message")).to_have_count(1)

    dialog = await ada.open_settings()
    await dialog.get_by_label("Messages can be edited").select_option("Never")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_be_hidden()
    for person in (ada, bob):
        await expect(person.timeline.get_by_role("button", name="Edit message")).to_have_count(0)
    await bob.composer.press("ArrowUp")
    await expect(editor(bob)).to_have_count(0)


async def test_what_cannot_be_saved_stays_in_the_field_and_says_why(ada: Person) -> None:
    await ada.say("one")
    await ada.sees("one")
    await edit(ada, 1)
    room = await ada.room_id()
    await ada.call("PATCH", f"/api/rooms/{room}", edit_minutes=0)
    await editor(ada).fill("two")
    await ada.page.keyboard.press("Enter")
    await expect(ada.message(1).get_by_role("alert")).to_contain_text("can be edited is over")
    await expect(editor(ada)).to_have_value("two")
    await ada.call("PATCH", f"/api/rooms/{room}", edit_minutes=60)
    await ada.message(1).get_by_role("button", name="Try again").click()
    await ada.sees("two")


async def test_saving_nothing_deletes_and_can_be_undone(ada: Person) -> None:
    await ada.say("one")
    await ada.sees("one")
    await edit(ada, 1)
    await editor(ada).fill("  ")
    await ada.page.keyboard.press("Enter")
    await expect(ada.message(1)).to_contain_text("Message deleted")
    await expect(editor(ada)).to_have_count(0)
    await expect(ada.message(1).get_by_role("button", name="Undo")).to_be_focused()
    await ada.page.keyboard.press("Enter")
    await ada.sees("one")


async def test_an_edit_moves_nobody_who_reads(ada: Person, bob: Person) -> None:
    await ada.fill_room(60)
    for person in (ada, bob):
        await person.has_read(60)
        await person.page.reload()
        await expect(person.messages.last).to_contain_text("message 60")
    seq, place = await read_further_up(bob, 900)
    await ada.composer.press("ArrowUp")
    await editor(ada).fill("message 60\n\nand\n\nmuch\n\nmore")
    await ada.page.keyboard.press("Enter")
    await expect(ada.messages.last).to_contain_text("much")
    await ada.page.wait_for_function(f"({FROM_END})(document.querySelector('[role=log]')) <= 1")
    room = await ada.room_id()
    await ada.call("PATCH", f"/api/rooms/{room}/messages/{int(seq) - 3}", body="longer\n\nthan\n\nit\n\nwas")
    await expect(bob.message(int(seq) - 3)).to_contain_text("longer")
    assert abs(await bob.timeline.evaluate(PLACE, seq) - place) <= 1


async def test_on_a_phone(arrive: Arrive, ada: Person) -> None:
    bob = await arrive("Bob", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    await bob.register()
    await bob.join("lobby")
    await bob.composer.fill("a tpyo")
    await bob.page.get_by_role("button", name="Send").tap()
    await ada.sees("a tpyo")
    await bob.message(1).tap()
    await bob.message(1).get_by_role("button", name="Edit message").tap()
    await editor(bob).fill("a typo")
    await fits(bob)
    await bob.message(1).get_by_role("button", name="Save").tap()
    await ada.sees("a typo")
    await expect(bob.message(1)).to_be_focused()
