"""Favourites: the rooms at the top of the list, in the same order in all of one's browsers."""

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.test_drafts import signed_in
from tests.e2e.test_phone import fits
from tests.e2e.test_safety import has_no_violations

pytestmark = pytest.mark.asyncio(loop_scope="session")

MENU = "More about this room"


def favourites(person: Person) -> Locator:
    return person.rooms.get_by_role("region", name="Favourites").get_by_role("link")


async def have_rooms(person: Person, *names: str) -> None:
    for name in names:
        await person.call("POST", "/api/rooms", name=name, slug=name.lower(), client_id=name)


async def go(person: Person, room: str) -> None:
    await person.rooms.get_by_role("link", name=room).click()
    await person.is_in(room)


async def test_rooms_are_put_there_moved_by_keys_and_taken_away_on_every_device(arrive: Arrive, ada: Person) -> None:
    """UX 41: their order does not change by itself, by unread messages neither."""
    await have_rooms(ada, "Attic", "Den")
    other = await signed_in(ada, await arrive("Ada"))
    star = ada.page.get_by_role("button", name="Favourite", exact=True)
    await star.click()
    await expect(star).to_have_attribute("aria-pressed", "true")
    await expect(favourites(other)).to_have_text(["Lobby"])
    await go(ada, "Den")
    await ada.choose(MENU, "Add to favourites")
    await expect(favourites(other)).to_have_text(["Lobby", "Den"])
    await has_no_violations(ada)

    await ada.page.get_by_role("button", name=MENU).focus()
    await ada.page.keyboard.press("Enter")
    await ada.page.get_by_role("menuitem", name="Move up in favourites").focus()
    await ada.page.keyboard.press("Enter")
    await expect(ada.page.get_by_role("button", name=MENU)).to_be_focused()
    for person in (ada, other):
        await expect(favourites(person)).to_have_text(["Den", "Lobby"])
    await ada.page.reload()
    await expect(favourites(ada)).to_have_text(["Den", "Lobby"])
    await ada.page.keyboard.press("Alt+ArrowDown")
    await ada.is_in("Lobby")

    await ada.page.keyboard.press("Control+k")
    await ada.page.keyboard.type("remove this room from fav")
    await ada.page.keyboard.press("Enter")
    for person in (ada, other):
        await expect(favourites(person)).to_have_text(["Den"])
    assert ada.complaints + other.complaints == []


async def test_a_mouse_drags_them_and_what_is_unread_stays_in_its_place(ada: Person, bob: Person) -> None:
    await have_rooms(ada, "Attic", "Den")
    rooms = {room["name"]: room["id"] for room in (await ada.call("GET", "/api/rooms"))["rooms"]}
    for name in ("Lobby", "Attic", "Den"):
        await ada.call("POST", f"/api/rooms/{rooms[name]}/favourite")
    await expect(favourites(ada)).to_have_text(["Lobby", "Attic", "Den"])
    await favourites(ada).nth(2).drag_to(favourites(ada).nth(0))
    await expect(favourites(ada)).to_have_text(["Den", "Lobby", "Attic"])
    await go(ada, "Den")
    await bob.say("anybody here?")
    await expect(favourites(ada).nth(1)).to_contain_text("1 unread")
    await expect(ada.rooms.get_by_role("region", name="Unread")).to_have_count(0)
    await ada.leave_room()
    await expect(favourites(ada)).to_have_count(2)


async def test_on_a_phone(arrive: Arrive, ada: Person) -> None:
    phone = await arrive("Ada", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    await signed_in(ada, phone)
    await phone.page.get_by_role("button", name=MENU).tap()
    await phone.page.get_by_role("menuitem", name="Add to favourites").tap()
    await expect(favourites(ada)).to_have_text(["Lobby"])
    await phone.page.goto(f"{ada.url}/")
    await expect(favourites(phone)).to_have_count(1)
    await fits(phone)
    await has_no_violations(phone)
