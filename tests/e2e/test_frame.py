"""The shell around the rooms: layers, addresses, keys, and where the focus is."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import Arrive
from tests.e2e.late import held_back
from tests.e2e.person import PASSWORD, Person
from tests.e2e.server import Server

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
ICON = "document.querySelector('link[rel=icon]').href"


async def test_back_closes_one_layer_at_a_time_on_a_phone_ux_62(arrive: Arrive, server: Server) -> None:
    ada = await arrive("Ada", **PHONE)
    await ada.set_up(server.setup_link)
    await ada.create_room("Lobby")
    await ada.page.get_by_role("link", name="All rooms").tap()
    tabs = ada.page.get_by_role("navigation", name="Parley")
    await expect(tabs).to_be_visible()
    await ada.rooms.get_by_role("link", name="Lobby").tap()
    await expect(tabs).to_be_hidden()
    await ada.page.get_by_role("button", name="Members").tap()
    members = ada.page.get_by_role("dialog", name="Members")
    await members.get_by_role("button", name="Ada").tap()
    profile = ada.page.get_by_role("dialog", name="Profile")
    await expect(profile).to_contain_text("@ada")

    await ada.page.go_back()
    await expect(members).to_be_visible()
    await ada.page.go_back()
    await expect(members).to_be_hidden()
    await expect(ada.composer).to_be_visible()
    await ada.page.go_back()
    await expect(ada.rooms).to_be_visible()

    await tabs.get_by_role("link", name="You").tap()
    await ada.page.get_by_role("link", name="Appearance").tap()
    await expect(ada.page.get_by_role("group", name="Theme")).to_be_visible()
    await ada.page.go_back()
    await expect(ada.page.get_by_role("heading", level=1, name="You")).to_be_visible()
    assert ada.complaints == []


async def test_a_panel_is_in_the_address_and_closes_alone_ux_63(ada: Person, bob: Person) -> None:
    await ada.say("stays where it is")
    members = ada.page.get_by_role("complementary", name="Members")
    opener = ada.page.get_by_role("button", name="Members", exact=True)
    for close in (ada.page.go_back, lambda: ada.page.keyboard.press("Escape"), opener.click):
        await opener.click()
        await expect(ada.page).to_have_url(f"{ada.url}/r/lobby/members")
        await expect(members.get_by_role("heading", name="Members")).to_be_focused()
        await close()
        await expect(members).to_be_hidden()
        await expect(ada.page).to_have_url(f"{ada.url}/r/lobby")
        await ada.sees("stays where it is")
        await expect(opener).to_be_focused()

    await ada.page.goto(f"{ada.url}/r/lobby/1/members")
    await expect(members).to_be_visible()
    await members.get_by_role("button", name="@bob").click()
    await expect(ada.page).to_have_url(f"{ada.url}/r/lobby/1/profile/bob")
    await ada.page.keyboard.press("Escape")
    await expect(members).to_be_visible()
    await ada.page.keyboard.press("Escape")
    await expect(members).to_be_hidden()
    await expect(ada.page).to_have_url(f"{ada.url}/r/lobby/1")
    assert ada.complaints == []


async def test_a_panel_lies_over_the_room_where_there_is_no_space_beside_it(ada: Person) -> None:
    await ada.page.set_viewport_size({"width": 1024, "height": 768})
    await ada.say("a line to read")
    await ada.sees("a line to read")
    before = await ada.messages.first.bounding_box()
    await ada.page.get_by_role("button", name="Members").click()
    panel = ada.page.get_by_role("complementary", name="Members")
    await expect(panel).to_be_in_viewport(ratio=1)
    assert await ada.messages.first.bounding_box() == before


@pytest.mark.parametrize("path", ["/nowhere", "/r/lobby/nonsense", "/r/lobby/1/2/3", "/settings/nonsense"])
async def test_an_unknown_address_says_so_ux_4(ada: Person, path: str) -> None:
    await ada.page.goto(ada.url + path)
    await expect(ada.page.get_by_role("main")).to_contain_text("There is no page at this address")
    await expect(ada.page).to_have_url(ada.url + path)
    await ada.page.get_by_role("link", name="Go to your rooms").click()
    await ada.is_in("Lobby")


async def test_keys_walk_the_rooms_and_are_listed_ux_40(ada: Person, bob: Person) -> None:
    for name in ("Attic", "Den"):
        await ada.create_room(name)
    press = ada.page.keyboard.press
    await press("Alt+ArrowDown")
    await ada.is_in("Lobby")
    await press("Alt+ArrowDown")
    await ada.is_in("Attic")
    await press("Alt+ArrowUp")
    await ada.is_in("Lobby")
    await press("Alt+ArrowUp")
    await ada.is_in("Den")
    await bob.say("anybody?")
    await expect(ada.rooms.get_by_role("region", name="Unread").get_by_role("link")).to_contain_text("Lobby")
    await press("Alt+Shift+ArrowDown")
    await ada.is_in("Lobby")
    await expect(ada.composer).to_be_focused()

    await ada.page.get_by_role("button", name="Members", exact=True).focus()
    await press("?")
    sheet = ada.page.get_by_role("dialog", name="Keyboard shortcuts")
    for line in ("Search or jump", "Unread room below", "Edit message", "React", "Send the message"):
        await expect(sheet.get_by_text(line, exact=True)).to_be_visible()
    await press("Escape")
    await expect(sheet).to_be_hidden()
    await expect(ada.page.get_by_role("button", name="Members", exact=True)).to_be_focused()
    await expect(ada.composer).to_have_value("")
    assert ada.complaints == []


async def test_the_palette_leads_to_rooms_people_and_actions_ux_39(ada: Person, bob: Person) -> None:
    press, write = ada.page.keyboard.press, ada.page.keyboard.type
    results = ada.page.get_by_role("listbox", name="Results").get_by_role("option")
    await press("Control+k")
    await expect(results.first).to_contain_text("Lobby")
    await write("bob")
    await expect(results.first).to_contain_text("@bob")
    await press("Enter")
    await expect(ada.page.get_by_role("complementary", name="Profile")).to_contain_text("@bob")
    await press("Escape")
    await press("Control+k")
    await write("qqq")
    await expect(ada.page.get_by_text("Nothing matches “qqq”.")).to_be_visible()
    await press("Control+a")
    await write("keyboard")
    await press("Enter")
    await expect(ada.page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    await press("Escape")
    await expect(ada.composer).to_be_focused()


async def test_what_is_typed_before_the_palette_has_come_is_meant_for_it_ux_39(ada: Person) -> None:
    """It is no part of the first load, and somebody may press its keys at once."""
    await ada.create_room("Attic")
    come = await held_back(ada, "Palette")
    await ada.open_room("lobby")
    await ada.page.keyboard.press("Control+k")
    await ada.page.keyboard.press("Control+k")
    await ada.page.keyboard.type("attix")
    await ada.page.keyboard.press("Backspace")
    await ada.page.keyboard.type("c")
    await ada.page.keyboard.press("Enter")
    await expect(ada.composer).to_have_value("")
    await expect(ada.page.get_by_role("dialog")).to_have_count(0)
    await ada.is_in("Lobby")
    come.set()
    await ada.is_in("Attic")
    await expect(ada.page.get_by_role("dialog")).to_have_count(0)
    assert ada.complaints == []


async def test_the_tab_counts_the_rooms_with_news_ux_6(ada: Person, bob: Person) -> None:
    await bob.create_room("Den")
    quiet = await bob.page.evaluate(ICON)
    await ada.say("news")
    await expect(bob.page).to_have_title("(1) Den · Parley")
    assert await bob.page.evaluate(ICON) != quiet
    await bob.rooms.get_by_role("link", name=re.compile("^Lobby")).click()
    await expect(bob.page).to_have_title("Lobby · Parley")
    assert await bob.page.evaluate(ICON) == quiet


async def test_a_lost_connection_moves_nothing(ada: Person, server: Server) -> None:
    await ada.say("one")
    await ada.is_connected()
    before = await ada.messages.first.bounding_box()
    server.kill()
    await expect(ada.page.get_by_role("button", name="Retry now")).to_be_visible()
    assert await ada.messages.first.bounding_box() == before


async def test_a_server_that_cannot_be_reached_is_tried_again_by_a_click(ada: Person, arrive: Arrive) -> None:
    # Signed in, in a browser that has kept nothing of the rooms.
    again_ada = await arrive("Ada", storage_state=await ada.page.context.storage_state())
    page = again_ada.page
    away = re.compile("/api/me$")
    await page.route(away, lambda route: route.abort())
    # Chance decides how long the page waits by itself: here, for a minute.
    await page.add_init_script("Math.random = () => 60")
    await page.goto(ada.url)
    again = page.get_by_role("button", name="Try now")
    await expect(again).to_be_visible()
    await page.unroute(away)
    await again.click()
    await again_ada.is_in("Lobby")


async def test_the_focus_is_never_nowhere_between_pages(ada: Person, arrive: Arrive) -> None:
    await ada.sign_out()
    await expect(ada.page.get_by_label("Handle")).to_be_focused()
    await ada.page.get_by_role("link", name="Create an account").click()
    await expect(ada.page.get_by_label("Your name")).to_be_focused()
    await ada.page.keyboard.type("Ada")
    await ada.page.get_by_label("Password").fill(PASSWORD)
    await ada.page.keyboard.press("Enter")
    await expect(ada.page.get_by_text("The handle ada is taken.")).to_be_visible()
    await expect(ada.page.get_by_label("Handle")).to_be_focused()
    await ada.page.goto(f"{ada.url}/sign-in")
    await ada.sign_in()
    await expect(ada.composer).to_be_focused()

    await ada.choose(ada.account, "Settings")
    await expect(ada.page.get_by_role("heading", level=1, name="Appearance")).to_be_focused()
    await ada.page.keyboard.press("Escape")
    await expect(ada.composer).to_be_focused()
    await ada.rooms.get_by_role("button", name="Browse rooms").click()
    await expect(ada.page.get_by_role("heading", level=1, name="Browse rooms")).to_be_visible()
    assert await focused(ada.page) != "BODY"


async def test_a_look_is_kept_and_a_sidebar_is_as_it_was_left(ada: Person) -> None:
    edge = ada.page.get_by_role("separator", name="Sidebar width")
    await edge.focus()
    for _ in range(3):
        await ada.page.keyboard.press("ArrowRight")
    await expect(edge).to_have_attribute("aria-valuenow", "19.5")
    await ada.rooms.get_by_role("button", name="Rooms", exact=True).click()
    await expect(ada.rooms.get_by_role("link", name="Lobby")).to_be_hidden()

    await ada.choose(ada.account, "Settings")
    for choice in ("Larger", "Compact", "Violet"):
        await ada.page.get_by_text(choice, exact=True).click()
    await ada.page.get_by_role("link", name="Back to rooms").click()
    await ada.page.reload()
    await ada.is_in("Lobby")
    await expect(edge).to_have_attribute("aria-valuenow", "19.5")
    await expect(ada.rooms.get_by_role("link", name="Lobby")).to_be_hidden()
    look = await ada.page.evaluate("({ ...document.documentElement.dataset })")
    assert look == {"text": "larger", "density": "compact", "accent": "violet"}
    assert await ada.page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"


async def test_what_is_chosen_shows_in_forced_colours(ada: Person) -> None:
    await ada.page.emulate_media(forced_colors="active")
    here = ada.rooms.get_by_role("link", name="Lobby")
    await expect(here).to_have_css("outline-style", "solid")
    await expect(ada.page.get_by_role("button", name="Members")).to_have_css("border-top-style", "solid")


async def focused(page: Page) -> str:
    return str(await page.evaluate("document.activeElement.tagName"))
