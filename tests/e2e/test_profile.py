"""What somebody changes about themselves is seen at once by those who look at them."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.person import PASSWORD, Person
from tests.pictures import picture

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_new_name_is_seen_at_once_unless_somebody_has_it(ada: Person, bob: Person) -> None:
    await bob.say("Good morning")
    await ada.sees("Good morning")
    await expect(ada.timeline.locator("article")).to_contain_text("Bob")

    form = await open_profile(bob)
    await form.get_by_label("Name").fill("Ada")
    await form.get_by_role("button", name="Save").click()
    await expect(form.get_by_text("Add what tells you apart")).to_be_visible()
    await form.get_by_label("Name").fill("Robert")
    await form.get_by_label("Pronouns").fill("he/him")
    await form.get_by_label("Time zone").select_option("Asia/Tokyo")
    await form.get_by_role("button", name="Save").click()
    await expect(form.get_by_role("status")).to_have_text("Saved. Everybody sees it.")
    await expect(ada.timeline.locator("article")).to_contain_text("Robert")

    await ada.page.get_by_role("button", name="Members", exact=True).click()
    members = ada.page.get_by_role("complementary", name="Members")
    await members.get_by_role("button", name=re.compile("^Robert")).click()
    panel = ada.page.get_by_role("complementary", name="Profile")
    await expect(panel).to_contain_text("he/him")
    await expect(panel).to_contain_text("local time")
    # The name that was refused.
    assert [complaint for complaint in bob.complaints if "409" not in complaint] == []


async def test_a_new_picture_is_seen_at_once(ada: Person, bob: Person, tmp_path: Path) -> None:
    await bob.say("Good morning")
    await ada.sees("Good morning")
    await open_profile(bob)
    file = tmp_path / "red.jpg"
    file.write_bytes(picture("JPEG", (1200, 800)))
    section = bob.page.get_by_role("region", name="Picture")
    await section.get_by_label("Picture file").set_input_files(file)
    await expect(section.get_by_alt_text("The picture that you chose")).to_be_visible()
    await section.get_by_role("button", name="Use this picture").click()
    await expect(section.get_by_role("status")).to_have_text("Everybody sees your new picture.")
    shown = ada.timeline.locator("article img")
    await expect(shown).to_have_js_property("naturalWidth", 96)

    await section.get_by_role("button", name="Remove").click()
    await expect(section.get_by_role("status")).to_have_text("Your picture is gone.")
    await expect(shown).to_have_count(0)
    assert ada.complaints == []
    assert bob.complaints == []


async def test_what_is_no_picture_is_refused_with_a_reason(bob: Person, tmp_path: Path) -> None:
    await open_profile(bob)
    file = tmp_path / "page.png"
    file.write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    section = bob.page.get_by_role("region", name="Picture")
    await section.get_by_label("Picture file").set_input_files(file)
    await expect(section.get_by_role("alert")).to_contain_text("cannot be read as a picture")
    await expect(section.get_by_role("button", name="Use this picture")).to_have_count(0)


async def test_a_status_is_set_from_ones_own_menu_and_taken_away(ada: Person, bob: Person) -> None:
    await bob.say("Back soon")
    await bob.choose(bob.account, "Set a status")
    dialog = bob.page.get_by_role("dialog", name="Your status")
    await dialog.get_by_role("button", name="Out for lunch").click()
    await expect(dialog.get_by_label("How long")).to_have_value("1 hour")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_be_hidden()
    sign = ada.timeline.get_by_role("img", name="Status: Out for lunch")
    await expect(sign).to_have_text("🥪")

    await bob.page.get_by_role("button", name=re.compile("^Bob @bob.*account")).click()
    await bob.page.get_by_role("menu").get_by_text("Set a status", exact=True).click()
    await dialog.get_by_role("button", name="Clear status").click()
    await expect(sign).to_have_count(0)


async def test_what_somebody_blocked_says_is_folded_and_their_conversation_ends(ada: Person, bob: Person) -> None:
    await bob.say("Hello, Ada")
    await ada.sees("Hello, Ada")
    url = f"{ada.url}/r/lobby/profile/bob"
    await ada.page.goto(url)
    panel = ada.page.get_by_role("complementary", name="Profile")
    await panel.get_by_role("button", name="Block").click()
    await ada.page.get_by_role("dialog", name="Block Bob?").get_by_role("button", name="Block").click()
    await expect(panel).to_contain_text("You blocked this person.")
    folded = ada.timeline.get_by_text("Message from somebody you blocked")
    await expect(folded).to_have_count(1)
    await bob.say("Are you there?")
    await expect(folded).to_have_count(2)
    await expect(ada.timeline).not_to_contain_text("Are you there?")
    await ada.message(2).get_by_role("button", name="Show").click()
    await expect(ada.message(2)).to_contain_text("Are you there?")
    await expect(ada.message(2)).to_be_focused()

    await bob.page.goto(f"{bob.url}/r/lobby/profile/ada")
    his = bob.page.get_by_role("complementary", name="Profile")
    await his.get_by_role("button", name="Message", exact=True).click()
    await expect(his.get_by_role("alert")).to_have_text("You cannot open a conversation with this person.")

    await ada.page.goto(f"{ada.url}/settings/account")
    section = ada.page.get_by_role("region", name="People you blocked")
    await section.get_by_role("button", name="Unblock Bob").click()
    await expect(section).to_contain_text("Nobody.")
    await ada.open_room("lobby")
    await ada.sees("Hello, Ada", "Are you there?")
    await his.get_by_role("button", name="Message", exact=True).click()
    await bob.is_in("Ada")


async def test_who_deletes_their_account_is_gone_for_those_who_look(ada: Person, bob: Person) -> None:
    await bob.say("My last word")
    await ada.sees("My last word")
    await bob.page.goto(f"{bob.url}/settings/account")
    await bob.page.get_by_role("button", name="Delete my account").click()
    dialog = bob.page.get_by_role("dialog", name="Delete your account?")
    await dialog.get_by_text("Erase them").click()
    await expect(dialog.get_by_role("status")).to_contain_text("erased for everybody")
    await dialog.get_by_label("Password").fill("not this one")
    await dialog.get_by_role("button", name="Delete for good").click()
    await expect(dialog).to_contain_text("This is not your password.")
    await dialog.get_by_label("Password").fill(PASSWORD)
    await dialog.get_by_role("button", name="Delete for good").click()
    await expect(bob.page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    assert await bob.page.evaluate("localStorage.getItem('parley.signed-in')") is None

    await expect(ada.message(1)).to_contain_text("Message deleted")
    await expect(ada.message(1)).to_contain_text("Deleted user")
    await ada.page.get_by_role("button", name="Members", exact=True).click()
    members = ada.page.get_by_role("complementary", name="Members")
    await expect(members.get_by_role("button", name="Ada")).to_be_visible()
    await expect(members.get_by_role("button", name=re.compile("Deleted|Bob"))).to_have_count(0)
    assert ada.complaints == []


async def open_profile(person: Person) -> Locator:
    await person.page.goto(f"{person.url}/settings/profile")
    form = person.page.get_by_role("form", name="About you")
    await expect(form).to_be_visible()
    return form
