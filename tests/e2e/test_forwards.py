"""Forwarding between browsers: choosing where, what arrives there, and who is told where it comes from."""

import re

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.conftest import Arrive
from tests.e2e.late import held_back
from tests.e2e.person import Person
from tests.e2e.test_phone import fits
from tests.e2e.test_pins import choose
from tests.e2e.test_safety import has_no_violations

pytestmark = pytest.mark.asyncio(loop_scope="session")


def dialog(person: Person) -> Locator:
    return person.page.get_by_role("dialog", name="Forward message")


def copy(person: Person, seq: int) -> Locator:
    return person.message(seq).get_by_role("figure")


async def den_of(person: Person, *others: str) -> str:
    """A private room, with what they said in it."""
    made = await person.call("POST", "/api/rooms", name="Secret den", kind="private", client_id="den")
    room = str(made["room"]["id"])
    for other in others:
        await person.call("POST", f"/api/rooms/{room}/members", person=other)
    for number in range(1, 31):
        await person.call("POST", f"/api/rooms/{room}/messages", client_id=f"s{number}", body=f"secret **{number}**")
    return room


def heard_by(person: Person) -> list[str]:
    """All frames that the server sends to this page from now on."""
    told: list[str] = []
    person.page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: told.append(str(frame))))
    return told


async def forward_to_lobby(person: Person, note: str) -> None:
    await expect(dialog(person).get_by_role("combobox")).to_be_focused()
    await expect(dialog(person)).to_contain_text("secret 3")
    await has_no_violations(person)
    await person.page.keyboard.type("lob")
    await person.page.keyboard.press("Enter")
    await expect(dialog(person).get_by_role("button", name="Remove Lobby")).to_be_visible()
    await dialog(person).get_by_label("Note").fill(note)
    await dialog(person).get_by_role("button", name="Forward", exact=True).click()
    await expect(dialog(person)).to_be_hidden()
    await expect(person.page.get_by_text("Forwarded to Lobby")).to_be_visible()


async def id_of(person: Person) -> str:
    return str((await person.call("GET", "/api/me"))["id"])


async def test_who_may_not_read_the_original_sees_no_name_and_who_may_goes_there(
    arrive: Arrive, ada: Person, bob: Person
) -> None:
    eve = await arrive("Eve")
    told = heard_by(eve)
    await eve.be_member()
    await eve.call("POST", "/api/rooms/lobby/join")
    den = await den_of(ada, await id_of(bob))
    await eve.open_room("lobby")

    await ada.page.goto(f"{ada.url}/r/{den}/3")
    await expect(ada.message(3)).to_be_in_viewport()
    await choose(ada, 3, "Forward…")
    await forward_to_lobby(ada, "Look at *this*")

    for person in (bob, eve):
        await expect(person.message(1)).to_contain_text("Look at this")
        await expect(copy(person, 1)).to_contain_text("Ada")
        await expect(copy(person, 1).locator("strong")).to_have_text("3")
    await expect(copy(eve, 1)).to_contain_text("From another conversation")
    await expect(copy(eve, 1).get_by_role("link")).to_have_count(0)
    assert any("Look at" in frame for frame in told)
    assert [frame for frame in told if den in frame or "Secret den" in frame] == []
    assert den not in await eve.page.content()
    await has_no_violations(bob)

    await copy(bob, 1).get_by_role("link", name="From Secret den").click()
    await expect(bob.page).to_have_url(re.compile(f"/r/{den}/3$"))
    await expect(bob.message(3)).to_be_in_viewport()
    assert ada.complaints + bob.complaints + eve.complaints == []


async def test_to_several_at_once_by_keys_also_to_somebody_without_a_conversation(ada: Person, bob: Person) -> None:
    den = await den_of(ada)
    await bob.say("Shall we?")
    await ada.sees("Shall we?")
    await ada.message(1).focus()
    await ada.page.keyboard.press("f")
    await expect(dialog(ada).get_by_role("combobox")).to_be_focused()
    for query in ("secret", "bob"):
        await ada.page.keyboard.type(query)
        await ada.page.keyboard.press("Enter")
    chosen = dialog(ada).get_by_role("list", name="Chosen").get_by_role("listitem")
    await expect(chosen).to_have_text(["Secret den", "Bob"])
    await ada.page.keyboard.press("Control+Enter")
    await expect(dialog(ada)).to_be_hidden()
    await expect(ada.message(1)).to_be_focused()

    await bob.rooms.get_by_role("link", name="Ada").click()
    await bob.is_in("Ada")
    await expect(copy(bob, 1)).to_contain_text("Shall we?")
    await copy(bob, 1).get_by_role("link", name="From Lobby").click()
    await expect(bob.page).to_have_url(re.compile("/r/lobby/1$"))
    await ada.page.goto(f"{ada.url}/r/{den}/31")
    await expect(copy(ada, 31)).to_contain_text("Shall we?")
    assert ada.complaints + bob.complaints == []


async def test_what_was_refused_stays_chosen_and_says_why(ada: Person, bob: Person) -> None:
    await ada.say("x" * 7000)
    await expect(ada.message(1)).to_be_visible()
    await bob.message(1).focus()
    await bob.page.keyboard.press("f")
    await bob.page.keyboard.type("lobby")
    await bob.page.keyboard.press("Enter")
    await dialog(bob).get_by_label("Note").fill("y" * 1001)
    await dialog(bob).get_by_role("button", name="Forward", exact=True).click()
    await expect(dialog(bob)).to_contain_text("longer than 8000 characters together")
    await dialog(bob).get_by_label("Note").fill("y")
    await dialog(bob).get_by_role("button", name="Forward", exact=True).click()
    await expect(dialog(bob)).to_be_hidden()
    await expect(copy(ada, 2)).to_be_visible()


async def test_what_is_typed_before_the_dialog_has_come_is_meant_for_it(ada: Person) -> None:
    """None of these letters acts on the message that has the focus: R reacts, E edits, B and O would be lost."""
    await ada.say("Shall we?")
    come = await held_back(ada, "ForwardDialog")
    await ada.message(1).focus()
    await ada.page.keyboard.press("f")
    await ada.page.keyboard.type("lobbe")
    await ada.page.keyboard.press("Backspace")
    await ada.page.keyboard.press("y")
    await ada.page.keyboard.press("Enter")
    await ada.page.keyboard.type("re")
    await expect(ada.page.get_by_role("dialog")).to_have_count(0)
    come.set()
    await expect(dialog(ada).get_by_role("button", name="Remove Lobby")).to_be_visible()
    await expect(dialog(ada).get_by_role("combobox")).to_have_value("")
    await ada.page.keyboard.press("Control+Enter")
    await expect(copy(ada, 2)).to_be_visible()
    assert ada.complaints == []


async def test_who_waits_no_longer_has_the_keys_back(ada: Person) -> None:
    await ada.say("Shall we?")
    come = await held_back(ada, "ForwardDialog")
    await ada.message(1).focus()
    await ada.page.keyboard.press("f")
    await ada.page.keyboard.type("lobby")
    await ada.composer.click()
    await ada.page.keyboard.type("never mind")
    await expect(ada.composer).to_have_value("never mind")
    come.set()
    await expect(dialog(ada).get_by_role("combobox")).to_be_focused()
    await expect(dialog(ada).get_by_role("combobox")).to_have_value("")


async def test_on_a_phone(arrive: Arrive, ada: Person) -> None:
    await ada.say("Shall we?")
    await ada.sees("Shall we?")
    phone = await arrive("Eve", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    await phone.be_member()
    await phone.call("POST", "/api/rooms/lobby/join")
    await phone.open_room("lobby")
    await phone.message(1).tap()
    await phone.message(1).get_by_role("button", name="More actions").tap()
    await phone.page.get_by_role("menuitem", name="Forward…").tap()
    await dialog(phone).get_by_role("option", name="Lobby").tap()
    await fits(phone)
    await dialog(phone).get_by_role("button", name="Forward", exact=True).tap()
    await expect(dialog(phone)).to_be_hidden()
    await expect(copy(phone, 2).get_by_role("link", name="From Lobby")).to_be_visible()
    await fits(phone)
    assert phone.complaints == []
