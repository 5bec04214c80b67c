"""Emoji of a server: an administrator uploads one, others use it, and it goes again while they look."""

from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.test_phone import fits
from tests.e2e.test_reactions import open_picker, react_as
from tests.e2e.test_safety import has_no_violations
from tests.e2e.test_text import post
from tests.pictures import picture, transparent

pytestmark = pytest.mark.asyncio(loop_scope="session")

PARROT = ":party_parrot:"


async def add(person: Person, name: str = "party_parrot") -> None:
    """Straight to the API."""
    answer = await person.context.request.post(
        f"{person.url}/api/emoji/{name}", data=transparent((256, 256)), headers={"Origin": person.url}
    )
    assert answer.ok, await answer.text()


def emoji(place: Locator, name: str = PARROT) -> Locator:
    return place.get_by_role("img", name=name, exact=True)


def chip(person: Person, seq: int) -> Locator:
    return person.message(seq).get_by_role("button", name=f"reacted with {PARROT}")


async def is_loaded(sign: Locator) -> None:
    await expect(sign).to_be_visible()
    image = await sign.locator("img").element_handle()
    assert image is not None
    await sign.page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=image)


async def test_one_that_is_uploaded_shows_on_a_page_that_is_open(ada: Person, bob: Person, tmp_path: Path) -> None:
    await bob.say(f"hello {PARROT}")
    await bob.sees(f"hello {PARROT}")
    await expect(emoji(bob.message(1))).to_have_count(0)

    await ada.page.goto(f"{ada.url}/settings/emoji")
    form = ada.page.get_by_role("form", name="Add an emoji")
    file = tmp_path / "Party Parrot.png"
    file.write_bytes(transparent((256, 256)))
    await form.get_by_label("Picture file").set_input_files(file)
    await expect(form.get_by_alt_text("The picture that you chose")).to_be_visible()
    await expect(form.get_by_label("Name")).to_have_value("party_parrot")
    await form.get_by_role("button", name="Add emoji").click()
    await expect(form.get_by_role("status")).to_have_text(f"{PARROT} is added. Everybody can use it now.")
    row = ada.page.get_by_role("list", name="Emoji").get_by_role("listitem")
    await expect(row).to_contain_text(PARROT)
    await expect(row).to_contain_text("Ada")

    # Bob's page was open all the time. Older messages on it show the picture, too.
    await is_loaded(emoji(bob.message(1)))
    assert ada.complaints + bob.complaints == []


async def test_it_is_completed_picked_and_shown_with_those_who_reacted(ada: Person, bob: Person) -> None:
    await add(ada)
    await post(bob, f"hello {PARROT}")
    await is_loaded(emoji(bob.message(1)))
    await bob.composer.press_sequentially(":party_p")
    offered = bob.page.get_by_role("listbox", name="Emoji").get_by_role("option").first
    await expect(offered).to_contain_text("party_parrot")
    await bob.page.keyboard.press("Enter")
    await expect(bob.composer).to_have_value(f"{PARROT} ")
    await bob.page.keyboard.press("Enter")
    await expect(bob.message(2).locator(".text")).to_have_css("font-size", "36px")
    await is_loaded(emoji(bob.message(2)))

    picker = await open_picker(bob, 1)
    group = picker.get_by_role("region", name="This server")
    await expect(group.get_by_role("button", name="party_parrot")).to_be_visible()
    await picker.get_by_label("Search emoji").fill("party_parr")
    await bob.page.keyboard.press("Enter")
    await expect(chip(bob, 1)).to_have_attribute("aria-pressed", "true")
    await is_loaded(chip(bob, 1).locator(".custom-emoji"))

    await bob.page.reload()
    await is_loaded(emoji(bob.message(1)))
    await bob.message(1).hover()
    await bob.message(1).get_by_role("button", name="Who reacted").click()
    dialog = bob.page.get_by_role("dialog", name="Reactions")
    await expect(dialog.get_by_role("list", name=f"Reacted with {PARROT}")).to_contain_text("Bob")
    await is_loaded(emoji(dialog))
    await bob.page.keyboard.press("Escape")
    await has_no_violations(bob)
    assert bob.complaints == []


async def test_what_was_written_with_one_that_is_removed_shows_its_name(ada: Person, bob: Person) -> None:
    await add(ada)
    await post(bob, f"hello {PARROT}")
    await react_as(bob, PARROT)
    await is_loaded(chip(bob, 1).locator(".custom-emoji"))
    await ada.page.goto(f"{ada.url}/settings/emoji")
    row = ada.page.get_by_role("list", name="Emoji").get_by_role("listitem")
    await row.get_by_role("button", name=f"Remove {PARROT}").click()
    question = ada.page.get_by_role("dialog", name=f"Remove {PARROT}?")
    await question.get_by_role("button", name="Remove").click()
    await expect(question).to_have_count(0)
    await expect(ada.page.get_by_text("None yet.")).to_be_visible()

    await expect(emoji(bob.message(1))).to_have_count(0)
    await expect(bob.message(1).locator(".text")).to_have_text(f"hello {PARROT}")
    await expect(chip(bob, 1).locator(".emoji-name")).to_have_attribute("data-name", PARROT)
    await expect(chip(bob, 1).locator("img")).to_have_count(0)
    await chip(bob, 1).click()
    await expect(chip(bob, 1)).to_have_count(0)
    assert ada.complaints + bob.complaints == []


async def test_what_is_copied_has_its_name(ada: Person) -> None:
    await add(ada)
    await ada.say(f"one {PARROT} two")
    await ada.say(f"three {PARROT}")
    await is_loaded(emoji(ada.message(1)))
    await is_loaded(emoji(ada.message(2)))
    await ada.context.grant_permissions(["clipboard-read", "clipboard-write"])
    select = """([first, last]) => {
        const of = seq => document.querySelector(`article[data-seq='${seq}'] .text`)
        getSelection().setBaseAndExtent(of(first), 0, of(last), of(last).childNodes.length)
        document.execCommand('copy')
    }"""
    for first, last, copied in (
        (1, 1, f"one {PARROT} two"),
        (1, 2, f"Ada: one {PARROT} two\nAda: three {PARROT}"),
    ):
        await ada.page.evaluate(select, [first, last])
        assert (await ada.page.evaluate("navigator.clipboard.readText()")).strip() == copied


async def test_a_page_that_was_away_asks_for_what_it_missed(ada: Person, bob: Person) -> None:
    await bob.say(PARROT)
    await bob.sees(PARROT)
    await bob.context.set_offline(True)
    await add(ada, "other")
    await add(ada)
    await bob.context.set_offline(False)
    await is_loaded(emoji(bob.message(1)))


async def test_nothing_moves_for_people_who_asked_for_that(ada: Person, arrive: Arrive) -> None:
    await add(ada)
    await ada.say(PARROT)
    bob = await arrive("Bob", reduced_motion="reduce")
    await bob.be_member()
    await bob.call("POST", "/api/rooms/lobby/join")
    await bob.open_room("lobby")
    sign = emoji(bob.message(1))
    await is_loaded(sign)
    assert str(await sign.locator("img").get_attribute("src")).endswith("/still")


async def test_what_is_no_picture_or_no_name_is_said_so(ada: Person, tmp_path: Path) -> None:
    await ada.page.goto(f"{ada.url}/settings/emoji")
    form = ada.page.get_by_role("form", name="Add an emoji")
    file = tmp_path / "page.png"
    file.write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    await form.get_by_label("Picture file").set_input_files(file)
    await form.get_by_role("button", name="Add emoji").click()
    await expect(form.get_by_role("alert")).to_contain_text("cannot be read as a picture")
    file.write_bytes(picture())
    await form.get_by_label("Picture file").set_input_files(file)
    await form.get_by_label("Name").fill("tada")
    await form.get_by_role("button", name="Add emoji").click()
    await expect(form.get_by_role("alert")).to_contain_text("the name of a common emoji")
    await form.get_by_label("Name").fill("a_")
    await expect(form.get_by_role("button", name="Add emoji")).to_be_disabled()


async def test_the_page_is_for_administrators(ada: Person, bob: Person) -> None:
    await bob.page.goto(f"{bob.url}/settings/emoji")
    await expect(bob.page.get_by_text("There is no page at this address")).to_be_visible()


async def test_a_status_can_show_one(ada: Person, bob: Person) -> None:
    await add(ada)
    await bob.say("hello")
    await bob.call("PATCH", "/api/me", status={"emoji": PARROT, "text": "Dancing"})
    await expect(ada.message(1).locator(".custom-emoji img")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_every_view_is_for_everybody(ada: Person, theme: str) -> None:
    await ada.page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    await add(ada)
    await ada.say(f"Lunch {PARROT} at one {PARROT}")
    await is_loaded(emoji(ada.message(1).locator(".text")).first)
    await react_as(ada, PARROT)
    await expect(chip(ada, 1)).to_be_visible()
    await ada.page.set_viewport_size({"width": 1440, "height": 900})
    await has_no_violations(ada)
    await ada.page.goto(f"{ada.url}/settings/emoji")
    await is_loaded(ada.page.get_by_role("list", name="Emoji").locator(".custom-emoji"))
    await has_no_violations(ada)
    await ada.page.emulate_media(forced_colors="active")
    await has_no_violations(ada)


async def test_on_a_phone(ada: Person, arrive: Arrive) -> None:
    await add(ada)
    bob = await arrive("Bob", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    await bob.be_member()
    await bob.call("POST", "/api/rooms/lobby/join")
    await bob.open_room("lobby")
    await post(bob, f"hello {PARROT}")
    await is_loaded(emoji(bob.message(1).locator(".text")))
    await react_as(bob, PARROT)
    await expect(chip(bob, 1)).to_be_visible()
    await fits(bob)
    await ada.call("PATCH", f"/api/users/{(await bob.call('GET', '/api/me'))['id']}", role="admin")
    await bob.page.goto(f"{bob.url}/settings/emoji")
    await is_loaded(bob.page.get_by_role("list", name="Emoji").locator(".custom-emoji"))
    await fits(bob)
