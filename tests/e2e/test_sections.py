"""Sections: parts of the list of rooms that somebody makes, the same in all of their browsers."""

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.test_drafts import signed_in
from tests.e2e.test_favourites import MENU, favourites, go, have_rooms
from tests.e2e.test_phone import fits
from tests.e2e.test_safety import has_no_violations

pytestmark = pytest.mark.asyncio(loop_scope="session")


def part(person: Person, name: str) -> Locator:
    return person.rooms.get_by_role("region", name=name, exact=True)


def rooms_in(person: Person, name: str) -> Locator:
    return part(person, name).get_by_role("link")


def headings(person: Person) -> Locator:
    return person.rooms.get_by_role("heading", level=2)


async def have_sections(person: Person, *names: str) -> dict[str, str]:
    made = {}
    for n, name in enumerate(names):
        section = await person.call("POST", "/api/sections", name=name, client_id=f"section{n}")
        made[name] = section["id"]
    await expect(headings(person)).to_contain_text(list(names))
    return made


async def ids_of_rooms(person: Person) -> dict[str, str]:
    return {room["name"]: room["id"] for room in (await person.call("GET", "/api/rooms"))["rooms"]}


async def put(person: Person, section: str, *rooms: str) -> None:
    ids = await ids_of_rooms(person)
    for room in rooms:
        await person.call("POST", f"/api/rooms/{ids[room]}/section", section=section)


async def write_name(person: Person, name: str) -> None:
    field = person.page.get_by_role("dialog").get_by_label("Name")
    await expect(field).to_be_focused()
    await field.fill(name)
    await person.page.keyboard.press("Enter")
    await expect(person.page.get_by_role("dialog")).to_have_count(0)


async def of_section(person: Person, name: str, item: str) -> None:
    """By keys: a section's menu, and an item of it."""
    await part(person, name).get_by_role("button", name=f"More about the section {name}").focus()
    await person.page.keyboard.press("Enter")
    await person.page.get_by_role("menuitem", name=item).focus()
    await person.page.keyboard.press("Enter")


async def test_one_is_made_and_filled_by_keys_and_menus_and_is_on_every_device(arrive: Arrive, ada: Person) -> None:
    """UX 41: it is where one put it."""
    await have_rooms(ada, "Attic", "Den")
    other = await signed_in(ada, await arrive("Ada"))
    await ada.page.keyboard.press("Control+k")
    await ada.page.keyboard.type("new section")
    await ada.page.keyboard.press("Enter")
    await write_name(ada, "Clients")
    await expect(part(other, "Clients")).to_contain_text("No rooms yet.")
    await has_no_violations(ada)

    await go(ada, "Den")
    await ada.choose(MENU, "Move to section…")
    await has_no_violations(ada)
    await ada.page.get_by_role("dialog").get_by_role("button", name="Clients").click()
    await expect(rooms_in(other, "Clients")).to_have_text(["Den"])
    await go(ada, "Attic")
    await ada.choose(MENU, "Move to section…")
    await ada.page.get_by_role("dialog").get_by_role("button", name="New section…").click()
    await write_name(ada, "Team")
    await expect(rooms_in(other, "Team")).to_have_text(["Attic"])
    await expect(headings(other)).to_have_text(["Clients", "Team", "Rooms"])
    assert ada.complaints + other.complaints == []


async def test_one_is_moved_renamed_and_deleted_by_keys(arrive: Arrive, ada: Person) -> None:
    await have_rooms(ada, "Attic")
    other = await signed_in(ada, await arrive("Ada"))
    sections = await have_sections(ada, "Clients", "Team")
    await put(ada, sections["Team"], "Attic")
    await expect(rooms_in(ada, "Team")).to_have_text(["Attic"])
    await of_section(ada, "Team", "Move section up")
    await expect(headings(other)).to_have_text(["Team", "Clients", "Rooms"])
    await of_section(ada, "Team", "Rename section…")
    await write_name(ada, "Crew")
    await expect(rooms_in(other, "Crew")).to_have_text(["Attic"])
    assert ada.complaints == []
    await of_section(ada, "Crew", "Rename section…")
    field = ada.page.get_by_role("dialog").get_by_label("Name")
    await field.fill("clients")
    await ada.page.keyboard.press("Enter")
    await expect(field).to_have_accessible_description("You have a section of this name already.")
    await ada.page.keyboard.press("Escape")

    await of_section(ada, "Crew", "Delete section…")
    await ada.page.get_by_role("dialog").get_by_role("button", name="Delete section").click()
    for person in (ada, other):
        await expect(headings(person)).to_have_text(["Clients", "Rooms"])
        await expect(rooms_in(person, "Rooms")).to_have_text(["Attic", "Lobby"])
    assert other.complaints == []


async def test_rooms_are_moved_in_it_by_the_menu_of_their_row_which_keeps_the_focus(ada: Person) -> None:
    await have_rooms(ada, "Attic", "Den")
    sections = await have_sections(ada, "Team")
    await put(ada, sections["Team"], "Lobby", "Den")
    den = rooms_in(ada, "Team").nth(1)
    await expect(den).to_have_text("Den")
    await den.focus()
    await den.click(button="right")
    await ada.page.get_by_role("menuitem", name="Move up in section").click()
    await expect(rooms_in(ada, "Team")).to_have_text(["Den", "Lobby"])
    await rooms_in(ada, "Team").nth(0).click(button="right")
    await ada.page.get_by_role("menuitem", name="Move to section…").click()
    await ada.page.get_by_role("dialog").get_by_role("button", name="No section").click()
    await expect(rooms_in(ada, "Rooms")).to_have_text(["Attic", "Den"])
    await expect(rooms_in(ada, "Rooms").nth(1)).to_be_focused()


async def test_a_mouse_drags_rooms_in_between_and_out_and_a_favourite_stays_one_until_it_is_moved(ada: Person) -> None:
    await have_rooms(ada, "Attic", "Den")
    sections = await have_sections(ada, "Clients", "Team")
    await put(ada, sections["Team"], "Lobby", "Attic")
    await expect(rooms_in(ada, "Team")).to_have_text(["Lobby", "Attic"])
    await rooms_in(ada, "Rooms").nth(0).drag_to(rooms_in(ada, "Team").nth(1))
    await expect(rooms_in(ada, "Team")).to_have_text(["Lobby", "Den", "Attic"])
    await rooms_in(ada, "Team").nth(0).drag_to(part(ada, "Clients").get_by_role("heading"))
    await expect(rooms_in(ada, "Clients")).to_have_text(["Lobby"])

    rooms = await ids_of_rooms(ada)
    await ada.call("POST", f"/api/rooms/{rooms['Attic']}/favourite")
    await expect(favourites(ada)).to_have_text(["Attic"])
    await expect(rooms_in(ada, "Team")).to_have_text(["Den"])
    await ada.call("POST", f"/api/rooms/{rooms['Attic']}/unfavourite")
    await expect(rooms_in(ada, "Team")).to_have_text(["Den", "Attic"])
    await ada.call("POST", f"/api/rooms/{rooms['Attic']}/favourite")
    await expect(rooms_in(ada, "Team")).to_have_text(["Den"])
    await favourites(ada).nth(0).drag_to(rooms_in(ada, "Clients").nth(0))
    await expect(rooms_in(ada, "Clients")).to_have_text(["Attic", "Lobby"])
    await expect(favourites(ada)).to_have_count(0)

    await rooms_in(ada, "Team").nth(0).drag_to(part(ada, "Rooms").get_by_role("heading"))
    await expect(rooms_in(ada, "Rooms")).to_have_text(["Den"])


async def test_a_folded_one_has_a_dot_and_keys_pass_it_unless_they_look_for_what_is_unread(
    ada: Person, bob: Person
) -> None:
    await have_rooms(ada, "Attic", "Den")
    sections = await have_sections(ada, "Team")
    await put(ada, sections["Team"], "Attic", "Lobby")
    await expect(rooms_in(ada, "Team")).to_have_text(["Attic", "Lobby"])
    await go(ada, "Den")
    fold = part(ada, "Team").get_by_role("button", name="Team", exact=False).first
    await fold.focus()
    await ada.page.keyboard.press("Enter")
    await expect(fold).to_have_attribute("aria-expanded", "false")
    await expect(fold).not_to_contain_text("unread")
    await bob.say("anybody here?")
    await expect(fold).to_contain_text("1 unread")
    await expect(ada.rooms.get_by_role("region", name="Unread")).to_have_count(0)
    await has_no_violations(ada)
    await ada.page.keyboard.press("Alt+ArrowDown")
    await ada.is_in("Den")
    await ada.page.keyboard.press("Alt+Shift+ArrowDown")
    await ada.is_in("Lobby")
    await ada.page.reload()
    await expect(fold).to_have_attribute("aria-expanded", "false")


async def test_on_a_phone(arrive: Arrive, ada: Person) -> None:
    phone = await arrive("Ada", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    await signed_in(ada, phone)
    await phone.page.get_by_role("button", name=MENU).tap()
    await phone.page.get_by_role("menuitem", name="Move to section…").tap()
    await phone.page.get_by_role("dialog").get_by_role("button", name="New section…").tap()
    await write_name(phone, "Team")
    await expect(rooms_in(ada, "Team")).to_have_text(["Lobby"])
    await phone.page.goto(f"{ada.url}/")
    await expect(rooms_in(phone, "Team")).to_have_count(1)
    await part(phone, "Team").get_by_role("button", name="More about the section Team").tap()
    await expect(phone.page.get_by_role("menuitem", name="Rename section…")).to_be_visible()
    await fits(phone)
    await has_no_violations(phone)
    await phone.page.get_by_role("menuitem", name="Delete section…").tap()
    await phone.page.get_by_role("dialog").get_by_role("button", name="Delete section").tap()
    for person in (ada, phone):
        await expect(part(person, "Team")).to_have_count(0)
