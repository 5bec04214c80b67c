import re

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person
from tests.e2e.server import Server

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_new_server_is_three_screens_away_from_its_first_message(arrive: Arrive, server: Server) -> None:
    ada = await arrive("Ada")
    await ada.page.goto(server.setup_link)
    await expect(ada.page).to_have_url(f"{server.url}/setup")
    await ada.page.get_by_label("Your name").fill("Ada")
    await expect(ada.page.get_by_label("Handle")).to_have_value("ada")
    await ada.page.get_by_label("Password").fill("correct horse battery")
    await ada.page.keyboard.press("Enter")

    await ada.create_room("Town Hall")
    await expect(ada.page).to_have_url(f"{server.url}/r/town-hall")
    await expect(ada.composer).to_be_focused()
    await ada.page.keyboard.type("First!")
    await ada.page.keyboard.press("Enter")
    await ada.sees("First!")
    await expect(ada.page).to_have_title(re.compile("Town Hall"))
    assert ada.complaints == []


async def test_a_wrong_password_costs_only_the_password(ada: Person, arrive: Arrive) -> None:
    again = await arrive("Ada")
    await again.page.goto(again.url)
    await again.sign_in("wrong horse battery")
    await expect(again.page.get_by_role("alert")).to_be_visible()
    await expect(again.page.get_by_label("Handle")).to_have_value("ada")
    await expect(again.page.get_by_label("Password")).to_be_focused()
    await again.page.keyboard.type("correct horse battery")
    await again.page.keyboard.press("Enter")
    await expect(again.composer).to_be_visible()


async def test_only_those_who_are_not_signed_in_load_the_pages_for_it(ada: Person, arrive: Arrive) -> None:
    stranger = await arrive("Eve")
    loaded: list[tuple[Page | None, str]] = []
    for person in (ada, stranger):
        person.page.on("request", lambda request: loaded.append((request.frame.page, request.url)))
        await person.page.goto(person.url)
    await expect(ada.composer).to_be_visible()
    await expect(stranger.page.get_by_label("Password")).to_be_visible()
    assert [page for page, url in loaded if "SignedOut" in url] == [stranger.page]


async def test_a_deep_link_survives_signing_in(ada: Person, arrive: Arrive) -> None:
    for text in ("one", "two", "three"):
        await ada.say(text)
    await ada.is_connected()
    again = await arrive("Ada")
    await again.page.goto(f"{again.url}/r/lobby/2")
    await expect(again.page).to_have_url(re.compile(r"/sign-in\?next=%2Fr%2Flobby%2F2$"))
    await again.sign_in()
    await expect(again.page).to_have_url(f"{again.url}/r/lobby/2")
    await again.sees("one", "two", "three")
    assert again.complaints == []


@pytest.mark.parametrize("elsewhere", ["//example.com", "/%5Cexample.com", "https://example.com", "/%2Fexample.com"])
async def test_signing_in_leads_nowhere_else(ada: Person, arrive: Arrive, elsewhere: str) -> None:
    again = await arrive("Ada")
    await again.page.goto(f"{again.url}/sign-in?next={elsewhere}")
    await again.sign_in()
    await expect(again.page).to_have_url(f"{again.url}/r/lobby")


async def test_a_room_that_is_not_there_and_one_that_is_not_yours_look_alike(ada: Person, arrive: Arrive) -> None:
    den = await ada.call("POST", "/api/rooms", client_id="den", name="Den", kind="private")
    bob = await arrive("Bob")
    await bob.register()
    seen = []
    for room in ("nowhere", den["room"]["id"]):
        await bob.page.goto(f"{bob.url}/r/{room}")
        notice = bob.page.get_by_role("main")
        await expect(notice).to_contain_text("no room here for you")
        seen.append(await notice.inner_text())
    assert seen[0] == seen[1]
    await bob.page.get_by_role("link", name="Go to your rooms").click()
    await expect(bob.page.get_by_text("Everything here happens in rooms")).to_be_visible()


async def test_signing_out_leaves_nothing_in_the_browser(ada: Person) -> None:
    await ada.composer.fill("a secret draft")
    await ada.rooms.get_by_role("button", name="Rooms", exact=True).click()
    await ada.sign_out()
    kept = await ada.page.evaluate("async () => [(await indexedDB.databases()).length, Object.keys(localStorage)]")
    databases, names = kept
    assert databases == 0
    assert [name for name in names if name not in ("parley.refresh", "parley.look")] == []


async def test_leaving_and_coming_back(ada: Person, bob: Person) -> None:
    await ada.say("before")
    await bob.sees("before")
    await bob.leave_room()
    await expect(bob.page.get_by_text("Everything here happens in rooms")).to_be_visible()
    await ada.say("while you were away")
    await bob.rooms.get_by_role("button", name="Browse rooms").click()
    await bob.page.get_by_role("button", name="Join Lobby").click()
    await bob.sees("before", "while you were away")
    assert bob.complaints == []
