"""Administrators see the names of all rooms, and read no messages of rooms that they are not in."""

from typing import Any, Literal
from uuid import uuid4

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.test_frame import PHONE
from tests.e2e.test_phone import fits
from tests.e2e.test_safety import has_no_violations

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def rooms(person: Person) -> Locator:
    await person.page.goto(f"{person.url}/settings/rooms")
    listed = person.page.get_by_role("list", name="Rooms").get_by_role("listitem")
    await expect(listed.first).to_be_visible()
    return listed


async def add(person: Person, name: str) -> None:
    await person.call("POST", "/api/rooms", name=name, kind="private", client_id=uuid4().hex)


async def test_every_room_is_listed_found_and_opened_where_one_may(ada: Person, bob: Person) -> None:
    await add(bob, "Surprise")
    listed = await rooms(ada)
    await expect(listed).to_have_count(2)
    await expect(listed.nth(0)).to_contain_text("Public")
    await expect(listed.nth(1)).to_contain_text("Private")
    await expect(listed.nth(1).get_by_role("link")).to_have_count(0)
    await ada.page.get_by_role("searchbox", name="Search rooms").fill("surp")
    await expect(listed).to_have_count(1)
    await expect(listed).to_contain_text("Surprise")
    await ada.page.get_by_role("searchbox", name="Search rooms").fill("nothing")
    await expect(ada.page.get_by_text("No rooms match “nothing”.")).to_be_visible()
    await ada.page.get_by_role("searchbox", name="Search rooms").fill("")
    await ada.page.get_by_role("link", name="Open Lobby").press("Enter")
    await expect(ada.composer).to_be_visible()
    assert ada.complaints == []


async def test_more_than_one_page_is_read_on_demand(ada: Person) -> None:
    for number in range(50):
        await add(ada, f"Room {number}")
    listed = await rooms(ada)
    await expect(listed).to_have_count(50)
    await ada.page.get_by_role("button", name="Show more").click()
    await expect(listed).to_have_count(51)
    await expect(ada.page.get_by_role("button", name="Show more")).to_have_count(0)


async def test_only_administrators_are_offered_it(ada: Person, bob: Person) -> None:
    for person, is_offered in ((ada, True), (bob, False)):
        await person.page.goto(f"{person.url}/settings/account")
        pages = person.page.get_by_role("navigation", name="Settings")
        await expect(pages.get_by_role("link", name="Account")).to_be_visible()
        await expect(pages.get_by_role("link", name="Rooms", exact=True)).to_have_count(int(is_offered))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("forced", ["none", "active"])
@pytest.mark.parametrize("is_phone", [True, False])
async def test_it_fits_and_has_no_violations(
    arrive: Arrive,
    ada: Person,
    scheme: Literal["light", "dark"],
    forced: Literal["none", "active"],
    is_phone: bool,
) -> None:
    await add(ada, "W" * 80)
    room = (await ada.call("GET", "/api/rooms?limit=1"))["rooms"][0]["id"]
    await ada.call("POST", f"/api/rooms/{room}/archive")
    size: dict[str, Any] = PHONE if is_phone else {"viewport": {"width": 1440, "height": 900}}
    again = await arrive("Ada", color_scheme=scheme, forced_colors=forced, **size)
    await again.page.goto(f"{again.url}/sign-in")
    await again.sign_in()
    await expect(again.page.get_by_label("Handle")).to_have_count(0)
    listed = await rooms(again)
    await expect(listed).to_have_count(2)
    await expect(listed.first).to_contain_text("Archived")
    await has_no_violations(again)
    if is_phone:
        await fits(again)
