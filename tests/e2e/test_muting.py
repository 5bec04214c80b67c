"""Muted rooms: they wait in silence, on all devices, for a time or until one says otherwise."""

import re

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.test_drafts import signed_in
from tests.e2e.test_frame import ICON
from tests.e2e.test_phone import fits
from tests.e2e.test_safety import has_no_violations

pytestmark = pytest.mark.asyncio(loop_scope="session")

MINUTE = 60_000
MENU = "More about this room"
QUIET = "Den · Parley"


def row(person: Person, room: str = "Lobby") -> Locator:
    return person.rooms.get_by_role("link", name=re.compile(f"^{room}"))


def dialog(person: Person) -> Locator:
    return person.page.get_by_role("dialog", name="Notifications")


def sign(person: Person, name: str = "Muted") -> Locator:
    """What the header shows of a muted room."""
    return person.page.get_by_role("main").get_by_role("button", name=name, exact=True)


async def pick(person: Person, choice: str) -> None:
    await dialog(person).get_by_role("button", name=re.compile(f"^{choice}")).click()
    await expect(dialog(person)).to_have_count(0)


async def is_in_den(person: Person) -> None:
    await person.create_room("Den")
    await expect(person.page).to_have_title(QUIET)


async def go_to_den(person: Person) -> None:
    await row(person, "Den").click()
    await person.is_in("Den")


async def wait_in_den(bob: Person, arrive: Arrive) -> tuple[Person, Person]:
    """Two of his browsers, in which the lobby is not open."""
    other = await signed_in(bob, await arrive("Bob"))
    await is_in_den(bob)
    await other.page.goto(f"{other.url}/r/den")
    await other.is_in("Den")
    return bob, other


async def test_a_muted_room_counts_nowhere_ux_41_54(ada: Person, bob: Person, arrive: Arrive) -> None:
    both = await wait_in_den(bob, arrive)
    quiet = await bob.page.evaluate(ICON)
    await row(bob).click(button="right")
    await bob.page.get_by_role("menuitem", name="Notifications…").click()
    await expect(dialog(bob)).to_be_visible()
    await has_no_violations(bob)
    await pick(bob, "Mute until I unmute it")
    for person in both:
        await expect(row(person)).to_have_text("LobbyMuted")

    await ada.say("anybody here?")
    await ada.say("@bob?")
    # The list of mentions has it, and counts it no more than anything else does.
    await bob.page.goto(f"{bob.url}/mentions")
    await expect(bob.page.get_by_role("listitem").filter(has_text="@bob?")).to_be_visible()
    await expect(bob.page.get_by_role("link", name="Mentions")).to_have_text("Mentions")
    await bob.page.goto(f"{bob.url}/r/den")
    await bob.is_in("Den")
    for person in both:
        await expect(row(person)).to_have_text("LobbyMuted")
        await expect(person.page).to_have_title(QUIET)
        await expect(person.rooms.get_by_role("region", name="Unread")).to_have_count(0)
    assert await bob.page.evaluate(ICON) == quiet
    await bob.page.keyboard.press("Alt+Shift+ArrowDown")
    await bob.is_in("Den")
    await has_no_violations(bob)
    assert ada.complaints + bob.complaints + both[1].complaints == []


async def test_only_mentions_count_where_one_wants_that_ux_41_54(ada: Person, bob: Person, arrive: Arrive) -> None:
    both = await wait_in_den(bob, arrive)
    await row(bob).focus()
    await bob.page.keyboard.press("ContextMenu")
    await bob.page.get_by_role("menuitem", name="Notifications…").focus()
    await bob.page.keyboard.press("Enter")
    everything = dialog(bob).get_by_role("button", name=re.compile("^Everything"))
    await expect(everything).to_have_attribute("aria-pressed", "true")
    await dialog(bob).get_by_role("button", name="Mentions only").focus()
    await bob.page.keyboard.press("Enter")
    for person in both:
        await expect(row(person)).to_have_text("LobbyMentions only")
    await ada.say("anybody here?")
    await ada.say("@bob?")
    for person in both:
        await expect(row(person)).to_have_text("LobbyMentions only1 mention")
        await expect(person.page).to_have_title(f"(1) {QUIET}")
    await bob.page.keyboard.press("Alt+Shift+ArrowDown")
    await bob.is_in("Lobby")
    await expect(both[1].page).to_have_title(QUIET)
    await sign(bob, "Mentions only").click()
    await pick(bob, "Everything")
    await expect(sign(bob, "Mentions only")).to_have_count(0)
    await expect(row(both[1])).to_have_text("Lobby")
    await go_to_den(bob)
    await ada.say("and nobody else")
    await expect(row(both[1])).to_have_text("Lobby1 unread")
    assert ada.complaints + bob.complaints + both[1].complaints == []


async def test_a_mute_is_over_at_its_end_ux_54(ada: Person, bob: Person) -> None:
    await bob.page.clock.install()
    await bob.page.reload()
    await bob.is_in("Lobby")
    await bob.choose(MENU, "Notifications…")
    await pick(bob, "Mute for 1 hour")
    await expect(sign(bob)).to_be_visible()
    await sign(bob).click()
    await expect(dialog(bob).get_by_role("status")).to_have_text(re.compile("^Muted until [0-9]"))
    await bob.page.keyboard.press("Escape")
    await expect(sign(bob)).to_be_focused()
    await is_in_den(bob)
    await ada.say("news")
    await ada.is_connected()
    await bob.page.clock.fast_forward(55 * MINUTE)
    await expect(row(bob)).to_have_text("LobbyMuted")
    await expect(bob.page).to_have_title(QUIET)
    await bob.page.clock.fast_forward(6 * MINUTE)
    await expect(row(bob)).to_have_text("Lobby1 unread")
    await expect(bob.page).to_have_title(f"(1) {QUIET}")


async def test_words_mute_and_unmute_a_room_ux_54(ada: Person) -> None:
    await ada.composer.press_sequentially("/mu")
    await expect(ada.page.get_by_role("option").filter(has_text="/mute")).to_be_visible()
    await ada.page.keyboard.press("Enter")
    await ada.composer.press_sequentially("whenever")
    await ada.page.keyboard.press("Enter")
    await expect(ada.page.get_by_text("I understand /mute alone")).to_be_visible()
    await ada.say("/mute 2 hours")
    await expect(sign(ada)).to_be_visible()
    await expect(ada.page.get_by_text(re.compile("^Muted until "))).to_be_visible()
    await expect(row(ada)).to_have_text("LobbyMuted")
    await ada.say("/unmute")
    await expect(sign(ada)).to_have_count(0)
    for command in ("mute this room", "unmute this room"):
        await ada.page.keyboard.press("Control+k")
        await ada.page.keyboard.type(command)
        await ada.page.keyboard.press("Enter")
        await expect(sign(ada)).to_have_count(1 if command == "mute this room" else 0)
    assert await ada.history() == []
    assert ada.complaints == []


async def test_on_a_phone_a_finger_rests_on_the_row_ux_54(arrive: Arrive, ada: Person) -> None:
    phone = await arrive("Ada", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    await signed_in(ada, phone)
    await phone.page.goto(f"{ada.url}/")
    box = await row(phone).bounding_box()
    assert box
    touch = await phone.context.new_cdp_session(phone.page)
    point = {"x": box["x"] + 80, "y": box["y"] + 20}
    await touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    item = phone.page.get_by_role("menuitem", name="Notifications…")
    await expect(item).to_be_visible()
    await touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    await item.tap()
    await expect(dialog(phone)).to_be_visible()
    await fits(phone)
    await has_no_violations(phone)
    await dialog(phone).get_by_role("button", name="Mute until tomorrow").tap()
    for person in (ada, phone):
        await expect(row(person)).to_contain_text("Muted")
    await fits(phone)
    await has_no_violations(phone)
    await row(phone).tap()
    await expect(sign(phone)).to_be_visible()
    await fits(phone)
